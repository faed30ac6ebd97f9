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

export type StringValue = number | bigint | Bytes | RawString;

const EMBSTR_MAX = 44;
/** Longest decimal form of an int64: what is longer is never tried as an integer. */
const INT64_DIGITS_MAX = 20;
const INLINE_MAX = 1024;

/** A byte string that can grow in place. */
export class RawString {
  private buffer: Uint8Array;
  length: number;

  constructor(bytes: Uint8Array) {
    this.buffer = bytes;
    this.length = bytes.length;
  }

  get capacityBytes(): number {
    return this.buffer.length;
  }

  /** The bytes themselves, not a copy: valid until the next change. */
  view(start = 0, end: number = this.length): Uint8Array {
    return this.buffer.subarray(start, end);
  }

  append(bytes: Bytes): void {
    const at = this.length;
    this.grow(at + bytes.length);
    writeBytes(this.buffer, at, bytes);
  }

  /** Overwrites from `at`, padding with zero bytes up to it. */
  overwrite(at: number, bytes: Bytes): void {
    this.grow(Math.max(this.length, at + bytes.length));
    writeBytes(this.buffer, at, bytes);
  }

  private grow(length: number): void {
    if (length > this.buffer.length) {
      const grown = new Uint8Array(length < 1024 * 1024 ? length * 2 : length + 1024 * 1024);
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.length = length;
  }
}

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
