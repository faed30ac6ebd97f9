/**
 * Listpack: many small elements in one run of bytes, byte for byte as Redis 7 keeps them (S.
 * Sanfilippo's listpack). Small hashes, sorted sets, sets and the nodes of lists and streams are
 * listpacks; a DUMP or RDB file carries these very bytes.
 *
 *   | total u32le | count u16le | entry | entry | ... | FF |
 *   0             4             6                       total - 1
 *
 * An element is named by the offset `p` of its entry; offsets are stale after any change. `count`
 * on the wire is 65535 when there are that many or more ("unknown, walk it"); here the true
 * count is kept beside the bytes. The buffer has spare room behind the end marker.
 *
 * Invariants: total and count are always written; every offset handed out is an entry's start.
 */
import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { parseCanonicalInt64 } from '../base/int64.ts';
import {
  backlenBefore,
  backlenBytesOf,
  checkedEntryEnd,
  elementAt,
  entryBytesAt,
  entryEquals,
  entryKindAt,
  integerAt,
  LISTPACK_END,
  type ListpackEntryKind,
  payloadBytesFor,
  u32At,
  writeEntry,
  writeU32,
} from './listpack-entry.ts';

const HEADER_BYTES = 6;
/** Header and end marker: what an empty listpack takes. */
export const LISTPACK_EMPTY_BYTES = HEADER_BYTES + 1;
const COUNT_UNKNOWN = 65535;
/** V8 keeps typed arrays of up to 64 bytes on its heap, which makes small listpacks cheap. */
const CAPACITY_BYTES = 64;

export class Listpack {
  private buf: Uint8Array;
  private total = LISTPACK_EMPTY_BYTES;
  private count = 0;
  /** Where the last change was made; -1 where there was none. */
  private changedAt = -1;

  constructor(capacityBytes: number = CAPACITY_BYTES) {
    this.buf = new Uint8Array(Math.max(capacityBytes, LISTPACK_EMPTY_BYTES));
    this.buf[HEADER_BYTES] = LISTPACK_END;
    this.writeHeader();
  }

  /**
   * A listpack over a copy of `b`; null when any byte of its structure is wrong. In a stream's node
   * Redis does not look at the count.
   */
  static fromBytes(b: Uint8Array, countMatters = true): Listpack | null {
    if (b.length < LISTPACK_EMPTY_BYTES || u32At(b, 0) !== b.length) return null;
    const end = b.length - 1;
    if (b[end] !== LISTPACK_END) return null;
    let count = 0;
    for (let p = HEADER_BYTES; p !== end; count++) {
      p = checkedEntryEnd(b, p, end);
      if (p < 0) return null;
    }
    const told = (b[4] as number) | ((b[5] as number) << 8);
    if (countMatters && told !== COUNT_UNKNOWN && told !== count) return null;
    const listpack = new Listpack(b.length);
    listpack.buf.set(b);
    listpack.total = b.length;
    listpack.count = count;
    listpack.writeHeader();
    return listpack;
  }

  /** The bytes that an entry for `v` will take. */
  static entrySizeOf(v: Bytes): number {
    const payload = payloadBytesFor(v, parseCanonicalInt64(v));
    return payload + backlenBytesOf(payload);
  }

  get sizeBytes(): number {
    return this.total;
  }

  get length(): number {
    return this.count;
  }

  // ---- walking: offsets, or -1 where there is no such entry ----

  first(): number {
    return this.count === 0 ? -1 : HEADER_BYTES;
  }

  last(): number {
    return this.prev(this.total - 1);
  }

  next(p: number): number {
    const after = p + entryBytesAt(this.buf, p);
    return after === this.total - 1 ? -1 : after;
  }

  prev(p: number): number {
    if (p === HEADER_BYTES) return -1;
    const payload = backlenBefore(this.buf, p);
    return p - payload - backlenBytesOf(payload);
  }

  /** The entry at `index`, negative from the tail; walks from the nearer end. */
  seek(index: number): number {
    const { count } = this;
    const at = index < 0 ? count + index : index;
    if (at < 0 || at >= count) return -1;
    if (at <= count >> 1) {
      let p = HEADER_BYTES;
      for (let i = at; i > 0; i--) p += entryBytesAt(this.buf, p);
      return p;
    }
    let p = this.last();
    for (let i = count - 1; i > at; i--) p = this.prev(p);
    return p;
  }

  /**
   * The index of the entry that was added or changed last, or that has taken a deleted one's place;
   * -1 where nothing was changed. For drawings: it walks there.
   */
  get recentIndex(): number {
    const { changedAt } = this;
    if (changedAt < 0) return -1;
    let index = 0;
    for (let p = this.first(); p >= 0 && p < changedAt; p = this.next(p)) index++;
    return Math.min(index, this.count - 1);
  }

  // ---- reading ----

  get(p: number): Bytes {
    return elementAt(this.buf, p);
  }

  /** Compares without making a string of the entry. */
  equals(p: number, v: Bytes): boolean {
    return entryEquals(this.buf, p, v, parseCanonicalInt64(v));
  }

  /** The element when it is stored as an integer; null for a string. */
  numberAt(p: number): number | bigint | null {
    return integerAt(this.buf, p);
  }

  entryKind(p: number): ListpackEntryKind {
    return entryKindAt(this.buf, p);
  }

  /**
   * The first entry equal to `v`, comparing `from` and then every (skip + 1)th entry; -1 when
   * none is. `from` may be -1 (an empty listpack's `first()`).
   */
  find(v: Bytes, from: number, skip: number): number {
    const { buf } = this;
    const end = this.total - 1;
    const n = parseCanonicalInt64(v);
    let p = from;
    while (p >= 0 && p < end) {
      if (entryEquals(buf, p, v, n)) return p;
      p += entryBytesAt(buf, p);
      for (let i = skip; i > 0 && p < end; i--) p += entryBytesAt(buf, p);
    }
    return -1;
  }

  forEach(visit: (bytes: Bytes, p: number) => void): void {
    const end = this.total - 1;
    for (let p = HEADER_BYTES; p < end; p += entryBytesAt(this.buf, p)) visit(this.get(p), p);
  }

  toArray(): Bytes[] {
    const all: Bytes[] = [];
    this.forEach((bytes) => {
      all.push(bytes);
    });
    return all;
  }

  /** An exact copy of the bytes. */
  toUint8Array(): Uint8Array {
    return this.buf.slice(0, this.total);
  }

  // ---- changing: every offset taken before is stale afterwards ----

  append(v: Bytes): void {
    this.insertAt(this.total - 1, v);
  }

  prepend(v: Bytes): void {
    this.insertAt(HEADER_BYTES, v);
  }

  /** Appends an int64 without making a string of it. */
  appendInteger(n: number | bigint): void {
    this.insertParsed(this.total - 1, '', n);
  }

  /** Returns the offset of the new entry. */
  insertBefore(p: number, v: Bytes): number {
    return this.insertAt(p, v);
  }

  /** Returns the offset of the new entry. */
  insertAfter(p: number, v: Bytes): number {
    return this.insertAt(p + entryBytesAt(this.buf, p), v);
  }

  /** Returns the offset of the entry, which stays `p`. */
  replace(p: number, v: Bytes): number {
    return this.replaceParsed(p, v, parseCanonicalInt64(v));
  }

  /** `replace` by an int64, without making a string of it. */
  replaceInteger(p: number, n: number | bigint): number {
    return this.replaceParsed(p, '', n);
  }

  /** Deletes up to `count` entries from `p` on; the offset of the entry behind them, or -1. */
  delete(p: number, count = 1): number {
    const end = this.total - 1;
    let stop = p;
    let deleted = 0;
    for (; deleted < count && stop < end; deleted++) stop += entryBytesAt(this.buf, stop);
    this.resizeGap(p, stop - p, 0);
    this.changedAt = p;
    this.count -= deleted;
    this.writeHeader();
    return p === this.total - 1 ? -1 : p;
  }

  /** Gives spare room back: nothing more is going to be added. */
  shrinkToFit(): void {
    if (this.buf.length > this.total) this.buf = this.buf.slice(0, this.total);
  }

  clear(): void {
    this.buf = new Uint8Array(CAPACITY_BYTES);
    this.total = LISTPACK_EMPTY_BYTES;
    this.count = 0;
    this.changedAt = -1;
    this.buf[HEADER_BYTES] = LISTPACK_END;
    this.writeHeader();
  }

  /** Appends every entry of `other` as it is: one copy of bytes. */
  appendAll(other: Listpack): void {
    const end = this.total - 1;
    const added = other.total - LISTPACK_EMPTY_BYTES;
    this.resizeGap(end, 0, added);
    this.buf.set(other.buf.subarray(HEADER_BYTES, HEADER_BYTES + added), end);
    this.changedAt = end;
    this.count += other.count;
    this.writeHeader();
  }

  private replaceParsed(p: number, v: Bytes, n: number | bigint | null): number {
    const payload = payloadBytesFor(v, n);
    this.resizeGap(p, entryBytesAt(this.buf, p), payload + backlenBytesOf(payload));
    writeEntry(this.buf, p, v, n, payload);
    this.changedAt = p;
    this.writeHeader();
    return p;
  }

  private insertAt(p: number, v: Bytes): number {
    return this.insertParsed(p, v, parseCanonicalInt64(v));
  }

  /** `n` is what `v` spells as an integer; where it spells one `v` is not looked at. */
  private insertParsed(p: number, v: Bytes, n: number | bigint | null): number {
    const payload = payloadBytesFor(v, n);
    this.resizeGap(p, 0, payload + backlenBytesOf(payload));
    writeEntry(this.buf, p, v, n, payload);
    this.changedAt = p;
    this.count++;
    this.writeHeader();
    return p;
  }

  /** Makes the `before` bytes at `p` take `after` bytes, moving what follows. */
  private resizeGap(p: number, before: number, after: number): void {
    const { buf, total } = this;
    assert(p >= HEADER_BYTES && p + before < total, 'a listpack changes inside its entries only');
    const grown = total + after - before;
    this.total = grown;
    if (grown > buf.length) {
      const wider = new Uint8Array(Math.max(grown, buf.length * 2));
      wider.set(buf.subarray(0, p));
      wider.set(buf.subarray(p + before, total), p + after);
      this.buf = wider;
    } else if (p + before === total - 1) buf[grown - 1] = LISTPACK_END;
    else if (before !== after) buf.copyWithin(p + after, p + before, total);
  }

  private writeHeader(): void {
    const { buf, count } = this;
    const told = count < COUNT_UNKNOWN ? count : COUNT_UNKNOWN;
    writeU32(buf, 0, this.total);
    buf[4] = told;
    buf[5] = told >>> 8;
  }
}
