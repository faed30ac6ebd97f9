/**
 * Intset: a sorted run of unique integers, all of one width, byte for byte as Redis keeps small
 * sets of integers.
 *
 *   | encoding u32le: 2, 4 or 8 | length u32le | i16 / i32 / i64, little end first, ascending |
 *
 * A member that needs more room than the width widens every member at once; being outside the
 * old range it then belongs at one of the ends. Widths never shrink again.
 *
 * 64-bit members lie as pairs of 32-bit words, low word first, and are compared word by word, so
 * that no bigint is made for members that a double holds exactly. Typed arrays of words have the
 * host's byte order: little end first on every host of JavaScript there is.
 *
 * Invariant: ascending and unique; members are `number` when safe, `bigint` otherwise.
 */
import { u32At, writeU32 } from './listpack-entry.ts';

export type IntsetWidth = 2 | 4 | 8;

const HEADER_BYTES = 8;
const TWO_32 = 0x1_0000_0000;
const CAPACITY = 8;

type Words = Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

function widthOf(v: number | bigint): IntsetWidth {
  if (typeof v === 'bigint') return 8;
  if (v >= -32768 && v <= 32767) return 2;
  return v >= -2147483648 && v <= 2147483647 ? 4 : 8;
}

/** Upper and lower 32 bits of a 64-bit integer. */
const highOf = (v: number | bigint): number =>
  typeof v === 'bigint' ? Number(BigInt.asIntN(32, v >> 32n)) : Math.floor(v / TWO_32);
const lowOf = (v: number | bigint): number =>
  typeof v === 'bigint' ? Number(BigInt.asUintN(32, v)) : v - Math.floor(v / TWO_32) * TWO_32;

function wordsFor(width: IntsetWidth, capacity: number): Words {
  if (width === 2) return new Int16Array(capacity);
  return new Int32Array(width === 4 ? capacity : capacity * 2);
}

export class Intset {
  private width: IntsetWidth = 2;
  private words: Words = new Int16Array(CAPACITY);
  private count = 0;
  private changedAt = -1;

  /** An intset over a copy of `b`; null unless it is sorted, unique and of the told size. */
  static fromBytes(b: Uint8Array): Intset | null {
    if (b.length < HEADER_BYTES) return null;
    const width = u32At(b, 0);
    const count = u32At(b, 4);
    if (width !== 2 && width !== 4 && width !== 8) return null;
    if (b.length !== HEADER_BYTES + count * width) return null;
    const set = new Intset();
    set.width = width;
    set.words = wordsFor(width, Math.max(count, CAPACITY));
    new Uint8Array(set.words.buffer).set(b.subarray(HEADER_BYTES));
    set.count = count;
    for (let i = 1; i < count; i++) if (set.at(i - 1) >= set.at(i)) return null;
    return set;
  }

  get length(): number {
    return this.count;
  }

  /** The index of the member added last, or that has taken a removed one's place; -1 without a change. */
  get recentIndex(): number {
    return Math.min(this.changedAt, this.count - 1);
  }

  get encodingBytes(): IntsetWidth {
    return this.width;
  }

  get sizeBytes(): number {
    return HEADER_BYTES + this.count * this.width;
  }

  /** The member at `i`, which must be in [0, length). */
  at(i: number): number | bigint {
    const { words } = this;
    if (this.width < 8) return words[i] as number;
    const low = (words[2 * i] as number) >>> 0;
    const high = words[2 * i + 1] as number;
    const value = high * TWO_32 + low;
    return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
  }

  has(v: number | bigint): boolean {
    return widthOf(v) <= this.width && this.search(v) >= 0;
  }

  /** False when `v` was there. */
  add(v: number | bigint): boolean {
    const width = widthOf(v);
    if (width > this.width) {
      this.widen(width);
      this.insertAt(v < 0 ? 0 : this.count, v);
      return true;
    }
    const found = this.search(v);
    if (found >= 0) return false;
    this.insertAt(~found, v);
    return true;
  }

  /** False when `v` was not there. */
  remove(v: number | bigint): boolean {
    if (widthOf(v) > this.width) return false;
    const found = this.search(v);
    if (found < 0) return false;
    const per = this.width === 8 ? 2 : 1;
    this.words.copyWithin(found * per, (found + 1) * per, this.count * per);
    this.count--;
    this.changedAt = found;
    return true;
  }

  /** Ascending. */
  forEach(visit: (v: number | bigint) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.at(i));
  }

  /** Redis's bytes, header included. */
  toUint8Array(): Uint8Array {
    const bytes = new Uint8Array(this.sizeBytes);
    writeU32(bytes, 0, this.width);
    writeU32(bytes, 4, this.count);
    bytes.set(new Uint8Array(this.words.buffer, 0, this.count * this.width), HEADER_BYTES);
    return bytes;
  }

  /** The index of `v`, or the complement (~) of where it belongs. */
  private search(v: number | bigint): number {
    if (this.width === 8) return this.searchWide(highOf(v), lowOf(v));
    const { words } = this;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const member = words[middle] as number;
      if (member === v) return middle;
      if (member < (v as number)) low = middle + 1;
      else high = middle;
    }
    return ~low;
  }

  private searchWide(upper: number, lower: number): number {
    const { words } = this;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const a = words[2 * middle + 1] as number;
      const b = (words[2 * middle] as number) >>> 0;
      if (a === upper && b === lower) return middle;
      if (a < upper || (a === upper && b < lower)) low = middle + 1;
      else high = middle;
    }
    return ~low;
  }

  private insertAt(i: number, v: number | bigint): void {
    const per = this.width === 8 ? 2 : 1;
    if ((this.count + 1) * per > this.words.length) {
      const wider = wordsFor(this.width, this.count * 2);
      wider.set(this.words);
      this.words = wider;
    }
    const { words, count } = this;
    if (i < count) words.copyWithin((i + 1) * per, i * per, count * per);
    if (per === 2) {
      words[2 * i] = lowOf(v);
      words[2 * i + 1] = highOf(v);
    } else words[i] = v as number;
    this.changedAt = i;
    this.count++;
  }

  private widen(width: IntsetWidth): void {
    const words = wordsFor(width, Math.max(CAPACITY, this.count + 1));
    for (let i = 0; i < this.count; i++) {
      const v = this.words[i] as number;
      if (width === 8) {
        words[2 * i] = v;
        words[2 * i + 1] = v < 0 ? -1 : 0;
      } else words[i] = v;
    }
    this.words = words;
    this.width = width;
  }
}
