/**
 * An app server of a world: one instance of the strategy code, with its own memory, its own
 * connection to the cache, and timers that die with it.
 *
 * Code sees its scope and nothing else of the world. After a crash everything it still waits for
 * stays unanswered for ever, as for a process that is gone.
 */
import type { Random } from '../../base/ports.ts';
import type { StrategyCode } from '../../contract/lab-world.ts';
import { asyncFunctions } from '../../hosts/simulated/async-functions.ts';
import { currentContext, enterContext, WorldPromise } from '../../hosts/simulated/world-promise.ts';
import { asyncHelpers } from '../code/async-helpers.ts';
import { awaitPlaces } from '../code/await-places.ts';
import { MARK_AWAIT } from '../code/compile.ts';
import { readSourceMap } from '../code/source-map.ts';
import { randomUuid, worldDate, worldMath } from '../code/world-date.ts';
import type { AppClient } from './app-client.ts';
import type { Asked } from './asked.ts';

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
  readonly random: Random;
  readonly client: AppClient;
  readonly query: (sql: string, values?: readonly unknown[]) => PromiseLike<unknown>;
  /** The code waits for this, at this line: false where it is to go no further. */
  readonly step: (line: number, value: unknown) => boolean;
  /** What has been running as `work`, a context, has waited for a timer. */
  readonly paused: (work: unknown) => void;
  readonly print: (level: 'console' | 'error', values: readonly unknown[]) => void;
  readonly params: Readonly<Record<string, number>>;
  readonly server: number;
}

/** What compiled code calls: async functions know what they belong to, the rest needs not. */
const { __awaiter, asyncToGenerator } = asyncFunctions;
const helpers = {
  ...asyncHelpers(WorldPromise as unknown as PromiseConstructor),
  __awaiter,
  babelHelpers: { asyncToGenerator },
  __importDefault: (module: object) => ('__esModule' in module ? module : { default: module }),
  __importStar: (module: object) => module,
};

const scopeNames = [
  'exports',
  'require',
  'redis',
  'Redis',
  'createClient',
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
  MARK_AWAIT,
  ...(Object.keys(helpers) as (keyof typeof helpers)[]),
] as const;

type Scope = { readonly [K in (typeof scopeNames)[number]]: unknown };

/** Code that can be run in any number of app servers. */
export interface LoadedStrategy {
  readonly run: (...scope: readonly unknown[]) => void;
  /** What its awaits are compiled to call. */
  readonly mark: (value: unknown, line: number, column: number) => unknown;
  /** Whether stacks of errors tell lines of the source. */
  readonly hasLines: boolean;
  /** The line of the source that an error came from; null where it cannot be told. */
  readonly lineOf: (error: unknown) => number | null;
}

/** The name under which the code's frames appear in stacks. */
const SOURCE_URL = 'strategy-code';
/** Before the code come `function anonymous(...`, `) {` and 'use strict'; { */
const LINES_BEFORE = 3;

/** `map` leads from the compiled code to its source. Throws a `StrategyError` where it is no program. */
export function loadStrategy({ compiled, map }: StrategyCode): LoadedStrategy {
  // In a block, so that code may declare what is in its scope: `const redis = new Redis(...)`.
  const body = `'use strict'; {\n${compiled}\n}\n//# sourceURL=${SOURCE_URL}`;
  const find = map === '' ? null : readSourceMap(map);
  const { mark, placeOf } = awaitPlaces(WorldPromise as unknown as PromiseConstructor);
  try {
    return {
      run: new Function(...scopeNames, body) as LoadedStrategy['run'],
      mark,
      hasLines: find !== null,
      lineOf: (error) => {
        const stack = find && error instanceof Error ? (error.stack ?? '') : '';
        const [, line, column] = /strategy-code:(\d+):(\d+)/.exec(stack) ?? [];
        if (line === undefined || !find) return placeOf(error)?.line ?? null;
        return find({ line: Number(line) - LINES_BEFORE, column: Number(column) })?.line ?? null;
      },
    };
  } catch (error) {
    throw new StrategyError(`The code does not compile: ${(error as Error).message}`);
  }
}

export class AppServer {
  readonly strategy: Strategy;
  readonly client: AppClient;
  /** The requests that it has taken and not ended. */
  readonly open = new Set<Asked>();
  private readonly ports: AppServerPorts;
  private readonly timers = new Map<number, () => void>();
  private lastTimer = 0;
  private isAlive = true;
  private whenIdle: (() => void) | null = null;

  constructor(ports: AppServerPorts, code: LoadedStrategy) {
    this.ports = ports;
    this.client = ports.client;
    this.strategy = this.evaluate(code);
  }

  get isDraining(): boolean {
    return this.whenIdle !== null;
  }

  /** It is to get no new requests; `then` is called when it has ended those that it has. */
  drain(then: () => void): void {
    this.whenIdle = then;
    if (this.open.size === 0) then();
  }

  /** A request is over. */
  ended(request: Asked): void {
    if (this.open.delete(request) && this.open.size === 0) this.whenIdle?.();
  }

  /** The process dies. */
  crash(): void {
    this.isAlive = false;
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.client.close();
  }

  private evaluate(code: LoadedStrategy): Strategy {
    const exports: { [name: string]: unknown } = {};
    const scope = this.scope(exports, code.mark);
    try {
      code.run(...scopeNames.map((name) => scope[name]));
    } catch (error) {
      const line = code.lineOf(error);
      const place = line === null ? '' : ` (line ${line})`;
      const { message } = error as Error;
      throw new StrategyError(`The code failed while it was loaded: ${message}${place}`);
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

  private scope(exports: object, mark: LoadedStrategy['mark']): Scope {
    const { random, client, query, print, params, server } = this.ports;
    return {
      exports,
      require: (name: unknown) => client.require(String(name)),
      redis: client.redis,
      Redis: client.names.Redis,
      createClient: client.names.createClient,
      db: { query: (sql: string, values?: readonly unknown[]) => query(sql, values) },
      params,
      server,
      console: {
        log: (...values: readonly unknown[]) => print('console', values),
        error: (...values: readonly unknown[]) => print('error', values),
      },
      crypto: { randomUUID: () => randomUuid(random) },
      Promise: WorldPromise,
      Math: worldMath(random),
      Date: worldDate(client.clock),
      setTimeout: (then: () => void, delayMs = 0) => this.setTimer(then, delayMs, false),
      setInterval: (then: () => void, periodMs: number) => this.setTimer(then, periodMs, true),
      clearTimeout: (timer: number) => this.clearTimer(timer),
      clearInterval: (timer: number) => this.clearTimer(timer),
      [MARK_AWAIT]: (value: unknown, line: number, column: number) =>
        this.ports.step(line, value) ? mark(value, line, column) : new WorldPromise(),
      ...helpers,
    };
  }

  private setTimer(then: () => void, delayMs: number, repeats: boolean): number {
    const id = ++this.lastTimer;
    const context = currentContext();
    const fire = (): void => {
      if (repeats) arm();
      else this.timers.delete(id);
      const outer = enterContext(context);
      this.ports.paused(context);
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
      this.timers.set(id, this.ports.client.clock.after(Math.max(1, Number(delayMs) || 0), fire));
    };
    arm();
    return id;
  }

  private clearTimer(id: number): void {
    this.timers.get(id)?.();
    this.timers.delete(id);
  }
}
