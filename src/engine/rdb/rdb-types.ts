/** The numbers that RDB names types and encodings by (Redis's rdb.h), and which version has which. */

export const RDB_STRING = 0;
export const RDB_LIST = 1;
export const RDB_SET = 2;
/** Scores as text: written before Redis 4.0. */
export const RDB_ZSET_TEXT = 3;
export const RDB_HASH = 4;
export const RDB_ZSET = 5;
/** Values of modules, which only those could read. */
export const RDB_MODULE_PRE_GA = 6;
export const RDB_MODULE = 7;
/** Encodings of Redis 2.2 to 6.2. */
export const RDB_HASH_ZIPMAP = 9;
export const RDB_LIST_ZIPLIST = 10;
export const RDB_SET_INTSET = 11;
export const RDB_ZSET_ZIPLIST = 12;
export const RDB_HASH_ZIPLIST = 13;
export const RDB_LIST_QUICKLIST_ZIPLISTS = 14;
/** Streams as 5.0 to 6.2 kept them. */
export const RDB_STREAM_5_0 = 15;
export const RDB_HASH_LISTPACK = 16;
export const RDB_ZSET_LISTPACK = 17;
export const RDB_LIST_QUICKLIST = 18;
/** Streams as 7.0 keeps them, and from 7.2 on. */
export const RDB_STREAM_7_0 = 19;
export const RDB_SET_LISTPACK = 20;
export const RDB_STREAM = 21;
export const RDB_HASH_WITH_EXPIRY = 24;
export const RDB_HASH_LISTPACK_WITH_EXPIRY = 25;

const OLD_TYPES: ReadonlySet<number> = new Set([
  RDB_ZSET_TEXT,
  RDB_HASH_ZIPMAP,
  RDB_LIST_ZIPLIST,
  RDB_ZSET_ZIPLIST,
  RDB_HASH_ZIPLIST,
  RDB_LIST_QUICKLIST_ZIPLISTS,
]);

/** Is it an encoding that no Redis writes any more, and old-value-reader.ts reads? */
export const isOldType = (type: number): boolean => OLD_TYPES.has(type);

/** How a node of a quicklist is kept. */
export const NODE_PLAIN = 1;
export const NODE_PACKED = 2;

/** First bytes of strings that are not kept as length and bytes. */
export const ENCODED_INT8 = 0xc0;
export const ENCODED_INT16 = 0xc1;
export const ENCODED_INT32 = 0xc2;
export const ENCODED_LZF = 0xc3;

/** The RDB version that a Redis of version 700, 702 or 704 writes, and the newest it reads. */
export function rdbVersionOf(version: number): number {
  if (version >= 704) return 12;
  return version >= 702 ? 11 : 10;
}

/** The last type of value that a Redis of this version knows. */
export function newestTypeOf(version: number): number {
  if (version >= 704) return RDB_HASH_LISTPACK_WITH_EXPIRY;
  return version >= 702 ? RDB_STREAM : RDB_STREAM_7_0;
}
