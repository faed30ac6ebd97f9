/**
 * Lists: one listpack while small (from 7.2 on), then a quicklist. Before 7.2 always a quicklist.
 *
 * A listpack gives way where what is about to be added would not fit one quicklist node
 * (list-max-listpack-size); a quicklist becomes a listpack again when what is left in its only
 * node is at most half of that. Callers announce both, as Redis's commands do: `prepareFor`
 * before adding, `shrink` after removing.
 */
import type { Bytes } from '../../base/bytes.ts';
import { allocationBytes } from '../../structures/allocation.ts';
import { Listpack } from '../../structures/listpack.ts';
import { Quicklist } from '../../structures/quicklist.ts';
import { clampFill, QUICKLIST_NODE_BYTES } from '../../structures/quicklist-node.ts';
import type { EncodingLimits } from './values.ts';

export type ListStructure =
  | { readonly kind: 'listpack'; readonly listpack: Listpack }
  | { readonly kind: 'quicklist'; readonly quicklist: Quicklist };

export type ListEnd = 'head' | 'tail';

const QUICKLIST_BYTES = 40;
const QUICKLIST_ALLOCATION = allocationBytes(QUICKLIST_BYTES);
/** A node limited by count is also limited to this size. */
const SAFETY_BYTES = 8192;
/** The widest node, so that a borrowed listpack is never split. */
const WIDEST_FILL = -5;

interface NodeLimits {
  readonly sizeBytes: number;
  readonly count: number;
}

/** What list-max-listpack-size allows in one node. */
function nodeLimits(fill: number): NodeLimits {
  const clamped = clampFill(fill);
  if (clamped >= 0) return { sizeBytes: Infinity, count: Math.max(1, clamped) };
  return { sizeBytes: 2048 << -clamped, count: Infinity };
}

function exceeds(
  { sizeBytes, count }: NodeLimits,
  newSizeBytes: number,
  newCount: number,
): boolean {
  if (sizeBytes !== Infinity) return newSizeBytes > sizeBytes;
  return newSizeBytes > SAFETY_BYTES || newCount > count;
}

export class ListValue {
  readonly type = 'list';
  /** What its database has counted for it. */
  chargedBytes = 0;
  private store: ListStructure;

  /** Owns `structure` from now on. */
  constructor(structure: ListStructure) {
    this.store = structure;
  }

  /** An empty list, about to be filled. */
  static for(limits: EncodingLimits): ListValue {
    if (limits.version >= 702) return new ListValue({ kind: 'listpack', listpack: new Listpack() });
    return new ListValue({ kind: 'quicklist', quicklist: emptyQuicklist(limits) });
  }

  /** A list read from nodes, in the encoding that one of that size has; owns the quicklist. */
  static fromQuicklist(quicklist: Quicklist, limits: EncodingLimits): ListValue {
    const list = new ListValue({ kind: 'quicklist', quicklist });
    list.settle(limits, 1);
    return list;
  }

  get encoding(): Bytes {
    return this.store.kind;
  }

  get length(): number {
    const { store } = this;
    return store.kind === 'listpack' ? store.listpack.length : store.quicklist.length;
  }

  /** For looking only. */
  get structure(): ListStructure {
    return this.store;
  }

  // ---- ends ----

  push(element: Bytes, end: ListEnd): void {
    const { store } = this;
    if (store.kind === 'quicklist') {
      if (end === 'head') store.quicklist.pushHead(element);
      else store.quicklist.pushTail(element);
    } else if (end === 'head') store.listpack.prepend(element);
    else store.listpack.append(element);
  }

  /** The list must not be empty. */
  pop(end: ListEnd): Bytes {
    const { store } = this;
    if (store.kind === 'quicklist') {
      return (end === 'head' ? store.quicklist.popHead() : store.quicklist.popTail()) as Bytes;
    }
    const { listpack } = store;
    const p = end === 'head' ? listpack.first() : listpack.last();
    const element = listpack.get(p);
    listpack.delete(p);
    return element;
  }

  // ---- by index: negative counts from the tail ----

  get(index: number): Bytes | null {
    const { store } = this;
    if (store.kind === 'quicklist') return store.quicklist.get(index);
    const p = store.listpack.seek(index);
    return p < 0 ? null : store.listpack.get(p);
  }

  /** False when there is no such index. */
  set(index: number, element: Bytes): boolean {
    const { store } = this;
    if (store.kind === 'quicklist') return store.quicklist.set(index, element);
    const p = store.listpack.seek(index);
    if (p >= 0) store.listpack.replace(p, element);
    return p >= 0;
  }

  /** Inserts beside the first element equal to `pivot`; false when there is none. */
  insertBeside(pivot: Bytes, element: Bytes, after: boolean): boolean {
    const { store } = this;
    if (store.kind === 'quicklist') {
      const index = store.quicklist.find(pivot);
      return index >= 0 && store.quicklist.insert(index, element, after);
    }
    const { listpack } = store;
    const p = listpack.find(pivot, listpack.first(), 0);
    if (p < 0) return false;
    if (after) listpack.insertAfter(p, element);
    else listpack.insertBefore(p, element);
    return true;
  }

  /** `count` elements from `start` (from 0) on. */
  range(start: number, count: number): Bytes[] {
    const found: Bytes[] = [];
    const { store } = this;
    if (store.kind === 'quicklist') {
      store.quicklist.forRange(start, count, (element) => {
        found.push(element);
      });
      return found;
    }
    const { listpack } = store;
    let p = count > 0 ? listpack.seek(start) : -1;
    for (; p >= 0 && found.length < count; p = listpack.next(p)) found.push(listpack.get(p));
    return found;
  }

  /** Removes up to `count` elements from `start` (from 0) on. */
  removeRange(start: number, count: number): void {
    this.change((list) => list.deleteRange(start, count));
  }

  /** Keeps `count` elements from `start` (from 0) on. */
  trim(start: number, count: number): void {
    this.change((list) => list.trim(start, count));
  }

  // ---- by value ----

  /** Removes `count` elements equal to `element` from the head, -count from the tail, 0 all. */
  removeMatching(element: Bytes, count: number): number {
    return this.change((list) => list.removeMatching(element, count));
  }

  /** See Quicklist.positions. */
  positions(element: Bytes, rank: number, count: number, maxLength: number): number[] {
    return this.asQuicklist().positions(element, rank, count, maxLength);
  }

  // ---- encoding ----

  /** One element of `length` bytes is about to be added, or takes another's place. */
  prepareFor(length: number, limits: EncodingLimits): void {
    this.prepareForMany(length, 1, limits);
  }

  /** `count` elements of `sizeBytes` together are about to be added. */
  prepareForMany(sizeBytes: number, count: number, limits: EncodingLimits): void {
    const { store } = this;
    if (store.kind === 'quicklist') return;
    const { listpack } = store;
    const node = nodeLimits(limits.listMaxListpackSize);
    if (!exceeds(node, listpack.sizeBytes + sizeBytes, listpack.length + count)) return;
    const quicklist = emptyQuicklist(limits);
    quicklist.appendListpack(listpack);
    this.store = { kind: 'quicklist', quicklist };
  }

  /** Elements were removed: a list half as large as a node may be is a listpack again. */
  shrink(limits: EncodingLimits): void {
    this.settle(limits, 2);
  }

  /** Becomes a listpack where its only node is at most one `share`th of what a node may be. */
  private settle(limits: EncodingLimits, share: number): void {
    const { store } = this;
    if (store.kind === 'listpack' || limits.version < 702) return;
    const { quicklist } = store;
    if (quicklist.nodeCount !== 1) return;
    const listpack = quicklist.nodes(0, 1)[0]?.listpack;
    if (!listpack) return;
    const { sizeBytes, count } = nodeLimits(limits.listMaxListpackSize);
    if (listpack.sizeBytes > sizeBytes / share) return;
    if (listpack.length > Math.floor(count / share)) return;
    this.store = { kind: 'listpack', listpack };
  }

  clone(): ListValue {
    const { store } = this;
    if (store.kind === 'listpack') {
      return new ListValue({ kind: 'listpack', listpack: copyOf(store.listpack) });
    }
    const quicklist = store.quicklist.emptyLike();
    for (const node of store.quicklist.nodes()) {
      if (node.listpack) quicklist.appendListpack(copyOf(node.listpack));
      else quicklist.appendPlain(node.element);
    }
    return new ListValue({ kind: 'quicklist', quicklist });
  }

  /** What Redis would have allocated, without the object header. In constant time. */
  memoryBytes(): number {
    const { store } = this;
    if (store.kind === 'listpack') return allocationBytes(store.listpack.sizeBytes);
    return QUICKLIST_ALLOCATION + store.quicklist.allocatedBytes;
  }

  /** The same as MEMORY USAGE counts it, from `samples` nodes. */
  usageBytes(samples: number): number {
    const { store } = this;
    if (store.kind === 'listpack') return this.memoryBytes();
    const { quicklist } = store;
    const { nodeCount, allocatedBytes } = quicklist;
    const spareBytes = allocationBytes(QUICKLIST_NODE_BYTES) - QUICKLIST_NODE_BYTES;
    if (nodeCount <= samples) return QUICKLIST_BYTES + allocatedBytes - nodeCount * spareBytes;
    let measured = 0;
    for (const { sizeBytes } of quicklist.nodes(0, samples)) {
      measured += QUICKLIST_NODE_BYTES + allocationBytes(sizeBytes);
    }
    return QUICKLIST_BYTES + Math.trunc((measured / samples) * nodeCount);
  }

  /** The list as a quicklist; a listpack is only borrowed by it. */
  private asQuicklist(): Quicklist {
    const { store } = this;
    if (store.kind === 'quicklist') return store.quicklist;
    return Quicklist.fromListpack(store.listpack, WIDEST_FILL);
  }

  /** Removes through a quicklist, which lets go of an emptied node without clearing its bytes. */
  private change<T>(remove: (list: Quicklist) => T): T {
    const list = this.asQuicklist();
    const outcome = remove(list);
    if (this.store.kind === 'listpack' && list.length === 0) this.store.listpack.clear();
    return outcome;
  }
}

/** An empty quicklist, as the limits have them. */
export function emptyQuicklist(limits: EncodingLimits): Quicklist {
  return new Quicklist(limits.listMaxListpackSize, limits.quicklistPackedThreshold);
}

function copyOf(listpack: Listpack): Listpack {
  const copy = new Listpack(listpack.sizeBytes);
  copy.appendAll(listpack);
  return copy;
}
