/** The caching lab as it opens: ten thousand clients, and one line decides about the database. */
import { describe, expect, test } from 'vitest';
import { worldLabOpenings } from '../../../contract/lab-world-settings.ts';
import { runWorld } from '../../../labs/world/run-world.ts';
import { worldOf } from '../../../labs/world/scenario.ts';
import { cachingStrategies, stampedeStrategies } from '../../../strategies/all.ts';
import { hasMeasuredQueue, verdictOf } from './verdict.ts';

const ports = { lua: null, stopwatchMs: () => 0 };
const { caching, stampede } = worldLabOpenings;
const { compiled } = cachingStrategies['cache-aside'];

describe('one line of cache-aside', () => {
  test.each([
    ['as it is', /^$/, '', 'full', 0],
    ['the copy is not kept', /yield redis\.set\([^;]*;/, ';', 'drowned', 800],
    ['a life in milliseconds', /"EX"/, '"PX"', 'drowned', 1],
  ] as const)('%s', (_, line, other, fate, refused) => {
    const code = compiled.replace(line, other);
    expect(code === compiled).toBe(other === '' && refused === 0);
    const run = runWorld(worldOf({ ...caching, seconds: 12 }), code, ports);
    expect(verdictOf(run).fate).toBe(fate);
    expect(run.totals.databaseRefused).toBeGreaterThanOrEqual(refused);
    if (refused > 0) expect(run.totals.p99Ms).toBeGreaterThan(3000);
    else expect([run.totals.failed, run.totals.p99Ms < 300]).toEqual([0, true]);
  });
});

describe('a thousand at expiry, before a database of a hundred places', () => {
  test.each([
    // Ten of twenty-four seconds, but on end: the last in the queue waited for all of them.
    ['none', 'drowned'],
    ['single-flight', 'survived'],
  ] as const)('%s', (strategy, fate) => {
    const settings = { ...stampede, strategy, seconds: 24 };
    const run = runWorld(worldOf(settings), stampedeStrategies[strategy].compiled, ports);
    const verdict = verdictOf(run);
    expect([verdict.fate, verdict.fullSeconds < 12]).toEqual([fate, true]);
  });
});

describe('XFetch before a database of a hundred places', () => {
  test.each([
    ['xfetch', true],
    ['xfetch-single-flight', false],
  ] as const)('%s', (strategy, isMisled) => {
    const settings = { ...stampede, strategy, requestsPerSecond: 2000, seconds: 12, ttl: 8 };
    const run = runWorld(worldOf(settings), stampedeStrategies[strategy].compiled, ports);
    expect(hasMeasuredQueue(settings, run)).toBe(isMisled);
    expect(run.totals.workMeanMs).toBe(settings.serviceMs);
  });
});
