/** The cache-aside lab: conservation, determinism, and the effect it exists to show. */
import { describe, expect, test } from 'vitest';
import type { CacheAsideSettings } from '../contract/lab.ts';
import { runCacheAside } from './cache-aside.ts';

const settings: CacheAsideSettings = {
  seed: 7,
  ttlSeconds: 60,
  requestsPerSecond: 100,
  seconds: 60,
  rows: 200,
  databaseMs: 20,
};
const run = (change: Partial<CacheAsideSettings>) =>
  runCacheAside({ ...settings, ...change }, () => 0);

describe('the cache-aside lab', () => {
  test('same seed, same run; another seed, another run', () => {
    expect(run({})).toEqual(run({}));
    expect(run({ seed: 8 }).hits).not.toBe(run({}).hits);
  });

  for (let seed = 1; seed <= 10; seed++) {
    test(`every request is a hit or a miss, every miss one query (seed ${seed})`, () => {
      const result = run({ seed, ttlSeconds: 1 + seed });
      expect(result.hits + result.misses).toBe(result.requests);
      const inFlight = result.misses - result.databaseQueries;
      expect(inFlight).toBeGreaterThanOrEqual(0);
      expect(inFlight).toBeLessThanOrEqual(2);
      expect(result.timeline.reduce((sum, { hits }) => sum + hits, 0)).toBe(result.hits);
    });
  }

  test('without a cache every request reaches the database', () => {
    const result = run({ ttlSeconds: 0 });
    expect(result.databaseQueries).toBe(result.requests);
    expect(result.hits).toBe(0);
    expect(result.p50Ms).toBe(20);
  });

  test('a longer TTL means fewer queries', () => {
    const queries = [0, 1, 5, 60].map((ttlSeconds) => run({ ttlSeconds }).databaseQueries);
    expect(queries).toEqual([...queries].sort((a, b) => b - a));
    expect(run({}).hits / run({}).requests).toBeGreaterThan(0.9);
  });
});
