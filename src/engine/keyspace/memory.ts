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

/** A write looks its key up and adds it, and each of these moves a bucket. */
const STEPS_PER_WRITE = 2;
/**
 * Buckets in use that a tenth of a second moves beside: Redis takes a millisecond for it, in which
 * redis-server 7.0 was measured to move 3,400 to 5,000 of a large table.
 */
const STEPS_PER_TICK = 4000;

/**
 * The table a database has outgrown. Ours rehashes at once; Redis has both tables until it has moved
 * all of the old one, so the model counts it for as long as Redis would hold it.
 */
const outgrownBytes = (table: Dict<unknown>): number =>
  bucketBytes(table.outgrownBuckets(STEPS_PER_WRITE));

const tableAllocation = (table: Dict<unknown>): number => {
  const { size, bucketCount } = table;
  if (size === 0) return 0;
  return size * DICT_ENTRY_ALLOCATION + bucketBytes(bucketCount) + outgrownBytes(table);
};

/** A tenth of a second has passed: where activerehashing is on, outgrown tables have emptied further. */
export function emptyOutgrown({ databases }: Keyspace): void {
  for (const { entries, expires } of databases) {
    entries.moveBuckets(STEPS_PER_TICK / STEPS_PER_WRITE);
    expires.moveBuckets(STEPS_PER_TICK / STEPS_PER_WRITE);
  }
}

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
  /** Of both: tables that have been outgrown. */
  readonly outgrownBytes: number;
}

/** Of those databases that have keys. */
export function databaseOverheads(keyspace: Keyspace): DatabaseOverhead[] {
  const slots = (table: Dict<unknown>): number => {
    const buckets = table.bucketCount + table.outgrownBuckets(STEPS_PER_WRITE);
    return table.size === 0 ? 0 : buckets * POINTER_BYTES;
  };
  return keyspace.databases
    .filter(({ size }) => size > 0)
    .map(({ index, entries, expires }) => ({
      index,
      mainBytes: entries.size * (DICT_ENTRY_BYTES + OBJECT_BYTES) + slots(entries),
      expiresBytes: expires.size * DICT_ENTRY_BYTES + slots(expires),
      outgrownBytes: outgrownBytes(entries) + outgrownBytes(expires),
    }));
}
