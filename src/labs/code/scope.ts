/**
 * What is in scope of learners' code: Node's globals over the world, the practice database and its
 * friends, and, for snippets that never make one, a client called `redis`.
 *
 * Only the names that the code leaves free are given (see compile.ts), so that nothing is connected
 * that is not used, and a snippet may declare any of them itself.
 */
import type { CodeClient } from '../../contract/code.ts';
import { asyncHelpers } from './async-helpers.ts';
import type { CodeWorld } from './code-world.ts';
import { fakeDatabase } from './fakes/database.ts';
import { fakeQueue } from './fakes/queue.ts';
import { socketIoModule, socketServer } from './fakes/socket-server.ts';
import { freeVariables } from './fakes/variables.ts';
import { fakeApp } from './fakes/web-app.ts';
import { lightClient, lightModule } from './light-client.ts';
import { showArguments } from './show-value.ts';
import type { Timers } from './timers.ts';
import { randomUuid, worldDate, worldMath } from './world-date.ts';

export type Exports = Readonly<Record<string, unknown>>;
type Make = (...args: never[]) => unknown;

export interface ScopeParts {
  readonly world: CodeWorld;
  readonly timers: Timers;
  /** Packages and modules that were loaded before, by name without `node:`. */
  readonly modules: ReadonlyMap<string, Exports>;
  /** Which client `redis`, and what goes with it, stands for. */
  readonly client: CodeClient;
}

export interface Scope {
  /** Makes the values of these names; what is in no scope is left out. */
  valuesOf(names: readonly string[]): Promise<Map<string, unknown>>;
  /** The same, for worlds without an event loop: a client that has to connect first is a promise. */
  valuesNow(names: readonly string[]): Map<string, unknown>;
  readonly require: (name: string) => unknown;
}

/** The package that a choice of client stands for; the light one is no package. */
export const packageOf: Readonly<Record<CodeClient, string>> = {
  light: 'light',
  ioredis: 'ioredis',
  redis: 'redis',
  upstash: '@upstash/redis',
};

export function createScope(parts: ScopeParts): Scope {
  const { world, timers } = parts;
  const io = socketServer(world);
  const app = fakeApp(world);
  const own = new Map<string, Exports>([
    ['light', lightModule(world)],
    ['socket.io', socketIoModule(io)],
    ['express', Object.assign(() => app, { default: () => app, __esModule: true }) as never],
  ]);
  const require = (name: unknown): Exports => {
    const bare = String(name).replace(/^node:/, '');
    const found = own.get(bare) ?? parts.modules.get(bare);
    if (found) return found;
    throw Object.assign(new Error(`Cannot find module '${String(name)}'`), {
      code: 'MODULE_NOT_FOUND',
    });
  };
  const makers = new Map<string, () => unknown>();
  const give = (values: Readonly<Record<string, unknown>>): void => {
    for (const [name, value] of Object.entries(values)) makers.set(name, () => value);
  };
  give(platform(world, timers, parts.modules));
  give(freeVariables(world));
  give({ ...asyncHelpers(world.Promise), Promise: world.Promise, require, io, app });
  makers.set('db', () => fakeDatabase(world));
  makers.set('queue', () => fakeQueue(world));
  for (const [name, make] of clientMakers(world, parts.client, require)) makers.set(name, make);
  const valuesNow = (names: readonly string[]): Map<string, unknown> =>
    new Map(
      names.flatMap((name) => {
        const make = makers.get(name);
        return make ? [[name, make()] as const] : [];
      }),
    );
  return {
    require,
    valuesNow,
    valuesOf: async (names) => {
      const values = valuesNow(names);
      for (const [name, value] of values) values.set(name, await value);
      return values;
    },
  };
}

/** Node's and the language's globals that depend on the world. */
function platform(
  world: CodeWorld,
  timers: Timers,
  modules: ReadonlyMap<string, Exports>,
): Exports {
  const print =
    (level: 'log' | 'info' | 'debug' | 'warn' | 'error') =>
    (...args: unknown[]): void =>
      world.print(level, showArguments(args));
  const crypto = modules.get('crypto') ?? { randomUUID: () => randomUuid(world.random) };
  return {
    console: {
      log: print('log'),
      info: print('info'),
      debug: print('debug'),
      warn: print('warn'),
      error: print('error'),
      table: print('log'),
    },
    process: { env: { ...world.env }, nextTick: nextTick(world), exit: () => {}, on: () => {} },
    crypto,
    ...modules.get('buffer'),
    Date: worldDate(world.clock),
    Math: worldMath(world.random),
    performance: { now: () => world.clock.monotonicUs() / 1000 },
    setTimeout: timers.setTimeout,
    setInterval: timers.setInterval,
    setImmediate: timers.setImmediate,
    clearTimeout: timers.clearTimeout,
    clearInterval: timers.clearInterval,
    clearImmediate: timers.clearImmediate,
    queueMicrotask: nextTick(world),
  };
}

const nextTick =
  (world: CodeWorld) =>
  (task: (...args: unknown[]) => void, ...args: unknown[]): void => {
    world.Promise.resolve()
      .then(() => task(...args))
      .catch((error: unknown) => world.uncaught(error));
  };

/** `redis`, `Redis`, `createClient` and `createCluster`, as the chosen client has them. */
function clientMakers(
  world: CodeWorld,
  client: CodeClient,
  require: (name: string) => Exports,
): readonly (readonly [string, () => unknown])[] {
  const exported = (name: string) => require(packageOf[client])[name] as Make | undefined;
  const construct = (...args: unknown[]): unknown =>
    Reflect.construct(exported('Redis') as unknown as new () => unknown, args);
  if (client === 'light') {
    return [
      ['redis', () => lightClient(world)],
      ['Redis', () => exported('Redis')],
    ];
  }
  if (client === 'redis') {
    return [
      ['createClient', () => exported('createClient')],
      ['createCluster', () => exported('createCluster')],
      ['redis', () => connectedClient(exported('createClient'))],
    ];
  }
  const url = world.env.UPSTASH_REDIS_REST_URL;
  const token = world.env.UPSTASH_REDIS_REST_TOKEN;
  return [
    ['Redis', () => exported('Redis')],
    ['redis', () => (client === 'upstash' ? construct({ url, token }) : construct())],
  ];
}

interface NodeRedis {
  on(event: 'error', listener: (error: unknown) => void): void;
  connect(): Promise<unknown>;
}

/** As the sources' lib/redis.ts makes it: connected before anybody uses it. */
async function connectedClient(createClient: Make | undefined): Promise<unknown> {
  const client = createClient?.() as NodeRedis;
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Where packages and modules come from: the part of clients/genuine.ts that hosts hand in. */
export interface ModuleSource {
  loadPackage(name: PackageName): Promise<Exports>;
  loadNodeModule(name: string): Promise<Exports | null>;
}

/** What is around the genuine clients of one process. */
export interface Surroundings {
  readonly timers: Timers;
  /** From here on, clients that run are in this process. */
  enter(): void;
}

export type PackageName = 'ioredis' | 'redis' | '@upstash/redis';

const packageNames = new Set<string>(['ioredis', 'redis', '@upstash/redis']);
const isPackage = (name: string): name is PackageName => packageNames.has(name);

/** Loads what the code requires by a literal, what its client is, and what Node has without asking. */
export async function loadModules(
  code: string,
  client: CodeClient,
  source: () => Promise<ModuleSource>,
): Promise<Map<string, Exports>> {
  const found = [...code.matchAll(/\brequire\(\s*(["'])([^"']+)\1\s*\)/g)];
  const names = new Set(found.map(([, , name = '']) => name.replace(/^node:/, '')));
  for (const name of ['buffer', 'crypto', packageOf[client]]) {
    if (client !== 'light') names.add(name);
  }
  const modules = new Map<string, Exports>();
  for (const name of names) {
    if (ownModules.has(name)) continue;
    const { loadPackage, loadNodeModule } = await source();
    const module = isPackage(name) ? await loadPackage(name) : await loadNodeModule(name);
    if (module) modules.set(name, module);
  }
  return modules;
}

/** Modules that every scope has by itself. */
const ownModules = new Set(['light', 'socket.io', 'express']);
