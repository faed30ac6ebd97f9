/**
 * Memory as a redis-server on a 64-bit machine with jemalloc accounts it: a model, computed from the
 * real structures' sizes, because the figures a learner compares are Redis's and not V8's.
 *
 * A key costs a dict entry, an object header and its name as an sds; the expires dict adds an entry
 * that shares the name. Small strings share one allocation with their header (embstr). Two ways to
 * count: used_memory has what is allocated, MEMORY USAGE adds up sizes as declared.
 */
import type { Bytes } from '../../base/bytes.ts';
import {
  bucketBytes,
  DICT_ENTRY_ALLOCATION,
  DICT_ENTRY_BYTES,
  POINTER_BYTES,
  sdsBytes,
} from '../../structures/allocation.ts';
import type { Dict } from '../../structures/dict.ts';
import type { Keyspace } from './keyspace.ts';
import { OBJECT_BYTES, valueBytes } from './memory-account.ts';
import { RawString } from './string-value.ts';
import type { Value } from './values.ts';

/** How many elements MEMORY USAGE looks at where it is not told. */
export const USAGE_SAMPLES = 5;

/** MEMORY USAGE: the value, estimated from `samples` of its elements, the key's name and its dict entry. */
export function keyBytes(
  key: Bytes,
  value: Value,
  version: number,
  samples = USAGE_SAMPLES,
): number {
  const own =
    typeof value === 'object' && !(value instanceof RawString)
      ? OBJECT_BYTES + value.usageBytes(samples, version)
      : valueBytes(value);
  return own + sdsBytes(key.length) + DICT_ENTRY_BYTES;
}

const tableAllocation = ({ size, bucketCount }: Dict<unknown>): number =>
  size === 0 ? 0 : size * DICT_ENTRY_ALLOCATION + bucketBytes(bucketCount);

/** What all keys, their values and expiry times have allocated. In constant time. */
export function dataMemoryBytes(keyspace: Keyspace): number {
  let total = 0;
  for (const { entries, expires, account } of keyspace.databases) {
    if (entries.size === 0) continue;
    total += account.dataBytes(keyspace.sharesIntegers);
    total += tableAllocation(entries) + tableAllocation(expires);
  }
  return total;
}

/** The hash tables of one database, as MEMORY STATS tells them. */
export interface DatabaseOverhead {
  readonly index: number;
  readonly mainBytes: number;
  readonly expiresBytes: number;
}

/** Of those databases that have keys. */
export function databaseOverheads(keyspace: Keyspace): DatabaseOverhead[] {
  const slots = ({ size, bucketCount }: Dict<unknown>): number =>
    size === 0 ? 0 : bucketCount * POINTER_BYTES;
  return keyspace.databases
    .filter(({ size }) => size > 0)
    .map(({ index, entries, expires }) => ({
      index,
      mainBytes: entries.size * (DICT_ENTRY_BYTES + OBJECT_BYTES) + slots(entries),
      expiresBytes: expires.size * DICT_ENTRY_BYTES + slots(expires),
    }));
}
