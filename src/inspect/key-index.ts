/**
 * The names of a database in order, for the key tree and for completion.
 *
 * A sorted array of keys, brought up to date when somebody looks: additions and removals since the
 * last look are merged in one pass. With the names sorted, a folder (all keys with one prefix) is a
 * range found by binary search, and its sub-folders are skipped over in one step each. So a million
 * keys cost the merge, not a tree of a million nodes.
 *
 * Invariant: between looks, `added` and `removed` are disjoint and say exactly how the database
 * differs from `sorted`.
 */
import type { Bytes } from '../base/bytes.ts';

/** A range [start, end) of the sorted names. */
export interface KeyRange {
  readonly start: number;
  readonly end: number;
}

/** Up to so many changes are put into their places one by one. */
const FEW = 16;

export class KeyIndex {
  private sorted: Bytes[] = [];
  private readonly added = new Set<Bytes>();
  private readonly removed = new Set<Bytes>();

  add(key: Bytes): void {
    if (!this.removed.delete(key)) this.added.add(key);
  }

  remove(key: Bytes): void {
    if (!this.added.delete(key)) this.removed.add(key);
  }

  /** True where the next look has something to merge. */
  get hasChanges(): boolean {
    return this.added.size > 0 || this.removed.size > 0;
  }

  /** Forgets everything and takes these names instead. */
  reset(keys: Iterable<Bytes>): void {
    this.added.clear();
    this.removed.clear();
    // Without a comparison of ours, strings sort by their char codes: that is, by bytes.
    this.sorted = [...keys].sort();
  }

  /** All names in order. Cost: O(changes log changes + keys) after changes (for few, one copy of memory), else O(1). */
  keys(): readonly Bytes[] {
    if (this.hasChanges) this.merge();
    return this.sorted;
  }

  /** The names that begin with `prefix`. */
  range(prefix: Bytes): KeyRange {
    const keys = this.keys();
    if (prefix === '') return { start: 0, end: keys.length };
    return { start: this.lowerBound(prefix), end: this.lowerBound(afterPrefix(prefix)) };
  }

  /** The first index whose name is not below `bound`. */
  lowerBound(bound: Bytes | null, from = 0): number {
    const keys = this.keys();
    return bound === null ? keys.length : firstNotBelow(keys, bound, from);
  }

  private merge(): void {
    if (this.added.size + this.removed.size <= FEW) {
      this.mergeFew();
      return;
    }
    const fresh = [...this.added].sort();
    const { removed } = this;
    const merged: Bytes[] = [];
    let next = 0;
    for (const key of this.sorted) {
      while (next < fresh.length && (fresh[next] as Bytes) < key)
        merged.push(fresh[next++] as Bytes);
      if (removed.size === 0 || !removed.has(key)) merged.push(key);
    }
    while (next < fresh.length) merged.push(fresh[next++] as Bytes);
    this.sorted = merged;
    this.added.clear();
    removed.clear();
  }

  /** Puts a few names in their places: of a million names nearly all stay where they are. */
  private mergeFew(): void {
    // A copy: layouts hold on to the array that they were made from.
    const sorted = this.sorted.slice();
    for (const key of this.removed) {
      const at = firstNotBelow(sorted, key, 0);
      if (sorted[at] === key) sorted.splice(at, 1);
    }
    for (const key of this.added) sorted.splice(firstNotBelow(sorted, key, 0), 0, key);
    this.sorted = sorted;
    this.added.clear();
    this.removed.clear();
  }
}

/** The first index from `from` on whose name is not below `bound`. */
function firstNotBelow(keys: readonly Bytes[], bound: Bytes, from: number): number {
  let low = from;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as Bytes) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The smallest name above everything that begins with `prefix`; null where there is none. */
export function afterPrefix(prefix: Bytes): Bytes | null {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const code = prefix.charCodeAt(i);
    if (code < 0xff) return prefix.slice(0, i) + String.fromCharCode(code + 1);
  }
  return null;
}
