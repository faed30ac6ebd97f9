/** The engine as a cache: it keeps to the capacity, its policies do what they are named for. */
import { expect, test } from 'vitest';
import type { EvictionSettings, PolicyId } from '../../contract/lab-eviction.ts';
import { runDots } from './dots.ts';
import { runEviction } from './run-eviction.ts';

const base: EvictionSettings = {
  seed: 3,
  trace: { kind: 'zipf', keys: 2000, skewHundredths: 100, accesses: 4000, own: '' },
  capacity: 200,
  policies: ['lru', 'redis-allkeys-lru', 'redis-allkeys-lfu', 'redis-allkeys-random'],
  samples: 5,
  decayMinutes: 1,
  accessesPerSecond: 100,
};

function drive<Progress, Result>(work: Generator<Progress, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function play(settings: EvictionSettings) {
  const run = drive(runEviction(settings, () => 0));
  if (run.kind === 'problem') throw new Error(run.problem.kind);
  const of = (policy: PolicyId) => {
    const found = run.policies.find((one) => one.policy === policy);
    if (!found) throw new Error(policy);
    return { ...found, percent: (found.hits / run.accesses) * 100 };
  };
  return { ...run, of };
}

test('sampled LRU is near LRU, and better than chance', () => {
  const { of, accesses } = play(base);
  const [exact, lru, random] = [of('lru'), of('redis-allkeys-lru'), of('redis-allkeys-random')];
  expect(Math.abs(exact.percent - lru.percent)).toBeLessThan(2);
  expect(lru.percent).toBeGreaterThan(random.percent + 1);
  for (const { hits, evictions, refused, policy } of [lru, random, of('redis-allkeys-lfu')]) {
    const resident = accesses - hits - evictions;
    expect(Math.abs(resident - base.capacity), policy).toBeLessThanOrEqual(2);
    expect(refused).toBe(0);
  }
});

test('a loop: LRU keeps nothing of it, LFU without decay much, as the course says', () => {
  const trace = { ...base.trace, kind: 'loop', keys: 1011, accesses: 8000 } as const;
  const { of } = play({ ...base, trace, capacity: 512, decayMinutes: 0 });
  expect(of('lru').percent).toBe(0);
  expect(of('redis-allkeys-lru').percent).toBeLessThan(3);
  expect(of('redis-allkeys-random').percent).toBeGreaterThan(17);
  expect(of('redis-allkeys-lfu').percent).toBeGreaterThan(28);
});

test('volatile policies spare what has no time to live', () => {
  const trace = { ...base.trace, kind: 'sessions' } as const;
  const policies = ['redis-allkeys-lru', 'redis-volatile-lru', 'redis-volatile-ttl'] as const;
  const { of } = play({ ...base, trace, capacity: 300, policies });
  // Each of the 200 sessions is missed once, when it is new.
  expect(of('redis-volatile-lru').sessionMisses).toBeLessThanOrEqual(200);
  expect(of('redis-volatile-ttl').sessionMisses).toBeLessThanOrEqual(200);
  expect(of('redis-allkeys-lru').sessionMisses).toBeGreaterThan(250);
});

test('volatile policies with nothing to evict refuse writes', () => {
  const trace = { ...base.trace, kind: 'sessions', accesses: 4000 } as const;
  const { of } = play({ ...base, trace, capacity: 40, policies: ['redis-volatile-lru'] });
  expect(of('redis-volatile-lru').refused).toBeGreaterThan(100);
});

test('noeviction keeps whoever came first: every miss once it is full is refused', () => {
  const { of, accesses } = play({ ...base, policies: ['redis-noeviction'] });
  const { hits, evictions, refused } = of('redis-noeviction');
  expect(evictions).toBe(0);
  expect(Math.abs(accesses - hits - refused - base.capacity)).toBeLessThanOrEqual(2);
});

test('dots: the more samples, the nearer to LRU', () => {
  const pictures = drive(runDots({ seed: 1, keys: 600, samples: [1, 3, 10] }));
  const shares = pictures.map(({ alsoByLru, evictions }) => alsoByLru / evictions);
  expect(pictures.map(({ evictions }) => Math.abs(evictions - 300) <= 1)).toEqual([
    true,
    true,
    true,
  ]);
  expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  expect(shares[2]).toBeGreaterThan(0.85);
  expect(shares[0]).toBeLessThan(0.5);
});
