/**
 * Ordered set: members with scores, by member through a dict and by order through a counted tree;
 * what Redis builds from a dict and a skip list for large sorted sets.
 *
 * Order is (score, member in memcmp order). Ranks are counted from the smallest, from 0. Scores
 * are never NaN; -0 and 0 compare equal, as in Redis.
 *
 * Invariant: `index` and the tree hold the same pairs.
 */
import type { Bytes } from '../base/bytes.ts';
import { CountedTree, FANOUT, type TreeNode } from './counted-tree.ts';
import { Dict } from './dict.ts';

/** Sorts behind every byte string: its only character is above all bytes. */
const BEHIND_ALL = '\u0100';

export interface OrderedSetShape {
  /** Levels of nodes, leaves included. */
  height: number;
  leaves: number;
  inners: number;
  /** The most entries that a node can have. */
  fanout: number;
  size: number;
}

export interface OrderedSetNode {
  /** Entries of the node itself: pairs of a leaf, children of an inner node. */
  entries: number;
  /** Members at or under the node. */
  count: number;
  first: Bytes;
  firstScore: number;
}

export class OrderedSet {
  /** member -> score, for lookups, scanning and random members. Only this class changes it. */
  readonly index: Dict<number>;
  private tree = new CountedTree();

  constructor(seed?: number) {
    this.index = new Dict<number>(seed);
  }

  get size(): number {
    return this.tree.size;
  }

  score(member: Bytes): number | undefined {
    return this.index.get(member);
  }

  add(member: Bytes, score: number): 'added' | 'updated' | 'same' {
    const i = this.index.find(member);
    if (i < 0) {
      this.index.insert(member, score);
      this.tree.insert(score, member);
      return 'added';
    }
    const before = this.index.valueAt(i);
    if (before === score) return 'same';
    this.index.setValueAt(i, score);
    if (!this.tree.rescore(before, member, score)) {
      this.tree.remove(before, member);
      this.tree.insert(score, this.index.keyAt(i));
    }
    return 'updated';
  }

  remove(member: Bytes): boolean {
    const i = this.index.find(member);
    if (i < 0) return false;
    this.tree.remove(this.index.valueAt(i), member);
    this.index.deleteAt(i);
    return true;
  }

  clear(): void {
    this.index.clear();
    this.tree = new CountedTree();
  }

  // ---- ranks ----

  /** The rank of `member`, or -1. */
  rank(member: Bytes): number {
    const i = this.index.find(member);
    return i < 0 ? -1 : this.tree.countBelow(this.index.valueAt(i), member);
  }

  /** The member at `rank`, which must be in [0, size). */
  memberAt(rank: number): Bytes {
    this.tree.locate(rank);
    return this.tree.foundLeaf.members[this.tree.foundSlot] as Bytes;
  }

  /** The score at `rank`, which must be in [0, size). */
  scoreAt(rank: number): number {
    this.tree.locate(rank);
    return this.tree.foundLeaf.scores[this.tree.foundSlot] as number;
  }

  /** How many members have a score < `min`; <= `min` when exclusive. So: the rank to start at. */
  rankOfScore(min: number, exclusive: boolean): number {
    return this.tree.countBelow(min, exclusive ? BEHIND_ALL : '');
  }

  /** How many members are < `bound`; <= `bound` when exclusive. All scores must be equal. */
  rankOfMember(bound: Bytes, exclusive: boolean): number {
    if (this.size === 0) return 0;
    return this.tree.countBelow(this.scoreAt(0), exclusive ? `${bound}\0` : bound);
  }

  // ---- ranges ----

  /**
   * Visits up to `count` pairs from `startRank` on, towards smaller ranks when `reverse`.
   * `startRank` is counted from the smallest either way. `visit` must not change the set.
   */
  forRange(
    startRank: number,
    count: number,
    reverse: boolean,
    visit: (member: Bytes, score: number) => void,
  ): void {
    if (startRank < 0 || startRank >= this.size || count <= 0) return;
    this.tree.locate(startRank);
    let leaf: TreeNode | null = this.tree.foundLeaf;
    let slot = this.tree.foundSlot;
    let rest = count;
    while (rest > 0 && leaf !== null) {
      const { members, scores } = leaf;
      if (reverse) {
        const stop = Math.max(0, slot + 1 - rest);
        rest -= slot + 1 - stop;
        for (; slot >= stop; slot--) visit(members[slot] as Bytes, scores[slot] as number);
        leaf = leaf.previous;
        if (leaf !== null) slot = leaf.size - 1;
      } else {
        const stop = Math.min(leaf.size, slot + rest);
        rest -= stop - slot;
        for (; slot < stop; slot++) visit(members[slot] as Bytes, scores[slot] as number);
        leaf = leaf.next;
        slot = 0;
      }
    }
  }

  /** In order. `visit` must not change the set. */
  forEach(visit: (member: Bytes, score: number) => void): void {
    this.forRange(0, this.size, false, visit);
  }

  /** Removes up to `count` pairs from `startRank` on; returns how many. */
  removeRange(
    startRank: number,
    count: number,
    onRemove?: (member: Bytes, score: number) => void,
  ): number {
    const total = Math.max(0, Math.min(count, this.size - startRank));
    if (startRank < 0) return 0;
    for (let rest = total; rest > 0; ) {
      rest -= this.tree.removeRun(startRank, rest, (member, score) => {
        this.index.delete(member);
        onRemove?.(member, score);
      });
    }
    return total;
  }

  /** One step of a scan over the members in dict order; see `Dict.scan`. */
  scan(cursor: number, visit: (member: Bytes, score: number) => void): number {
    const { index } = this;
    return index.scan(cursor, (i) => visit(index.keyAt(i), index.valueAt(i)));
  }

  // ---- for the inspector ----

  shape(): OrderedSetShape {
    const { height, leafCount, innerCount, size } = this.tree;
    return { height: height + 1, leaves: leafCount, inners: innerCount, fanout: FANOUT, size };
  }

  /** The nodes of each level, root first, at most `limit` per level from the left. */
  levels(limit: number): OrderedSetNode[][] {
    const levels: OrderedSetNode[][] = [];
    for (let row: TreeNode[] = [this.tree.root]; row.length > 0; ) {
      levels.push(row.map(describeNode));
      row = row.flatMap((node) => node.children ?? []).slice(0, limit);
    }
    return levels;
  }
}

function describeNode(node: TreeNode): OrderedSetNode {
  let count = node.counts === null ? node.size : 0;
  if (node.counts !== null) for (let i = 0; i < node.size; i++) count += node.counts[i] as number;
  let leaf = node;
  while (leaf.children !== null) leaf = leaf.children[0] as TreeNode;
  return {
    entries: node.size,
    count,
    first: leaf.members[0] ?? '',
    firstScore: leaf.size === 0 ? 0 : (leaf.scores[0] as number),
  };
}
