/** The parts of drawings that think: the search path, and what counts as new. */
import { expect, test } from 'vitest';
import { freshIds } from './fresh.ts';
import { searchPath } from './skiplist-path.ts';

test('a search goes right while it can, then down', () => {
  // dana 1, alice 2, bob 4, charlie 3, erin 1: the picture of intent.
  const { steps, hops } = searchPath([1, 2, 4, 3, 1], 4);
  expect(hops).toBe(3);
  expect(steps.filter((step, i) => steps[i - 1]?.at !== step.at).map(({ at }) => at)).toEqual([
    -1, 2, 3, 4,
  ]);
});
test('a search stops as soon as it stands on its target', () => {
  expect(searchPath([1, 2, 4], 2).hops).toBe(1);
});
test('only what the view before lacked is new, and nothing in a new scope', () => {
  const first = freshIds(null, 'a', ['x', 'y']);
  expect([...first.fresh]).toEqual([]);
  const second = freshIds(first, 'a', ['x', 'y', 'z']);
  expect([...second.fresh]).toEqual(['z']);
  expect(freshIds(second, 'a', ['x', 'y', 'z'])).toBe(second);
  expect([...freshIds(second, 'b', ['q']).fresh]).toEqual([]);
});
