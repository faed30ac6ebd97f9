/**
 * Reads the primitives of RDB (see rdb-writer.ts) from bytes that nobody vouches for.
 *
 * Anything that cannot be ends the reading with an `RdbError`, which says where. Lengths are
 * believed only as far as there are bytes for them, so that no payload can ask for memory it has
 * not brought.
 */
import { type Bytes, bytesOf, toUint8Array } from '../../base/bytes.ts';
import { lzfDecompress } from '../../structures/lzf.ts';
import { type U64, U64_MAX, u64 } from '../../structures/stream-id.ts';
import { ENCODED_INT8, ENCODED_INT16, ENCODED_INT32, ENCODED_LZF } from './rdb-types.ts';

/** What LZF can shrink a byte to at best: a run of 264 takes three. */
const LZF_RATIO_MAX = 264;

export const CUT_OFF = 'Unexpected EOF reading RDB file';
const MODULE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const MODULE_LETTERS = 9;

/** What is wrong, as redis-server says it where it would. */
export class RdbError extends Error {
  readonly offset: number;

  /** `offset` is named in the message unless the file as a whole is meant. */
  constructor(message: string, offset: number, isOfWhole = false) {
    super(isOfWhole ? message : `${message} at byte ${offset}`);
    this.offset = offset;
  }
}

/** A whole value, but without elements: files had some by a mistake of old versions. */
export class EmptyValueError extends RdbError {}

export class RdbReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at: number;
  private readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = start;
    this.end = end;
  }

  get offset(): number {
    return this.at;
  }

  get isAtEnd(): boolean {
    return this.at === this.end;
  }

  fail(message: string): never {
    throw new RdbError(message, this.at);
  }

  /** The file is too short as a whole. */
  cutOff(): never {
    throw new RdbError(CUT_OFF, this.bytes.length, true);
  }

  byte(): number {
    return this.bytes[this.take(1)] as number;
  }

  length(): number {
    const value = this.unsigned();
    return typeof value === 'number' ? value : this.fail('A length out of range');
  }

  /** Any number of 64 bits that is kept as a length; as in Redis the largest where there is none. */
  unsigned(): U64 {
    const first = this.byte();
    if (first < 0x40) return first;
    if (first < 0x80) return ((first & 0x3f) << 8) | this.byte();
    if (first === 0x80) return this.view.getUint32(this.take(4));
    if (first === 0x81) return u64(this.view.getBigUint64(this.take(8)));
    // Where no string is expected Redis takes the number of an encoding for a length.
    return first >= ENCODED_INT8 ? first & 0x3f : U64_MAX;
  }

  /** How many elements are promised: as many as there are bytes for, where it is more. */
  promised(bytesEach: number): number {
    return Math.min(this.length(), Math.floor((this.end - this.at) / bytesEach));
  }

  /** How many elements follow, each of at least `bytesEach` bytes. */
  count(bytesEach: number): number {
    const value = this.length();
    return value * bytesEach <= this.end - this.at ? value : this.fail('More elements than bytes');
  }

  /** How many elements follow, of which there must be one: no key holds an empty value. */
  elements(bytesEach: number): number {
    return this.count(bytesEach) || this.failAsEmpty();
  }

  failAsEmpty(): never {
    throw new EmptyValueError('A value without elements', this.at);
  }

  string(): Bytes {
    return this.integer() ?? bytesOf(this.stored());
  }

  /** A string as an array: a view of the input where it is kept as it is. */
  blob(): Uint8Array {
    const digits = this.integer();
    return digits === null ? this.stored() : toUint8Array(digits);
  }

  double(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  /** Unix milliseconds. */
  time(): number {
    return Number(this.view.getBigInt64(this.take(8), true));
  }

  /** Unix seconds in four bytes, signed: how files before Redis 2.6 keep expiries. */
  seconds(): number {
    return this.view.getInt32(this.take(4), true);
  }

  /** The name in the number of a module's type: nine letters of six bits, then ten bits of a version. */
  moduleName(): string {
    const id = BigInt(this.unsigned());
    let name = '';
    for (let i = 0; i < MODULE_LETTERS; i++) {
      name += MODULE_ALPHABET[Number((id >> BigInt(58 - 6 * i)) & 63n)];
    }
    return name;
  }

  raw(count: number): Uint8Array {
    const start = this.take(count);
    return this.bytes.subarray(start, start + count);
  }

  /** The digits of a string that is kept as an integer; null for another. */
  private integer(): Bytes | null {
    const { bytes, view } = this;
    switch (bytes[this.at]) {
      case ENCODED_INT8:
        return String(view.getInt8(this.take(2) + 1));
      case ENCODED_INT16:
        return String(view.getInt16(this.take(3) + 1, true));
      case ENCODED_INT32:
        return String(view.getInt32(this.take(5) + 1, true));
      default:
        return null;
    }
  }

  private stored(): Uint8Array {
    const first = this.bytes[this.at] ?? 0;
    if (first === ENCODED_LZF) return this.compressed();
    if (first > ENCODED_LZF) this.fail(`Unknown RDB string encoding type ${first & 0x3f}`);
    return this.raw(this.length());
  }

  private compressed(): Uint8Array {
    this.take(1);
    const packedBytes = this.length();
    const plainBytes = this.length();
    const start = this.take(packedBytes);
    if (plainBytes > packedBytes * LZF_RATIO_MAX) this.fail('Invalid LZF compressed string');
    // Redis takes liblzf's zero for success where nothing was to come out.
    if (plainBytes === 0) return new Uint8Array(0);
    const plain = lzfDecompress(this.bytes.subarray(start, start + packedBytes), plainBytes);
    return plain ?? this.fail('Invalid LZF compressed string');
  }

  /** Moves past `count` bytes, which must be there; answers with where they begin. */
  private take(count: number): number {
    const start = this.at;
    if (count > this.end - start) this.fail(CUT_OFF);
    this.at = start + count;
    return start;
  }
}
