/** Commands on keys as such, whatever they hold: deleting, naming, moving, finding, asking about. */
import type { Bytes } from '../../base/bytes.ts';
import { globMatch } from '../../base/glob.ts';
import { errorReply, OK, type Reply, simple } from '../../protocol/reply.ts';
import type { Database } from '../keyspace/database.ts';
import { NOTIFY_GENERIC } from '../keyspace/notifications.ts';
import { RawString } from '../keyspace/string-value.ts';
import { isString, typeOf, type Value } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, NO_SUCH_KEY, SYNTAX_ERROR } from './errors.ts';
import { matches, readScanOptions, scanDict, scanReply } from './scan.ts';

const SAME_OBJECT = errorReply('ERR source and destination objects are the same');
const DB_OUT_OF_RANGE = errorReply('ERR DB index is out of range');

const del = (ctx: Context, args: Args): Reply => remove(ctx, args, ctx.keyspace.lazy.userDel);

const unlink = (ctx: Context, args: Args): Reply => remove(ctx, args, true);

function remove(ctx: Context, args: Args, isLazy: boolean): Reply {
  let deleted = 0;
  for (let i = 1; i < args.length; i++) {
    const key = args.bytes(i);
    const value = isLazy ? ctx.db.peek(key) : undefined;
    if (!ctx.db.delete(key)) continue;
    ctx.keyspace.countLazy(value);
    ctx.db.notify(NOTIFY_GENERIC, 'del', key);
    deleted++;
  }
  ctx.keyspace.dirty += deleted;
  return deleted;
}

const countKeys =
  (look: (db: Database, key: Bytes) => unknown) =>
  (ctx: Context, args: Args): Reply => {
    let count = 0;
    for (let i = 1; i < args.length; i++) if (look(ctx.db, args.bytes(i)) !== undefined) count++;
    return count;
  };

function type(ctx: Context, args: Args): Reply {
  const value = ctx.db.readQuietly(args.bytes(1));
  return simple(value === undefined ? 'none' : typeOf(value));
}

/** What goes along where a key is moved; of a copy the last accesses are its own. */
interface Moving {
  readonly value: Value;
  readonly expiresAtMs: number | null;
  /** The word that tells of accesses (Keyspace.touch). */
  readonly accesses?: number;
}

/** The key as it is to be moved, or null where there is none. */
function detach(db: Database, key: Bytes): Moving | null {
  const value = db.write(key);
  if (value === undefined) return null;
  return { value, expiresAtMs: db.expiresAt(key), accesses: db.entries.metaAt(db.find(key)) };
}

/** Puts a value under a key known to be absent. */
function attach(db: Database, key: Bytes, { value, expiresAtMs, accesses }: Moving): void {
  db.add(key, value);
  if (expiresAtMs !== null) db.setExpiry(key, expiresAtMs);
  if (accesses !== undefined) db.entries.setMetaAt(db.find(key), accesses);
}

const rename =
  (onlyNew: boolean) =>
  (ctx: Context, args: Args): Reply => {
    const [, from, to] = [0, args.bytes(1), args.bytes(2)] as const;
    const { db } = ctx;
    const found = detach(db, from);
    if (!found) return fail(NO_SUCH_KEY);
    if (from === to) return onlyNew ? 0 : OK;
    if (db.write(to) !== undefined) {
      if (onlyNew) return 0;
      db.delete(to);
    }
    attach(db, to, found);
    db.delete(from);
    db.notify(NOTIFY_GENERIC, 'rename_from', from);
    db.notify(NOTIFY_GENERIC, 'rename_to', to);
    ctx.keyspace.dirty++;
    return onlyNew ? 1 : OK;
  };

function databaseAt(ctx: Context, args: Args, i: number): Database {
  return ctx.keyspace.databases[args.int32(i)] ?? fail(DB_OUT_OF_RANGE);
}

function move(ctx: Context, args: Args): Reply {
  const key = args.bytes(1);
  const target = databaseAt(ctx, args, 2);
  if (target === ctx.db) return fail(SAME_OBJECT);
  const found = detach(ctx.db, key);
  if (!found || target.write(key) !== undefined) return 0;
  attach(target, key, found);
  ctx.db.delete(key);
  ctx.db.notify(NOTIFY_GENERIC, 'move_from', key);
  target.notify(NOTIFY_GENERIC, 'move_to', key);
  ctx.keyspace.dirty++;
  return 1;
}

export function cloneValue(value: Value): Value {
  if (value instanceof RawString) return value.clone();
  // A copied integer is an object of its own, not one of Redis's shared ones (OBJECT REFCOUNT).
  if (typeof value === 'number') return BigInt(value);
  return isString(value) ? value : value.clone();
}

function copy(ctx: Context, args: Args): Reply {
  let target = ctx.db;
  let replace = false;
  for (let i = 3; i < args.length; i++) {
    if (args.is(i, 'REPLACE')) replace = true;
    else if (args.is(i, 'DB') && i + 1 < args.length) target = databaseAt(ctx, args, ++i);
    else fail(SYNTAX_ERROR);
  }
  const [from, to] = [args.bytes(1), args.bytes(2)];
  if (target === ctx.db && from === to) return fail(SAME_OBJECT);
  const value = ctx.db.read(from);
  if (value === undefined) return 0;
  const expiresAtMs = ctx.db.expiresAt(from);
  if (target.write(to) !== undefined) {
    if (!replace) return 0;
    target.delete(to);
  }
  attach(target, to, { value: cloneValue(value), expiresAtMs });
  target.notify(NOTIFY_GENERIC, 'copy_to', to);
  ctx.keyspace.dirty++;
  return 1;
}

function keys(ctx: Context, args: Args): Reply {
  const pattern = args.bytes(1);
  const found: Bytes[] = [];
  const { entries } = ctx.db;
  for (let i = 0; i < entries.size; i++) {
    const key = entries.keyAt(i);
    if ((pattern === '*' || globMatch(pattern, key)) && !ctx.db.isExpired(key)) found.push(key);
  }
  return found;
}

function scan(ctx: Context, args: Args): Reply {
  const options = readScanOptions(ctx, args, 1, { type: true });
  const type = options.type?.toLowerCase() ?? null;
  // Until 7.4 the type was asked of the key, as by any read: that counts, and deletes what has expired.
  const asksKeys = type !== null && ctx.version < 704;
  const { entries } = ctx.db;
  const candidates: Bytes[] = [];
  const next = scanDict(entries, options.cursor, options.count, (at) => {
    const key = entries.keyAt(at);
    if (!matches(options.pattern, key)) return;
    if (type !== null && !asksKeys && type !== typeOf(entries.valueAt(at))) return;
    candidates.push(key);
  });
  const isWanted = (key: Bytes): boolean => {
    if (!asksKeys) return ctx.db.has(key);
    const value = ctx.db.readQuietly(key);
    return value !== undefined && type === typeOf(value);
  };
  // Expired keys are deleted only now: a delete during the walk would move entries under its feet.
  return scanReply(next, candidates.filter(isWanted));
}

export const keyCommands = defineGroup('generic', [
  {
    name: 'DEL',
    since: '1.0.0',
    flags: 'write',
    keys: [1, -1, 1],
    complexity: 'O(N)',
    summary: 'Deletes keys.',
    syntax: 'key...',
    run: del,
  },
  {
    name: 'UNLINK',
    since: '4.0.0',
    flags: 'write fast',
    keys: [1, -1, 1],
    complexity: 'O(1)',
    summary: 'Deletes keys; the memory of large values is reclaimed later.',
    syntax: 'key...',
    run: unlink,
  },
  {
    name: 'EXISTS',
    since: '1.0.0',
    history: [['3.0.3', 'Accepts multiple `key` arguments.']],
    flags: 'readonly fast',
    keys: [1, -1, 1],
    complexity: 'O(N) where N is the number of keys to check.',
    summary: 'Counts how many of the given keys exist; a key named twice counts twice.',
    syntax: 'key...',
    run: countKeys((db, key) => db.readQuietly(key)),
  },
  {
    name: 'TYPE',
    since: '1.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says which type of value a key holds.',
    syntax: 'key',
    run: type,
  },
  {
    name: 'RENAME',
    since: '1.0.0',
    flags: 'write',
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary: 'Gives a key another name, replacing a key of that name.',
    syntax: 'key newkey',
    run: rename(false),
  },
  {
    name: 'RENAMENX',
    since: '1.0.0',
    history: [
      [
        '3.2.0',
        'The command no longer returns an error when source and destination names are the same.',
      ],
    ],
    flags: 'write fast',
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary: 'Gives a key another name unless that name is taken.',
    syntax: 'key newkey',
    run: rename(true),
  },
  {
    name: 'MOVE',
    since: '1.0.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Moves a key to another database.',
    syntax: 'key db:integer',
    run: move,
  },
  {
    name: 'COPY',
    since: '6.2.0',
    flags: 'write denyoom',
    keys: [1, 2, 1],
    complexity: 'O(N)',
    summary: 'Copies the value and expiry of a key to another key.',
    syntax: 'source destination [DB destination-db:integer] [REPLACE]',
    run: copy,
  },
  {
    name: 'KEYS',
    since: '1.0.0',
    flags: 'readonly',
    complexity: 'O(N)',
    summary: 'Lists every key whose name matches a pattern; walks the whole database.',
    syntax: 'pattern:pattern',
    categories: '@dangerous',
    run: keys,
  },
  {
    name: 'SCAN',
    since: '2.8.0',
    history: [['6.0.0', 'Added the `TYPE` subcommand.']],
    flags: 'readonly',
    complexity: 'O(1)',
    summary: 'Walks the keys of the database step by step.',
    syntax: 'cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [TYPE type]@6.0.0',
    run: scan,
  },
  {
    name: 'RANDOMKEY',
    since: '1.0.0',
    flags: 'readonly',
    complexity: 'O(1)',
    summary: 'Returns the name of a key chosen at random.',
    syntax: '',
    run: (ctx) => ctx.db.randomKey(ctx.random),
  },
  {
    name: 'TOUCH',
    since: '3.2.1',
    flags: 'readonly fast',
    keys: [1, -1, 1],
    complexity: 'O(N)',
    summary: 'Renews the access time of keys and counts those that exist.',
    syntax: 'key...',
    run: countKeys((db, key) => db.read(key)),
  },
]);
