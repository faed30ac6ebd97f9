/** Which key is chosen: the pool, and how near its choices come to the true order. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { type EvictionPolicy, Evictor } from './eviction.ts';
import { EvictionPool, POOL_SIZE } from './eviction-pool.ts';
import type { Keyspace } from './keyspace.ts';

const seed = Number(process.env.FUZZ_SEED ?? 1);

describe('the pool', () => {
  const offered = (...scores: readonly number[]): EvictionPool => {
    const pool = new EvictionPool();
    for (const [n, score] of scores.entries()) pool.offer({ key: `k${n}`, db: 0, score });
    return pool;
  };
  const shown = (pool: EvictionPool): string =>
    pool.entries.map(({ key, score }) => `${key}:${score}`).join(' ');

  test('keeps candidates in order, a newcomer before its equals', () => {
    expect(shown(offered(5, 1, 9, 5))).toBe('k1:1 k3:5 k0:5 k2:9');
  });
  test('gives the best', () => {
    const pool = offered(5, 1, 9);
    expect([pool.take()?.score, pool.take()?.score, pool.take()?.score, pool.take()]).toEqual([
      ...[9, 5, 1],
      undefined,
    ]);
  });
  test('full, it lets the worst go for a better one, and turns away what is no better', () => {
    const pool = offered(...Array.from({ length: POOL_SIZE }, (_, n) => 10 + n));
    pool.offer({ key: 'low', db: 0, score: 10 });
    expect(pool.entries[0]?.key).toBe('k0');
    pool.offer({ key: 'middle', db: 0, score: 17 });
    expect(pool.entries.length).toBe(POOL_SIZE);
    expect(shown(pool)).toMatch(/^k1:11 .*k6:16 middle:17 k7:17 /);
    pool.offer({ key: 'top', db: 0, score: 99 });
    expect(pool.entries.at(-1)?.key).toBe('top');
  });
});

function evictorOn(keyspace: Keyspace, policy: EvictionPolicy, samples: number): Evictor {
  const evictor = new Evictor(keyspace, seededRandom(seed + samples));
  evictor.policy = policy;
  evictor.samples = samples;
  return evictor;
}

describe(`10,000 keys in order, then half as many new ones (seed ${seed})`, () => {
  /** Every key a second younger than the one before it. Of the evicted, the share of the oldest half. */
  function shareOfOldest(samples: number): { share: number; newOnes: number } {
    const { keyspace } = testEngine().node.server;
    const [database] = keyspace.databases as [Keyspace['databases'][0]];
    const evictor = evictorOn(keyspace, 'allkeys-lru', samples);
    const [old, fresh] = [10_000, 5000];
    let rightly = 0;
    let newOnes = 0;
    for (let n = 0; n < old + fresh; n++) {
      keyspace.setTime(1_700_000_000_000 + n * 1000);
      if (n >= old) {
        const victim = evictor.choose();
        const number = Number(victim?.key.slice('key:'.length));
        if (number < fresh) rightly++;
        if (number >= old) newOnes++;
        if (victim) keyspace.evict(victim.database, victim.key);
      }
      database.add(`key:${n}`, n);
    }
    return { share: rightly / fresh, newOnes };
  }

  // A redis-server 7.0 has 72, 82 and 91 %, measured with RESTORE IDLETIME.
  test.each([
    [3, 0.68, 0.75],
    [5, 0.79, 0.85],
    [10, 0.88, 0.94],
  ])('from %i samples, true LRU would have evicted the same in %d to %d', (samples, from, to) => {
    const { share, newOnes } = shareOfOldest(samples);
    expect(share).toBeGreaterThan(from);
    expect(share).toBeLessThan(to);
    expect(newOnes).toBe(0);
  });

  /** The same of the pool alone, samples drawn one by one and evenly over all keys. */
  function shareOfPool(samples: number): number {
    const random = seededRandom(seed * 100 + samples);
    const pool = new EvictionPool();
    const keys = Array.from({ length: 10_000 }, (_, n) => n);
    let rightly = 0;
    for (let n = 10_000; n < 15_000; n++) {
      for (let i = 0; i < samples; i++) {
        const drawn = keys[random.below(keys.length)] as number;
        pool.offer({ key: String(drawn), db: 0, score: n - drawn });
      }
      let at = -1;
      while (at < 0) at = keys.indexOf(Number(pool.take()?.key));
      if ((keys[at] as number) < 5000) rightly++;
      keys[at] = n;
    }
    return rightly / 5000;
  }

  // Without the pool it is 66, 77 and 87 %: Redis draws neighbours, which costs a little of the gain.
  test.each([
    [3, 0.74, 0.78],
    [5, 0.83, 0.87],
    [10, 0.9, 0.94],
  ])('from %i samples drawn evenly, in %d to %d', (samples, from, to) => {
    const share = shareOfPool(samples);
    expect(share).toBeGreaterThan(from);
    expect(share).toBeLessThan(to);
  });
});

describe('what each policy takes', () => {
  function filled(policy: string): Keyspace {
    const engine = testEngine({ 'maxmemory-policy': policy });
    const client = engine.client();
    for (let n = 0; n < 10; n++) {
      client.run(`SET plain:${n} v`);
      client.run(`SET timed:${n} v EX ${1000 - n}`);
      engine.advance(10_000);
    }
    for (let n = 0; n < 40; n++)
      for (let k = 0; k < 10; k++) if (k !== 4) client.run(`GET plain:${k}`);
    for (let n = 0; n < 40; n++)
      for (let k = 0; k < 10; k++) if (k !== 6) client.run(`GET timed:${k}`);
    return engine.node.server.keyspace;
  }
  const best = (policy: EvictionPolicy, samples = 50): string | undefined =>
    evictorOn(filled(policy), policy, samples).choose()?.key;

  test.each([
    // All but these were read just now.
    ['allkeys-lru', 'plain:4'],
    ['volatile-lru', 'timed:6'],
    ['volatile-lfu', 'timed:6'],
    ['volatile-ttl', 'timed:0'],
  ] as const)('%s takes %s', (policy, key) => {
    expect(best(policy)).toBe(key);
  });
  test('allkeys-lfu takes one that was never read', () => {
    expect(['plain:4', 'timed:6']).toContain(best('allkeys-lfu'));
  });
  test.each(['allkeys-random', 'volatile-random'] as const)('%s takes any', (policy) => {
    expect(best(policy)).toMatch(policy === 'allkeys-random' ? /:/ : /^timed/);
  });
  test('noeviction takes none, and volatile policies none that lasts', () => {
    const { keyspace } = testEngine().node.server;
    keyspace.databases[0]?.add('lasting', 1);
    const policies = [
      'noeviction',
      'volatile-lru',
      'volatile-lfu',
      'volatile-random',
      'volatile-ttl',
    ];
    for (const policy of policies as EvictionPolicy[]) {
      expect(evictorOn(keyspace, policy, 5).choose()).toBe(null);
    }
  });
  test('a ghost is passed over, and databases are all sampled', () => {
    const { keyspace } = testEngine().node.server;
    const evictor = evictorOn(keyspace, 'allkeys-lru', 5);
    const [first, second] = keyspace.databases as [
      Keyspace['databases'][0],
      Keyspace['databases'][0],
    ];
    keyspace.setTime(1_700_000_000_000);
    first.add('ghost', 1);
    first.add('old', 1);
    keyspace.setTime(1_700_000_050_000);
    second.add('young', 1);
    keyspace.setTime(1_700_000_090_000);
    expect(evictor.choose()?.score).toBe(90_000);
    for (const key of ['ghost', 'old']) first.delete(key);
    const victim = evictor.choose();
    expect([victim?.key, victim?.database.index, victim?.score]).toEqual(['young', 1, 40_000]);
  });
});
