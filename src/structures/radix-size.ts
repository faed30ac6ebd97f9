/**
 * How many nodes Redis's radix tree (rax) would have over stream IDs as 16-byte big-endian keys.
 *
 * The tree is a function of its keys: an empty leaf for each, a node wherever keys part, and one
 * compressed node for each run of bytes without a parting. So it can be counted from the lengths of
 * the common prefixes of neighbours, without building it.
 */
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

/** Nodes of the tree over `ids`, which are strictly ascending; an empty tree has its root. */
export function radixNodeCount(ids: Iterable<StreamId>): number {
  let nodes = 0;
  let previous: StreamId | null = null;
  /** The depths of the partings above the last key, outermost first. */
  const partings: number[] = [];
  /** A child at `depth` under a parting at `above` (-1: it is the root): itself, and the run between. */
  const hang = (above: number, depth: number): void => {
    nodes += depth - above > 1 ? 2 : 1;
  };
  const closeDownTo = (depth: number, from: number): void => {
    let child = from;
    while (partings.length > 0 && (partings.at(-1) as number) >= depth) {
      const parting = partings.pop() as number;
      hang(parting, child);
      child = parting;
    }
    if (child > depth) hang(depth, child);
    if (depth >= 0) partings.push(depth);
  };
  for (const id of ids) {
    if (previous !== null) closeDownTo(commonBytes(previous, id), KEY_BYTES);
    previous = id;
  }
  if (previous === null) return 1;
  closeDownTo(-1, KEY_BYTES);
  return nodes;
}
