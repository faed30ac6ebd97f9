/** Draws: the portable functions against the host's, the distributions by their moments. */
import { describe, expect, test } from 'vitest';
import { exponential, lognormal, normal, zipf } from './distributions.ts';
import { exp, ln } from './portable-math.ts';
import { seededRandom } from './random.ts';

const DRAWS = 20_000;

function moments(draw: () => number): { mean: number; deviation: number } {
  const draws = Array.from({ length: DRAWS }, draw);
  const mean = draws.reduce((sum, x) => sum + x, 0) / DRAWS;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS;
  return { mean, deviation: Math.sqrt(variance) };
}

describe('portable functions', () => {
  const random = seededRandom(1);
  test('ln is the logarithm', () => {
    for (let i = 0; i < 1000; i++) {
      const x = random.unit() * 10 ** (random.below(30) - 15) + 1e-300;
      const error = Math.abs(ln(x) - Math.log(x));
      expect(error).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(Math.log(x))));
    }
    expect([ln(1), ln(2), ln(0.5)]).toEqual([0, Math.LN2, -Math.LN2]);
  });

  test('exp is its inverse', () => {
    for (let i = 0; i < 1000; i++) {
      const x = random.unit() * 200 - 100;
      expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 13);
    }
    expect(exp(0)).toBe(1);
  });
});

describe('distributions (seed 5)', () => {
  const random = seededRandom(5);
  test('exponential: deviation equals the mean', () => {
    const { mean, deviation } = moments(() => exponential(random, 20));
    expect(mean).toBeCloseTo(20, -0.5);
    expect(deviation).toBeCloseTo(20, -0.5);
  });

  test('normal: mean 0, deviation 1', () => {
    const { mean, deviation } = moments(() => normal(random));
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.03);
  });

  test('lognormal keeps the mean it is given', () => {
    expect(Math.abs(moments(() => lognormal(random, 50, 0.5)).mean - 50)).toBeLessThan(1);
  });

  test('zipf: rank 1 is asked for k times as often as rank k', () => {
    const counts = new Map<number, number>();
    const draw = zipf(random, 100, 1);
    for (let i = 0; i < DRAWS * 5; i++) {
      const rank = draw();
      counts.set(rank, (counts.get(rank) ?? 0) + 1);
    }
    const ratio = (counts.get(1) ?? 0) / (counts.get(4) ?? 1);
    expect(Math.abs(ratio - 4)).toBeLessThan(0.3);
    expect(Math.min(...counts.keys())).toBe(1);
    expect(Math.max(...counts.keys())).toBe(100);
  });
});
