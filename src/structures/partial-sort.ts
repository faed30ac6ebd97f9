/**
 * Quicksort that puts only the first places in order (Bentley and McIlroy 1993, as Redis uses it):
 * parts that lie wholly behind them stay as they fall.
 *
 * It is not stable, and where elements compare equal its order can be seen from outside: pivots
 * and swaps are those of the original.
 */

type Compare<T> = (a: T, b: T) => number;

/** Sorts the whole so far that its first `places` elements are the smallest, in order. */
export function sortFirst<T>(items: T[], places: number, compare: Compare<T>): void {
  sortPart(items, 0, items.length, places - 1, compare);
}

function sortPart<T>(
  items: T[],
  from: number,
  size: number,
  lastWanted: number,
  compare: Compare<T>,
): void {
  let start = from;
  let count = size;
  for (;;) {
    if (count < 7) {
      insertionSort(items, start, count, compare);
      return;
    }
    swap(items, start, pivotOf(items, start, count, compare));
    const { smaller, larger } = partition(items, start, count, compare);
    if (smaller > 1 && lastWanted >= start) sortPart(items, start, smaller, lastWanted, compare);
    const next = start + count - larger;
    if (larger <= 1 || lastWanted < next) return;
    start = next;
    count = larger;
  }
}

function insertionSort<T>(items: T[], start: number, count: number, compare: Compare<T>): void {
  for (let i = start + 1; i < start + count; i++) {
    for (let j = i; j > start && compare(items[j - 1] as T, items[j] as T) > 0; j--) {
      swap(items, j, j - 1);
    }
  }
}

function swap<T>(items: T[], a: number, b: number): void {
  const kept = items[a] as T;
  items[a] = items[b] as T;
  items[b] = kept;
}

function swapRuns<T>(items: T[], a: number, b: number, length: number): void {
  for (let i = 0; i < length; i++) swap(items, a + i, b + i);
}

function pivotOf<T>(items: T[], start: number, count: number, compare: Compare<T>): number {
  const middle = start + (count >> 1);
  if (count === 7) return middle;
  const median = (a: number, b: number, c: number): number => medianOf(items, a, b, c, compare);
  const end = start + count - 1;
  if (count <= 40) return median(start, middle, end);
  const d = count >> 3;
  return median(
    median(start, start + d, start + 2 * d),
    median(middle - d, middle, middle + d),
    median(end - 2 * d, end - d, end),
  );
}

function medianOf<T>(items: T[], a: number, b: number, c: number, compare: Compare<T>): number {
  const order = (x: number, y: number): number => compare(items[x] as T, items[y] as T);
  if (order(a, b) < 0) return order(b, c) < 0 ? b : order(a, c) < 0 ? c : a;
  return order(b, c) > 0 ? b : order(a, c) < 0 ? a : c;
}

/** Around the pivot at `start`: what is smaller to the left, larger to the right, equal between. */
function partition<T>(
  items: T[],
  start: number,
  count: number,
  compare: Compare<T>,
): { readonly smaller: number; readonly larger: number } {
  const pivot = items[start] as T;
  const last = start + count - 1;
  // Equal elements gather at both ends: [start, a) and (d, last].
  let a = start + 1;
  let b = a;
  let c = last;
  let d = last;
  for (;;) {
    for (; b <= c; b++) {
      const order = compare(items[b] as T, pivot);
      if (order > 0) break;
      if (order === 0) swap(items, a++, b);
    }
    for (; b <= c; c--) {
      const order = compare(items[c] as T, pivot);
      if (order < 0) break;
      if (order === 0) swap(items, c, d--);
    }
    if (b > c) break;
    swap(items, b++, c--);
  }
  const left = Math.min(a - start, b - a);
  swapRuns(items, start, b - left, left);
  const right = Math.min(d - c, last - d);
  swapRuns(items, b, start + count - right, right);
  return { smaller: b - a, larger: d - c };
}
