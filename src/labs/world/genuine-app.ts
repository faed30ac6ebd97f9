/**
 * An app server's process with a genuine client in it: ioredis or node-redis as it is published, on
 * the world's clock, over the world's network.
 *
 * The package is written with the language's own promises, whose reactions run when the event loop
 * turns. So a world with such clients gives way (`Turns`) after each event that has reached one of
 * them, and its clock stands still until the reactions have run. Strategy code stays with the
 * world's promises: what the package answers is carried over (`bridge`), so that requests are
 * counted as with the light client.
 *
 * Invariants: nothing of a process runs after its death; between two turns one process only has
 * run, since the package asks where it stands (`outside`) and not to whom it belongs.
 */
import type { Clock, Network, Random } from '../../base/ports.ts';
import type { WorldClient } from '../../contract/lab-world-settings.ts';
import type { SimulatedNetwork } from '../../hosts/simulated/wire.ts';
import { WorldPromise } from '../../hosts/simulated/world-promise.ts';
import type { CodeWorld } from '../code/code-world.ts';
import type { Surroundings } from '../code/scope.ts';
import type { AppClient } from './app-client.ts';
import type { CacheServer, WireToServer } from './cache-server.ts';
import { createBridge } from './client-bridge.ts';

export type GenuineClient = Exclude<WorldClient, 'light'>;

/** A package that was loaded before the world began. */
export interface ClientPackage {
  readonly client: GenuineClient;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly surroundings: (world: CodeWorld) => Surroundings;
}

/** When the event loop has to turn before time may go on. */
export class Turns {
  private wantedBy: object | null = null;

  want(by: object): void {
    if (this.wantedBy !== null && this.wantedBy !== by) {
      throw new Error('two processes have run in one turn');
    }
    this.wantedBy = by;
  }

  /** Whether a turn is wanted; asking takes the wish away. */
  take(): boolean {
    const isWanted = this.wantedBy !== null;
    this.wantedBy = null;
    return isWanted;
  }
}

export interface GenuineAppPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: SimulatedNetwork;
  readonly cache: CacheServer;
  readonly turns: Turns;
  /** 0: commands wait for ever. */
  readonly commandTimeoutMs: number;
  readonly print: (level: 'console' | 'error', values: readonly unknown[]) => void;
}

/** Where the cache is, under the names that code uses for it. */
const CACHE_ADDRESS = '10.0.0.2';
const REDIS_PORT = 6379;
const hosts: ReadonlyMap<string, string> = new Map(
  ['cache', 'redis', 'localhost'].map((name) => [name, CACHE_ADDRESS]),
);
const addresses = new Set([CACHE_ADDRESS, '127.0.0.1']);

type Make = (...args: unknown[]) => unknown;

export function genuineApp(pack: ClientPackage, ports: GenuineAppPorts): AppClient {
  const home = new Process(ports, pack.surroundings);
  const { exports } = pack;
  const bridge = createBridge(() => home.enter());
  const own = makersOf(pack, bridge);
  const make = (): unknown =>
    pack.client === 'ioredis'
      ? Reflect.construct(own.Redis as new () => unknown, [ioredisOptions(ports)])
      : connectedNodeRedis(own.createClient as Make, ports);
  return {
    redis: bridge.lazy(make),
    names: own,
    require: (name) => {
      const bare = pack.client === 'ioredis' ? 'ioredis' : 'redis';
      if (name === bare) return { ...exports, ...own, default: own.Redis, __esModule: true };
      throw new Error(`There is no package ${name} here: the client is ${bare}.`);
    },
    clock: home.clock,
    get underWay() {
      return bridge.underWay();
    },
    enter: () => home.enter(),
    entering: (work) => home.entering(work),
    close: () => home.kill(),
  };
}

type Bridge = ReturnType<typeof createBridge>;
type Names = Readonly<Record<string, unknown>>;

/** What of a package makes clients, behind the bridge: classes of ioredis, functions of node-redis. */
function makersOf({ client, exports }: ClientPackage, bridge: Bridge): Names {
  const isMaker = client === 'ioredis' ? /^(Redis|Cluster)$/ : /^create[A-Z]/;
  const makers = Object.entries(exports).filter(([name]) => isMaker.test(name));
  return Object.fromEntries(
    makers.map(([name, make]) => [
      name,
      client === 'ioredis'
        ? bridge.made(make as new (...args: never[]) => object)
        : bridge.calling(make as Make),
    ]),
  );
}

/** As its documentation makes it; the lab's slider becomes its own option. */
const ioredisOptions = ({ commandTimeoutMs }: GenuineAppPorts) => ({
  host: 'cache',
  ...(commandTimeoutMs > 0 ? { commandTimeout: commandTimeoutMs } : {}),
});

interface NodeRedis {
  on(event: 'error', listener: (error: unknown) => void): void;
  connect(): PromiseLike<unknown>;
}

/** Commands that come before it is connected wait in its queue. */
function connectedNodeRedis(
  createClient: Make,
  { commandTimeoutMs, print }: GenuineAppPorts,
): unknown {
  const client = createClient({
    url: 'redis://cache:6379',
    ...(commandTimeoutMs > 0 ? { commandOptions: { timeout: commandTimeoutMs } } : {}),
  }) as NodeRedis;
  client.on('error', (error) => print('error', [error]));
  client.connect().then(undefined, (error: unknown) => print('error', [error]));
  return client;
}

/** One operating system process: its timers, its sockets, its end. */
class Process {
  readonly clock: Clock;
  private readonly ports: GenuineAppPorts;
  private readonly around: Surroundings;
  private readonly links = new Set<() => void>();
  private isAlive = true;

  constructor(ports: GenuineAppPorts, make: ClientPackage['surroundings']) {
    this.ports = ports;
    const { clock } = ports;
    this.clock = {
      nowMs: () => clock.nowMs(),
      monotonicUs: () => clock.monotonicUs(),
      after: (delayMs, wake) => clock.after(delayMs, () => this.run(wake)),
    };
    this.around = make(this.world());
  }

  enter(): void {
    this.around.enter();
    this.ports.turns.want(this);
  }

  entering<T>(work: PromiseLike<T>): PromiseLike<T> {
    const entered = new WorldPromise<T>();
    work.then(
      (value) => this.run(() => entered.resolve(value)),
      (error) => this.run(() => entered.reject(error)),
    );
    return entered;
  }

  kill(): void {
    this.isAlive = false;
    for (const close of this.links) close();
    this.links.clear();
  }

  private run(work: () => void): void {
    if (!this.isAlive) return;
    this.enter();
    try {
      work();
    } catch (error) {
      this.ports.print('error', [error]);
    }
  }

  private world(): CodeWorld {
    const { random, print } = this.ports;
    return {
      Promise,
      clock: this.clock,
      soon: (task) => void this.clock.after(0, task),
      random,
      network: { connect: (host, port, on) => this.connect(host, port, on) },
      hosts,
      env: {},
      uncaught: (error) => print('error', [error]),
      print: (level, text) => print(level === 'error' ? 'error' : 'console', [text]),
    };
  }

  /** A connection stands, or is refused, when a packet has been there and back. */
  private connect: Network['connect'] = (host, port, on) => {
    const { network, cache } = this.ports;
    let wire: WireToServer | null = null;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      this.links.delete(close);
      wire?.close();
    };
    const close = (): void => end();
    const closed = (): void => {
      if (isOver) return;
      end();
      on.closed();
    };
    this.links.add(close);
    network.whenWhole(() => {
      this.clock.after(network.delayMs() + network.delayMs(), () => {
        if (isOver) return;
        const isThere = addresses.has(host) && port === REDIS_PORT;
        wire = isThere
          ? cache.connect({
              received: (bytes) => this.run(() => !isOver && on.received(bytes)),
              // The end of a connection travels, too.
              closed: () =>
                network.whenWhole(() => void this.clock.after(network.delayMs(), closed)),
            })
          : null;
        if (wire) on.opened();
        else closed();
      });
    });
    return {
      send: (bytes) => wire?.send(bytes),
      close: () => {
        end();
        this.clock.after(0, () => on.closed());
      },
    };
  };
}
