/**
 * Quicklist: the list type, a chain of listpacks (M. Stancliff, in Redis). Ends are reached at
 * once; an index is found by skipping whole nodes from the nearer end.
 *
 *   head <-> [ listpack: a b c ] <-> [ plain: one large element ] <-> [ listpack: d e ] <-> tail
 *
 * Nodes fill, split and merge by Redis's rules, so that the number of nodes is Redis's too.
 * Nodes are never compressed (list-compress-depth has no counterpart here).
 *
 * Invariants: no node is empty; `length` is the sum of the nodes' lengths, `allocatedBytes` that of
 * their allocations.
 */
import type { Bytes } from '../base/bytes.ts';
import { Listpack } from './listpack.ts';
import {
  allowsInsert,
  allowsMerge,
  clampFill,
  packedMaxBytes,
  QuicklistNode,
  type QuicklistNodeView,
} from './quicklist-node.ts';

export class Quicklist {
  private readonly fill: number;
  /** Elements above this get a plain node. */
  private packedMaxBytes: number;
  private head: QuicklistNode | null = null;
  private tail: QuicklistNode | null = null;
  private count = 0;
  private chained = 0;
  private nodeBytes = 0;
  /** Where `seek` found its element, within the node it returned. */
  private offset = 0;
  /** The element that was changed last; -1 where none was. */
  private changedAt = -1;

  /**
   * `fill` is list-max-listpack-size: entries per node when positive, -1..-5 for 4..64 KB. Elements
   * of `packedThresholdBytes` and more get a plain node; with 0 the fill decides.
   */
  constructor(fill: number, packedThresholdBytes = 0) {
    this.fill = clampFill(fill);
    this.packedMaxBytes =
      packedThresholdBytes > 0 ? packedThresholdBytes - 1 : packedMaxBytes(this.fill);
  }

  /** A quicklist whose first node is `listpack`, which it owns from now on. */
  static fromListpack(listpack: Listpack, fill: number, packedThresholdBytes = 0): Quicklist {
    const list = new Quicklist(fill, packedThresholdBytes);
    list.appendListpack(listpack);
    return list;
  }

  /** An empty list by the same rules. */
  emptyLike(): Quicklist {
    const list = new Quicklist(this.fill);
    list.packedMaxBytes = this.packedMaxBytes;
    return list;
  }

  get length(): number {
    return this.count;
  }

  get nodeCount(): number {
    return this.chained;
  }

  /** What Redis would have allocated for the nodes and what is in them. */
  get allocatedBytes(): number {
    return this.nodeBytes;
  }

  /** Elements that are large enough to be kept in a plain node. */
  isLarge(v: Bytes): boolean {
    return v.length > this.packedMaxBytes;
  }

  // ---- ends ----

  pushHead(v: Bytes): void {
    const { head } = this;
    if (this.allows(head, v)) {
      head?.listpack?.prepend(v);
      this.settle(head);
    } else this.link(this.nodeOf(v), null, head);
    this.changedAt = 0;
    this.count++;
  }

  pushTail(v: Bytes): void {
    const { tail } = this;
    if (this.allows(tail, v)) {
      tail?.listpack?.append(v);
      this.settle(tail);
    } else this.link(this.nodeOf(v), tail, null);
    this.changedAt = this.count;
    this.count++;
  }

  popHead(): Bytes | null {
    if (this.head === null) return null;
    const v = this.head.get(0);
    this.changedAt = 0;
    this.deleteIn(this.head, 0, 1);
    return v;
  }

  popTail(): Bytes | null {
    if (this.tail === null) return null;
    const v = this.tail.get(-1);
    this.changedAt = this.count;
    this.deleteIn(this.tail, this.tail.length - 1, 1);
    return v;
  }

  // ---- whole nodes, as an RDB file brings them ----

  appendListpack(listpack: Listpack): void {
    if (listpack.length === 0) return;
    this.link(new QuicklistNode(listpack), this.tail, null);
    this.count += listpack.length;
  }

  appendPlain(v: Bytes): void {
    this.link(QuicklistNode.plainOf(v), this.tail, null);
    this.count++;
  }

  // ---- by index: negative counts from the tail ----

  get(index: number): Bytes | null {
    const node = this.seek(index);
    return node === null ? null : node.get(this.offset);
  }

  /** False when there is no such index. */
  set(index: number, v: Bytes): boolean {
    const node = this.seek(index);
    if (node === null) return false;
    this.changedAt = index < 0 ? index + this.count : index;
    const { offset } = this;
    const large = this.isLarge(v);
    if (node.listpack !== null && !large) {
      node.listpack.replace(node.listpack.seek(offset), v);
      this.settle(node);
    } else if (node.plain && large) {
      node.element = v;
      this.settle(node);
    } else {
      this.insertIn(node, offset + 1, v, true);
      this.deleteIn(node, offset, 1);
    }
    return true;
  }

  /** Inserts beside the element at `index`; false when there is none. */
  insert(index: number, v: Bytes, after: boolean): boolean {
    const node = this.seek(index);
    if (node === null) return false;
    this.changedAt = (index < 0 ? index + this.count : index) + Number(after);
    this.insertIn(node, after ? this.offset + 1 : this.offset, v, after);
    return true;
  }

  /** Visits up to `count` elements from `start` on. `visit` must not change the list. */
  forRange(start: number, count: number, visit: (v: Bytes, index: number) => void): void {
    let node = count > 0 ? this.seek(start) : null;
    let index = start < 0 ? start + this.count : start;
    const stop = Math.min(this.count, index + count);
    for (let offset = this.offset; node !== null && index < stop; node = node.next, offset = 0) {
      const { listpack } = node;
      if (listpack === null) visit(node.element, index++);
      else {
        for (let p = listpack.seek(offset); p >= 0 && index < stop; p = listpack.next(p)) {
          visit(listpack.get(p), index++);
        }
      }
    }
  }

  /** From tail to head. `visit` must not change the list; returning false ends the walk. */
  forEachReverse(visit: (v: Bytes, index: number) => unknown): void {
    let index = this.count - 1;
    for (let node = this.tail; node !== null; node = node.previous) {
      const { listpack } = node;
      if (listpack === null) {
        if (visit(node.element, index--) === false) return;
      } else {
        for (let p = listpack.last(); p >= 0; p = listpack.prev(p)) {
          if (visit(listpack.get(p), index--) === false) return;
        }
      }
    }
  }

  /** Keeps `keep` elements from `start` on and removes all others. */
  trim(start: number, keep: number): void {
    const stop = Math.min(this.count, start + Math.max(0, keep));
    this.deleteRange(stop, this.count - stop);
    this.deleteRange(0, Math.min(start, this.count));
  }

  /** Removes up to `count` elements from `start` on (from 0); returns how many. */
  deleteRange(start: number, count: number): number {
    const total = Math.max(0, Math.min(count, this.count - start));
    let node = total > 0 ? this.seek(start) : null;
    if (node !== null) this.changedAt = start;
    let { offset } = this;
    for (let rest = total; rest > 0 && node !== null; offset = 0) {
      const { next }: QuicklistNode = node;
      const width = Math.min(rest, node.length - offset);
      this.deleteIn(node, offset, width);
      rest -= width;
      node = next;
    }
    return total;
  }

  // ---- by value ----

  /** LREM: removes `count` elements equal to `v` from the head, -count from the tail, 0 all. */
  removeMatching(v: Bytes, count: number): number {
    const limit = count === 0 ? this.count : Math.abs(count);
    let removed = 0;
    let passed = 0;
    let node = count < 0 ? this.tail : this.head;
    while (node !== null && removed < limit) {
      const beyond: QuicklistNode | null = count < 0 ? node.previous : node.next;
      const before = removed;
      passed += node.length;
      const start = count < 0 ? this.count - passed : passed - node.length;
      removed += this.removeIn(node, v, limit - removed, count < 0);
      if (before === 0 && removed > 0)
        this.changedAt = start + Math.max(0, node.listpack?.recentIndex ?? 0);
      node = beyond;
    }
    return removed;
  }

  /**
   * LPOS: indices of elements equal to `v`. Skips to the |rank|-th match (from the tail when
   * negative), gives at most `count` (0: all) and compares at most `maxlen` elements (0: all).
   */
  positions(v: Bytes, rank: number, count: number, maxlen: number): number[] {
    const found: number[] = [];
    let skip = Math.abs(rank) - 1;
    let rest = maxlen === 0 ? this.count : maxlen;
    const backward = rank < 0;
    let index = backward ? this.count - 1 : 0;
    for (let node = backward ? this.tail : this.head; node !== null; ) {
      const { listpack } = node;
      let p = listpack === null ? 0 : backward ? listpack.last() : listpack.first();
      while (p >= 0) {
        if (rest-- <= 0) return found;
        const same = listpack === null ? node.element === v : listpack.equals(p, v);
        if (same && skip-- <= 0 && found.push(index) === count) return found;
        index += backward ? -1 : 1;
        p = listpack === null ? -1 : backward ? listpack.prev(p) : listpack.next(p);
      }
      node = backward ? node.previous : node.next;
    }
    return found;
  }

  /** The index of the first element equal to `pivot`, or -1. */
  find(pivot: Bytes): number {
    return this.positions(pivot, 1, 1, 0)[0] ?? -1;
  }

  /** Up to `limit` nodes from node number `from` on, for drawings and for writing RDB files. */
  nodes(from = 0, limit: number = this.chained): readonly QuicklistNodeView[] {
    const window: QuicklistNodeView[] = [];
    let i = 0;
    for (let node = this.head; node !== null && window.length < limit; node = node.next) {
      if (i++ >= from) window.push(node);
    }
    return window;
  }

  /**
   * Where the last change was: the number of a node and a place in it, or those of what has taken a
   * removed element's place; null where nothing was changed. For drawings: it walks along the nodes.
   */
  get recentPlace(): { readonly node: number; readonly offset: number } | null {
    let rest = Math.min(this.changedAt, this.count - 1);
    let node = rest < 0 ? null : this.head;
    for (let number = 0; node !== null; number++, node = node.next) {
      if (rest < node.length) return { node: number, offset: rest };
      rest -= node.length;
    }
    return null;
  }

  // ---- nodes ----

  /** The node of the element at `index`, its place therein left in `offset`; null past the ends. */
  private seek(index: number): QuicklistNode | null {
    let rest = index < 0 ? index + this.count : index;
    if (rest < 0 || rest >= this.count) return null;
    if (rest <= this.count >> 1) {
      let node = this.head as QuicklistNode;
      for (; rest >= node.length; node = node.next as QuicklistNode) rest -= node.length;
      this.offset = rest;
      return node;
    }
    let node = this.tail as QuicklistNode;
    let before = this.count - node.length;
    for (; rest < before; before -= node.length) node = node.previous as QuicklistNode;
    this.offset = rest - before;
    return node;
  }

  private allows(node: QuicklistNode | null, v: Bytes): boolean {
    return !this.isLarge(v) && allowsInsert(node, this.fill, v.length);
  }

  private nodeOf(v: Bytes): QuicklistNode {
    if (this.isLarge(v)) return QuicklistNode.plainOf(v);
    const listpack = new Listpack();
    listpack.append(v);
    return new QuicklistNode(listpack);
  }

  /** Links `node` between two neighbours, of which one may be missing. */
  private link(
    node: QuicklistNode,
    previous: QuicklistNode | null,
    next: QuicklistNode | null,
  ): void {
    node.previous = previous;
    node.next = next;
    if (previous === null) this.head = node;
    else previous.next = node;
    if (next === null) this.tail = node;
    else next.previous = node;
    this.chained++;
    this.settle(node);
  }

  private unlink(node: QuicklistNode): void {
    if (node.previous === null) this.head = node.next;
    else node.previous.next = node.next;
    if (node.next === null) this.tail = node.previous;
    else node.next.previous = node.previous;
    this.chained--;
    this.nodeBytes -= node.chargedBytes;
    node.chargedBytes = 0;
  }

  /** The node has changed: brings `allocatedBytes` up to date. */
  private settle(node: QuicklistNode | null): void {
    if (node === null) return;
    const bytes = node.allocatedBytes;
    this.nodeBytes += bytes - node.chargedBytes;
    node.chargedBytes = bytes;
  }

  private deleteIn(node: QuicklistNode, offset: number, width: number): void {
    this.count -= width;
    if (width === node.length) this.unlink(node);
    else {
      node.delete(offset, width);
      this.settle(node);
    }
  }

  private removeIn(node: QuicklistNode, v: Bytes, limit: number, backward: boolean): number {
    const { listpack } = node;
    let removed = 0;
    if (listpack === null) removed = node.element === v ? 1 : 0;
    else if (backward) {
      for (let p = listpack.last(); p >= 0 && removed < limit; ) {
        const before = listpack.prev(p);
        if (listpack.equals(p, v)) {
          listpack.delete(p);
          removed++;
        }
        p = before;
      }
    } else {
      let p = listpack.find(v, listpack.first(), 0);
      for (; p >= 0 && removed < limit; removed++) p = listpack.find(v, listpack.delete(p), 0);
    }
    this.count -= removed;
    if (listpack === null ? removed === 1 : listpack.length === 0) this.unlink(node);
    else if (removed > 0) this.settle(node);
    return removed;
  }

  /** Inserts `v` at `at` in [0, node.length]; `after` tells which neighbour was the reference. */
  private insertIn(node: QuicklistNode, at: number, v: Bytes, after: boolean): void {
    const { previous, next } = node;
    const atTail = after && at === node.length;
    const atHead = !after && at === 0;
    this.count++;
    if (this.allows(node, v)) this.insertAt(node, at, v);
    else if (atTail && next && this.allows(next, v)) this.insertAt(next, 0, v);
    else if (atHead && previous && this.allows(previous, v)) {
      this.insertAt(previous, previous.length, v);
    } else if (atTail) this.link(this.nodeOf(v), node, next);
    else if (atHead) this.link(this.nodeOf(v), previous, node);
    else this.insertBySplit(node, at, v, after);
  }

  private insertAt(node: QuicklistNode, at: number, v: Bytes): void {
    node.insert(at, v);
    this.settle(node);
  }

  private insertBySplit(node: QuicklistNode, at: number, v: Bytes, after: boolean): void {
    const tail = node.splitAt(at);
    this.settle(node);
    this.link(tail, node, node.next);
    if (this.isLarge(v)) {
      this.link(this.nodeOf(v), node, tail);
      return;
    }
    if (after) this.insertAt(tail, 0, v);
    else this.insertAt(node, node.length, v);
    this.mergeAround(after ? node : tail);
  }

  /** Redis's order of attempts: both outer pairs, then the node with its neighbours. */
  private mergeAround(center: QuicklistNode): void {
    this.tryMerge(center.previous?.previous ?? null, center.previous);
    this.tryMerge(center.next, center.next?.next ?? null);
    const { previous } = center;
    const joined = this.tryMerge(previous, center) ? previous : center;
    this.tryMerge(joined, joined?.next ?? null);
  }

  /** Moves the elements of `b` to the end of `a`, its neighbour, when both fit into one node. */
  private tryMerge(a: QuicklistNode | null, b: QuicklistNode | null): boolean {
    if (!allowsMerge(a, b, this.fill)) return false;
    if (a?.listpack == null || b?.listpack == null) return false;
    a.listpack.appendAll(b.listpack);
    this.settle(a);
    this.unlink(b);
    return true;
  }
}
