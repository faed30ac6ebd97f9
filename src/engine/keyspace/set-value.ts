/**
 * Sets: an intset while every member is an integer, a listpack while small (from 7.2 on), then a
 * hash table without values.
 *
 * When an encoding gives way follows Redis to the member, because OBJECT ENCODING shows it. The
 * commands never bring back a smaller encoding; only results of store commands are compacted.
 *
 * Invariant: `tableBytes` is the sum of the members' sds allocations while in a table, else 0.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import type { Random } from '../../base/ports.ts';
import {
  allocationBytes,
  DICT_BYTES,
  DICT_ENTRY_ALLOCATION,
  DICT_ENTRY_BYTES,
  dictAllocationBytes,
  POINTER_BYTES,
  sdsBytes,
} from '../../structures/allocation.ts';
import { Dict } from '../../structures/dict.ts';
import { Intset } from '../../structures/intset.ts';
import { Listpack } from '../../structures/listpack.ts';
import type { EncodingLimits } from './values.ts';

export type SetStructure =
  | { readonly kind: 'intset'; readonly intset: Intset }
  | { readonly kind: 'listpack'; readonly listpack: Listpack }
  | { readonly kind: 'table'; readonly dict: Dict<null>; readonly ttls?: null };

/** Buckets that Redis moves at each write of a rehashing set. */
const STEPS_PER_WRITE = 1;
/** Redis's own bound for what an intset may hold, whatever is configured. */
const INTSET_ENTRIES_MAX = 2 ** 30;

const intsetEntriesMax = (limits: EncodingLimits): number =>
  Math.min(limits.setMaxIntsetEntries, INTSET_ENTRIES_MAX);

export class SetValue {
  readonly type = 'set';
  /** What its database has counted for it. */
  chargedBytes = 0;
  private store: SetStructure;
  private tableBytes = 0;

  /** Owns `structure` from now on. */
  constructor(structure: SetStructure = { kind: 'intset', intset: new Intset() }) {
    this.store = structure;
    if (structure.kind === 'table') {
      for (const member of structure.dict.keys()) this.tableBytes += sdsBytes(member.length);
    }
  }

  /** An empty set as a command makes it that is about to add `sizeHint` members, `first` first. */
  static for(first: Bytes, sizeHint: number, limits: EncodingLimits): SetValue {
    const isInteger = parseCanonicalInt64(first) !== null;
    if (limits.version < 702) return isInteger ? new SetValue() : SetValue.table();
    if (isInteger && sizeHint <= limits.setMaxIntsetEntries) return new SetValue();
    return sizeHint <= limits.setMaxListpackEntries ? SetValue.listpack() : SetValue.table();
  }

  static listpack(): SetValue {
    return new SetValue({ kind: 'listpack', listpack: new Listpack() });
  }

  static table(): SetValue {
    return new SetValue({ kind: 'table', dict: new Dict() });
  }

  get encoding(): Bytes {
    return this.store.kind === 'table' ? 'hashtable' : this.store.kind;
  }

  get length(): number {
    const { store } = this;
    if (store.kind === 'table') return store.dict.size;
    return store.kind === 'intset' ? store.intset.length : store.listpack.length;
  }

  /** For looking only. */
  get structure(): SetStructure {
    return this.store;
  }

  // ---- reading ----

  has(member: Bytes): boolean {
    const { store } = this;
    if (store.kind === 'table') return store.dict.has(member);
    if (store.kind === 'listpack') return find(store.listpack, member) >= 0;
    const number = parseCanonicalInt64(member);
    return number !== null && store.intset.has(number);
  }

  /** All members, in the order of the structure. */
  members(): Bytes[] {
    const { store } = this;
    if (store.kind === 'listpack') return store.listpack.toArray();
    const { length } = this;
    const all = new Array<Bytes>(length);
    if (store.kind === 'table') for (let i = 0; i < length; i++) all[i] = store.dict.keyAt(i);
    else for (let i = 0; i < length; i++) all[i] = String(store.intset.at(i));
    return all;
  }

  /** The member at `i` in [0, length), in the order of the structure. */
  memberAt(i: number): Bytes {
    const { store } = this;
    if (store.kind === 'table') return store.dict.keyAt(i);
    if (store.kind === 'intset') return String(store.intset.at(i));
    return store.listpack.get(store.listpack.seek(i));
  }

  random(random: Random): Bytes {
    return this.memberAt(random.below(this.length));
  }

  // ---- changing ----

  /** False when `member` was there. */
  add(member: Bytes, limits: EncodingLimits): boolean {
    const { store } = this;
    if (store.kind === 'table') return this.addToTable(store.dict, member);
    if (store.kind === 'listpack') return this.addToListpack(store.listpack, member, limits);
    return this.addToIntset(store.intset, member, limits);
  }

  /** False when `member` was not there. */
  remove(member: Bytes): boolean {
    const { store } = this;
    if (store.kind === 'table') {
      if (!store.dict.delete(member)) return false;
      this.tableBytes -= sdsBytes(member.length);
      return true;
    }
    if (store.kind === 'listpack') {
      const p = find(store.listpack, member);
      if (p >= 0) store.listpack.delete(p);
      return p >= 0;
    }
    const number = parseCanonicalInt64(member);
    return number !== null && store.intset.remove(number);
  }

  /** Takes out a member chosen uniformly; the set must not be empty. */
  popRandom(random: Random): Bytes {
    const member = this.random(random);
    this.remove(member);
    return member;
  }

  /** `sizeHint` members are about to be added: from 7.2 on, too many make a table at once. */
  prepareFor(sizeHint: number, limits: EncodingLimits): void {
    if (limits.version < 702) return;
    const { kind } = this.store;
    const tooMany =
      (kind === 'listpack' && sizeHint > limits.setMaxListpackEntries) ||
      (kind === 'intset' && sizeHint > limits.setMaxIntsetEntries);
    if (tooMany) this.toTable();
  }

  /** Becomes an intset, if not too large for one. Every member must be an integer. */
  compactIntegers(limits: EncodingLimits): void {
    if (this.store.kind === 'intset' || this.length > intsetEntriesMax(limits)) return;
    const intset = new Intset();
    for (const member of this.members()) intset.add(parseCanonicalInt64(member) as number | bigint);
    this.store = { kind: 'intset', intset };
    this.tableBytes = 0;
  }

  clone(): SetValue {
    const { store } = this;
    if (store.kind === 'intset') {
      const intset = Intset.fromBytes(store.intset.toUint8Array()) as Intset;
      return new SetValue({ kind: 'intset', intset });
    }
    const copy = store.kind === 'listpack' ? SetValue.listpack() : SetValue.table();
    copy.absorb(store);
    return copy;
  }

  /** What Redis would have allocated, without the object header. In constant time. */
  memoryBytes(): number {
    const { store } = this;
    if (store.kind === 'intset') return allocationBytes(store.intset.sizeBytes);
    if (store.kind === 'listpack') return allocationBytes(store.listpack.sizeBytes);
    const { dict } = store;
    const table = dictAllocationBytes(dict, STEPS_PER_WRITE);
    return table + dict.size * DICT_ENTRY_ALLOCATION + this.tableBytes;
  }

  /** The same as MEMORY USAGE counts it, from `samples` members. */
  usageBytes(samples: number): number {
    const { store } = this;
    if (store.kind !== 'table') return this.memoryBytes();
    const { dict } = store;
    const { size } = dict;
    const looked = Math.min(samples, size);
    let measured = this.tableBytes;
    if (looked < size) {
      measured = 0;
      for (let i = 0; i < looked; i++) measured += sdsBytes(dict.keyAt(i).length);
    }
    const average = size === 0 ? 0 : measured / looked + DICT_ENTRY_BYTES;
    const slots = dict.bucketCount + dict.outgrownBuckets(STEPS_PER_WRITE);
    return DICT_BYTES + slots * POINTER_BYTES + Math.trunc(average * size);
  }

  /** The set itself, as a table where it is larger than its encoding may be. */
  within(limits: EncodingLimits): this {
    const { kind } = this.store;
    const most = kind === 'intset' ? intsetEntriesMax(limits) : limits.setMaxListpackEntries;
    if (kind !== 'table' && this.length > most) this.toTable();
    return this;
  }

  private absorb(other: SetStructure): void {
    const { store } = this;
    if (store.kind === 'listpack' && other.kind === 'listpack') {
      store.listpack.appendAll(other.listpack);
    } else if (store.kind === 'table' && other.kind === 'table') {
      store.dict.reserve(other.dict.size);
      for (const member of other.dict.keys()) this.addToTable(store.dict, member);
    }
  }

  private addToTable(dict: Dict<null>, member: Bytes): boolean {
    if (!dict.set(member, null)) return false;
    this.tableBytes += sdsBytes(member.length);
    return true;
  }

  private addToListpack(listpack: Listpack, member: Bytes, limits: EncodingLimits): boolean {
    if (find(listpack, member) >= 0) return false;
    const fits =
      listpack.length < limits.setMaxListpackEntries && member.length <= limits.setMaxListpackValue;
    if (!fits) return this.addToTable(this.toTable(), member);
    listpack.append(member);
    return true;
  }

  private addToIntset(intset: Intset, member: Bytes, limits: EncodingLimits): boolean {
    const number = parseCanonicalInt64(member);
    if (number !== null) {
      if (!intset.add(number)) return false;
      if (intset.length > intsetEntriesMax(limits)) this.toTable();
      return true;
    }
    if (fitsListpack(intset, member, limits)) this.toListpack().append(member);
    else this.addToTable(this.toTable(), member);
    return true;
  }

  private toListpack(): Listpack {
    const listpack = new Listpack();
    for (const member of this.members()) listpack.append(member);
    this.store = { kind: 'listpack', listpack };
    return listpack;
  }

  private toTable(): Dict<null> {
    const dict = new Dict<null>();
    dict.reserve(this.length + 1);
    for (const member of this.members()) this.addToTable(dict, member);
    this.store = { kind: 'table', dict };
    return dict;
  }
}

const find = (listpack: Listpack, member: Bytes): number =>
  listpack.find(member, listpack.first(), 0);

/** May a set of integers go on as a listpack when `member`, which is none, joins it? */
function fitsListpack(intset: Intset, member: Bytes, limits: EncodingLimits): boolean {
  if (limits.version < 702) return false;
  const { length } = intset;
  if (length >= limits.setMaxListpackEntries) return false;
  const longest =
    length === 0 ? 0 : Math.max(String(intset.at(0)).length, String(intset.at(length - 1)).length);
  return Math.max(longest, member.length) <= limits.setMaxListpackValue;
}
