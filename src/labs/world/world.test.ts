/**
 * Worlds: determinism, what events do, what strategies are for, and the figures of cache stampedes.
 * That every request ends once is in conservation.test.ts.
 */
import { describe, expect, test } from 'vitest';
import type { WorldEvent, WorldRun, WorldSettings } from '../../contract/lab-world.ts';
import { worldLabDefaults } from '../../contract/lab-world-settings.ts';
import { luaFromFile } from '../../hosts/node/lua-loader.ts';
import {
  type CachingStrategy,
  cachingStrategies,
  type StampedeStrategy,
  stampedeStrategies,
} from '../../strategies/all.ts';
import { StrategyError } from './app-server.ts';
import { runWorld } from './run-world.ts';
import { worldOf } from './scenario.ts';

const cachingScenario = worldOf(worldLabDefaults.caching);
const stampedeScenario = worldOf(worldLabDefaults.stampede);
const lua = luaFromFile();
const ports = { lua, stopwatchMs: () => 0 };

interface Change {
  readonly seed?: number;
  readonly seconds?: number;
  readonly rate?: number;
  readonly traffic?: Partial<WorldSettings['traffic']>;
  readonly database?: Partial<WorldSettings['database']>;
  readonly cache?: Partial<WorldSettings['cache']>;
  readonly params?: WorldSettings['params'];
  readonly events?: readonly WorldEvent[];
}

function changed(base: WorldSettings, change: Change): WorldSettings {
  const { seed = base.seed, seconds = 30, rate = 200, events = [] } = change;
  return {
    ...base,
    seed,
    seconds,
    events,
    traffic: { ...base.traffic, requestsPerSecond: rate, ...change.traffic },
    database: { ...base.database, ...change.database },
    cache: { ...base.cache, ...change.cache },
    params: { ...base.params, ...change.params },
  };
}

const fresh = (strategy: CachingStrategy, change: Change): WorldRun =>
  runWorld(changed(cachingScenario, change), cachingStrategies[strategy].compiled, ports);
/** Worlds that several tests look at are run once. */
const known = new Map<string, WorldRun>();
function caching(strategy: CachingStrategy, change: Change = {}): WorldRun {
  const name = JSON.stringify([strategy, change]);
  const run = known.get(name) ?? fresh(strategy, change);
  known.set(name, run);
  return run;
}
const stampede = (strategy: StampedeStrategy, change: Change = {}): WorldRun =>
  runWorld(changed(stampedeScenario, change), stampedeStrategies[strategy].compiled, ports);

describe('same seed, same run', () => {
  test('to the last figure; another seed, another run', () => {
    const change = { rate: 100, cache: { lossShare: 0.02 } };
    expect(fresh('lease', change)).toEqual(fresh('lease', change));
    expect(caching('lease', { ...change, seed: 9 }).totals).not.toEqual(
      caching('lease', change).totals,
    );
  });

  test('other code in the app servers does not change who asks for what', () => {
    const plain = caching('cache-aside');
    expect(caching('invalidate-tags').series.requests).toEqual(plain.series.requests);
    expect(caching('invalidate-tags').totals.writes).toBe(plain.totals.writes);
  });

  /** A figure of one run, so that a change of the machine or of the code that moves it is seen. */
  test('seed 1 is this run', () => {
    const { requests, hits, misses, queries } = caching('cache-aside').totals;
    expect({ requests, hits, misses, queries }).toMatchInlineSnapshot(`
      {
        "hits": 4802,
        "misses": 1088,
        "queries": 1432,
        "requests": 6234,
      }
    `);
  });
});

describe('what strategies are for', () => {
  test('warming spares the cold start', () => {
    const cold = caching('cache-aside').series.misses[0] ?? 0;
    const warm = caching('warming').series.misses[0] ?? 0;
    expect(warm).toBeLessThan(cold / 1.5);
  });

  test('write-around reads stale, write-then-delete hardly', () => {
    const traffic = { writeShare: 0.2, rows: 50 };
    const around = caching('write-around', { traffic }).totals;
    const aside = caching('cache-aside', { traffic }).totals;
    expect(around.staleReads / around.reads).toBeGreaterThan(0.3);
    expect(aside.staleReads).toBeLessThan(around.staleReads / 5);
  });

  test('a lease leaves nothing stale where cache-aside does', () => {
    const change: Change = {
      rate: 500,
      traffic: { writeShare: 0.3, rows: 10 },
      database: { concurrency: 200 },
    };
    expect(caching('cache-aside', change).totals.staleReads).toBeGreaterThan(0);
    expect(caching('lease', change).totals.staleReads).toBe(0);
  });

  test('write-behind loses what waits when the cache dies, write-through nothing', () => {
    const traffic = { writeShare: 0.5, rows: 5000, zipfExponent: 0.5 };
    const events: WorldEvent[] = [{ atSecond: 15, kind: 'restart-cache' }];
    expect(caching('write-behind', { traffic, events }).totals.lostWrites).toBeGreaterThan(0);
    expect(caching('write-through', { traffic, events }).totals.lostWrites).toBe(0);
    expect(caching('write-behind', { traffic }).totals.lostWrites).toBe(0);
  });

  test('a queue in memory is lost with its app server', () => {
    const traffic = { writeShare: 0.5, rows: 5000, zipfExponent: 0.5 };
    const events: WorldEvent[] = [{ atSecond: 15, kind: 'crash-app', server: 2 }];
    expect(caching('write-behind-memory', { traffic, events }).totals.lostWrites).toBeGreaterThan(
      0,
    );
    expect(caching('write-behind', { traffic, events }).totals.lostWrites).toBe(0);
  });

  test('an outage of the cache is survived or not: commands fail in time, or wait for it', () => {
    const events: WorldEvent[] = [{ atSecond: 10, kind: 'cut-network', forSeconds: 5 }];
    const waiting = caching('cache-aside', { events }).totals;
    expect(waiting.failed).toBe(0);
    expect(waiting.maxMs).toBeGreaterThan(4000);
    const failing = caching('cache-aside', { events, cache: { commandTimeoutMs: 100 } }).totals;
    expect(failing.failed).toBeGreaterThan(500);
    expect(failing.maxMs).toBeLessThan(1000);
  });

  test('closed traffic slows down with its answers, open traffic piles up', () => {
    const database = { serviceMs: 500, distribution: 'fixed', concurrency: 5 } as const;
    const traffic = { arrivals: 'closed', users: 50, thinkMs: 100 } as const;
    const closed = caching('no-cache', { database, traffic });
    const open = caching('no-cache', { database, rate: 100 });
    expect(Math.max(...closed.series.inFlight)).toBeLessThanOrEqual(50);
    expect(Math.max(...open.series.databaseQueue)).toBeGreaterThan(1000);
  });

  test('users whose app server crashes ask again when it is back; what it was doing is over', () => {
    const traffic = { arrivals: 'closed', users: 30, thinkMs: 100 } as const;
    const settings = changed(cachingScenario, {
      seconds: 20,
      traffic,
      database: { serviceMs: 6000, distribution: 'fixed', concurrency: 1000 },
      events: [{ atSecond: 5, kind: 'crash-app', server: 0 }],
    });
    const { compiled } = cachingStrategies['cache-aside'];
    const { totals, series } = runWorld({ ...settings, appServers: 1 }, compiled, ports);
    // Nobody was answered before; all have failed at once, and again while it was down.
    expect(totals.failed).toBeGreaterThanOrEqual(30);
    expect(series.requests.slice(6, 10).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(20);
    // The dead process has sent nothing: what it fetched is in no cache when it is back.
    expect(series.hits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test('a deploy replaces app servers one by one, and no request is lost by it', () => {
    const database = { serviceMs: 1500, distribution: 'fixed', concurrency: 1000 } as const;
    const traffic = { writeShare: 0.1, rows: 5000, zipfExponent: 0.5 };
    const deploy = (stepSeconds: number) =>
      caching('cache-aside', {
        database,
        traffic,
        events: [{ atSecond: 5, kind: 'deploy', stepSeconds }],
      });
    const { totals, series } = deploy(2);
    expect([totals.failed, totals.unfinished, totals.lostWrites]).toEqual([0, 0, 0]);
    // One at a time: it drains for a second and a half, is gone for one, and the next follows later.
    expect(series.serversUp.slice(0, 4)).toEqual([4, 4, 4, 4]);
    expect(Math.min(...series.serversUp)).toBe(3);
    expect(Math.max(...series.serversDraining)).toBe(1);
    const secondsOf = (one: WorldRun) => one.series.serversUp.filter((up) => up < 4).length;
    expect(series.serversUp.at(-1)).toBe(4);
    expect(secondsOf(deploy(0))).toBeGreaterThanOrEqual(9);
    // The same servers are away as long in all, in more pieces.
    expect(series.serversUp.lastIndexOf(3)).toBeGreaterThan(
      deploy(0).series.serversUp.lastIndexOf(3) + 4,
    );
  });

  test('an app server that does not end its requests is stopped; where it is the only one, nobody answers', () => {
    const events: WorldEvent[] = [{ atSecond: 2, kind: 'deploy', stepSeconds: 0 }];
    const settings = changed(cachingScenario, {
      seconds: 50,
      rate: 5,
      events,
      database: { serviceMs: 100_000, distribution: 'fixed' },
    });
    const { compiled } = cachingStrategies['cache-aside'];
    const { totals, series } = runWorld({ ...settings, appServers: 1 }, compiled, ports);
    expect(series.serversDraining.slice(2, 31).every((n) => n === 1)).toBe(true);
    expect(series.serversUp.at(-1)).toBe(1);
    // All of the 32 seconds after the deploy began, and what was under way.
    expect(totals.failed).toBeGreaterThan(100);
  });

  test('bad code is told as such', () => {
    const run = (code: string) => () => runWorld(cachingScenario, code, ports);
    expect(run('this is no code')).toThrow(StrategyError);
    expect(run('const x = 1;')).toThrow(/export a function `read\(id\)`/);
    expect(run('throw new Error("at once")')).toThrow(/failed while it was loaded: at once/);
  });

  test.each([
    ['exports.read = () => {};', 'read(id) gave undefined: it has to return the row with that id.'],
    ['exports.read = () => "row";', 'read(id) gave string: it has to return the row with that id.'],
    [
      'exports.read = (id) => ({ id, value: "invented" });',
      'read(id) gave a row that the database never had, or one of another id.',
    ],
    [
      'exports.read = () => ({ id: "0", value: "row 0" });',
      'read(id) gave a row that the database never had, or one of another id.',
    ],
  ])('an answer that is no row fails the request: %s', (code, text) => {
    const settings = changed(cachingScenario, { seconds: 2, traffic: { writeShare: 0 } });
    const { totals, notes } = runWorld(settings, code, ports);
    expect(totals.failed).toBe(totals.requests);
    expect(notes).toEqual([expect.objectContaining({ text, times: totals.requests })]);
  });

  test('an error in code fails the request and is told once with its count', () => {
    const settings = changed(cachingScenario, { seconds: 5, traffic: { writeShare: 0 } });
    const run = runWorld(settings, 'exports.read = () => { null.x; };', ports);
    expect(run.totals.failed).toBe(run.totals.requests);
    expect(run.notes).toEqual([
      expect.objectContaining({ kind: 'error', times: run.totals.requests }),
    ]);
  });
});

/**
 * Queries per rebuild where a rebuild takes 1 s (curriculum figures, made again here). The spread
 * is what the mean of this many rebuilds has.
 */
describe('stampede figures', () => {
  const endless = { concurrency: 1e6, queueMax: 1e6 };
  const rows: readonly [StampedeStrategy, number, number, number, number, number?, number?][] = [
    // strategy, requests per second, seconds, ttl, queries, beta, seconds before expiry
    ['none', 10, 1000, 30, 11],
    ['none', 100, 200, 30, 100],
    ['none', 1000, 30, 10, 1000],
    ['lock-retry', 100, 150, 30, 1],
    ['lock-token', 100, 150, 30, 1],
    ['single-flight', 100, 150, 30, 4],
    ['xfetch', 10, 2500, 30, 2.9, 1, 2.9],
    ['xfetch', 100, 600, 20, 2.7, 1, 5.3],
    ['xfetch', 10, 2500, 30, 1.66, 2],
    ['xfetch', 100, 800, 40, 1.65, 2],
    ['xfetch', 1000, 350, 25, 2.5, 1, 7.6],
    ['early-uniform', 10, 3000, 100, 2.8],
    ['early-uniform', 100, 700, 100, 9.9],
    ['early-uniform', 1000, 400, 100, 65.7],
    ['stale-while-revalidate', 100, 150, 30, 1],
    ['jitter', 100, 150, 30, 100],
  ];
  for (const [strategy, rate, seconds, ttl, expected, beta = 1, early] of rows) {
    test(`${strategy} at ${rate} per second, beta ${beta}: ${expected} queries`, () => {
      const change = { rate, seconds, database: endless, params: { ttl, beta } };
      const { rebuilds } = stampede(strategy, change);
      const found = rebuilds.queries / rebuilds.count;
      expect(found).toBeGreaterThan(expected * 0.85 - 0.001);
      expect(found).toBeLessThan(expected * 1.15 + 0.001);
      // XFetch refreshes about ln(rate) rebuild times early.
      if (early !== undefined) expect(rebuilds.meanEarlySeconds).toBeCloseTo(early, 0);
    });
  }

  test('every row counts for itself: with many rows as many rebuilds, each with its own readers', () => {
    const { rebuilds, totals } = stampede('none', {
      rate: 200,
      seconds: 40,
      traffic: { rows: 20, zipfExponent: 0 },
      database: endless,
      params: { ttl: 10 },
    });
    // Each row is filled at first, and again 3 times: 10 s of life, a second without.
    expect(rebuilds.count).toBe(20 * 3);
    expect(rebuilds.queries / rebuilds.count).toBeGreaterThan(9);
    expect(rebuilds.queries / rebuilds.count).toBeLessThan(13);
    expect(rebuilds.worst).toBeLessThan(30);
    expect(rebuilds.queries).toBeLessThan(totals.queries);
  });

  test('the lock: one query, and everybody of that second waits', () => {
    const { totals, rebuilds } = stampede('lock-retry', {
      rate: 100,
      seconds: 150,
      database: endless,
      params: { ttl: 30 },
    });
    const waitedEach = totals.waitedRequests / (rebuilds.count + 1);
    expect(waitedEach).toBeGreaterThan(90);
    expect(waitedEach).toBeLessThan(115);
  });
});
