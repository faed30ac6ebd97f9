/**
 * The heights of many rows, and where each one begins: a Fenwick tree over a growing list.
 *
 * Appending, changing a height, the offset of a row and the row at an offset all cost O(log n), so
 * a log of a hundred thousand rows with measured heights scrolls like a short one.
 */
export interface HeightIndex {
  readonly count: number;
  /** The height of all rows together. */
  readonly total: number;
  append(height: number): void;
  heightOf(index: number): number;
  set(index: number, height: number): void;
  /** Where the row begins. */
  offsetOf(index: number): number;
  /** The last row that begins at or before `offset`. */
  indexAt(offset: number): number;
  clear(): void;
}

const FIRST_CAPACITY = 1024;

export function createHeightIndex(): HeightIndex {
  let heights = new Float64Array(FIRST_CAPACITY);
  /** sums[i] holds the rows (i - lowest bit of i, i], counted from 1. */
  let sums = new Float64Array(FIRST_CAPACITY + 1);
  let count = 0;
  let total = 0;

  const add = (index: number, delta: number): void => {
    total += delta;
    for (let i = index + 1; i < sums.length; i += i & -i) sums[i] = (sums[i] as number) + delta;
  };
  const grow = (): void => {
    const wider = new Float64Array(heights.length * 2);
    wider.set(heights);
    heights = wider;
    sums = new Float64Array(heights.length + 1);
    for (let i = 1; i < sums.length; i++) {
      sums[i] = (sums[i] as number) + (heights[i - 1] as number);
      const parent = i + (i & -i);
      if (parent < sums.length) sums[parent] = (sums[parent] as number) + (sums[i] as number);
    }
  };

  return {
    get count() {
      return count;
    },
    get total() {
      return total;
    },
    append: (height) => {
      if (count === heights.length) grow();
      heights[count] = height;
      add(count++, height);
    },
    heightOf: (index) => heights[index] ?? 0,
    set: (index, height) => {
      const before = heights[index];
      if (index >= count || before === undefined || before === height) return;
      heights[index] = height;
      add(index, height - before);
    },
    offsetOf: (index) => {
      let offset = 0;
      for (let i = Math.min(index, count); i > 0; i -= i & -i) offset += sums[i] as number;
      return offset;
    },
    indexAt: (offset) => {
      let at = 0;
      let left = offset;
      for (let step = heights.length; step > 0; step >>= 1) {
        const next = at + step;
        const sum = sums[next];
        if (next <= count && sum !== undefined && sum <= left) {
          at = next;
          left -= sum;
        }
      }
      return Math.max(0, Math.min(at, count - 1));
    },
    clear: () => {
      heights = new Float64Array(FIRST_CAPACITY);
      sums = new Float64Array(FIRST_CAPACITY + 1);
      count = 0;
      total = 0;
    },
  };
}
