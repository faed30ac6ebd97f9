/** The access counter against the table that redis.conf prints, which is of single runs. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { decayedCounter, newFrequency, touchedFrequency } from './lfu.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const seed = Number(process.env.FUZZ_SEED ?? 1);

function counterAfter(hits: number, logFactor: number, random = seededRandom(seed)): number {
  const settings = { logFactor, decayMinutes: 0 };
  let word = newFrequency(NOW_MS);
  for (let i = 0; i < hits; i++) word = touchedFrequency(word, NOW_MS, settings, random);
  return decayedCounter(word, NOW_MS, 0);
}

/** Of small counts, which chance moves most, a mean of many runs. */
function meanAfter(hits: number, logFactor: number): number {
  const runs = hits <= 1000 ? 30 : hits <= 100_000 ? 4 : 1;
  const random = seededRandom(seed);
  let sum = 0;
  for (let run = 0; run < runs; run++) sum += counterAfter(hits, logFactor, random);
  return sum / runs;
}

describe(`the counter after so many hits, by lfu-log-factor (seed ${seed})`, () => {
  test.each([
    // factor, hits, from, to: what redis.conf says lies between.
    [0, 100, 104, 105],
    [0, 1000, 255, 255],
    [0, 100_000, 255, 255],
    [0, 1_000_000, 255, 255],
    [0, 10_000_000, 255, 255],
    [1, 100, 16, 20],
    [1, 1000, 46, 52],
    [1, 100_000, 255, 255],
    [1, 1_000_000, 255, 255],
    [1, 10_000_000, 255, 255],
    [10, 100, 8.5, 10.5],
    [10, 1000, 17, 20.5],
    [10, 100_000, 138, 156],
    [10, 1_000_000, 255, 255],
    [10, 10_000_000, 255, 255],
    [100, 100, 6, 8],
    [100, 1000, 8.5, 11],
    [100, 100_000, 45, 54],
    [100, 1_000_000, 137, 157],
    [100, 10_000_000, 255, 255],
  ])('factor %i, %i hits: %d to %d', (logFactor, hits, from, to) => {
    const mean = meanAfter(hits, logFactor);
    expect(mean).toBeGreaterThanOrEqual(from);
    expect(mean).toBeLessThanOrEqual(to);
  });
});

test('a minute without a hit takes one away, per lfu-decay-time', () => {
  const word = newFrequency(NOW_MS);
  const after = (minutes: number, decayMinutes: number): number =>
    decayedCounter(word, NOW_MS + minutes * 60_000, decayMinutes);
  expect([after(0, 1), after(1, 1), after(3, 1), after(9, 1)]).toEqual([5, 4, 2, 0]);
  expect([after(3, 2), after(4, 2), after(1000, 0)]).toEqual([4, 3, 5]);
});
