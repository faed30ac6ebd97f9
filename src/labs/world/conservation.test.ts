/**
 * What no settings may break: every request ends once, and the database is asked as often as the
 * strategy implies. Settings and what happens to the world are drawn; a failure names its seed
 * (`SEED=n` begins the draws there).
 */
import { describe, expect, test } from 'vitest';
import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import type { WorldEvent, WorldRun, WorldSettings, WorldTotals } from '../../contract/lab-world.ts';
import { worldLabDefaults } from '../../contract/lab-world-settings.ts';
import { luaFromFile } from '../../hosts/node/lua-loader.ts';
import {
  type CachingStrategy,
  cachingStrategies,
  type StampedeStrategy,
  stampedeStrategies,
} from '../../strategies/all.ts';
import { runWorld } from './run-world.ts';
import { worldOf } from './scenario.ts';

type Strategy = CachingStrategy | StampedeStrategy;

const firstSeed = Number(process.env.SEED ?? 1);
const DRAWS = 3;
const ports = { lua: luaFromFile(), stopwatchMs: () => 0 };
const strategies = { ...cachingStrategies, ...stampedeStrategies };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

class Draws {
  private readonly random: Random;
  constructor(seed: number) {
    this.random = seededRandom(seed);
  }
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.random.unit() * (most - least + 1));
  }
  share(most: number): number {
    return this.random.unit() * most;
  }
  one<T>(of: readonly T[]): T {
    return of[this.whole(0, of.length - 1)] as T;
  }
}

function settingsOf(strategy: Strategy, draws: Draws, seed: number): WorldSettings {
  const lab = strategy in cachingStrategies ? 'caching' : 'stampede';
  const base = worldOf({ ...worldLabDefaults[lab], seed });
  return {
    ...base,
    seconds: draws.whole(4, 12),
    appServers: draws.whole(1, 5),
    traffic: {
      ...base.traffic,
      arrivals: draws.one(['open', 'open', 'closed']),
      requestsPerSecond: draws.whole(1, 120),
      users: draws.whole(1, 60),
      thinkMs: draws.whole(50, 1000),
      shape: draws.one(['steady', 'burst', 'diurnal']),
      rows: draws.one([1, 10, 1000]),
      zipfExponent: draws.share(1.5),
      writeShare: lab === 'caching' ? draws.share(0.5) : 0,
    },
    database: {
      ...base.database,
      serviceMs: draws.whole(1, 100),
      distribution: draws.one(['fixed', 'exponential', 'lognormal']),
      concurrency: draws.whole(20, 100),
      queueMax: 1e6,
    },
    cache: { ...base.cache, oneWayMs: draws.share(5), jitterMs: draws.share(2) },
    params: { ttl: draws.whole(1, 5), beta: 0.5 + draws.share(2) },
  };
}

/** The same world, and everything goes wrong that can. */
function troubled(settings: WorldSettings, draws: Draws): WorldSettings {
  const { seconds, appServers, hotKey } = settings;
  const event = (): WorldEvent => {
    const atSecond = draws.share(seconds);
    return draws.one<() => WorldEvent>([
      () => ({ atSecond, kind: 'restart-cache' }),
      () => ({ atSecond, kind: 'cut-network', forSeconds: draws.share(3) }),
      () => ({ atSecond, kind: 'slow-database', factor: draws.share(8), forSeconds: 2 }),
      () => ({ atSecond, kind: 'expire-key', key: hotKey || 'product:1' }),
      () => ({ atSecond, kind: 'crash-app', server: draws.whole(0, appServers - 1) }),
      () => ({ atSecond, kind: 'deploy', stepSeconds: draws.share(2) }),
    ])();
  };
  return {
    ...settings,
    database: {
      ...settings.database,
      concurrency: draws.whole(1, 20),
      queueMax: draws.one([0, 5, 1e6]),
      timeoutMs: draws.one([0, 50, 500]),
    },
    cache: {
      ...settings.cache,
      lossShare: draws.share(0.1),
      commandTimeoutMs: draws.one([0, 20, 300]),
      config: draws.one([
        [],
        [
          ['maxmemory', '1100000'],
          ['maxmemory-policy', 'allkeys-lru'],
        ],
      ]),
    },
    events: Array.from({ length: draws.whole(1, 6) }, event),
  };
}

/** At the end of every second, too: what has begun has ended or is under way. */
function expectConserved({ totals, series, settings }: WorldRun): void {
  expect(totals.requests).toBe(totals.completed + totals.failed + totals.unfinished);
  expect(totals.requests).toBe(totals.reads + totals.writes);
  expect(totals.queries).toBe(totals.databaseReads + totals.databaseWrites);
  expect(totals.queriedRequests + totals.waitedRequests).toBeLessThanOrEqual(
    totals.completed + totals.failed,
  );
  expect(series.requests).toHaveLength(settings.seconds);
  expect(sum(series.requests)).toBe(totals.requests);
  let underWay = 0;
  series.requests.forEach((begun, second) => {
    underWay += begun - (series.completed[second] ?? 0) - (series.failed[second] ?? 0);
    expect(series.inFlight[second]).toBe(underWay);
  });
}

type Count = (totals: WorldTotals) => number;
const misses: Count = (totals) => totals.misses;
const reads: Count = (totals) => totals.reads;
const writes: Count = (totals) => totals.writes;
const none: Count = () => 0;

/**
 * The least and the most that the database is read, and that it is written to, in a world where
 * nothing fails. One number where the strategy leaves no choice.
 */
const implied: { readonly [S in Strategy]: readonly [Count, Count, Count, Count] } = {
  'no-cache': [reads, reads, writes, writes],
  'cache-aside': [misses, misses, writes, writes],
  'read-through': [misses, misses, writes, writes],
  'write-through': [misses, misses, writes, writes],
  'write-around': [misses, misses, writes, writes],
  'invalidate-keys': [misses, misses, writes, writes],
  'invalidate-scan': [misses, misses, writes, writes],
  // The rows to warm with are one query.
  warming: [(totals) => totals.misses + 1, (totals) => totals.misses + 1, writes, writes],
  // A write asks for a set of tags, a version or the list of changes; that may miss as well.
  'invalidate-tags': [(totals) => totals.misses - totals.writes, misses, writes, writes],
  'versioned-keys': [none, misses, writes, writes],
  // A filler asks whether its token still stands.
  lease: [(totals) => totals.misses / 2, misses, writes, writes],
  // A reader asks for the copy and for its time to live; the second may miss alone.
  'refresh-ahead': [(totals) => totals.misses - totals.reads, reads, writes, writes],
  // Several changes of a row go to the database as one.
  'write-behind': [none, misses, none, writes],
  'write-behind-memory': [misses, misses, none, writes],
  none: [misses, misses, none, none],
  jitter: [misses, misses, none, none],
  'single-flight': [none, misses, none, none],
  'lock-retry': [none, misses, none, none],
  'lock-token': [none, misses, none, none],
  'early-uniform': [misses, reads, none, none],
  xfetch: [misses, reads, none, none],
  'xfetch-single-flight': [none, reads, none, none],
  'stale-while-revalidate': [misses, reads, none, none],
};

describe.each(Object.keys(strategies) as Strategy[])('%s', (strategy) => {
  for (let seed = firstSeed; seed < firstSeed + DRAWS; seed++) {
    const draws = new Draws(seed);
    const calm = settingsOf(strategy, draws, seed);

    test(`nothing fails: every request ends well, the database is asked as implied (seed ${seed})`, () => {
      const run = runWorld(calm, strategies[strategy].compiled, ports);
      expectConserved(run);
      const { totals, notes } = run;
      expect(notes).toEqual([]);
      expect(totals).toMatchObject({ failed: 0, unfinished: 0, databaseRefused: 0 });
      const [readsLeast, readsMost, writesLeast, writesMost] = implied[strategy];
      expect(totals.databaseReads).toBeGreaterThanOrEqual(readsLeast(totals));
      expect(totals.databaseReads).toBeLessThanOrEqual(readsMost(totals));
      expect(totals.databaseWrites).toBeGreaterThanOrEqual(writesLeast(totals));
      expect(totals.databaseWrites).toBeLessThanOrEqual(writesMost(totals));
    });

    test(`everything fails: every request ends once (seed ${seed})`, () => {
      const settings = troubled(calm, draws);
      const run = runWorld(settings, strategies[strategy].compiled, ports);
      expectConserved(run);
      for (const { kind } of settings.events) {
        expect(run.notes.some((note) => note.kind === kind)).toBe(true);
      }
    });
  }
});
