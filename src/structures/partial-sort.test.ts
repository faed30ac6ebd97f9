import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { sortFirst } from './partial-sort.ts';

const seed = Number(process.env.SEED ?? 20260101);

test(`the first places are in order, and nothing is lost (seed ${seed})`, () => {
  const random = seededRandom(seed);
  for (let round = 0; round < 1000; round++) {
    const size = random.below(120);
    // Often few different values: equal elements take a way of their own.
    const range = [3, 20, 1000][random.below(3)]!;
    const items = Array.from({ length: size }, () => random.below(range));
    const sorted = [...items].sort((a, b) => a - b);
    const places = 1 + random.below(size + 1);
    sortFirst(items, places, (a, b) => a - b);
    expect(items.slice(0, places)).toEqual(sorted.slice(0, places));
    expect([...items].sort((a, b) => a - b)).toEqual(sorted);
  }
});
