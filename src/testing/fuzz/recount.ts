/**
 * A database's memory counted from scratch, element by element: what its account must say. Only
 * what follows from a value's history (room that a string has ahead, a radix tree's estimate) is
 * taken from the value itself.
 */
import type { Database } from '../../engine/keyspace/database.ts';
import { valueBytes } from '../../engine/keyspace/memory-account.ts';
import type { SortedSetValue } from '../../engine/keyspace/sorted-set-value.ts';
import type { StreamValue } from '../../engine/keyspace/stream-value.ts';
import { isString, type Value } from '../../engine/keyspace/values.ts';
import {
  allocationBytes,
  bucketBytes,
  DICT_ALLOCATION,
  DICT_ENTRY_ALLOCATION,
  sdsBytes,
} from '../../structures/allocation.ts';
import type { Dict } from '../../structures/dict.ts';

const OBJECT_BYTES = 16;
/** Redis's quicklist and quicklistNode, as allocated. */
const QUICKLIST_BYTES = 48;
/** zset, zskiplist and the list's head. */
const SKIPLIST_BYTES = 16 + 32 + 640;

export function recountedBytes(database: Database): number {
  let total = 0;
  database.entries.forEach((value, key) => {
    total += sdsBytes(key.length) + recounted(value);
  });
  return total;
}

/** The names of keys whose value was last charged with another size than it has. */
export function misjudgedKeys(database: Database): string[] {
  const wrong: string[] = [];
  database.entries.forEach((value, key) => {
    if (typeof value === 'object' && value.chargedBytes !== recounted(value)) {
      wrong.push(`${key} has ${value.chargedBytes}, counted ${recounted(value)}`);
    }
  });
  return wrong;
}

function recounted(value: Value): number {
  if (isString(value)) return valueBytes(value);
  if (value.type === 'zset') return OBJECT_BYTES + sortedSetBytes(value);
  if (value.type === 'stream') return OBJECT_BYTES + streamBytes(value);
  const { structure } = value;
  if (structure.kind === 'table') {
    const steps = value.type === 'hash' ? 2 : 1;
    const values = value.type === 'hash' ? (structure.dict as Dict<string>) : null;
    const fields = (structure.ttls?.size ?? 0) * 16;
    return OBJECT_BYTES + tableBytes(structure.dict, steps, values) + fields;
  }
  if (structure.kind === 'quicklist') {
    let bytes = OBJECT_BYTES + QUICKLIST_BYTES;
    for (const { sizeBytes } of structure.quicklist.nodes()) {
      bytes += QUICKLIST_BYTES + allocationBytes(sizeBytes);
    }
    return bytes;
  }
  const run = structure.kind === 'intset' ? structure.intset : structure.listpack;
  const timed = structure.kind === 'listpack' && 'timed' in structure && structure.timed;
  return OBJECT_BYTES + allocationBytes(run.sizeBytes) + (timed ? 40 : 0);
}

function tableBytes(
  dict: Dict<unknown>,
  stepsPerWrite: number,
  values: Dict<string> | null,
): number {
  let bytes = DICT_ALLOCATION + bucketBytes(dict.bucketCount);
  bytes += bucketBytes(dict.outgrownBuckets(stepsPerWrite));
  for (let i = 0; i < dict.size; i++) {
    bytes += DICT_ENTRY_ALLOCATION + sdsBytes(dict.keyAt(i).length);
    if (values) bytes += sdsBytes(values.valueAt(i).length);
  }
  return bytes;
}

function sortedSetBytes({ structure }: SortedSetValue): number {
  if (structure.kind === 'listpack') return allocationBytes(structure.listpack.sizeBytes);
  const { index } = structure.orderedSet;
  const withoutNodes = SKIPLIST_BYTES + tableBytes(index, 2, null);
  // Of one node in four each, a level more: what is left over counts to the last byte, rounded.
  return withoutNodes + averageNodes(index.size);
}

function averageNodes(count: number): number {
  let average = 0;
  let share = 1;
  for (let levels = 1; levels < 32; levels++, share /= 4) {
    average += share * 0.75 * allocationBytes(24 + levels * 16);
  }
  average += share * allocationBytes(24 + 32 * 16);
  return Math.round(count * (average + DICT_ENTRY_ALLOCATION)) - count * DICT_ENTRY_ALLOCATION;
}

function streamBytes({ log, groups }: StreamValue): number {
  let bytes = 80 + 32 + log.treeBytes;
  for (const { listpack, aheadBytes } of log.nodes()) {
    bytes += allocationBytes(Math.max(listpack.sizeBytes, aheadBytes));
  }
  if (groups.size > 0) bytes += 32;
  for (const group of groups.all()) {
    // What of a group is counted along, and not looked at, is its consumers' names.
    let namesBytes = 0;
    for (const { name } of group.consumers.all()) namesBytes += sdsBytes(name.length);
    bytes += group.memoryBytes() + namesBytes - group.consumers.namesBytes;
  }
  return bytes;
}
