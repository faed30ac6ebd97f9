/**
 * One node of a quicklist, and the limits that decide what fits into it (list-max-listpack-size).
 *
 * A positive fill limits entries per node, with 8 KB as a safety net; -1..-5 limit its bytes to
 * 4, 8, 16, 32 or 64 KB. An element above the byte limit gets a plain node of its own (Redis
 * 7.4; before, only one of a gigabyte did, unless a packed threshold says otherwise). Sizes of what is about to be added are estimated as Redis does, so that nodes
 * split at the same element.
 */
import type { Bytes } from '../base/bytes.ts';
import { allocationBytes } from './allocation.ts';
import { LISTPACK_EMPTY_BYTES, Listpack } from './listpack.ts';

const BYTES_BY_FILL: readonly number[] = [4096, 8192, 16384, 32768, 65536];
const SAFETY_BYTES = 8192;
const FILL_MAX = 32767;
/** What Redis adds to an element's length for its header and backlen when it estimates. */
const ENTRY_OVERHEAD_BYTES = 8;

/** Redis's `quicklistNode`. */
export const QUICKLIST_NODE_BYTES = 40;
const NODE_ALLOCATION = allocationBytes(QUICKLIST_NODE_BYTES);

/** A node as drawings see it. */
export interface QuicklistNodeView {
  readonly plain: boolean;
  readonly length: number;
  readonly sizeBytes: number;
  readonly listpack: Listpack | null;
  /** A plain node's one element. */
  readonly element: Bytes;
}

export class QuicklistNode implements QuicklistNodeView {
  previous: QuicklistNode | null = null;
  next: QuicklistNode | null = null;
  /** Null in a plain node, whose one element is `element`. */
  readonly listpack: Listpack | null;
  element: Bytes = '';
  /** What its list has counted for it. */
  chargedBytes = 0;

  constructor(listpack: Listpack | null) {
    this.listpack = listpack;
  }

  static plainOf(element: Bytes): QuicklistNode {
    const node = new QuicklistNode(null);
    node.element = element;
    return node;
  }

  get plain(): boolean {
    return this.listpack === null;
  }

  get length(): number {
    return this.listpack === null ? 1 : this.listpack.length;
  }

  get sizeBytes(): number {
    return this.listpack === null ? this.element.length : this.listpack.sizeBytes;
  }

  /** With its listpack or element, as Redis would allocate them. */
  get allocatedBytes(): number {
    return NODE_ALLOCATION + allocationBytes(this.sizeBytes);
  }

  /** The element at `offset`, negative from the tail. */
  get(offset: number): Bytes {
    const { listpack } = this;
    return listpack === null ? this.element : listpack.get(listpack.seek(offset));
  }

  /** Inserts so that `v` becomes the element at `offset` of a listpack node. */
  insert(offset: number, v: Bytes): void {
    const listpack = this.listpack as Listpack;
    if (offset === listpack.length) listpack.append(v);
    else listpack.insertBefore(listpack.seek(offset), v);
  }

  /** Deletes from a listpack node. */
  delete(offset: number, count: number): void {
    const listpack = this.listpack as Listpack;
    listpack.delete(listpack.seek(offset), count);
  }

  /** Moves the elements from `offset` on into a new node, which is not yet linked. */
  splitAt(offset: number): QuicklistNode {
    const listpack = this.listpack as Listpack;
    const tail = new Listpack(listpack.sizeBytes);
    let p = listpack.seek(offset);
    const first = p;
    for (; p >= 0; p = listpack.next(p)) tail.append(listpack.get(p));
    if (first >= 0) listpack.delete(first, tail.length);
    return new QuicklistNode(tail);
  }
}

/** The fill as it is applied: Redis clamps what is out of range. */
export function clampFill(fill: number): number {
  return Math.max(-BYTES_BY_FILL.length, Math.min(FILL_MAX, fill));
}

/** The longest element that needs no plain node, where the fill decides. */
export function packedMaxBytes(fill: number): number {
  return fill >= 0 ? SAFETY_BYTES : (BYTES_BY_FILL[-fill - 1] as number);
}

function exceedsLimit(fill: number, sizeBytes: number, length: number): boolean {
  if (fill < 0) return sizeBytes > (BYTES_BY_FILL[-fill - 1] as number);
  return sizeBytes > SAFETY_BYTES || length > Math.max(1, fill);
}

/** May an element of `elementBytes`, not too long for a listpack, join `node`? */
export function allowsInsert(
  node: QuicklistNode | null,
  fill: number,
  elementBytes: number,
): boolean {
  if (node === null || node.plain) return false;
  const estimate = node.sizeBytes + elementBytes + ENTRY_OVERHEAD_BYTES;
  return !exceedsLimit(fill, estimate, node.length + 1);
}

export function allowsMerge(
  a: QuicklistNode | null,
  b: QuicklistNode | null,
  fill: number,
): boolean {
  if (a === null || b === null || a.plain || b.plain) return false;
  const merged = a.sizeBytes + b.sizeBytes - LISTPACK_EMPTY_BYTES;
  return !exceedsLimit(fill, merged, a.length + b.length);
}
