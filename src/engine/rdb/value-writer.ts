/** A value as RDB keeps it: the type's number, then the bytes that a redis-server would write. */
import type { HashValue } from '../keyspace/hash-value.ts';
import type { ListValue } from '../keyspace/list-value.ts';
import type { SetValue } from '../keyspace/set-value.ts';
import type { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import { replyOfString } from '../keyspace/string-value.ts';
import { isString, type Value } from '../keyspace/values.ts';
import {
  NODE_PACKED,
  NODE_PLAIN,
  RDB_HASH,
  RDB_HASH_LISTPACK,
  RDB_HASH_LISTPACK_WITH_EXPIRY,
  RDB_HASH_WITH_EXPIRY,
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
import type { RdbWriter } from './rdb-writer.ts';
import { writeStream } from './stream-codec.ts';

/** Writes the number of the value's type: in files the key stands between it and the value. */
export function writeType(writer: RdbWriter, value: Value, version: number): void {
  writer.byte(typeNumberOf(value, version));
}

export function writeValue(writer: RdbWriter, value: Value, version: number): void {
  if (isString(value)) {
    writer.string(replyOfString(value));
    return;
  }
  switch (value.type) {
    case 'list':
      writeList(writer, value);
      break;
    case 'set':
      writeSet(writer, value);
      break;
    case 'zset':
      writeSortedSet(writer, value);
      break;
    case 'hash':
      writeHash(writer, value);
      break;
    case 'stream':
      writeStream(writer, value, streamTypeOf(version));
  }
}

const streamTypeOf = (version: number): number => (version < 702 ? RDB_STREAM_7_0 : RDB_STREAM);

function typeNumberOf(value: Value, version: number): number {
  if (isString(value)) return RDB_STRING;
  switch (value.type) {
    case 'stream':
      return streamTypeOf(version);
    case 'list':
      return RDB_LIST_QUICKLIST;
    case 'set':
      if (value.encoding === 'intset') return RDB_SET_INTSET;
      return value.encoding === 'listpack' ? RDB_SET_LISTPACK : RDB_SET;
    case 'zset':
      return value.encoding === 'listpack' ? RDB_ZSET_LISTPACK : RDB_ZSET;
    case 'hash':
      if (value.encoding === 'listpack') return RDB_HASH_LISTPACK;
      if (value.encoding === 'listpackex') return RDB_HASH_LISTPACK_WITH_EXPIRY;
      return value.nextExpiryMs === Infinity ? RDB_HASH : RDB_HASH_WITH_EXPIRY;
  }
}

/** A list in one listpack is written as a quicklist of one node. */
function writeList(writer: RdbWriter, { structure }: ListValue): void {
  if (structure.kind === 'listpack') {
    writer.length(1);
    writer.length(NODE_PACKED);
    writer.string(structure.listpack.toUint8Array());
    return;
  }
  const nodes = structure.quicklist.nodes();
  writer.length(nodes.length);
  for (const { listpack, element } of nodes) {
    writer.length(listpack ? NODE_PACKED : NODE_PLAIN);
    writer.string(listpack ? listpack.toUint8Array() : element);
  }
}

function writeSet(writer: RdbWriter, { structure }: SetValue): void {
  if (structure.kind === 'intset') writer.string(structure.intset.toUint8Array());
  else if (structure.kind === 'listpack') writer.string(structure.listpack.toUint8Array());
  else {
    writer.length(structure.dict.size);
    for (const member of structure.dict.keys()) writer.string(member);
  }
}

/** From the largest down, so that loading adds each at the head of a skip list. */
function writeSortedSet(writer: RdbWriter, value: SortedSetValue): void {
  const { structure } = value;
  if (structure.kind === 'listpack') {
    writer.string(structure.listpack.toUint8Array());
    return;
  }
  const { length } = value;
  writer.length(length);
  value.forRange(length - 1, length, true, (member, score) => {
    writer.string(member);
    writer.double(score);
  });
}

function writeHash(writer: RdbWriter, value: HashValue): void {
  const { structure, nextExpiryMs } = value;
  if (structure.kind === 'listpack') {
    if (structure.timed) writer.time(nextExpiryMs === Infinity ? 0 : nextExpiryMs);
    writer.string(structure.listpack.toUint8Array());
    return;
  }
  const { dict, ttls } = structure;
  const timed = nextExpiryMs !== Infinity;
  if (timed) writer.time(nextExpiryMs);
  writer.length(dict.size);
  dict.forEach((text, field) => {
    if (timed) {
      const expiresAtMs = ttls?.get(field);
      // Relative to the soonest, and one more, because 0 stands for never.
      writer.length(expiresAtMs === undefined ? 0 : expiresAtMs - nextExpiryMs + 1);
    }
    writer.string(field);
    writer.string(text);
  });
}
