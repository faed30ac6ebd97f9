/**
 * Popularity by Zipf's law: rank k is asked for with weight 1/k. Drawn by inverting the cumulative
 * weights with a binary search: O(rows) once, O(log rows) a draw.
 */
import type { Random } from '../base/ports.ts';

export function zipf(rows: number, random: Random): () => number {
  const cumulative = new Float64Array(rows);
  let total = 0;
  for (let k = 1; k <= rows; k++) {
    total += 1 / k;
    cumulative[k - 1] = total;
  }
  return () => {
    const target = random.unit() * total;
    let low = 0;
    let high = rows - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) <= target) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
