/**
 * An app server of a world: one instance of the strategy code, with its own memory, its own
 * connection to the cache, and timers that die with it.
 *
 * Code sees its scope and nothing else of the world. After a crash everything it still waits for
 * stays unanswered for ever, as for a process that is gone.
 */
import type { Random } from '../../base/ports.ts';
import { asyncHelpers } from '../../hosts/simulated/async-functions.ts';
import type { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';
import { currentContext, enterContext, WorldPromise } from '../../hosts/simulated/world-promise.ts';
import type { LightClient } from './light-client.ts';
import { worldMath } from './world-math.ts';

/** What strategy code exports. */
export interface Strategy {
  readonly read: (id: string) => unknown;
  readonly write: ((id: string, value: string) => unknown) | null;
  /** Called once per app server when it has started: warming, background work. */
  readonly start: (() => unknown) | null;
}

/** Code that cannot be used: its text is for the learner. */
export class StrategyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StrategyError';
  }
}

export interface AppServerPorts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly redis: LightClient;
  readonly query: (sql: string, values?: readonly unknown[]) => PromiseLike<unknown>;
  readonly print: (level: 'console' | 'error', values: readonly unknown[]) => void;
  readonly params: Readonly<Record<string, number>>;
  readonly server: number;
}

const scopeNames = [
  'exports',
  'redis',
  'db',
  'params',
  'server',
  'console',
  'crypto',
  'Promise',
  'Math',
  'Date',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  ...(Object.keys(asyncHelpers) as (keyof typeof asyncHelpers)[]),
] as const;

type Scope = { readonly [K in (typeof scopeNames)[number]]: unknown };
export type CompiledStrategy = (...scope: readonly unknown[]) => void;

/** Throws a `StrategyError` where the text is no program. */
export function loadStrategy(compiled: string): CompiledStrategy {
  try {
    return new Function(...scopeNames, `'use strict';\n${compiled}`) as CompiledStrategy;
  } catch (error) {
    throw new StrategyError(`The code does not compile: ${(error as Error).message}`);
  }
}

export class AppServer {
  readonly strategy: Strategy;
  readonly redis: LightClient;
  private readonly ports: AppServerPorts;
  private readonly timers = new Map<number, () => void>();
  private lastTimer = 0;
  private isAlive = true;

  constructor(ports: AppServerPorts, code: CompiledStrategy) {
    this.ports = ports;
    this.redis = ports.redis;
    this.strategy = this.evaluate(code);
  }

  /** The process dies. */
  crash(): void {
    this.isAlive = false;
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.redis.disconnect();
  }

  private evaluate(code: CompiledStrategy): Strategy {
    const exports: { [name: string]: unknown } = {};
    const scope = this.scope(exports);
    try {
      code(...scopeNames.map((name) => scope[name]));
    } catch (error) {
      throw new StrategyError(`The code failed while it was loaded: ${(error as Error).message}`);
    }
    const { read, write, start } = exports;
    if (typeof read !== 'function') {
      throw new StrategyError('The code has to export a function `read(id)` that gives the row.');
    }
    return {
      read: read as Strategy['read'],
      write: typeof write === 'function' ? (write as Strategy['write']) : null,
      start: typeof start === 'function' ? (start as Strategy['start']) : null,
    };
  }

  private scope(exports: object): Scope {
    const { clock, random, redis, query, print, params, server } = this.ports;
    return {
      exports,
      redis,
      db: { query: (sql: string, values?: readonly unknown[]) => query(sql, values) },
      params,
      server,
      console: {
        log: (...values: readonly unknown[]) => print('console', values),
        error: (...values: readonly unknown[]) => print('error', values),
      },
      crypto: { randomUUID: () => uuid(random) },
      Promise: WorldPromise,
      Math: worldMath(random),
      Date: worldDate(() => Math.floor(clock.nowMs())),
      setTimeout: (then: () => void, delayMs = 0) => this.setTimer(then, delayMs, false),
      setInterval: (then: () => void, periodMs: number) => this.setTimer(then, periodMs, true),
      clearTimeout: (timer: number) => this.clearTimer(timer),
      clearInterval: (timer: number) => this.clearTimer(timer),
      ...asyncHelpers,
    };
  }

  private setTimer(then: () => void, delayMs: number, repeats: boolean): number {
    const id = ++this.lastTimer;
    const context = currentContext();
    const fire = (): void => {
      if (repeats) arm();
      else this.timers.delete(id);
      const outer = enterContext(context);
      try {
        then();
      } catch (error) {
        this.ports.print('error', [error]);
      } finally {
        enterContext(outer);
      }
    };
    const arm = (): void => {
      if (!this.isAlive) return;
      // As in browsers and Node: a timer is at least a millisecond away.
      this.timers.set(id, this.ports.clock.after(Math.max(1, Number(delayMs) || 0), fire));
    };
    arm();
    return id;
  }

  private clearTimer(id: number): void {
    this.timers.get(id)?.();
    this.timers.delete(id);
  }
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, '0')).join(
    '',
  );
  const variant = '89ab'[random.below(4)];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

/** `Date` on the world's clock: `Date.now()` and `new Date()` are the world's now. */
function worldDate(nowMs: () => number): DateConstructor {
  return new Proxy(Date, {
    construct: (target, args) =>
      args.length === 0 ? new target(nowMs()) : Reflect.construct(target, args),
    apply: () => new Date(nowMs()).toString(),
    get: (target, name) => (name === 'now' ? nowMs : Reflect.get(target, name)),
  });
}
