/**
 * Lays down the primitives of RDB: lengths, strings, doubles, times, as Redis's rdb.c does.
 *
 * Lengths take 1, 2, 5 or 9 bytes, told by the first two bits. A string that spells a 32-bit
 * integer is kept as that integer; one of more than 20 bytes is LZF-compressed where that helps.
 * The bytes of a value are therefore the very ones a redis-server of the same version writes.
 */
import { type Bytes, bytesOf, toUint8Array, writeBytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { lzfCompress } from '../../structures/lzf.ts';
import { ENCODED_INT8, ENCODED_INT16, ENCODED_INT32, ENCODED_LZF } from './rdb-types.ts';

const CAPACITY_BYTES = 256;
/** Longest spelling of a 32-bit integer. */
const INT32_DIGITS_MAX = 11;
const COMPRESS_ABOVE_BYTES = 20;

export class RdbWriter {
  private bytes = new Uint8Array(CAPACITY_BYTES);
  private size = 0;
  private readonly compresses: boolean;

  /** `compresses` is the directive rdbcompression. */
  constructor(compresses: boolean) {
    this.compresses = compresses;
  }

  get sizeBytes(): number {
    return this.size;
  }

  /** What has been written: a view, valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.size);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.size++] = value;
  }

  length(value: number | bigint): void {
    if (value < 64) this.byte(Number(value));
    else if (value < 16384) {
      this.byte(0x40 | (Number(value) >> 8));
      this.byte(Number(value) & 0xff);
    } else if (value <= 0xffffffff) {
      this.byte(0x80);
      this.dataView(4).setUint32(0, Number(value));
    } else {
      this.byte(0x81);
      this.dataView(8).setBigUint64(0, BigInt(value));
    }
  }

  string(value: Bytes | Uint8Array): void {
    const { length } = value;
    if (length <= INT32_DIGITS_MAX) {
      if (this.integer(typeof value === 'string' ? value : bytesOf(value))) return;
    }
    if (this.compresses && length > COMPRESS_ABOVE_BYTES) {
      const plain = typeof value === 'string' ? toUint8Array(value) : value;
      const packed = lzfCompress(plain);
      if (packed) {
        this.byte(ENCODED_LZF);
        this.length(packed.length);
        this.length(length);
        this.raw(packed);
        return;
      }
    }
    this.length(length);
    if (typeof value === 'string') {
      this.reserve(length);
      this.size += writeBytes(this.bytes, this.size, value);
    } else this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.size);
    this.size += value.length;
  }

  /** Eight bytes, little end first. */
  double(value: number): void {
    this.dataView(8).setFloat64(0, value, true);
  }

  /** Unix milliseconds, eight bytes, little end first. */
  time(value: number): void {
    this.dataView(8).setBigInt64(0, BigInt(value), true);
  }

  /** Writes the string as an integer, if it is one of 32 bits. */
  private integer(text: Bytes): boolean {
    const value = parseCanonicalInt64(text);
    if (typeof value !== 'number' || value !== (value | 0)) return false;
    if (value === (value << 24) >> 24) {
      this.byte(ENCODED_INT8);
      this.byte(value & 0xff);
    } else if (value === (value << 16) >> 16) {
      this.byte(ENCODED_INT16);
      this.dataView(2).setInt16(0, value, true);
    } else {
      this.byte(ENCODED_INT32);
      this.dataView(4).setInt32(0, value, true);
    }
    return true;
  }

  /** The next `count` bytes, to be filled at once. */
  private dataView(count: number): DataView {
    this.reserve(count);
    const view = new DataView(this.bytes.buffer, this.size, count);
    this.size += count;
    return view;
  }

  private reserve(count: number): void {
    const needed = this.size + count;
    if (needed <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    wider.set(this.view());
    this.bytes = wider;
  }
}
