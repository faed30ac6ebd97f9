/**
 * Hash commands on fields and their values. Chance is in hash-random.ts, fields that expire in
 * hash-expiry.ts.
 *
 * Every handler comes by its hash through hash-access.ts, so that no expired field is ever seen.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { addLongDouble, parseLongDouble } from '../../base/long-double.ts';
import { EMPTY_ARRAY, map, OK, type Reply } from '../../protocol/reply.ts';
import { HashValue } from '../keyspace/hash-value.ts';
import { NOTIFY_HASH } from '../keyspace/notifications.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { addInt64 } from './counters.ts';
import { fail, NOT_A_FLOAT, wrongArity } from './errors.ts';
import { readHash, writeHash } from './hash-access.ts';
import { matches, parseCursor, readScanOptions, scanDict, scanReply } from './scan.ts';

// ---- changing ----

/** Ends a change: the key comes into being or counts as modified, and the event is sent. */
function changed(ctx: Context, key: Bytes, hash: HashValue, isNew: boolean, event: Bytes): void {
  if (isNew) ctx.db.add(key, hash);
  else ctx.db.modified(key);
  ctx.db.notify(NOTIFY_HASH, event, key);
  ctx.keyspace.dirty++;
}

/** Sets the pairs from argument 2 on and answers with the number of new fields. */
function setFields(ctx: Context, args: Args, name: string): number {
  if (args.length % 2 === 1) return fail(wrongArity(name));
  const { limits } = ctx.keyspace;
  const key = args.bytes(1);
  const existing = writeHash(ctx, args);
  const hash = existing ?? new HashValue();
  const count = (args.length - 2) / 2;
  hash.prepareFor(count, limits);
  let created = 0;
  for (let i = 2; i < args.length; i += 2) {
    if (hash.set(args.bytes(i), args.bytes(i + 1), limits)) created++;
  }
  changed(ctx, key, hash, !existing, 'hset');
  ctx.keyspace.dirty += count - 1;
  return created;
}

function hsetnx(ctx: Context, args: Args): Reply {
  const existing = writeHash(ctx, args);
  const field = args.bytes(2);
  if (existing?.has(field)) return 0;
  const hash = existing ?? new HashValue();
  hash.set(field, args.bytes(3), ctx.keyspace.limits);
  changed(ctx, args.bytes(1), hash, !existing, 'hset');
  return 1;
}

function hincrby(ctx: Context, args: Args): Reply {
  const increment = args.int64(3);
  const existing = writeHash(ctx, args);
  const hash = existing ?? new HashValue();
  const field = args.bytes(2);
  const value = parseCanonicalInt64(hash.get(field) ?? '0');
  if (value === null) return fail('ERR hash value is not an integer');
  const sum = addInt64(value, increment);
  hash.set(field, String(sum), ctx.keyspace.limits, true);
  changed(ctx, args.bytes(1), hash, !existing, 'hincrby');
  return sum;
}

/** The increment's own text, checked before the key is looked at. */
function floatIncrement(args: Args): Bytes {
  const text = args.bytes(3);
  const value = parseLongDouble(text);
  if (!value) return fail(NOT_A_FLOAT);
  return value.infinite ? fail('ERR value is NaN or Infinity') : text;
}

function hincrbyfloat(ctx: Context, args: Args): Reply {
  const increment = floatIncrement(args);
  const existing = writeHash(ctx, args, true);
  const hash = existing ?? new HashValue();
  const [key, field] = [args.bytes(1), args.bytes(2)];
  const sum = addLongDouble(hash.get(field) ?? '0', increment);
  if (sum === null) return fail('ERR hash value is not a float');
  if (sum === 'nan-or-inf') return fail('ERR increment would produce NaN or Infinity');
  hash.set(field, sum, ctx.keyspace.limits, true);
  changed(ctx, key, hash, !existing, 'hincrbyfloat');
  ctx.propagate('HSET', key, field, sum);
  // Replayed, the HSET takes away the expiry that is kept here.
  const expiresAtMs = hash.expiresAt(field);
  if (expiresAtMs !== null) {
    ctx.propagate('HPEXPIREAT', key, String(expiresAtMs), 'FIELDS', '1', field);
  }
  return sum;
}

function hdel(ctx: Context, args: Args): Reply {
  const { db } = ctx;
  const hash = writeHash(ctx, args);
  if (!hash) return 0;
  let deleted = 0;
  for (let i = 2; i < args.length && hash.length > 0; i++) {
    if (hash.delete(args.bytes(i))) deleted++;
  }
  if (deleted === 0) return 0;
  const key = args.bytes(1);
  db.notify(NOTIFY_HASH, 'hdel', key);
  if (hash.length === 0) db.deleteEmpty(key);
  else db.modified(key);
  ctx.keyspace.dirty += deleted;
  return deleted;
}

// ---- reading ----

function hmget(ctx: Context, args: Args): Reply {
  const hash = readHash(ctx, args);
  const values: Reply[] = [];
  for (let i = 2; i < args.length; i++) values.push(hash?.get(args.bytes(i)) ?? null);
  return values;
}

function hgetall(ctx: Context, args: Args): Reply {
  const items: Bytes[] = [];
  readHash(ctx, args)?.forEach((field, value) => {
    items.push(field, value);
  });
  return map(items);
}

const listOf =
  (pick: (field: Bytes, value: Bytes) => Bytes) =>
  (ctx: Context, args: Args): Reply => {
    const hash = readHash(ctx, args);
    if (!hash) return EMPTY_ARRAY;
    const items: Bytes[] = [];
    hash.forEach((field, value) => {
      items.push(pick(field, value));
    });
    return items;
  };

function hscan(ctx: Context, args: Args): Reply {
  parseCursor(args.bytes(2), ctx.version);
  const hash = readHash(ctx, args);
  if (!hash) return scanReply(0, []);
  const options = readScanOptions(ctx, args, 2, { noValues: ctx.version >= 704 });
  const items: Bytes[] = [];
  const take = (field: Bytes, value: Bytes): void => {
    if (!matches(options.pattern, field)) return;
    items.push(field);
    if (!options.noValues) items.push(value);
  };
  const { structure } = hash;
  if (structure.kind === 'listpack') {
    hash.forEach(take);
    return scanReply(0, items);
  }
  const { dict } = structure;
  const next = scanDict(dict, options.cursor, options.count, (at) => {
    take(dict.keyAt(at), dict.valueAt(at));
  });
  return scanReply(next, items);
}

export const hashCommands = defineGroup('hash', [
  {
    name: 'HSET',
    since: '2.0.0',
    history: [['4.0.0', 'Accepts multiple `field` and `value` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each field set.',
    summary: 'Sets fields of a hash, creating it if needed, and counts those that were new.',
    syntax: 'key (field value)...',
    keyType: 'hash',
    run: (ctx, args) => setFields(ctx, args, 'hset'),
  },
  {
    name: 'HMSET',
    since: '2.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of fields being set.',
    summary: 'Sets fields of a hash, creating it if needed.',
    syntax: 'key (field value)...',
    keyType: 'hash',
    deprecated: ['4.0.0', '`HSET` with multiple field-value pairs'],
    run: (ctx, args) => {
      setFields(ctx, args, 'hmset');
      return OK;
    },
  },
  {
    name: 'HSETNX',
    since: '2.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets a field of a hash only if the hash has no such field.',
    syntax: 'key field value',
    keyType: 'hash',
    run: hsetnx,
  },
  {
    name: 'HINCRBY',
    since: '2.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Adds a number to the integer in a field; a missing field counts as 0.',
    syntax: 'key field increment:integer',
    keyType: 'hash',
    run: hincrby,
  },
  {
    name: 'HINCRBYFLOAT',
    since: '2.6.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Adds a floating point number to the number in a field; a missing field counts as 0.',
    syntax: 'key field increment:double',
    keyType: 'hash',
    run: hincrbyfloat,
  },
  {
    name: 'HDEL',
    since: '2.0.0',
    history: [['2.4.0', 'Accepts multiple `field` arguments.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of fields to be removed.',
    summary: 'Removes fields from a hash and counts those that were there.',
    syntax: 'key field...',
    keyType: 'hash',
    run: hdel,
  },
  {
    name: 'HGET',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the value of a field of a hash.',
    syntax: 'key field',
    keyType: 'hash',
    run: (ctx, args) => readHash(ctx, args)?.get(args.bytes(2)) ?? null,
  },
  {
    name: 'HMGET',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of fields being requested.',
    summary: 'Returns the values of several fields, nil for each that is missing.',
    syntax: 'key field...',
    keyType: 'hash',
    run: hmget,
  },
  {
    name: 'HEXISTS',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says whether a hash has a field.',
    syntax: 'key field',
    keyType: 'hash',
    run: (ctx, args) => (readHash(ctx, args)?.has(args.bytes(2)) ? 1 : 0),
  },
  {
    name: 'HSTRLEN',
    since: '3.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the length of the value of a field in bytes.',
    syntax: 'key field',
    keyType: 'hash',
    run: (ctx, args) => readHash(ctx, args)?.get(args.bytes(2))?.length ?? 0,
  },
  {
    name: 'HLEN',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the number of fields of a hash.',
    syntax: 'key',
    keyType: 'hash',
    run: (ctx, args) => readHash(ctx, args)?.length ?? 0,
  },
  {
    name: 'HGETALL',
    since: '2.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the size of the hash.',
    summary: 'Returns every field of a hash with its value.',
    syntax: 'key',
    keyType: 'hash',
    run: hgetall,
  },
  {
    name: 'HKEYS',
    since: '2.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the size of the hash.',
    summary: 'Returns every field of a hash.',
    syntax: 'key',
    keyType: 'hash',
    run: listOf((field) => field),
  },
  {
    name: 'HVALS',
    since: '2.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the size of the hash.',
    summary: 'Returns the value of every field of a hash.',
    syntax: 'key',
    keyType: 'hash',
    run: listOf((_field, value) => value),
  },
  {
    name: 'HSCAN',
    since: '2.8.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1) for every call, O(N) for a complete walk.',
    summary: 'Walks the fields of a hash step by step.',
    syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [NOVALUES]',
    earlier: {
      until: '7.4',
      syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]',
    },
    keyType: 'hash',
    run: hscan,
  },
]);
