/**
 * String values, held in the cheapest of four shapes.
 *
 *   number | bigint   a canonical 64-bit integer          OBJECT ENCODING int
 *   Bytes             up to 1 KB, never mutated           embstr up to 44 bytes, else raw
 *   RawString         longer, or made room in by APPEND,  raw
 *                     SETRANGE or SETBIT
 *
 * Invariants: a number is a safe integer; a bigint is within int64, and either not safe or a copy
 * (COPY), which Redis does not share.
 */
import { type Bytes, bytesOf, toUint8Array, writeBytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { allocationBytes, sdsBytes, sdsHeaderBytes } from '../../structures/allocation.ts';
import { countOnes, onesOfWord } from '../../structures/bits.ts';

export type StringValue = number | bigint | Bytes | RawString;

const EMBSTR_MAX = 44;
/** Longest decimal form of an int64: what is longer is never tried as an integer. */
const INT64_DIGITS_MAX = 20;
const INLINE_MAX = 1024;
const AHEAD_MAX = 1024 * 1024;
/** Room that is made sure of before a splice: what the worst change of a HyperLogLog adds. */
const SPLICE_ROOM = 3;
/** Up to this length bits are counted afresh; HyperLogLogs, which are written to by view, are shorter. */
const COUNTED_AFRESH_BYTES = 65_536;
/** The smallest header of an sds that grows. */
const GROWING_HEADER_BYTES = 3;

/** A byte string that can grow in place. What its buffer has behind the end is zero. */
export class RawString {
  private buffer: Uint8Array;
  length: number;
  /** What its database has counted for it. */
  chargedBytes = 0;
  /** What Redis would have allocated for the sds, and how much room that leaves for bytes. */
  private allocated: number;
  private room: number;
  /** Bit commands have written here: the inspector then offers its bits first. */
  hasBits = false;
  /** The first byte of the last change in place, for the inspector; -1 where there was none. */
  changedAt = -1;
  /** How many bits are set, once somebody has asked; -1 until then. */
  private knownOnes = -1;

  constructor(bytes: Uint8Array) {
    this.buffer = bytes;
    this.length = bytes.length;
    this.allocated = sdsBytes(bytes.length);
    const headerBytes = sdsHeaderBytes(bytes.length);
    // The smallest header has no place to note spare room.
    this.room = headerBytes === 1 ? bytes.length : this.allocated - headerBytes - 1;
  }

  /** Room for more bytes that Redis would have. */
  get spareBytes(): number {
    return this.room - this.length;
  }

  /** What Redis would have allocated, without the object header. */
  memoryBytes(): number {
    return this.allocated;
  }

  /** The bytes themselves, not a copy: valid until the next change. */
  view(start = 0, end: number = this.length): Uint8Array {
    return this.buffer.subarray(start, end);
  }

  clone(): RawString {
    const copy = new RawString(this.buffer.slice(0, this.length));
    copy.hasBits = this.hasBits;
    return copy;
  }

  /** The byte at `at`; zero beyond the end. */
  byteAt(at: number): number {
    return at < this.length ? (this.buffer[at] as number) : 0;
  }

  /** How many bits are set. All are counted once only: changes in place keep the figure up. */
  ones(): number {
    if (this.length <= COUNTED_AFRESH_BYTES) return countOnes(this.view());
    if (this.knownOnes < 0) this.knownOnes = countOnes(this.view());
    return this.knownOnes;
  }

  /** To be told, as -1, before bytes in [from, to) change through a view, and as 1 afterwards. */
  recount(from: number, to: number, sign: 1 | -1): void {
    if (this.knownOnes < 0) return;
    this.knownOnes += sign * countOnes(this.view(from, Math.min(to, this.length)));
  }

  /** Overwrites a byte that is there. */
  setByte(at: number, byte: number): void {
    if (this.knownOnes >= 0) {
      this.knownOnes += onesOfWord(byte) - onesOfWord(this.buffer[at] as number);
    }
    this.buffer[at] = byte;
    this.changedAt = at;
  }

  append(bytes: Bytes): void {
    const at = this.length;
    this.changedAt = at;
    this.grow(at + bytes.length);
    writeBytes(this.buffer, at, bytes);
    this.recount(at, this.length, 1);
  }

  /** Overwrites from `at`, padding with zero bytes up to it. */
  overwrite(at: number, bytes: Bytes): void {
    const end = at + bytes.length;
    this.changedAt = at;
    this.recount(at, end, -1);
    this.grow(Math.max(this.length, end));
    writeBytes(this.buffer, at, bytes);
    this.recount(at, end, 1);
  }

  /** Puts `inserted` in the place of `removed` bytes from `at` on. */
  splice(at: number, removed: number, inserted: readonly number[]): void {
    this.changedAt = at;
    this.knownOnes = -1;
    const before = this.length;
    const rest = Math.min(before, at + removed);
    const length = at + inserted.length + before - rest;
    if (this.room - before < SPLICE_ROOM) this.allocate(roomAhead(before + SPLICE_ROOM));
    if (length > before) this.grow(length);
    this.buffer.copyWithin(at + inserted.length, rest, before);
    this.buffer.set(inserted, at);
    // What lies behind the end is zero: growing relies on it.
    if (length < before) this.buffer.fill(0, length, before);
    this.length = length;
  }

  /** Becomes these bytes, which it keeps. */
  assign(bytes: Uint8Array): void {
    this.knownOnes = -1;
    this.buffer = bytes;
    this.length = bytes.length;
    this.allocate(bytes.length);
  }

  /** Pads with zero bytes up to `length`; never shorter than before. */
  padTo(length: number): void {
    if (length > this.length) this.grow(length);
  }

  private grow(length: number): void {
    // A string that is all new gets what it needs, one that grows room for more.
    if (length > this.room) this.allocate(this.length === 0 ? length : roomAhead(length));
    if (length > this.buffer.length) {
      const grown = new Uint8Array(roomAhead(length));
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.length = length;
  }

  private allocate(room: number): void {
    const headerBytes = Math.max(GROWING_HEADER_BYTES, sdsHeaderBytes(room));
    this.allocated = allocationBytes(headerBytes + room + 1);
    this.room = this.allocated - headerBytes - 1;
  }
}

/** What a growing string makes room for: as Redis's sds. */
const roomAhead = (length: number): number =>
  length < AHEAD_MAX ? length * 2 : length + AHEAD_MAX;

/** The shape SET gives these bytes. */
export function stringValueOf(bytes: Bytes): StringValue {
  if (bytes.length <= INT64_DIGITS_MAX) return parseCanonicalInt64(bytes) ?? bytes;
  return bytes.length <= INLINE_MAX ? bytes : new RawString(toUint8Array(bytes));
}

export function bytesOfString(value: StringValue): Bytes {
  if (typeof value === 'string') return value;
  if (value instanceof RawString) return bytesOf(value.view());
  return String(value);
}

export function lengthOfString(value: StringValue): number {
  if (typeof value === 'string' || value instanceof RawString) return value.length;
  return String(value).length;
}

/** The bytes, those of a `RawString` not copied: valid until its next change. */
export function viewOfString(value: StringValue): Uint8Array {
  return value instanceof RawString ? value.view() : toUint8Array(bytesOfString(value));
}

/** The byte at `at`; zero beyond the end. */
export function byteOfString(value: StringValue, at: number): number {
  if (value instanceof RawString) return value.byteAt(at);
  const bytes = bytesOfString(value);
  return at < bytes.length ? bytes.charCodeAt(at) : 0;
}

/** As a bulk reply takes it; large values are not decoded on the way. */
export function replyOfString(value: StringValue): Bytes | Uint8Array {
  if (typeof value === 'string') return value;
  if (value instanceof RawString) return value.view();
  return String(value);
}

/** The value as one that can be changed in place. */
export function mutableString(value: StringValue): RawString {
  return value instanceof RawString ? value : new RawString(toUint8Array(bytesOfString(value)));
}

export function encodingOfString(value: StringValue): 'int' | 'embstr' | 'raw' {
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  return typeof value === 'string' && value.length <= EMBSTR_MAX ? 'embstr' : 'raw';
}
