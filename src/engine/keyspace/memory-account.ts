/**
 * A database's account of memory: what its names and values take, kept to the byte at every change
 * so that used_memory costs nothing to ask.
 *
 * Values that never change are computed when they come and when they go. The others know their size
 * in constant time and remember what they were last charged with. They are settled when a change is
 * told (Database.modified), and the one that was last fetched to be changed before anybody asks: not
 * every change of encoding is told. Hash tables are not in here: they follow from the number of
 * entries.
 *
 * Invariant, once a command has ended: the account is the sum of all names' and values' sizes.
 */
import type { Bytes } from '../../base/bytes.ts';
import { allocationBytes, sdsBytes } from '../../structures/allocation.ts';
import { lengthOfString } from './string-value.ts';
import type { Value } from './values.ts';

/** Redis's object header. */
export const OBJECT_BYTES = 16;
const EMBSTR_HEADER_BYTES = OBJECT_BYTES + 3;
const EMBSTR_MAX = 44;
/** Redis has one object for each of the integers below this, and keys share it. */
const SHARED_INTEGERS = 10_000;

const isShared = (value: Value): boolean =>
  typeof value === 'number' && value >= 0 && value < SHARED_INTEGERS;

/** The value as allocated, with its object header; an integer as if it were not shared. */
export function valueBytes(value: Value): number {
  if (typeof value === 'object') return OBJECT_BYTES + value.memoryBytes();
  if (typeof value !== 'string') return OBJECT_BYTES;
  return value.length <= EMBSTR_MAX
    ? allocationBytes(EMBSTR_HEADER_BYTES + value.length + 1)
    : OBJECT_BYTES + sdsBytes(lengthOfString(value));
}

export class MemoryAccount {
  private bytes = 0;
  private shared = 0;
  /** Fetched last to be changed, and perhaps changed since. */
  private touched: Value | null = null;

  /** Names and values. Integers are shared but under policies that need a clock for each. */
  dataBytes(sharesIntegers: boolean): number {
    if (this.touched !== null) this.settle(this.touched);
    return sharesIntegers ? this.bytes - this.shared * OBJECT_BYTES : this.bytes;
  }

  add(key: Bytes, value: Value): void {
    this.bytes += sdsBytes(key.length) + this.charge(value);
    this.touch(value);
  }

  /** The value is about to be changed. */
  touch(value: Value): void {
    if (typeof value !== 'object' || this.touched === value) return;
    if (this.touched !== null) this.settle(this.touched);
    this.touched = value;
  }

  remove(key: Bytes, value: Value): void {
    this.bytes -= sdsBytes(key.length) + this.discharge(value);
  }

  replace(before: Value, after: Value): void {
    // In this order: they may be the same value, changed.
    const gone = this.discharge(before);
    this.bytes += this.charge(after) - gone;
  }

  /** A value that has been changed in place. */
  settle(value: Value): void {
    if (typeof value !== 'object') return;
    const bytes = OBJECT_BYTES + value.memoryBytes();
    this.bytes += bytes - value.chargedBytes;
    value.chargedBytes = bytes;
  }

  private charge(value: Value): number {
    const bytes = valueBytes(value);
    if (typeof value === 'object') value.chargedBytes = bytes;
    else if (isShared(value)) this.shared++;
    return bytes;
  }

  private discharge(value: Value): number {
    if (typeof value === 'object') {
      if (this.touched === value) this.touched = null;
      return value.chargedBytes;
    }
    if (isShared(value)) this.shared--;
    return valueBytes(value);
  }
}
