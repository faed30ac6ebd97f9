/**
 * A value from its RDB bytes: every byte is checked, and the encoding is the one that Redis gives
 * it on loading under the limits of now, whatever it had where it was written.
 */
import type { Bytes } from '../../base/bytes.ts';
import { Intset } from '../../structures/intset.ts';
import { Listpack } from '../../structures/listpack.ts';
import { HashValue } from '../keyspace/hash-value.ts';
import { emptyQuicklist, ListValue } from '../keyspace/list-value.ts';
import { SetValue } from '../keyspace/set-value.ts';
import { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import { stringValueOf } from '../keyspace/string-value.ts';
import type { EncodingLimits, Value } from '../keyspace/values.ts';
import type { RdbReader } from './rdb-reader.ts';
import {
  NODE_PACKED,
  NODE_PLAIN,
  RDB_HASH,
  RDB_HASH_LISTPACK,
  RDB_HASH_LISTPACK_WITH_EXPIRY,
  RDB_HASH_WITH_EXPIRY,
  RDB_LIST,
  RDB_LIST_QUICKLIST,
  RDB_SET,
  RDB_SET_INTSET,
  RDB_SET_LISTPACK,
  RDB_STREAM,
  RDB_STREAM_7_0,
  RDB_STRING,
  RDB_ZSET,
  RDB_ZSET_LISTPACK,
} from './rdb-types.ts';
import { readStream } from './stream-codec.ts';

type ReadValue = (reader: RdbReader, limits: EncodingLimits) => Value;

const readers: Readonly<Record<number, ReadValue>> = {
  [RDB_STRING]: (reader) => stringValueOf(reader.string()),
  [RDB_LIST]: readPlainList,
  [RDB_LIST_QUICKLIST]: readQuicklist,
  [RDB_SET]: readSet,
  [RDB_SET_INTSET]: readIntset,
  [RDB_SET_LISTPACK]: readListpackSet,
  [RDB_ZSET]: readSortedSet,
  [RDB_ZSET_LISTPACK]: readListpackSortedSet,
  [RDB_STREAM_7_0]: (reader) => readStream(reader, RDB_STREAM_7_0),
  [RDB_STREAM]: (reader) => readStream(reader, RDB_STREAM),
  [RDB_HASH]: (reader, limits) => readHash(reader, limits, false),
  [RDB_HASH_WITH_EXPIRY]: (reader, limits) => readHash(reader, limits, true),
  [RDB_HASH_LISTPACK]: (reader, limits) => readListpackHash(reader, limits, false),
  [RDB_HASH_LISTPACK_WITH_EXPIRY]: (reader, limits) => readListpackHash(reader, limits, true),
};

/** The value of the type numbered `type`. Throws `RdbError` where the bytes are none. */
export function readValue(reader: RdbReader, type: number, limits: EncodingLimits): Value {
  const read = readers[type] ?? reader.fail(`unknown type ${type}`);
  return read(reader, limits);
}

function listpackOf(reader: RdbReader, bytes: Uint8Array): Listpack {
  const listpack = Listpack.fromBytes(bytes);
  if (listpack === null || listpack.length === 0) return reader.fail('a damaged listpack');
  return listpack;
}

/** Field by field, member by member: none may come twice. */
function failOnRepeats(reader: RdbReader, listpack: Listpack, stride: number): void {
  if (listpack.length % stride !== 0) reader.fail('a listpack of the wrong length');
  const seen = new Set<Bytes>();
  let i = 0;
  listpack.forEach((element) => {
    if (i++ % stride === 0) seen.add(element);
  });
  if (seen.size !== listpack.length / stride) reader.fail('a repeated element');
}

/** A number of elements that may not be zero: no key holds an empty value. */
function countOf(reader: RdbReader, bytesEach: number): number {
  return reader.count(bytesEach) || reader.fail('an empty value');
}

// ---- lists ----

function readPlainList(reader: RdbReader, limits: EncodingLimits): Value {
  const list = ListValue.for(limits);
  for (let left = countOf(reader, 1); left > 0; left--) {
    const element = reader.string();
    list.prepareFor(element.length, limits);
    list.push(element, 'tail');
  }
  return list;
}

function readQuicklist(reader: RdbReader, limits: EncodingLimits): Value {
  const quicklist = emptyQuicklist(limits);
  for (let left = countOf(reader, 2); left > 0; left--) {
    const container = reader.length();
    if (container === NODE_PACKED) quicklist.appendListpack(listpackOf(reader, reader.blob()));
    else if (container === NODE_PLAIN) {
      quicklist.appendPlain(reader.string() || reader.fail('an empty node'));
    } else reader.fail('an unknown kind of node');
  }
  return ListValue.fromQuicklist(quicklist, limits);
}

// ---- sets ----

function readSet(reader: RdbReader, limits: EncodingLimits): Value {
  const count = countOf(reader, 1);
  const set = count > limits.setMaxIntsetEntries ? SetValue.table() : new SetValue();
  for (let left = count; left > 0; left--) {
    if (!set.add(reader.string(), limits)) reader.fail('a repeated member');
  }
  return set;
}

function readIntset(reader: RdbReader, limits: EncodingLimits): Value {
  const intset = Intset.fromBytes(reader.blob());
  if (intset === null || intset.length === 0) return reader.fail('a damaged intset');
  return new SetValue({ kind: 'intset', intset }).within(limits);
}

function readListpackSet(reader: RdbReader, limits: EncodingLimits): Value {
  const listpack = listpackOf(reader, reader.blob());
  failOnRepeats(reader, listpack, 1);
  return new SetValue({ kind: 'listpack', listpack }).within(limits);
}

// ---- sorted sets ----

function readScore(reader: RdbReader): number {
  const score = reader.double();
  return Number.isNaN(score) ? reader.fail('a score that is no number') : score;
}

function readSortedSet(reader: RdbReader, limits: EncodingLimits): Value {
  const value = new SortedSetValue(limits, Infinity);
  for (let left = countOf(reader, 9); left > 0; left--) {
    const member = reader.string();
    if (value.set(member, readScore(reader), limits) !== 'added') reader.fail('a repeated member');
  }
  value.compact(limits);
  return value;
}

function readListpackSortedSet(reader: RdbReader, limits: EncodingLimits): Value {
  const listpack = listpackOf(reader, reader.blob());
  failOnRepeats(reader, listpack, 2);
  return SortedSetValue.fromListpack(listpack, limits) ?? reader.fail('a score that is no number');
}

// ---- hashes ----

function readHash(reader: RdbReader, limits: EncodingLimits, timed: boolean): Value {
  const soonestMs = timed ? reader.time() : 0;
  const count = countOf(reader, timed ? 3 : 2);
  const hash = new HashValue();
  if (count > limits.hashMaxListpackEntries) hash.toTable();
  for (let left = count; left > 0; left--) {
    const ttl = timed ? Number(reader.unsigned()) : 0;
    const field = reader.string();
    if (!hash.set(field, reader.string(), limits)) reader.fail('a repeated field');
    if (ttl > 0) hash.setExpiry(field, soonestMs + ttl - 1);
  }
  return hash;
}

function readListpackHash(reader: RdbReader, limits: EncodingLimits, timed: boolean): Value {
  // The soonest expiry stands there too; the listpack says it again.
  if (timed) reader.time();
  const listpack = listpackOf(reader, reader.blob());
  failOnRepeats(reader, listpack, timed ? 3 : 2);
  const hash = HashValue.fromListpack(listpack, timed);
  if (hash.length > limits.hashMaxListpackEntries) hash.toTable();
  return hash;
}
