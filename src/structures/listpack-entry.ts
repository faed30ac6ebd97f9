/**
 * One entry of a listpack: how a byte string or an integer is laid out (Redis 7's listpack.c).
 *
 *   entry    | header | data          | backlen |     payload = header + data
 *
 *   0xxxxxxx                            7-bit unsigned integer, no data
 *   10xxxxxx + n bytes                  string of up to 63 bytes, length in the header
 *   110xxxxx xxxxxxxx                   13-bit signed integer, big end first
 *   1110xxxx xxxxxxxx + n bytes         string of up to 4095 bytes
 *   F0 + u32le + n bytes                longer string
 *   F1 i16le   F2 i24le   F3 i32le   F4 i64le
 *   FF                                  end of the listpack
 *
 * The backlen repeats the payload size so that the entry can be left backwards: groups of seven
 * bits, big end first, every byte but the first marked with 0x80; read from its last byte.
 *
 * Invariant: a canonical int64 (base/int64.ts) is written as the smallest integer that holds it.
 */
import { type Bytes, bytesOf, writeBytes } from '../base/bytes.ts';

export const LISTPACK_END = 0xff;
const TWO_32 = 0x1_0000_0000;

export type ListpackEncoding =
  | '7bit-uint'
  | '6bit-str'
  | '13bit-int'
  | '12bit-str'
  | '16bit-int'
  | '24bit-int'
  | '32bit-int'
  | '64bit-int'
  | '32bit-str';

export interface ListpackEntryKind {
  encoding: ListpackEncoding;
  headerBytes: number;
  dataBytes: number;
  backlenBytes: number;
}

const at = (buf: Uint8Array, p: number): number => buf[p] as number;

/** How many bytes the backlen of a payload takes. 16383 takes three, as in Redis. */
export function backlenBytesOf(payload: number): number {
  if (payload <= 127) return 1;
  if (payload < 16383) return 2;
  if (payload < 2097151) return 3;
  return payload < 268435455 ? 4 : 5;
}

function writeBacklen(buf: Uint8Array, end: number, payload: number): void {
  const count = backlenBytesOf(payload);
  let rest = payload;
  for (let i = count - 1; i > 0; i--) {
    buf[end + i] = (rest & 127) | 128;
    rest >>>= 7;
  }
  buf[end] = rest;
}

/** The payload size told by the backlen that ends just before `p`; -1 when it runs over 5 bytes. */
export function backlenBefore(buf: Uint8Array, p: number): number {
  let size = 0;
  let unit = 1;
  for (let i = 1; i <= 5; i++) {
    const byte = at(buf, p - i);
    size += (byte & 127) * unit;
    if (byte < 128) return size;
    unit *= 128;
  }
  return -1;
}

/** Header + data of the entry at `p`; 0 when its header means nothing. */
export function payloadBytesAt(buf: Uint8Array, p: number): number {
  const head = at(buf, p);
  if (head < 0x80) return 1;
  if (head < 0xc0) return 1 + (head & 63);
  if (head < 0xe0) return 2;
  if (head < 0xf0) return 2 + (((head & 15) << 8) | at(buf, p + 1));
  if (head === 0xf0) return 5 + u32At(buf, p + 1);
  return head <= 0xf3 ? head - 0xf1 + 3 : head === 0xf4 ? 9 : 0;
}

/** The whole entry at `p`, backlen included. */
export function entryBytesAt(buf: Uint8Array, p: number): number {
  const head = at(buf, p);
  if (head < 0x80) return 2;
  if (head < 0xc0) return 2 + (head & 63);
  const payload = payloadBytesAt(buf, p);
  return payload + backlenBytesOf(payload);
}

/** Header + data that `v` will take, `n` being `parseCanonicalInt64(v)`. */
export function payloadBytesFor(v: Bytes, n: number | bigint | null): number {
  if (n === null) {
    const { length } = v;
    return length < 64 ? 1 + length : length < 4096 ? 2 + length : 5 + length;
  }
  if (typeof n === 'bigint') return 9;
  if (n >= 0 && n <= 127) return 1;
  if (n >= -4096 && n <= 4095) return 2;
  if (n >= -32768 && n <= 32767) return 3;
  if (n >= -8388608 && n <= 8388607) return 4;
  return n >= -2147483648 && n <= 2147483647 ? 5 : 9;
}

/** Writes the whole entry at `p`, where there must be room; `payload` is `payloadBytesFor`. */
export function writeEntry(
  buf: Uint8Array,
  p: number,
  v: Bytes,
  n: number | bigint | null,
  payload: number,
): void {
  if (n === null) writeString(buf, p, v);
  else writeInteger(buf, p, n, payload);
  writeBacklen(buf, p + payload, payload);
}

function writeString(buf: Uint8Array, p: number, v: Bytes): void {
  const { length } = v;
  let start = p + 1;
  if (length < 64) buf[p] = 0x80 | length;
  else if (length < 4096) {
    buf[p] = 0xe0 | (length >> 8);
    buf[p + 1] = length;
    start = p + 2;
  } else {
    buf[p] = 0xf0;
    writeU32(buf, p + 1, length);
    start = p + 5;
  }
  writeBytes(buf, start, v);
}

function writeInteger(buf: Uint8Array, p: number, n: number | bigint, payload: number): void {
  if (payload === 9) {
    buf[p] = 0xf4;
    if (typeof n === 'bigint') {
      writeU32(buf, p + 1, Number(BigInt.asUintN(32, n)));
      writeU32(buf, p + 5, Number(BigInt.asUintN(32, n >> 32n)));
    } else {
      const high = Math.floor(n / TWO_32);
      writeU32(buf, p + 1, n - high * TWO_32);
      writeU32(buf, p + 5, high);
    }
    return;
  }
  const value = n as number;
  if (payload === 1) buf[p] = value;
  else if (payload === 2) {
    buf[p] = 0xc0 | ((value >> 8) & 31);
    buf[p + 1] = value;
  } else {
    buf[p] = 0xf1 + payload - 3;
    for (let i = 1; i < payload; i++) buf[p + i] = value >> (8 * (i - 1));
  }
}

/** The integer stored at `p`: number when safe, else bigint; null for a string. */
export function integerAt(buf: Uint8Array, p: number): number | bigint | null {
  const head = at(buf, p);
  if (head < 0x80) return head;
  if (head < 0xc0) return null;
  if (head < 0xe0) return ((head << 27) >> 19) | at(buf, p + 1);
  if (head <= 0xf0) return null;
  if (head === 0xf1) return ((at(buf, p + 2) << 24) >> 16) | at(buf, p + 1);
  if (head === 0xf2) {
    return ((at(buf, p + 3) << 24) >> 8) | (at(buf, p + 2) << 8) | at(buf, p + 1);
  }
  const low = u32At(buf, p + 1);
  if (head === 0xf3) return low | 0;
  const high = u32At(buf, p + 5) | 0;
  const value = high * TWO_32 + low;
  if (Number.isSafeInteger(value)) return value;
  return (BigInt(high) << 32n) | BigInt(low);
}

/** Where the string data of the entry at `p` starts; -1 for an integer. */
export function stringStartAt(buf: Uint8Array, p: number): number {
  const head = at(buf, p);
  if (head < 0x80) return -1;
  if (head < 0xc0) return p + 1;
  if (head < 0xe0) return -1;
  return head < 0xf0 ? p + 2 : head === 0xf0 ? p + 5 : -1;
}

/** The element at `p` as a byte string. */
export function elementAt(buf: Uint8Array, p: number): Bytes {
  const start = stringStartAt(buf, p);
  if (start < 0) return String(integerAt(buf, p));
  return bytesOf(buf, start, p + payloadBytesAt(buf, p));
}

/** Does the entry at `p` hold `v`, whose `parseCanonicalInt64` is `n`? */
export function entryEquals(
  buf: Uint8Array,
  p: number,
  v: Bytes,
  n: number | bigint | null,
): boolean {
  const { length } = v;
  const head = at(buf, p);
  if (head >= 0x80 && head < 0xc0 && (head & 63) !== length) return false;
  const start = stringStartAt(buf, p);
  if (start < 0) return n !== null && integerAt(buf, p) === n;
  if (p + payloadBytesAt(buf, p) - start !== length) return false;
  for (let i = 0; i < length; i++) if (buf[start + i] !== v.charCodeAt(i)) return false;
  return true;
}

/** How the entry at `p` is encoded, for drawings. */
export function entryKindAt(buf: Uint8Array, p: number): ListpackEntryKind {
  const payload = payloadBytesAt(buf, p);
  const start = stringStartAt(buf, p);
  const headerBytes = start < 0 ? 1 : start - p;
  const dataBytes = payload - headerBytes;
  return {
    encoding: encodingOf(at(buf, p)),
    headerBytes,
    dataBytes,
    backlenBytes: backlenBytesOf(payload),
  };
}

const WIDE: readonly ListpackEncoding[] = [
  '32bit-str',
  '16bit-int',
  '24bit-int',
  '32bit-int',
  '64bit-int',
];

function encodingOf(head: number): ListpackEncoding {
  if (head < 0x80) return '7bit-uint';
  if (head < 0xc0) return '6bit-str';
  if (head < 0xe0) return '13bit-int';
  return head < 0xf0 ? '12bit-str' : (WIDE[head - 0xf0] ?? '64bit-int');
}

/**
 * The offset behind the entry at `p` when it is sound and ends before `end` (the end marker);
 * -1 otherwise. Reads nothing at or past `end`.
 */
export function checkedEntryEnd(buf: Uint8Array, p: number, end: number): number {
  const head = at(buf, p);
  const headerBytes = head < 0xc0 ? 1 : head < 0xf0 ? 2 : head === 0xf0 ? 5 : 1;
  if (p + headerBytes > end) return -1;
  const payload = payloadBytesAt(buf, p);
  if (payload === 0) return -1;
  const next = p + payload + backlenBytesOf(payload);
  return next <= end && backlenBefore(buf, next) === payload ? next : -1;
}

export function u32At(buf: Uint8Array, p: number): number {
  const low = at(buf, p) | (at(buf, p + 1) << 8) | (at(buf, p + 2) << 16);
  return low + at(buf, p + 3) * 0x1_00_00_00;
}

export function writeU32(buf: Uint8Array, p: number, v: number): void {
  buf[p] = v;
  buf[p + 1] = v >>> 8;
  buf[p + 2] = v >>> 16;
  buf[p + 3] = v >>> 24;
}
