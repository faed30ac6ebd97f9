/** Random draws other than uniform ones; same seed, same draws, on every machine. */
import { exp, ln } from './portable-math.ts';
import type { Random } from './ports.ts';

/** Exponentially distributed: the gaps of events that know nothing of each other. */
export function exponential(random: Random, mean: number): number {
  return -ln(1 - random.unit()) * mean;
}

/** Normally distributed with mean 0 and deviation 1, by Marsaglia's polar method (1964). */
export function normal(random: Random): number {
  for (;;) {
    const x = 2 * random.unit() - 1;
    const y = 2 * random.unit() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * ln(square)) / square);
  }
}

/** Lognormally distributed with the given mean; sigma is the deviation of the logarithm. */
export function lognormal(random: Random, mean: number, sigma: number): number {
  return mean * exp(sigma * normal(random) - (sigma * sigma) / 2);
}

/**
 * Popularity by Zipf's law: rank k is drawn with weight 1 / k^exponent, ranks 1 to `count`. By
 * inverting the cumulative weights: O(count) once, O(log count) a draw.
 */
export function zipf(random: Random, count: number, exponent: number): () => number {
  const cumulative = new Float64Array(count);
  let total = 0;
  for (let k = 1; k <= count; k++) {
    total += exponent === 1 ? 1 / k : exp(-exponent * ln(k));
    cumulative[k - 1] = total;
  }
  return () => {
    const target = random.unit() * total;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) <= target) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
