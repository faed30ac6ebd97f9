/**
 * Stream IDs: two unsigned 64-bit numbers, a millisecond and a sequence, ordered as one of 128 bits.
 *
 * Each half is a `U64`: a number while a double holds it exactly, a bigint above that, so that
 * `===`, `<` and `>` tell the truth for any two of them, and real IDs never touch a bigint.
 *
 * Invariant: a U64 is canonical: a bigint is always above Number.MAX_SAFE_INTEGER.
 */
import type { Bytes } from '../base/bytes.ts';

export type U64 = number | bigint;

export interface StreamId {
  readonly ms: U64;
  readonly seq: U64;
}

const TWO_64 = 2n ** 64n;
const INT64_MAX = 2n ** 63n - 1n;
export const U64_MAX: U64 = TWO_64 - 1n;
export const ID_MIN: StreamId = { ms: 0, seq: 0 };
export const ID_MAX: StreamId = { ms: U64_MAX, seq: U64_MAX };

/** The U64 that is `n` modulo 2^64. */
export function u64(n: bigint): U64 {
  const wrapped = BigInt.asUintN(64, n);
  return wrapped <= Number.MAX_SAFE_INTEGER ? Number(wrapped) : wrapped;
}

/** The same 64 bits read as a signed number: how Redis answers with its unsigned counters. */
export function int64Of(n: U64): number | bigint {
  return typeof n === 'number' ? n : BigInt.asIntN(64, n);
}

/** For a counter that is to be read back: what does not fit an int64 becomes the largest one. */
export function int64TextOf(n: U64): Bytes {
  return String(n > INT64_MAX ? INT64_MAX : n);
}

/** Negative, zero or positive as (ms, seq) stands before, at or behind `b`. */
export function compareIds(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1;
  if (a.seq !== b.seq) return a.seq < b.seq ? -1 : 1;
  return 0;
}

export const isZeroId = ({ ms, seq }: StreamId): boolean => ms === 0 && seq === 0;

export const formatId = ({ ms, seq }: StreamId): Bytes => `${ms}-${seq}`;

function plusOne(n: U64): U64 {
  return typeof n === 'number' && n < Number.MAX_SAFE_INTEGER ? n + 1 : u64(BigInt(n) + 1n);
}

function minusOne(n: U64): U64 {
  return typeof n === 'number' && n > 0 ? n - 1 : u64(BigInt(n) - 1n);
}

/** The next ID, or null behind the last one. */
export function nextId({ ms, seq }: StreamId): StreamId | null {
  if (seq !== U64_MAX) return { ms, seq: plusOne(seq) };
  return ms === U64_MAX ? null : { ms: plusOne(ms), seq: 0 };
}

/** The ID before, or null before the first one. */
export function previousId({ ms, seq }: StreamId): StreamId | null {
  if (seq !== 0) return { ms, seq: minusOne(seq) };
  return ms === 0 ? null : { ms: minusOne(ms), seq: U64_MAX };
}

/** a - b as a node keeps it: a signed 64-bit integer that wraps around. */
export function u64Delta(a: U64, b: U64): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const delta = BigInt.asIntN(64, BigInt(a) - BigInt(b));
  const small = Number(delta);
  return Number.isSafeInteger(small) ? small : delta;
}

/** base + delta, wrapping around: undoes `u64Delta`. */
export function u64Sum(base: U64, delta: number | bigint): U64 {
  if (typeof base === 'number' && typeof delta === 'number') {
    const sum = base + delta;
    if (sum >= 0 && sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  return u64(BigInt(base) + BigInt(delta));
}
