/**
 * Memory as Redis on a 64-bit machine with jemalloc would account it: a model, computed from the
 * real structures' sizes, because the figures a learner compares are Redis's and not V8's.
 *
 * A key costs a dict entry (24 bytes), an object header (16) and its name as an sds; the expires
 * dict adds an entry that shares the name. Small strings share one allocation with their header
 * (embstr).
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Database } from './database.ts';
import type { Keyspace } from './keyspace.ts';
import { encodingOfString, lengthOfString, RawString, type StringValue } from './string-value.ts';
import { isString, type Value } from './values.ts';

const OBJECT_BYTES = 16;
const DICT_ENTRY_BYTES = 24;
const BUCKET_BYTES = 8;
/** What an empty redis-server 7 reports: tables, shared objects, the event loop. */
const EMPTY_SERVER_BYTES = 860_000;

/** The size class jemalloc serves a request from: four classes per doubling above 128 bytes. */
export function allocationBytes(size: number): number {
  if (size <= 8) return 8;
  if (size <= 128) return Math.ceil(size / 16) * 16;
  const group = 2 ** Math.ceil(Math.log2(size));
  const step = group / 8;
  return Math.ceil(size / step) * step;
}

/** A simple dynamic string: header by length, the bytes, a terminating zero. */
export function sdsBytes(length: number): number {
  const header = length < 32 ? 1 : length < 256 ? 3 : length < 65536 ? 5 : 9;
  return allocationBytes(header + length + 1);
}

function stringBytes(value: StringValue): number {
  const length = lengthOfString(value);
  switch (encodingOfString(value)) {
    case 'int':
      return OBJECT_BYTES;
    case 'embstr':
      return allocationBytes(OBJECT_BYTES + 3 + length + 1);
    case 'raw':
      return (
        OBJECT_BYTES +
        sdsBytes(value instanceof RawString ? Math.max(length, value.capacityBytes) : length)
      );
  }
}

export function valueBytes(value: Value): number {
  return isString(value) ? stringBytes(value) : OBJECT_BYTES + value.memoryBytes();
}

/** MEMORY USAGE: the value, the key's name and its dict entry. */
export function keyBytes(key: Bytes, value: Value): number {
  return valueBytes(value) + sdsBytes(key.length) + DICT_ENTRY_BYTES;
}

/** How many entries of a large database are measured; the rest are taken to be like them. */
const SAMPLE_MAX = 1000;

/** Estimated from an even sample of the entries, exact up to SAMPLE_MAX of them. */
function databaseBytes(database: Database): number {
  const { entries, expires } = database;
  const { size } = entries;
  if (size === 0) return 0;
  const step = Math.max(1, Math.floor(size / SAMPLE_MAX));
  let measured = 0;
  let samples = 0;
  for (let i = 0; i < size; i += step) {
    measured += keyBytes(entries.keyAt(i), entries.valueAt(i));
    samples++;
  }
  const tables =
    (entries.bucketCount + (expires.size > 0 ? expires.bucketCount : 0)) * BUCKET_BYTES;
  return (measured / samples) * size + expires.size * DICT_ENTRY_BYTES + tables;
}

/** used_memory: an estimate that costs at most a thousand entries per database. */
export function usedMemoryBytes(keyspace: Keyspace): number {
  let total = EMPTY_SERVER_BYTES;
  for (const database of keyspace.databases) total += databaseBytes(database);
  return Math.round(total);
}

export interface MemoryReport {
  readonly usedBytes: number;
  /** What an empty node takes. */
  readonly emptyBytes: number;
  /** All that is not keys and values. */
  readonly overheadBytes: number;
  readonly keys: number;
  /** Those that have keys, with their hash tables. */
  readonly databases: readonly {
    readonly index: number;
    readonly mainBytes: number;
    readonly expiresBytes: number;
  }[];
}

const tableBytes = (size: number, buckets: number): number =>
  size === 0 ? 0 : size * DICT_ENTRY_BYTES + buckets * BUCKET_BYTES;

/** MEMORY STATS: where used_memory goes. */
export function memoryReport(keyspace: Keyspace): MemoryReport {
  const databases = keyspace.databases
    .filter(({ size }) => size > 0)
    .map(({ index, entries, expires }) => ({
      index,
      mainBytes: tableBytes(entries.size, entries.bucketCount) + entries.size * OBJECT_BYTES,
      expiresBytes: tableBytes(expires.size, expires.bucketCount),
    }));
  let overheadBytes = EMPTY_SERVER_BYTES;
  for (const { mainBytes, expiresBytes } of databases) overheadBytes += mainBytes + expiresBytes;
  return {
    usedBytes: usedMemoryBytes(keyspace),
    emptyBytes: EMPTY_SERVER_BYTES,
    overheadBytes,
    keys: keyspace.databases.reduce((sum, { size }) => sum + size, 0),
    databases,
  };
}
