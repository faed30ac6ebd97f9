/**
 * How many nodes Redis's radix tree (rax) would have over stream IDs as 16-byte big-endian keys, and
 * what they would take.
 *
 * The tree is a function of its keys: an empty leaf for each, a node wherever keys part, and one
 * compressed node for each run of bytes without a parting. So it can be counted from the lengths of
 * the common prefixes of neighbours, without building it.
 */
import type { Bytes } from '../base/bytes.ts';
import { allocationBytes, POINTER_BYTES } from './allocation.ts';
import type { StreamId, U64 } from './stream-id.ts';

const KEY_BYTES = 16;
const HALF_BYTES = 8;
const TWO_32 = 0x1_0000_0000;

function highWord(n: U64): number {
  return typeof n === 'number' ? Math.floor(n / TWO_32) : Number(n >> 32n);
}

function lowWord(n: U64): number {
  return typeof n === 'number' ? n % TWO_32 : Number(n & 0xffffffffn);
}

/** Equal leading bytes of two halves. */
function commonBytesOfHalves(a: U64, b: U64): number {
  if (a === b) return HALF_BYTES;
  const high = (highWord(a) ^ highWord(b)) | 0;
  if (high !== 0) return Math.clz32(high) >> 3;
  return 4 + (Math.clz32((lowWord(a) ^ lowWord(b)) | 0) >> 3);
}

function commonBytes(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return commonBytesOfHalves(a.ms, b.ms);
  return HALF_BYTES + commonBytesOfHalves(a.seq, b.seq);
}

export interface RadixSize {
  readonly nodes: number;
  /** As allocated, without the tree's own head. */
  readonly bytes: number;
}

const NODE_HEADER_BYTES = 4;
/** Nodes are padded so that the pointers behind their bytes lie even. */
const paddingBytes = (size: number): number => (POINTER_BYTES - ((size + 4) % POINTER_BYTES)) & 7;

function nodeBytes(size: number, pointers: number): number {
  const bytes = NODE_HEADER_BYTES + size + paddingBytes(size) + pointers * POINTER_BYTES;
  return allocationBytes(bytes);
}

/** A leaf of a key: no bytes, and a pointer to what the key stands for. */
const LEAF_BYTES = nodeBytes(0, 1);
const EMPTY_TREE: RadixSize = { nodes: 1, bytes: nodeBytes(0, 0) };

/** The tree over `ids`, which are strictly ascending; an empty tree has its root. */
export function radixSize(ids: Iterable<StreamId>): RadixSize {
  let nodes = 0;
  let bytes = 0;
  let previous: StreamId | null = null;
  /** The partings above the last key, outermost first: their depths, and their children so far. */
  const partings: number[] = [];
  const children: number[] = [];
  /** A node at `depth` under a parting at `above` (-1: it is the root): itself, and the run between. */
  const hang = (above: number, depth: number, below: number): void => {
    const run = depth - above - 1;
    nodes += run > 0 ? 2 : 1;
    bytes += below === 0 ? LEAF_BYTES : nodeBytes(below, below);
    if (run > 0) bytes += nodeBytes(run, 1);
  };
  const closeDownTo = (depth: number): void => {
    let child = KEY_BYTES;
    let below = 0;
    while (partings.length > 0 && (partings.at(-1) as number) >= depth) {
      const parting = partings.pop() as number;
      hang(parting, child, below);
      child = parting;
      below = (children.pop() as number) + 1;
    }
    if (child > depth) {
      hang(depth, child, below);
      below = 1;
    }
    if (depth >= 0) {
      partings.push(depth);
      children.push(below);
    }
  };
  for (const id of ids) {
    if (previous !== null) closeDownTo(commonBytes(previous, id));
    previous = id;
  }
  if (previous === null) return EMPTY_TREE;
  closeDownTo(-1);
  return { nodes, bytes };
}

/** What a node with so many bytes and pointers counts for. */
type Weight = (size: number, pointers: number) => number;

/**
 * What the nodes of a tree over names, each of which stands for something, add up to, without its
 * head: exact for the names given. `names` are sorted and distinct.
 */
function namesWeight(
  names: readonly Bytes[],
  weigh: Weight,
  from = 0,
  to = names.length,
  depth = 0,
): number {
  const first = names[from] as Bytes;
  const ends = first.length === depth ? 1 : 0;
  const rest = from + ends;
  if (rest === to) return weigh(0, ends);
  const low = names[rest] as Bytes;
  const high = names[to - 1] as Bytes;
  let common = depth;
  while (common < low.length && low.charCodeAt(common) === high.charCodeAt(common)) common++;
  if (common > depth)
    return weigh(common - depth, 1 + ends) + namesWeight(names, weigh, rest, to, common);
  let children = 0;
  let below = 0;
  for (let at = rest; at < to; children++) {
    const code = (names[at] as Bytes).charCodeAt(depth);
    let end = at + 1;
    while (end < to && (names[end] as Bytes).charCodeAt(depth) === code) end++;
    below += namesWeight(names, weigh, at, end, depth + 1);
    at = end;
  }
  return weigh(children, children + ends) + below;
}

/** The nodes of a tree over sorted, distinct names; an empty one has its root. */
export const namesNodes = (names: readonly Bytes[]): number =>
  names.length === 0 ? 1 : namesWeight(names, () => 1);

/** The same as `RadixEstimate` for names in no order. */
export class NamesEstimate {
  private sampledSize = 0;
  private bytesPerName = 0;

  /** Allocated bytes of the tree over `names`, of which there are `size`. */
  bytes(names: Iterable<Bytes>, size: number): number {
    if (size === 0) return 0;
    if (Math.abs(size - this.sampledSize) * RENEWED_AT_ONE_IN > this.sampledSize) {
      const sample = firstOf(names, SAMPLED).sort();
      this.bytesPerName = namesWeight(sample, nodeBytes) / sample.length;
      this.sampledSize = size;
    }
    return Math.round(this.bytesPerName * size);
  }
}

/** IDs from which the size of a whole tree is estimated. */
const SAMPLED = 256;
/** The estimate is renewed when the tree has grown or shrunk by one in so many. */
const RENEWED_AT_ONE_IN = 8;

/**
 * The size of one tree that grows and shrinks, estimated from its first IDs, in constant time on
 * average: the sample is taken again only when the tree has changed by an eighth.
 */
export class RadixEstimate {
  private sampledSize = 0;
  private bytesPerId = 0;

  /** Allocated bytes of the tree over `ids`, of which there are `size`. */
  bytes(ids: Iterable<StreamId>, size: number): number {
    if (size === 0) return EMPTY_TREE.bytes;
    if (Math.abs(size - this.sampledSize) * RENEWED_AT_ONE_IN > this.sampledSize) {
      const sample = firstOf(ids, SAMPLED);
      this.bytesPerId = radixSize(sample).bytes / sample.length;
      this.sampledSize = size;
    }
    return Math.round(this.bytesPerId * size);
  }
}

/** The first `limit` of them, or all. */
export function firstOf<T>(items: Iterable<T>, limit: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length >= limit) break;
    first.push(item);
  }
  return first;
}
