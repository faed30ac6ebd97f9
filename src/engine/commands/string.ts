/** String commands: whole values and their expiry. Counting is in counters.ts, parts of values in string-range.ts. */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { errorReply, OK, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_GENERIC, NOTIFY_STRING } from '../keyspace/notifications.ts';
import { lengthOfString, replyOfString, stringValueOf } from '../keyspace/string-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asString, bytesAt, type Context } from './context.ts';
import { fail, SYNTAX_ERROR, wrongArity } from './errors.ts';
import { type ExpireUnit, expireOptionMs, isExpireUnit, unixMsText } from './expire-option.ts';

interface SetOptions {
  condition: 'NX' | 'XX' | null;
  get: boolean;
  keepTtl: boolean;
  persist: boolean;
  expire: { readonly unit: ExpireUnit; readonly text: Bytes } | null;
}

/** The options of SET (from argument 3) and GETEX (from argument 2), in any order. */
function readOptions(args: Args, from: number, getex: boolean): SetOptions {
  const options: SetOptions = {
    condition: null,
    get: false,
    keepTtl: false,
    persist: false,
    expire: null,
  };
  for (let i = from; i < args.length; i++) {
    const word = args.word(i);
    const untimed = !options.keepTtl && !options.persist && !options.expire;
    if (!getex && (word === 'NX' || word === 'XX') && (options.condition ?? word) === word) {
      options.condition = word;
    } else if (!getex && word === 'GET') options.get = true;
    else if (!getex && word === 'KEEPTTL' && !options.expire) options.keepTtl = true;
    else if (getex && word === 'PERSIST' && !options.expire) options.persist = true;
    else if (isExpireUnit(word) && untimed && i + 1 < args.length) {
      options.expire = { unit: word, text: args.bytes(++i) };
    } else fail(SYNTAX_ERROR);
  }
  return options;
}

function set(ctx: Context, args: Args): Reply {
  if (args.length === 3) {
    const key = args.setKey(ctx.db, 1, stringValueOf(args.bytes(2)));
    ctx.keyspace.dirty++;
    ctx.db.notify(NOTIFY_STRING, 'set', key);
    return OK;
  }
  const key = args.bytes(1);
  const options = readOptions(args, 3, false);
  const { db, keyspace } = ctx;
  const expiresAtMs =
    options.expire &&
    expireOptionMs(options.expire.unit, options.expire.text, keyspace.nowMs, 'set');
  const old = options.get ? asString(db.read(key)) : undefined;
  const oldReply = old === undefined ? null : replyOfString(old);
  const exists = db.write(key) !== undefined;
  if (options.condition !== null && exists !== (options.condition === 'XX')) {
    return options.get ? oldReply : null;
  }
  const value = args.bytes(2);
  store(ctx, key, value, expiresAtMs, options.keepTtl);
  if (expiresAtMs !== null) ctx.propagate('SET', key, value, 'PXAT', unixMsText(expiresAtMs));
  else if (options.get)
    ctx.propagate(
      'SET',
      key,
      value,
      ...args.toArray(3).filter((word) => word.toUpperCase() !== 'GET'),
    );
  return options.get ? oldReply : OK;
}

/** Sets key to value with its event; `expiresAtMs` null leaves no expiry unless `keepTtl`. */
function store(
  ctx: Context,
  key: Bytes,
  value: Bytes,
  expiresAtMs: UnixMs | null,
  keepTtl = false,
): void {
  ctx.db.set(key, stringValueOf(value), keepTtl || expiresAtMs !== null);
  ctx.keyspace.dirty++;
  ctx.db.notify(NOTIFY_STRING, 'set', key);
  if (expiresAtMs === null) return;
  ctx.db.setExpiry(key, expiresAtMs);
  ctx.db.notify(NOTIFY_GENERIC, 'expire', key);
}

const setWithTtl =
  (name: 'setex' | 'psetex', unit: ExpireUnit) =>
  (ctx: Context, args: Args): Reply => {
    const expiresAtMs = expireOptionMs(unit, args.bytes(2), ctx.keyspace.nowMs, name);
    store(ctx, args.bytes(1), args.bytes(3), expiresAtMs);
    ctx.propagate('SET', args.bytes(1), args.bytes(3), 'PXAT', unixMsText(expiresAtMs));
    return OK;
  };

function setnx(ctx: Context, args: Args): Reply {
  const key = args.bytes(1);
  if (ctx.db.write(key) !== undefined) return 0;
  store(ctx, key, args.bytes(2), null);
  return 1;
}

function get(ctx: Context, args: Args): Reply {
  const value = asString(args.readKey(ctx.db, 1));
  return value === undefined ? null : replyOfString(value);
}

function getset(ctx: Context, args: Args): Reply {
  const old = asString(ctx.db.read(args.bytes(1)));
  store(ctx, args.bytes(1), args.bytes(2), null);
  ctx.propagate('SET', args.bytes(1), args.bytes(2));
  return old === undefined ? null : replyOfString(old);
}

function getdel(ctx: Context, args: Args): Reply {
  const key = args.bytes(1);
  const value = asString(ctx.db.read(key));
  if (value === undefined) return null;
  ctx.db.delete(key);
  ctx.db.notify(NOTIFY_GENERIC, 'del', key);
  ctx.keyspace.dirty++;
  ctx.propagate('DEL', key);
  return replyOfString(value);
}

function getex(ctx: Context, args: Args): Reply {
  const options = readOptions(args, 2, true);
  const { db, keyspace } = ctx;
  const key = args.bytes(1);
  const value = asString(db.read(key));
  if (value === undefined) return null;
  const reply = replyOfString(value);
  if (options.persist) {
    if (!db.persist(key)) return reply;
    db.notify(NOTIFY_GENERIC, 'persist', key);
    ctx.propagate('PERSIST', key);
  } else if (options.expire) {
    const expiresAtMs = expireOptionMs(
      options.expire.unit,
      options.expire.text,
      keyspace.nowMs,
      'getex',
    );
    if (expiresAtMs <= keyspace.nowMs) {
      db.delete(key);
      db.notify(NOTIFY_GENERIC, 'del', key);
      ctx.propagate(keyspace.lazy.expire ? 'UNLINK' : 'DEL', key);
    } else {
      db.setExpiry(key, expiresAtMs);
      db.notify(NOTIFY_GENERIC, 'expire', key);
      ctx.propagate('PEXPIREAT', key, unixMsText(expiresAtMs));
    }
  } else return reply;
  db.modified(key);
  keyspace.dirty++;
  return reply;
}

function strlen(ctx: Context, args: Args): Reply {
  const value = asString(args.readKey(ctx.db, 1));
  return value === undefined ? 0 : lengthOfString(value);
}

function mget(ctx: Context, args: Args): Reply {
  const values: Reply[] = [];
  for (let i = 1; i < args.length; i++) values.push(bytesAt(args.readKey(ctx.db, i)));
  return values;
}

function storeMany(ctx: Context, args: Args): void {
  for (let i = 1; i < args.length; i += 2) {
    const key = args.bytes(i);
    ctx.db.set(key, stringValueOf(args.bytes(i + 1)));
    ctx.db.notify(NOTIFY_STRING, 'set', key);
  }
  ctx.keyspace.dirty += (args.length - 1) / 2;
}

function mset(ctx: Context, args: Args): Reply {
  if (args.length % 2 === 0) fail(wrongArity('mset'));
  storeMany(ctx, args);
  return OK;
}

function msetnx(ctx: Context, args: Args): Reply {
  if (args.length % 2 === 0) fail(wrongArity('msetnx'));
  for (let i = 1; i < args.length; i += 2) if (ctx.db.write(args.bytes(i)) !== undefined) return 0;
  storeMany(ctx, args);
  return 1;
}

/** Ends the command where a string would grow past proto-max-bulk-len. */
export function checkStringLength({ keyspace }: Context, sizeBytes: number): void {
  if (sizeBytes > keyspace.limits.protoMaxBulkBytes) {
    fail(errorReply('ERR string exceeds maximum allowed size (proto-max-bulk-len)'));
  }
}

export const stringCommands = defineGroup('string', [
  {
    name: 'SET',
    since: '1.0.0',
    history: [
      ['2.6.12', 'Added the `EX`, `PX`, `NX` and `XX` options.'],
      ['6.0.0', 'Added the `KEEPTTL` option.'],
      ['6.2.0', 'Added the `GET`, `EXAT` and `PXAT` option.'],
      ['7.0.0', 'Allowed the `NX` and `GET` options to be used together.'],
    ],
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary:
      'Sets a key to a string, whatever it held before; options add a condition, an expiry, or the old value as reply.',
    syntax:
      'key value [condition(NX | XX)]@2.6.12 [GET]@6.2.0 [expiration((EX seconds:integer)@2.6.12 | (PX milliseconds:integer)@2.6.12 | (EXAT unix-time-seconds:unix-time)@6.2.0 | (PXAT unix-time-milliseconds:unix-time)@6.2.0 | KEEPTTL@6.0.0)]',
    keyType: 'string',
    run: set,
  },
  {
    name: 'GET',
    since: '1.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the string at a key, or nil where there is none.',
    syntax: 'key',
    keyType: 'string',
    run: get,
  },
  {
    name: 'GETDEL',
    since: '6.2.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the string at a key and deletes the key.',
    syntax: 'key',
    keyType: 'string',
    run: getdel,
  },
  {
    name: 'GETEX',
    since: '6.2.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the string at a key and sets, changes or removes its expiry.',
    syntax:
      'key [expiration(EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time | PERSIST)]',
    keyType: 'string',
    run: getex,
  },
  {
    name: 'GETSET',
    since: '1.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets a key to a new string and returns the old one.',
    syntax: 'key value',
    keyType: 'string',
    deprecated: ['6.2.0', '`SET` with the `!GET` argument'],
    run: getset,
  },
  {
    name: 'MGET',
    since: '1.0.0',
    flags: 'readonly fast',
    keys: [1, -1, 1],
    complexity: 'O(N) where N is the number of keys to retrieve.',
    summary:
      'Returns the strings at several keys, nil for each that is missing or of another type.',
    syntax: 'key...',
    keyType: 'string',
    run: mget,
  },
  {
    name: 'MSET',
    since: '1.0.1',
    flags: 'write denyoom',
    keys: [1, -1, 2],
    complexity: 'O(N) where N is the number of keys to set.',
    summary: 'Sets several keys to their strings in one atomic step.',
    syntax: '(key value)...',
    keyType: 'string',
    run: mset,
  },
  {
    name: 'MSETNX',
    since: '1.0.1',
    flags: 'write denyoom',
    keys: [1, -1, 2],
    complexity: 'O(N) where N is the number of keys to set.',
    summary: 'Sets several keys only if none of them exists.',
    syntax: '(key value)...',
    keyType: 'string',
    run: msetnx,
  },
  {
    name: 'SETEX',
    since: '2.0.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets a key to a string that expires after some seconds.',
    syntax: 'key seconds:integer value',
    keyType: 'string',
    deprecated: ['2.6.12', 'SET with EX'],
    run: setWithTtl('setex', 'EX'),
  },
  {
    name: 'PSETEX',
    since: '2.6.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets a key to a string that expires after some milliseconds.',
    syntax: 'key milliseconds:integer value',
    keyType: 'string',
    deprecated: ['2.6.12', 'SET with PX'],
    run: setWithTtl('psetex', 'PX'),
  },
  {
    name: 'SETNX',
    since: '1.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets a key to a string only if the key does not exist.',
    syntax: 'key value',
    keyType: 'string',
    deprecated: ['2.6.12', 'SET with NX'],
    run: setnx,
  },
  {
    name: 'STRLEN',
    since: '2.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the length of the string at a key in bytes.',
    syntax: 'key',
    keyType: 'string',
    run: strlen,
  },
]);
