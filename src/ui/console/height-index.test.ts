/** The tree agrees with a plain list of heights. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeightIndex } from './height-index.ts';

test('offsets and rows agree with adding up', () => {
  const height = fc.integer({ min: 1, max: 90 });
  const changes = fc.array(fc.tuple(fc.nat(), height), { maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(height, { minLength: 1, maxLength: 3000 }),
      changes,
      fc.nat(),
      (heights, changes, where) => {
        const plain = [...heights];
        const index = createHeightIndex();
        for (const one of heights) index.append(one);
        for (const [at, to] of changes) {
          index.set(at % plain.length, to);
          plain[at % plain.length] = to;
        }
        const sum = (end: number) => plain.slice(0, end).reduce((a, b) => a + b, 0);
        const row = where % plain.length;
        expect(index.total).toBe(sum(plain.length));
        expect(index.offsetOf(row)).toBe(sum(row));
        expect(index.indexAt(sum(row))).toBe(row);
        expect(index.indexAt(sum(row) + (plain[row] as number) - 1)).toBe(row);
        expect(index.indexAt(-5)).toBe(0);
        expect(index.indexAt(1e9)).toBe(plain.length - 1);
      },
    ),
    { numRuns: 40 },
  );
});

test('an empty list has no rows', () => {
  const index = createHeightIndex();
  index.append(20);
  index.clear();
  expect([index.count, index.total, index.offsetOf(0), index.indexAt(10)]).toEqual([0, 0, 0, 0]);
});
