/**
 * Hashes: a listpack of field, value pairs while small, then a hash table; and, from 7.4 on, fields
 * that expire.
 *
 *   listpack    | field | value | field | value | ...
 *   listpackex  | field | value | expiry | ...      soonest expiry first, 0 (never) last
 *   table       field -> value, beside it the fields that expire in order of expiry
 *
 * A hash learns to expire when it is first asked to, and never forgets. Fields whose time has
 * passed stay until `expireFields` takes them: whoever reads for a client calls it before
 * (hash-field-expiry.ts), so that nobody meets an expired field.
 *
 * Invariants: `nextExpiryMs` is the soonest expiry, Infinity without one; `tableBytes` is the sum
 * of all sds allocations while in a table, else 0; a conversion to a table is final.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
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
import { Listpack } from '../../structures/listpack.ts';
import { OrderedSet } from '../../structures/ordered-set.ts';
import type { EncodingLimits } from './values.ts';

export type HashStructure =
  /** With `timed`, triples instead of pairs. */
  | { readonly kind: 'listpack'; readonly listpack: Listpack; readonly timed: boolean }
  | { readonly kind: 'table'; readonly dict: Dict<Bytes>; readonly ttls: Dict<number> | null };

interface ListpackStore {
  readonly kind: 'listpack';
  readonly listpack: Listpack;
  readonly timed: boolean;
}
interface TableStore {
  readonly kind: 'table';
  readonly dict: Dict<Bytes>;
  /** field -> expiry, ordered by expiry; null until a field is first given one. */
  expiries: OrderedSet | null;
}

/** Buckets that Redis moves at each write of a rehashing hash: it looks the field up, then adds it. */
const STEPS_PER_WRITE = 2;
/** What Redis 7.4 keeps beside a timed listpack, and beside each field that expires. */
const TIMED_LISTPACK_BYTES = 40;
const FIELD_EXPIRY_BYTES = 16;
/** In a timed listpack: the field never expires. */
const NEVER = '0';

const strideOf = ({ timed }: ListpackStore): number => (timed ? 3 : 2);

export class HashValue {
  readonly type = 'hash';
  /** Unix milliseconds. Compare with the time before reading: see `expireFields`. */
  nextExpiryMs: UnixMs = Infinity;
  /** What its database has counted for it. */
  chargedBytes = 0;
  private store: ListpackStore | TableStore = newListpack(false);
  private tableBytes = 0;

  /** A hash over a listpack of pairs, or triples with `timed`, which it owns from now on. */
  static fromListpack(listpack: Listpack, timed: boolean): HashValue {
    const hash = new HashValue();
    const store: ListpackStore = { kind: 'listpack', listpack, timed };
    hash.store = store;
    hash.nextExpiryMs = soonest(store);
    return hash;
  }

  get encoding(): Bytes {
    const { store } = this;
    if (store.kind === 'table') return 'hashtable';
    return store.timed ? 'listpackex' : 'listpack';
  }

  /** Expired fields count until they are taken. */
  get length(): number {
    const { store } = this;
    return store.kind === 'table' ? store.dict.size : store.listpack.length / strideOf(store);
  }

  /** For looking only. */
  get structure(): HashStructure {
    const { store } = this;
    if (store.kind === 'listpack') return store;
    return { kind: 'table', dict: store.dict, ttls: store.expiries?.index ?? null };
  }

  // ---- reading ----

  /** With `nowMs`, for a look that must change nothing, expired fields are passed over. */
  get(field: Bytes, nowMs?: UnixMs): Bytes | undefined {
    const { store } = this;
    if (nowMs !== undefined && this.nextExpiryMs < nowMs) {
      if ((this.expiresAt(field) ?? Infinity) < nowMs) return undefined;
    }
    if (store.kind === 'table') return store.dict.get(field);
    const p = findField(store, field);
    return p < 0 ? undefined : store.listpack.get(store.listpack.next(p));
  }

  has(field: Bytes): boolean {
    const { store } = this;
    return store.kind === 'table' ? store.dict.has(field) : findField(store, field) >= 0;
  }

  /** In the order of the structure. `visit` must not change the hash. */
  forEach(visit: (field: Bytes, value: Bytes) => void): void {
    const { store } = this;
    if (store.kind === 'table') {
      const { dict } = store;
      for (let i = 0; i < dict.size; i++) visit(dict.keyAt(i), dict.valueAt(i));
      return;
    }
    const { listpack, timed } = store;
    for (let p = listpack.first(); p >= 0; ) {
      const valueAt = listpack.next(p);
      visit(listpack.get(p), listpack.get(valueAt));
      p = listpack.next(timed ? listpack.next(valueAt) : valueAt);
    }
  }

  /** Field and value number `i` in [0, length), in the order of the structure. */
  entryAt(i: number): readonly [field: Bytes, value: Bytes] {
    const { store } = this;
    if (store.kind === 'table') return [store.dict.keyAt(i), store.dict.valueAt(i)];
    const { listpack } = store;
    const p = listpack.seek(i * strideOf(store));
    return [listpack.get(p), listpack.get(listpack.next(p))];
  }

  // ---- changing ----

  /** `count` fields are about to be set: from 7.2 on, too many make a table at once. */
  prepareFor(count: number, limits: EncodingLimits): void {
    if (this.store.kind === 'listpack' && limits.version >= 702) {
      if (count > limits.hashMaxListpackEntries) this.toTable();
    }
  }

  /** Sets a field; its expiry goes unless `keepExpiry`. True when the field is new. */
  set(field: Bytes, value: Bytes, limits: EncodingLimits, keepExpiry = false): boolean {
    const { store } = this;
    if (store.kind === 'table') return this.setInTable(store, field, value, keepExpiry);
    const { hashMaxListpackValue: max } = limits;
    if (field.length > max || value.length > max) {
      return this.setInTable(this.toTable(), field, value, keepExpiry);
    }
    const p = findField(store, field);
    if (p >= 0) {
      this.replaceInListpack(store, p, value, keepExpiry);
      return false;
    }
    const { listpack, timed } = store;
    listpack.append(field);
    listpack.append(value);
    if (timed) listpack.append(NEVER);
    if (this.length > limits.hashMaxListpackEntries) this.toTable();
    return true;
  }

  delete(field: Bytes): boolean {
    const { store } = this;
    if (store.kind === 'table') return this.deleteFromTable(store, field);
    const p = findField(store, field);
    if (p < 0) return false;
    store.listpack.delete(p, strideOf(store));
    if (store.timed) this.nextExpiryMs = soonest(store);
    return true;
  }

  // ---- expiry of fields ----

  /** The field's expiry; null where it has none or does not exist. */
  expiresAt(field: Bytes): UnixMs | null {
    const { store } = this;
    if (store.kind === 'table') return store.expiries?.score(field) ?? null;
    if (!store.timed) return null;
    const p = findField(store, field);
    return p < 0 ? null : expiryOf(store.listpack, p);
  }

  /** From now on the encoding has room for expiries, whether or not a field gets one. */
  allowExpiry(): void {
    const { store } = this;
    if (store.kind === 'listpack') this.toTimed(store);
    else store.expiries ??= new OrderedSet();
  }

  /** Gives an existing field an expiry, or takes it away with null. */
  setExpiry(field: Bytes, atMs: UnixMs | null): void {
    this.allowExpiry();
    const { store } = this;
    if (store.kind === 'table') {
      if (atMs === null) store.expiries?.remove(field);
      else store.expiries?.add(field, atMs);
      this.nextExpiryMs = soonest(store);
      return;
    }
    const p = findField(store, field);
    if (p >= 0) this.moveInListpack(store, p, atMs);
  }

  /** Every field that expires, soonest first. */
  expiries(): (readonly [field: Bytes, atMs: UnixMs])[] {
    const { store } = this;
    const found: (readonly [Bytes, UnixMs])[] = [];
    if (store.kind === 'table') {
      store.expiries?.forEach((field, atMs) => {
        found.push([field, atMs]);
      });
    } else if (store.timed) {
      const { listpack } = store;
      for (let p = listpack.first(); p >= 0; p = nextTriple(listpack, p)) {
        const atMs = expiryOf(listpack, p);
        if (atMs === null) break;
        found.push([listpack.get(p), atMs]);
      }
    }
    return found;
  }

  /** Takes out up to `max` fields whose time has passed, soonest first, and names them. */
  expireFields(nowMs: UnixMs, max: number): Bytes[] {
    const expired: Bytes[] = [];
    while (this.nextExpiryMs < nowMs && expired.length < max) {
      const field = this.soonestField();
      this.delete(field);
      expired.push(field);
    }
    return expired;
  }

  clone(): HashValue {
    const { store } = this;
    if (store.kind === 'listpack') {
      const listpack = new Listpack(store.listpack.sizeBytes);
      listpack.appendAll(store.listpack);
      return HashValue.fromListpack(listpack, store.timed);
    }
    const copy = new HashValue();
    const table = copy.toTable();
    table.dict.reserve(store.dict.size);
    store.dict.forEach((value, field) => {
      table.dict.insert(field, value);
    });
    if (store.expiries) {
      const expiries = new OrderedSet();
      store.expiries.forEach((field, atMs) => {
        expiries.add(field, atMs);
      });
      table.expiries = expiries;
    }
    copy.tableBytes = this.tableBytes;
    copy.nextExpiryMs = this.nextExpiryMs;
    return copy;
  }

  /** What Redis would have allocated, without the object header. In constant time. */
  memoryBytes(): number {
    const { store } = this;
    if (store.kind === 'listpack') {
      const listpackBytes = allocationBytes(store.listpack.sizeBytes);
      return store.timed ? TIMED_LISTPACK_BYTES + listpackBytes : listpackBytes;
    }
    const { dict } = store;
    const table = dictAllocationBytes(dict, STEPS_PER_WRITE);
    const entries = dict.size * DICT_ENTRY_ALLOCATION + this.tableBytes;
    return table + entries + expiryBytes(store);
  }

  /** The same as MEMORY USAGE counts it, from `samples` fields. */
  usageBytes(samples: number): number {
    const { store } = this;
    if (store.kind === 'listpack') return this.memoryBytes();
    const { dict } = store;
    const { size } = dict;
    const looked = Math.min(samples, size);
    let measured = this.tableBytes;
    if (looked < size) {
      measured = 0;
      for (let i = 0; i < looked; i++) measured += entryBytes(dict.keyAt(i), dict.valueAt(i));
    }
    const average = size === 0 ? 0 : measured / looked + DICT_ENTRY_BYTES;
    const slots = dict.bucketCount + dict.outgrownBuckets(STEPS_PER_WRITE);
    return DICT_BYTES + slots * POINTER_BYTES + Math.trunc(average * size) + expiryBytes(store);
  }

  // ---- the table ----

  private setInTable(store: TableStore, field: Bytes, value: Bytes, keepExpiry: boolean): boolean {
    const { dict, expiries } = store;
    this.tableBytes += sdsBytes(value.length);
    const i = dict.find(field);
    if (i < 0) {
      dict.insert(field, value);
      this.tableBytes += sdsBytes(field.length);
      return true;
    }
    this.tableBytes -= sdsBytes(dict.valueAt(i).length);
    dict.setValueAt(i, value);
    if (expiries && !keepExpiry && expiries.remove(field)) this.nextExpiryMs = soonest(store);
    return false;
  }

  private deleteFromTable(store: TableStore, field: Bytes): boolean {
    const i = store.dict.find(field);
    if (i < 0) return false;
    this.tableBytes -= sdsBytes(field.length) + sdsBytes(store.dict.valueAt(i).length);
    store.dict.deleteAt(i);
    if (store.expiries?.remove(field)) this.nextExpiryMs = soonest(store);
    return true;
  }

  /** Becomes a table, if it is not one already, and stays one. */
  toTable(): TableStore {
    const { store } = this;
    if (store.kind === 'table') return store;
    const table: TableStore = { kind: 'table', dict: new Dict(), expiries: null };
    table.dict.reserve(this.length);
    const expiries = store.timed ? this.expiries() : null;
    this.forEach((field, value) => {
      table.dict.insert(field, value);
      this.tableBytes += entryBytes(field, value);
    });
    if (expiries) {
      table.expiries = new OrderedSet();
      for (const [field, atMs] of expiries) table.expiries.add(field, atMs);
    }
    this.store = table;
    return table;
  }

  // ---- the listpack: offsets are stale after any change ----

  private replaceInListpack(
    store: ListpackStore,
    p: number,
    value: Bytes,
    keepExpiry: boolean,
  ): void {
    const { listpack } = store;
    listpack.replace(listpack.next(p), value);
    if (store.timed && !keepExpiry && expiryOf(listpack, p) !== null) {
      this.moveInListpack(store, p, null);
    }
  }

  /** Puts the triple at `p` where its new expiry belongs: behind those that expire no later. */
  private moveInListpack(store: ListpackStore, p: number, atMs: UnixMs | null): void {
    const { listpack } = store;
    const field = listpack.get(p);
    const value = listpack.get(listpack.next(p));
    listpack.delete(p, 3);
    let before = atMs === null ? -1 : listpack.first();
    for (; before >= 0; before = nextTriple(listpack, before)) {
      if ((expiryOf(listpack, before) ?? Infinity) > (atMs as number)) break;
    }
    const triple = [field, value, atMs === null ? NEVER : String(atMs)];
    if (before < 0) for (const element of triple) listpack.append(element);
    else for (const element of triple.reverse()) listpack.insertBefore(before, element);
    this.nextExpiryMs = soonest(store);
  }

  private toTimed(store: ListpackStore): void {
    if (store.timed) return;
    const timed = newListpack(true);
    this.forEach((field, value) => {
      timed.listpack.append(field);
      timed.listpack.append(value);
      timed.listpack.append(NEVER);
    });
    this.store = timed;
  }

  /** There must be one. */
  private soonestField(): Bytes {
    const { store } = this;
    if (store.kind === 'table') return (store.expiries as OrderedSet).memberAt(0);
    return store.listpack.get(store.listpack.first());
  }
}

const entryBytes = (field: Bytes, value: Bytes): number =>
  sdsBytes(field.length) + sdsBytes(value.length);

const expiryBytes = ({ expiries }: TableStore): number =>
  (expiries?.size ?? 0) * FIELD_EXPIRY_BYTES;

function newListpack(timed: boolean): ListpackStore {
  return { kind: 'listpack', listpack: new Listpack(), timed };
}

function findField(store: ListpackStore, field: Bytes): number {
  return store.listpack.find(field, store.listpack.first(), store.timed ? 2 : 1);
}

/** The expiry in the triple at `p`, null for never. */
function expiryOf(listpack: Listpack, p: number): UnixMs | null {
  return Number(listpack.numberAt(listpack.next(listpack.next(p)))) || null;
}

function nextTriple(listpack: Listpack, p: number): number {
  return listpack.next(listpack.next(listpack.next(p)));
}

function soonest(store: ListpackStore | TableStore): UnixMs {
  if (store.kind === 'table') return store.expiries?.size ? store.expiries.scoreAt(0) : Infinity;
  const first = store.timed ? store.listpack.first() : -1;
  return first < 0 ? Infinity : (expiryOf(store.listpack, first) ?? Infinity);
}
