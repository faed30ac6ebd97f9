/**
 * The cache-aside lab: an application that reads rows through a cache, on a virtual clock around a
 * real node.
 *
 * Each request: GET row from the engine; on a miss query the database and SET the answer with a
 * TTL. Requests arrive at random moments (a Poisson process), rows by Zipf's law. The engine is the
 * real one and counts its own hits and misses; the database and the wire are models: a query takes
 * `databaseMs`, a round trip to the cache `CACHE_TRIP_MS`.
 *
 * Invariant: every request ends exactly once, and without a cache or with one the database is
 * queried once per miss.
 */
import { bytesOf } from '../base/bytes.ts';
import type { Disk } from '../base/ports.ts';
import { seededRandom } from '../base/random.ts';
import type { CacheAsideResult, CacheAsideSettings, LabSecond } from '../contract/lab.ts';
import { createNode, type Node } from '../engine/node.ts';
import { VirtualClock } from '../hosts/simulated/virtual-clock.ts';
import { encodeRequest } from '../protocol/resp-request.ts';
import { zipf } from './zipf.ts';

/** One round trip between application and cache in the same data centre: a model. */
const CACHE_TRIP_MS = 0.5;
const START_MS = Date.UTC(2026, 0, 1);
const SECOND_MS = 1000;

/** A lab's node keeps nothing: its log is off, so its disk is never touched. */
const NO_DISK: Disk = {
  append: () => {},
  sync: () => Promise.resolve(),
  write: () => Promise.resolve(),
  read: () => Promise.resolve(null),
  truncate: () => Promise.resolve(),
  rename: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  list: () => Promise.resolve([]),
};

/** A second of the timeline while it is being counted. */
type Counted = { -readonly [K in keyof LabSecond]: LabSecond[K] };

class Run {
  readonly settings: CacheAsideSettings;
  readonly clock = new VirtualClock(START_MS);
  readonly node: Node;
  readonly latenciesMs: number[] = [];
  readonly timeline: Counted[] = [];
  databaseQueries = 0;
  private readonly random;
  private readonly nextRow: () => number;
  private readonly ask: (argv: readonly string[]) => string;

  constructor(settings: CacheAsideSettings) {
    this.settings = settings;
    this.random = seededRandom(settings.seed);
    this.nextRow = zipf(settings.rows, this.random);
    const ports = { clock: this.clock, random: seededRandom(settings.seed + 1), disk: NO_DISK };
    this.node = createNode({ ...ports, log: { write: () => {} } }, [['save', '']]);
    this.ask = askThrough(this.node);
    for (let second = 0; second < settings.seconds; second++) {
      this.timeline.push({ second, requests: 0, hits: 0, databaseQueries: 0 });
    }
  }

  start(): void {
    this.clock.after(this.nextGapMs(), () => this.arrive());
    this.clock.runUntil(START_MS + this.settings.seconds * SECOND_MS);
    this.node.server.stop();
  }

  /** The time to the next arrival: exponential, so that arrivals know nothing of each other. */
  private nextGapMs(): number {
    return (-Math.log(1 - this.random.unit()) / this.settings.requestsPerSecond) * SECOND_MS;
  }

  private arrive(): void {
    const row = this.nextRow();
    const second = this.secondNow();
    second.requests++;
    if (this.settings.ttlSeconds === 0) this.query(row, this.clock.nowMs());
    else this.readThroughCache(row, second);
    this.clock.after(this.nextGapMs(), () => this.arrive());
  }

  private readThroughCache(row: number, second: Counted): void {
    const startMs = this.clock.nowMs();
    const reply = this.ask(['GET', `product:${row}`]);
    if (reply === '$-1\r\n') {
      this.clock.after(CACHE_TRIP_MS, () => this.query(row, startMs));
      return;
    }
    second.hits++;
    this.latenciesMs.push(CACHE_TRIP_MS);
  }

  private query(row: number, startMs: number): void {
    this.databaseQueries++;
    this.secondNow().databaseQueries++;
    this.clock.after(this.settings.databaseMs, () => {
      const { ttlSeconds } = this.settings;
      if (ttlSeconds > 0)
        this.ask(['SET', `product:${row}`, `row ${row}`, 'EX', String(ttlSeconds)]);
      const storeMs = ttlSeconds > 0 ? CACHE_TRIP_MS : 0;
      this.latenciesMs.push(this.clock.nowMs() - startMs + storeMs);
    });
  }

  private secondNow(): Counted {
    const second = Math.floor((this.clock.nowMs() - START_MS) / SECOND_MS);
    return this.timeline[Math.min(second, this.timeline.length - 1)] as Counted;
  }
}

/** A client of the node that sends one command and has its reply at once, as RESP. */
function askThrough(node: Node): (argv: readonly string[]) => string {
  let heard = '';
  const link = {
    send: (bytes: Uint8Array) => {
      heard += bytesOf(bytes);
    },
    close: () => {},
  };
  const connection = node.connect(link, { addr: 'app:0', laddr: 'cache:0' });
  return (argv) => {
    heard = '';
    connection.receive(encodeRequest(argv));
    return heard;
  };
}

function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/** Runs the whole lab. `stopwatchMs` is the host's real clock, for telling how long it took. */
export function runCacheAside(
  settings: CacheAsideSettings,
  stopwatchMs: () => number,
): CacheAsideResult {
  const startedMs = stopwatchMs();
  const run = new Run(settings);
  run.start();
  const latencies = run.latenciesMs.sort((a, b) => a - b);
  const { stats, keyspace } = run.node.server;
  const sum = latencies.reduce((total, value) => total + value, 0);
  return {
    settings,
    requests: run.timeline.reduce((total, { requests }) => total + requests, 0),
    hits: keyspace.stats.keyspaceHits,
    misses: keyspace.stats.keyspaceMisses,
    databaseQueries: run.databaseQueries,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    meanMs: latencies.length > 0 ? sum / latencies.length : 0,
    commands: stats.commandsProcessed,
    timeline: run.timeline,
    tookMs: stopwatchMs() - startedMs,
  };
}
