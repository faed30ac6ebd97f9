/**
 * HyperLogLog: how many different elements were added, within about 0.81 %, in at most 12 KB.
 * Flajolet et al. 2007; the estimate is Ertl's of 2017 (arXiv:1702.01284), as Redis has it.
 *
 * An element's hash picks one of 16384 registers by its lowest 14 bits; the register keeps the
 * longest run of zeros (plus one) seen at the end of the other 50.
 *
 *   | H Y L L | encoding | 0 0 0 | cardinality, 8 bytes, little endian | registers ...
 *
 * The top bit of the cardinality says that it is stale. Encoding 0 is dense: 6 bits a register,
 * the lowest bits first. Encoding 1 is sparse, runs of equal registers:
 *
 *   ZERO   00llllll             l + 1 registers of 0          (1..64)
 *   XZERO  01llllll llllllll    l + 1 registers of 0          (1..16384)
 *   VAL    1vvvvvll             l + 1 registers of v + 1      (1..4 of 1..32)
 *
 * Invariant: what these functions write is byte for byte what Redis writes. What they read may be
 * anything a client has put there; where it is no HyperLogLog they say so.
 */
import type { Bytes } from '../base/bytes.ts';
import { murmurHash64A } from './murmur-hash.ts';

export const REGISTERS = 16384;
const INDEX_BITS = 14;
const RANK_BITS = 64 - INDEX_BITS;
export const HEADER_BYTES = 16;
export const DENSE_BYTES = HEADER_BYTES + (REGISTERS * 6) / 8;
const DENSE = 0;
const SPARSE = 1;
const SEED = 0xadc83b19;
const ENCODING_AT = 4;
const CARDINALITY_AT = 8;
const STALE_AT = 15;
const STALE_BIT = 0x80;
const ZERO_MAX = 64;
const VAL_MAX = 4;
const VAL_VALUE_MAX = 32;
const ALPHA = 0.7213475204444817;

/** The bytes of a HyperLogLog that can change their length; `view` is valid until the next change. */
export interface ByteStore {
  view(): Uint8Array;
  /** Puts `inserted` in the place of `removed` bytes from `at` on. */
  splice(at: number, removed: number, inserted: readonly number[]): void;
  /** Becomes these bytes, which it may keep. */
  assign(bytes: Uint8Array): void;
}

export type Outcome = 'changed' | 'same' | 'corrupt';

/** One with no elements: sparse, one run of zeros, its cardinality known. */
export function emptyHyperLogLog(): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + 2);
  bytes.set([0x48, 0x59, 0x4c, 0x4c, SPARSE]);
  bytes.set([0x7f, 0xff], HEADER_BYTES);
  return bytes;
}

/** True where the header says so; the registers may still be corrupt. */
export function isHyperLogLog(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER_BYTES) return false;
  const magic = bytes[0] === 0x48 && bytes[1] === 0x59 && bytes[2] === 0x4c && bytes[3] === 0x4c;
  if (!magic || (bytes[ENCODING_AT] as number) > SPARSE) return false;
  return bytes[ENCODING_AT] === SPARSE || bytes.length === DENSE_BYTES;
}

export const isSparse = (bytes: Uint8Array): boolean => bytes[ENCODING_AT] === SPARSE;

// ---- the cached cardinality ----

/** What the last count found, or null where an element was added since. */
export function cachedCardinality(bytes: Uint8Array): bigint | null {
  if ((bytes[STALE_AT] as number) & STALE_BIT) return null;
  let value = 0n;
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[CARDINALITY_AT + i] as number);
  return value;
}

export function cacheCardinality(bytes: Uint8Array, cardinality: number): void {
  let rest = cardinality;
  for (let i = 0; i < 8; i++) {
    bytes[CARDINALITY_AT + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

export function markStale(bytes: Uint8Array): void {
  bytes[STALE_AT] = (bytes[STALE_AT] as number) | STALE_BIT;
}

// ---- adding ----

/** Adds an element; a sparse one that would be longer than `sparseMaxBytes` becomes dense. */
export function addElement(store: ByteStore, element: Bytes, sparseMaxBytes: number): Outcome {
  const { high, low } = murmurHash64A(element, SEED);
  return raiseRegister(
    store,
    low & (REGISTERS - 1),
    rankOf(high, low >>> INDEX_BITS),
    sparseMaxBytes,
  );
}

/** One more than the zeros at the end of 50 bits: the 18 of `low`, then the 32 of `high`. */
function rankOf(high: number, low: number): number {
  if (low !== 0) return trailingZeros(low) + 1;
  return high !== 0 ? 32 - INDEX_BITS + trailingZeros(high) + 1 : RANK_BITS + 1;
}

const trailingZeros = (v: number): number => 31 - Math.clz32(v & -v);

/** Sets a register unless it is as large already. */
export function raiseRegister(
  store: ByteStore,
  index: number,
  value: number,
  sparseMaxBytes: number,
): Outcome {
  const bytes = store.view();
  return isSparse(bytes)
    ? raiseSparse(store, bytes, index, value, sparseMaxBytes)
    : raiseDense(bytes, index, value);
}

/** A register of a dense one. */
export function denseRegister(bytes: Uint8Array, index: number): number {
  const at = HEADER_BYTES + Math.floor((index * 6) / 8);
  const shift = (index * 6) % 8;
  // The last register ends with its byte: there is none behind it.
  return (((bytes[at] as number) >> shift) | ((bytes[at + 1] ?? 0) << (8 - shift))) & 63;
}

function setDense(bytes: Uint8Array, index: number, value: number): void {
  const at = HEADER_BYTES + Math.floor((index * 6) / 8);
  const shift = (index * 6) % 8;
  bytes[at] = ((bytes[at] as number) & ~(63 << shift)) | (value << shift);
  if (shift > 2) {
    const back = 8 - shift;
    bytes[at + 1] = ((bytes[at + 1] as number) & ~(63 >> back)) | (value >> back);
  }
}

function raiseDense(bytes: Uint8Array, index: number, value: number): Outcome {
  if (value <= denseRegister(bytes, index)) return 'same';
  setDense(bytes, index, value);
  return 'changed';
}

// ---- the sparse encoding ----

export interface Run {
  readonly kind: 'zero' | 'xzero' | 'value';
  /** How many registers. */
  readonly length: number;
  /** Their value; 0 for the runs of zeros. */
  readonly value: number;
}

const isXzero = (opcode: number): boolean => (opcode & 0xc0) === 0x40;
const isValue = (opcode: number): boolean => opcode >= 0x80;
const sizeOf = (opcode: number): number => (isXzero(opcode) ? 2 : 1);
const registerOf = (opcode: number): number => ((opcode >> 2) & 0x1f) + 1;

function lengthAt(bytes: Uint8Array, at: number): number {
  const opcode = bytes[at] as number;
  if (isValue(opcode)) return (opcode & 3) + 1;
  return isXzero(opcode) ? (((opcode & 0x3f) << 8) | (bytes[at + 1] ?? 0)) + 1 : (opcode & 63) + 1;
}

const valueOpcode = (value: number, length: number): number =>
  0x80 | ((value - 1) << 2) | (length - 1);

function pushZeros(into: number[], length: number): void {
  if (length === 0) return;
  if (length <= ZERO_MAX) into.push(length - 1);
  else into.push(0x40 | ((length - 1) >> 8), (length - 1) & 0xff);
}

/** The runs of a sparse one, in order. They need not cover all registers: see `covers`. */
export function* sparseRuns(bytes: Uint8Array): IterableIterator<Run> {
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const opcode = bytes[at] as number;
    const kind = isValue(opcode) ? 'value' : isXzero(opcode) ? 'xzero' : 'zero';
    yield { kind, length: lengthAt(bytes, at), value: kind === 'value' ? registerOf(opcode) : 0 };
    at += sizeOf(opcode);
  }
}

function raiseSparse(
  store: ByteStore,
  bytes: Uint8Array,
  index: number,
  value: number,
  sparseMaxBytes: number,
): Outcome {
  if (value > VAL_VALUE_MAX) return promote(store, index, value);
  let first = 0;
  let previous = -1;
  let at = HEADER_BYTES;
  let length = 0;
  for (; at < bytes.length; at += sizeOf(bytes[at] as number)) {
    length = lengthAt(bytes, at);
    if (index < first + length) break;
    previous = at;
    first += length;
  }
  if (at >= bytes.length) return 'corrupt';
  const opcode = bytes[at] as number;
  if (isValue(opcode) && registerOf(opcode) >= value) return 'same';
  if (length === 1 && !isXzero(opcode)) bytes[at] = valueOpcode(value, 1);
  else {
    const runs = split(opcode, index - first, first + length - 1 - index, value);
    const extra = runs.length - sizeOf(opcode);
    if (extra > 0 && bytes.length + extra > sparseMaxBytes) return promote(store, index, value);
    store.splice(at, sizeOf(opcode), runs);
  }
  mergeValues(store, previous < 0 ? HEADER_BYTES : previous);
  markStale(store.view());
  return 'changed';
}

/** The run's opcode cut around one register that now has `value`. */
function split(opcode: number, before: number, after: number, value: number): number[] {
  const runs: number[] = [];
  const fill = (length: number): void => {
    if (!isValue(opcode)) pushZeros(runs, length);
    else if (length > 0) runs.push(valueOpcode(registerOf(opcode), length));
  };
  fill(before);
  runs.push(valueOpcode(value, 1));
  fill(after);
  return runs;
}

/** Joins neighbours of equal value among the next five opcodes, as far as one opcode holds them. */
function mergeValues(store: ByteStore, from: number): void {
  let bytes = store.view();
  let at = from;
  for (let steps = 5; steps > 0 && at < bytes.length; steps--) {
    const opcode = bytes[at] as number;
    const next = bytes[at + 1];
    if (
      isValue(opcode) &&
      next !== undefined &&
      isValue(next) &&
      registerOf(opcode) === registerOf(next)
    ) {
      const length = (opcode & 3) + (next & 3) + 2;
      if (length <= VAL_MAX) {
        store.splice(at, 2, [valueOpcode(registerOf(opcode), length)]);
        bytes = store.view();
        continue;
      }
    }
    at += sizeOf(opcode);
  }
}

function promote(store: ByteStore, index: number, value: number): Outcome {
  return toDense(store) ? raiseDense(store.view(), index, value) : 'corrupt';
}

/** Makes it dense, if it is not. False, and nothing done, where its runs do not cover all registers. */
export function toDense(store: ByteStore): boolean {
  const bytes = store.view();
  if (!isSparse(bytes)) return true;
  const dense = new Uint8Array(DENSE_BYTES);
  dense.set(bytes.subarray(0, HEADER_BYTES));
  dense[ENCODING_AT] = DENSE;
  if (!forEachRun(bytes, (index, value) => setDense(dense, index, value))) return false;
  store.assign(dense);
  return true;
}

/** Visits the registers of a sparse one that are not 0. False where its runs do not cover exactly all. */
function forEachRun(bytes: Uint8Array, visit: (index: number, value: number) => void): boolean {
  let index = 0;
  for (let at = HEADER_BYTES; at < bytes.length; at += sizeOf(bytes[at] as number)) {
    const opcode = bytes[at] as number;
    const end = index + lengthAt(bytes, at);
    if (!isValue(opcode)) index = end;
    else {
      if (end > REGISTERS) return false;
      for (; index < end; index++) visit(index, registerOf(opcode));
    }
  }
  return index === REGISTERS;
}

// ---- merging and counting ----

/** Raises `registers`, one byte each, to those of a HyperLogLog. False where that is corrupt. */
export function mergeInto(registers: Uint8Array, bytes: Uint8Array): boolean {
  const raise = (index: number, value: number): void => {
    if (value > (registers[index] as number)) registers[index] = value;
  };
  if (isSparse(bytes)) return forEachRun(bytes, raise);
  for (let index = 0; index < REGISTERS; index++) raise(index, denseRegister(bytes, index));
  return true;
}

/** How many registers have each value; null where a sparse one is corrupt. */
export function histogramOf(bytes: Uint8Array): Float64Array | null {
  const histogram = new Float64Array(64);
  if (!isSparse(bytes)) return histogramOfDense(bytes, histogram);
  let covered = 0;
  for (let at = HEADER_BYTES; at < bytes.length; at += sizeOf(bytes[at] as number)) {
    const opcode = bytes[at] as number;
    const length = lengthAt(bytes, at);
    covered += length;
    histogram[isValue(opcode) ? registerOf(opcode) : 0]! += length;
  }
  return covered === REGISTERS ? histogram : null;
}

/** Three bytes are four registers. */
function histogramOfDense(bytes: Uint8Array, histogram: Float64Array): Float64Array {
  for (let at = HEADER_BYTES; at < DENSE_BYTES; at += 3) {
    const three =
      (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    histogram[three & 63]!++;
    histogram[(three >> 6) & 63]!++;
    histogram[(three >> 12) & 63]!++;
    histogram[three >> 18]!++;
  }
  return histogram;
}

export function histogramOfRegisters(registers: Uint8Array): Float64Array {
  const histogram = new Float64Array(64);
  for (const value of registers) histogram[value & 63]!++;
  return histogram;
}

/** The cardinality that such registers tell of. */
export function estimate(histogram: Float64Array): number {
  const count = (value: number): number => histogram[value] as number;
  let z = REGISTERS * tau((REGISTERS - count(RANK_BITS + 1)) / REGISTERS);
  for (let value = RANK_BITS; value >= 1; value--) z = (z + count(value)) * 0.5;
  z += REGISTERS * sigma(count(0) / REGISTERS);
  return Math.round((ALPHA * REGISTERS * REGISTERS) / z);
}

/** Corrects for registers that hold the largest value. */
function tau(x0: number): number {
  if (x0 === 0 || x0 === 1) return 0;
  let x = x0;
  let y = 1;
  let z = 1 - x;
  for (;;) {
    const before = z;
    x = Math.sqrt(x);
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
    if (before === z) return z / 3;
  }
}

/** Corrects for registers that hold 0. */
function sigma(x0: number): number {
  if (x0 === 1) return Number.POSITIVE_INFINITY;
  let x = x0;
  let y = 1;
  let z = x;
  for (;;) {
    const before = z;
    x *= x;
    z += x * y;
    y += y;
    if (before === z) return z;
  }
}
