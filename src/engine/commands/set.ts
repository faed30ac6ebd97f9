/** Set commands on one set. What combines sets is in set-operations.ts, chance in set-random.ts. */
import type { Bytes } from '../../base/bytes.ts';
import { type Reply, set } from '../../protocol/reply.ts';
import { NOTIFY_SET } from '../keyspace/notifications.ts';
import { SetValue } from '../keyspace/set-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { matches, parseCursor, readScanOptions, scanDict, scanReply } from './scan.ts';

function sadd(ctx: Context, args: Args): Reply {
  const { db, keyspace } = ctx;
  const { limits } = keyspace;
  const key = args.key(ctx.db, 1);
  const existing = asType(db.write(key), 'set');
  const value = existing ?? SetValue.for(args.bytes(2), args.length - 2, limits);
  if (existing) value.prepareFor(args.length - 2, limits);
  let added = 0;
  for (let i = 2; i < args.length; i++) if (value.add(args.bytes(i), limits)) added++;
  if (!existing) db.add(key, value);
  if (added > 0) {
    if (existing) db.modified(key);
    db.notify(NOTIFY_SET, 'sadd', key);
  }
  keyspace.dirty += added;
  return added;
}

function srem(ctx: Context, args: Args): Reply {
  const { db } = ctx;
  const key = args.key(ctx.db, 1);
  const value = asType(db.write(key), 'set');
  if (!value) return 0;
  let removed = 0;
  for (let i = 2; i < args.length && value.length > 0; i++) {
    if (value.remove(args.bytes(i))) removed++;
  }
  if (removed === 0) return 0;
  db.notify(NOTIFY_SET, 'srem', key);
  if (value.length === 0) db.deleteEmpty(key);
  else db.modified(key);
  ctx.keyspace.dirty += removed;
  return removed;
}

function smove(ctx: Context, args: Args): Reply {
  const { db, keyspace } = ctx;
  const [from, to, member] = [args.bytes(1), args.bytes(2), args.bytes(3)];
  const sourceValue = db.write(from);
  const targetValue = db.write(to);
  if (sourceValue === undefined) return 0;
  const source = asType(sourceValue, 'set') as SetValue;
  const target = asType(targetValue, 'set');
  if (source === target) return source.has(member) ? 1 : 0;
  if (!source.remove(member)) return 0;
  db.notify(NOTIFY_SET, 'srem', from);
  if (source.length === 0) db.deleteEmpty(from);
  else db.modified(from);
  keyspace.dirty++;
  if (target ? target.add(member, keyspace.limits) : addSet(ctx, to, member)) {
    keyspace.dirty++;
    if (target) db.modified(to);
    db.notify(NOTIFY_SET, 'sadd', to);
  }
  return 1;
}

/** Adds a set of one member under a key known to be absent. */
function addSet(ctx: Context, key: Bytes, member: Bytes): true {
  const { limits } = ctx.keyspace;
  const value = SetValue.for(member, 1, limits);
  value.add(member, limits);
  ctx.db.add(key, value);
  return true;
}

function scard(ctx: Context, args: Args): Reply {
  return asType(args.readKey(ctx.db, 1), 'set')?.length ?? 0;
}

function sismember(ctx: Context, args: Args): Reply {
  return asType(args.readKey(ctx.db, 1), 'set')?.has(args.bytes(2)) ? 1 : 0;
}

function smismember(ctx: Context, args: Args): Reply {
  const value = asType(args.readKey(ctx.db, 1), 'set');
  const found: number[] = [];
  for (let i = 2; i < args.length; i++) found.push(value?.has(args.bytes(i)) ? 1 : 0);
  return found;
}

function smembers(ctx: Context, args: Args): Reply {
  return set(asType(args.readKey(ctx.db, 1), 'set')?.members() ?? []);
}

function sscan(ctx: Context, args: Args): Reply {
  parseCursor(args.bytes(2), ctx.version);
  const value = asType(args.readKey(ctx.db, 1), 'set');
  if (!value) return scanReply(0, []);
  const { cursor, count, pattern } = readScanOptions(ctx, args, 2);
  const { structure } = value;
  if (structure.kind !== 'table') {
    return scanReply(
      0,
      value.members().filter((member) => matches(pattern, member)),
    );
  }
  const found: Bytes[] = [];
  const next = scanDict(structure.dict, cursor, count, (at) => {
    const member = structure.dict.keyAt(at);
    if (matches(pattern, member)) found.push(member);
  });
  return scanReply(next, found);
}

export const setCommands = defineGroup('set', [
  {
    name: 'SADD',
    since: '1.0.0',
    history: [['2.4.0', 'Accepts multiple `member` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each member added.',
    summary: 'Adds members to a set, creating it if needed, and counts those that were new.',
    syntax: 'key member...',
    keyType: 'set',
    run: sadd,
  },
  {
    name: 'SREM',
    since: '1.0.0',
    history: [['2.4.0', 'Accepts multiple `member` arguments.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of members to be removed.',
    summary: 'Removes members from a set and counts those that were there.',
    syntax: 'key member...',
    keyType: 'set',
    run: srem,
  },
  {
    name: 'SMOVE',
    since: '1.0.0',
    flags: 'write fast',
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary: 'Moves a member from one set to another in one atomic step.',
    syntax: 'source destination member',
    keyType: 'set',
    run: smove,
  },
  {
    name: 'SCARD',
    since: '1.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the number of members of a set.',
    syntax: 'key',
    keyType: 'set',
    run: scard,
  },
  {
    name: 'SISMEMBER',
    since: '1.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says whether a value is a member of a set.',
    syntax: 'key member',
    keyType: 'set',
    run: sismember,
  },
  {
    name: 'SMISMEMBER',
    since: '6.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of members to look up.',
    summary: 'Says for each of several values whether it is a member of a set.',
    syntax: 'key member...',
    keyType: 'set',
    run: smismember,
  },
  {
    name: 'SMEMBERS',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the set cardinality.',
    summary: 'Returns every member of a set, in no particular order.',
    syntax: 'key',
    keyType: 'set',
    run: smembers,
  },
  {
    name: 'SSCAN',
    since: '2.8.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1) for every call, O(N) for a complete walk.',
    summary: 'Walks the members of a set step by step.',
    syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]',
    keyType: 'set',
    run: sscan,
  },
]);
