/**
 * A value from its RDB bytes: every byte is checked, and the encoding is the one that Redis gives
 * it on loading under the limits of now, whatever it had where it was written.
 */
import type { UnixMs } from '../../base/ports.ts';
import { Intset } from '../../structures/intset.ts';
import { HashValue } from '../keyspace/hash-value.ts';
import { emptyQuicklist, ListValue } from '../keyspace/list-value.ts';
import { SetValue } from '../keyspace/set-value.ts';
import { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import { stringValueOf } from '../keyspace/string-value.ts';
import type { EncodingLimits, Value } from '../keyspace/values.ts';
import {
  FIELD_EXPIRY_MS_MAX,
  failOnExpiries,
  failOnRepeats,
  listpackOf,
} from './listpack-checks.ts';
import type { RdbReader } from './rdb-reader.ts';
import {
  isOldType,
  NODE_PACKED,
  NODE_PLAIN,
  newestTypeOf,
  RDB_HASH,
  RDB_HASH_LISTPACK,
  RDB_HASH_LISTPACK_WITH_EXPIRY,
  RDB_HASH_WITH_EXPIRY,
  RDB_LIST,
  RDB_LIST_QUICKLIST,
  RDB_MODULE,
  RDB_MODULE_PRE_GA,
  RDB_SET,
  RDB_SET_INTSET,
  RDB_SET_LISTPACK,
  RDB_STREAM,
  RDB_STREAM_5_0,
  RDB_STREAM_7_0,
  RDB_STRING,
  RDB_ZSET,
  RDB_ZSET_LISTPACK,
} from './rdb-types.ts';
import { readStream } from './stream-codec.ts';

type ReadValue = (reader: RdbReader, limits: EncodingLimits) => Value;

/** Readers by the number of the type. */
export type ValueReaders = Readonly<Record<number, ReadValue>>;
/** Those of encodings up to Redis 6.2 (old-value-reader.ts): few meet them, so they are loaded late. */
export type OldValues = ValueReaders;

/** A value is of an old encoding, whose readers have not been loaded. Nothing is wrong with the file. */
export class OldValuesMissing extends Error {
  constructor() {
    super('The readers of values as Redis kept them up to 6.2 have not been loaded');
    this.name = 'OldValuesMissing';
  }
}

const readers: ValueReaders = {
  [RDB_STRING]: (reader) => stringValueOf(reader.string()),
  [RDB_LIST]: readPlainList,
  [RDB_LIST_QUICKLIST]: readQuicklist,
  [RDB_SET]: readSet,
  [RDB_SET_INTSET]: readIntset,
  [RDB_SET_LISTPACK]: readListpackSet,
  [RDB_ZSET]: (reader, limits) => readSortedSet(reader, limits, 8, (from) => from.double()),
  [RDB_ZSET_LISTPACK]: readListpackSortedSet,
  [RDB_STREAM_5_0]: (reader, { version }) => readStream(reader, RDB_STREAM_5_0, version),
  [RDB_STREAM_7_0]: (reader, { version }) => readStream(reader, RDB_STREAM_7_0, version),
  [RDB_STREAM]: (reader, { version }) => readStream(reader, RDB_STREAM, version),
  [RDB_HASH]: (reader, limits) => readHash(reader, limits, false),
  [RDB_HASH_WITH_EXPIRY]: (reader, limits) => readHash(reader, limits, true),
  [RDB_HASH_LISTPACK]: (reader, limits) => readListpackHash(reader, limits, false),
  [RDB_HASH_LISTPACK_WITH_EXPIRY]: (reader, limits) => readListpackHash(reader, limits, true),
  [RDB_MODULE_PRE_GA]: failOnModule,
  [RDB_MODULE]: failOnModule,
};

/**
 * The value of the type numbered `type`. Throws `RdbError` where the bytes are none, and
 * `OldValuesMissing` where `old` is needed and null.
 */
export function readValue(
  reader: RdbReader,
  type: number,
  limits: EncodingLimits,
  old: OldValues | null,
): Value {
  if (type > newestTypeOf(limits.version)) return failOnUnknown(reader, type);
  if (!isOldType(type)) return (readers[type] ?? failOnUnknown(reader, type))(reader, limits);
  if (old === null) throw new OldValuesMissing();
  return (old[type] ?? failOnUnknown(reader, type))(reader, limits);
}

const failOnUnknown = (reader: RdbReader, type: number): never =>
  reader.fail(`Unknown RDB encoding type ${type}`);

function failOnModule(reader: RdbReader): never {
  return reader.fail(
    `The RDB file contains module data I can't load: no matching module type '${reader.moduleName()}'`,
  );
}

// ---- lists ----

function readPlainList(reader: RdbReader, limits: EncodingLimits): Value {
  const list = ListValue.for(limits);
  for (let left = reader.elements(1); left > 0; left--) {
    const element = reader.string();
    list.prepareFor(element.length, limits);
    list.push(element, 'tail');
  }
  return list;
}

function readQuicklist(reader: RdbReader, limits: EncodingLimits): Value {
  const quicklist = emptyQuicklist(limits);
  for (let left = reader.elements(2); left > 0; left--) {
    const container = reader.length();
    if (container === NODE_PACKED) quicklist.appendListpack(listpackOf(reader, reader.blob()));
    else if (container === NODE_PLAIN) {
      quicklist.appendPlain(reader.string() || reader.fail('An empty node'));
    } else reader.fail('Quicklist integrity check failed.');
  }
  if (quicklist.length === 0) reader.failAsEmpty();
  return ListValue.fromQuicklist(quicklist, limits);
}

// ---- sets ----

function readSet(reader: RdbReader, limits: EncodingLimits): Value {
  const count = reader.elements(1);
  const set = count > limits.setMaxIntsetEntries ? SetValue.table() : new SetValue();
  for (let left = count; left > 0; left--) {
    if (!set.add(reader.string(), limits)) reader.fail('Duplicate set members detected');
  }
  return set;
}

function readIntset(reader: RdbReader, limits: EncodingLimits): Value {
  const intset = Intset.fromBytes(reader.blob());
  if (intset === null || intset.length === 0) return reader.fail('Intset integrity check failed.');
  return new SetValue({ kind: 'intset', intset }).within(limits);
}

function readListpackSet(reader: RdbReader, limits: EncodingLimits): Value {
  const listpack = listpackOf(reader, reader.blob());
  failOnRepeats(reader, listpack, 1);
  return new SetValue({ kind: 'listpack', listpack }).within(limits);
}

// ---- sorted sets ----

/** `readScore` reads a score of at least `scoreBytes`. */
export function readSortedSet(
  reader: RdbReader,
  limits: EncodingLimits,
  scoreBytes: number,
  readScore: (reader: RdbReader) => number,
): Value {
  const value = new SortedSetValue(limits, Infinity);
  for (let left = reader.elements(1 + scoreBytes); left > 0; left--) {
    const member = reader.string();
    const score = readScore(reader);
    if (Number.isNaN(score)) reader.fail('Zset with NAN score detected');
    if (value.set(member, score, limits) !== 'added') reader.fail('Duplicate zset fields detected');
  }
  value.compact(limits);
  return value;
}

function readListpackSortedSet(reader: RdbReader, limits: EncodingLimits): Value {
  const listpack = listpackOf(reader, reader.blob());
  failOnRepeats(reader, listpack, 2);
  return (
    SortedSetValue.fromListpack(listpack, limits) ?? reader.fail('Zset with NAN score detected')
  );
}

// ---- hashes ----

function readHash(reader: RdbReader, limits: EncodingLimits, timed: boolean): Value {
  const soonestMs = timed ? readSoonest(reader) : 0;
  const count = reader.elements(timed ? 3 : 2);
  const hash = new HashValue();
  if (count > limits.hashMaxListpackEntries) hash.toTable();
  if (timed) hash.allowExpiry();
  for (let left = count; left > 0; left--) {
    const ttl = timed ? Number(reader.unsigned()) : 0;
    const expiresAtMs = soonestMs + ttl - 1;
    if (ttl > 0 && expiresAtMs > FIELD_EXPIRY_MS_MAX) reader.fail('invalid expireAt time');
    const field = reader.string();
    if (!hash.set(field, reader.string(), limits)) reader.fail('Duplicate hash fields detected');
    if (ttl > 0) hash.setExpiry(field, expiresAtMs);
  }
  return hash;
}

function readListpackHash(reader: RdbReader, limits: EncodingLimits, timed: boolean): Value {
  // The soonest expiry stands there too; the listpack says it again.
  if (timed) readSoonest(reader);
  const listpack = listpackOf(reader, reader.blob());
  failOnRepeats(reader, listpack, timed ? 3 : 2);
  if (timed) failOnExpiries(reader, listpack);
  const hash = HashValue.fromListpack(listpack, timed);
  if (hash.length > limits.hashMaxListpackEntries) hash.toTable();
  return hash;
}

/** When the first of a hash's fields expires; one above the last moment there is where none does. */
function readSoonest(reader: RdbReader): UnixMs {
  const soonestMs = reader.time();
  const isMoment = soonestMs >= 0 && soonestMs <= FIELD_EXPIRY_MS_MAX + 1;
  return isMoment ? soonestMs : reader.fail('Hash read invalid minExpire value');
}
