/**
 * Values as RDB files up to Redis 6.2 keep them: ziplists, zipmaps and scores as text. They become
 * what Redis 7 makes of them on loading: listpacks, or larger encodings under the limits of now.
 *
 * Ziplists and zipmaps are taken apart anyway, so Redis checks all of them, and we do.
 */
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import { parseDouble } from '../../base/double.ts';
import type { Listpack } from '../../structures/listpack.ts';
import { ziplistElements } from '../../structures/ziplist.ts';
import { zipmapElements } from '../../structures/zipmap.ts';
import { HashValue } from '../keyspace/hash-value.ts';
import { emptyQuicklist, ListValue } from '../keyspace/list-value.ts';
import { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { EncodingLimits, Value } from '../keyspace/values.ts';
import { failOnRepeats, listpackOfElements } from './listpack-checks.ts';
import type { RdbReader } from './rdb-reader.ts';
import {
  RDB_HASH_ZIPLIST,
  RDB_HASH_ZIPMAP,
  RDB_LIST_QUICKLIST_ZIPLISTS,
  RDB_LIST_ZIPLIST,
  RDB_ZSET_TEXT,
  RDB_ZSET_ZIPLIST,
} from './rdb-types.ts';
import { type OldValues, readSortedSet } from './value-reader.ts';

export const oldValues: OldValues = {
  [RDB_HASH_ZIPMAP]: readZipmapHash,
  [RDB_HASH_ZIPLIST]: readZiplistHash,
  [RDB_LIST_ZIPLIST]: readZiplistList,
  [RDB_LIST_QUICKLIST_ZIPLISTS]: readZiplistQuicklist,
  [RDB_ZSET_ZIPLIST]: readZiplistSortedSet,
  [RDB_ZSET_TEXT]: (reader, limits) => readSortedSet(reader, limits, 1, readTextScore),
};

/** What C's scanf takes a double from: text may follow, and a hexadecimal one wants digits. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i;
const HEX = /^[+-]?0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[+-]?\d+)?/i;
const INFINITE = /^[+-]?inf(?:inity|(?!i))/i;
const BEGINS_HEX = /^[+-]?0x/i;

const SCORE_NAN = 253;
const SCORE_INFINITE = 254;
const SCORE_MINUS_INFINITE = 255;

function ziplistOf(reader: RdbReader): readonly Bytes[] {
  return ziplistElements(reader.blob()) ?? reader.fail('Ziplist integrity check failed.');
}

/** The ziplist's elements as a listpack of pairs, no first of which comes twice. */
function readPairs(reader: RdbReader): Listpack {
  const elements = ziplistOf(reader);
  const listpack = listpackOfElements(elements, 0);
  failOnRepeats(reader, listpack, 2);
  return listpack;
}

// ---- lists ----

/** One ziplist: its elements are pushed one by one, into nodes as large as they are now. */
function readZiplistList(reader: RdbReader, limits: EncodingLimits): Value {
  const elements = ziplistOf(reader);
  if (elements.length === 0) reader.failAsEmpty();
  const list = ListValue.for(limits);
  for (const element of elements) {
    list.prepareFor(element.length, limits);
    list.push(element, 'tail');
  }
  return list;
}

/** A quicklist of ziplists: its nodes stay as large as they are, but for empty ones, which go. */
function readZiplistQuicklist(reader: RdbReader, limits: EncodingLimits): Value {
  const quicklist = emptyQuicklist(limits);
  for (let left = reader.elements(1); left > 0; left--) {
    quicklist.appendListpack(listpackOfElements(ziplistOf(reader), 0));
  }
  if (quicklist.length === 0) reader.failAsEmpty();
  return ListValue.fromQuicklist(quicklist, limits);
}

// ---- hashes ----

function readZiplistHash(reader: RdbReader, limits: EncodingLimits): Value {
  const hash = HashValue.fromListpack(readPairs(reader), false);
  if (hash.length > limits.hashMaxListpackEntries) hash.toTable();
  return hash;
}

/** The one encoding whose strings are measured: others are believed to be as short as they had to be. */
function readZipmapHash(reader: RdbReader, limits: EncodingLimits): Value {
  const elements = zipmapElements(reader.blob()) ?? reader.fail('Zipmap integrity check failed.');
  const listpack = listpackOfElements(elements, 0);
  failOnRepeats(reader, listpack, 2);
  const hash = HashValue.fromListpack(listpack, false);
  const isLong = elements.some(({ length }) => length > limits.hashMaxListpackValue);
  if (isLong || hash.length > limits.hashMaxListpackEntries) hash.toTable();
  return hash;
}

// ---- sorted sets ----

function readZiplistSortedSet(reader: RdbReader, limits: EncodingLimits): Value {
  return (
    SortedSetValue.fromListpack(readPairs(reader), limits) ??
    reader.fail('Zset with NAN score detected')
  );
}

/** A byte that is a length of text, or stands for what has no digits. */
function readTextScore(reader: RdbReader): number {
  const length = reader.byte();
  switch (length) {
    case SCORE_MINUS_INFINITE:
      return -Infinity;
    case SCORE_INFINITE:
      return Infinity;
    case SCORE_NAN:
      return Number.NaN;
    default:
      return scoreOf(bytesOf(reader.raw(length))) ?? reader.fail('A score without digits');
  }
}

/** Read as Redis reads it, by scanf: up to a zero byte, spaces passed over; null where no number begins. */
function scoreOf(bytes: Bytes): number | null {
  const end = bytes.indexOf('\0');
  const text = (end < 0 ? bytes : bytes.slice(0, end)).replace(/^[ \t-\r]+/, '');
  const infinite = INFINITE.exec(text);
  if (infinite) return parseDouble(infinite[0]);
  if (BEGINS_HEX.test(text)) return parseDouble(HEX.exec(text)?.[0] ?? '');
  const decimal = DECIMAL.exec(text);
  return decimal && Number(decimal[0]);
}
