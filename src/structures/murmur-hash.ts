/**
 * MurmurHash64A (Austin Appleby, public domain) of a byte string, in 32-bit halves: a bigint per
 * eight bytes would cost more than the hash.
 */
import type { Bytes } from '../base/bytes.ts';

const M_HIGH = 0xc6a4a793;
const M_LOW = 0x5bd1e995;
const SHIFT = 47 - 32;

/** The two halves of a hash, as unsigned 32-bit numbers. Reused by the next call. */
export interface Hash64 {
  high: number;
  low: number;
}

const hash: Hash64 = { high: 0, low: 0 };
const block: Hash64 = { high: 0, low: 0 };

/** The upper 32 bits of a product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
}

function timesM(v: Hash64): void {
  const { high, low } = v;
  v.low = Math.imul(low, M_LOW) >>> 0;
  v.high = (highProduct(low, M_LOW) + Math.imul(low, M_HIGH) + Math.imul(high, M_LOW)) >>> 0;
}

/** v ^= v >> 47 */
function foldDown(v: Hash64): void {
  v.low = (v.low ^ (v.high >>> SHIFT)) >>> 0;
}

const wordAt = (bytes: Bytes, at: number): number =>
  (bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)) >>>
  0;

/** The hash; the object is the same at every call. */
export function murmurHash64A(bytes: Bytes, seed: number): Readonly<Hash64> {
  const { length } = bytes;
  // seed ^ (length * m), the seed below 2^32.
  hash.high = 0;
  hash.low = length;
  timesM(hash);
  hash.low = (hash.low ^ seed) >>> 0;
  let at = 0;
  for (; at + 8 <= length; at += 8) {
    block.low = wordAt(bytes, at);
    block.high = wordAt(bytes, at + 4);
    timesM(block);
    foldDown(block);
    timesM(block);
    hash.low = (hash.low ^ block.low) >>> 0;
    hash.high = (hash.high ^ block.high) >>> 0;
    timesM(hash);
  }
  if (at < length) {
    for (let i = 0; at + i < length; i++) {
      const byte = bytes.charCodeAt(at + i);
      if (i < 4) hash.low = (hash.low ^ (byte << (8 * i))) >>> 0;
      else hash.high = (hash.high ^ (byte << (8 * (i - 4)))) >>> 0;
    }
    timesM(hash);
  }
  foldDown(hash);
  timesM(hash);
  foldDown(hash);
  return hash;
}
