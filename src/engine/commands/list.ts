/**
 * List commands on one list, by its ends, by index and by value. Moving is in list-move.ts, waiting
 * in list-blocking.ts.
 *
 * A list announces what is about to be added and what was removed (prepareFor, shrink), because
 * its encoding may change then; an emptied list takes its key with it.
 */
import type { Bytes } from '../../base/bytes.ts';
import { EMPTY_ARRAY, errorReply, NULL_ARRAY, OK, type Reply } from '../../protocol/reply.ts';
import { type ListEnd, ListValue } from '../keyspace/list-value.ts';
import { NOTIFY_LIST } from '../keyspace/notifications.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { countAtLeast, INT64_MIN, NOT_NEGATABLE, NOT_POSITIVE } from './count-argument.ts';
import { fail, INDEX_OUT_OF_RANGE, NO_SUCH_KEY, SYNTAX_ERROR, wrongArity } from './errors.ts';

// ---- ends ----

const push =
  (end: ListEnd, onlyExisting: boolean) =>
  (ctx: Context, args: Args): Reply => {
    const { db, keyspace } = ctx;
    const key = args.key(ctx.db, 1);
    const existing = asType(db.write(key), 'list');
    if (!existing && onlyExisting) return 0;
    const list = existing ?? ListValue.for(keyspace.limits);
    const count = args.length - 2;
    if (list.structure.kind === 'listpack') {
      let sizeBytes = 0;
      for (let i = 2; i < args.length; i++) sizeBytes += args.sizeOf(i);
      list.prepareForMany(sizeBytes, count, keyspace.limits);
    }
    for (let i = 2; i < args.length; i++) list.push(args.bytes(i), end);
    keyspace.dirty += count;
    if (existing) db.modified(key);
    else db.add(key, list);
    db.notify(NOTIFY_LIST, end === 'head' ? 'lpush' : 'rpush', key);
    return list.length;
  };

/** After `count` elements were popped: the event, the end of an emptied key, the count of changes. */
export function elementsPopped(
  ctx: Context,
  key: Bytes,
  list: ListValue,
  end: ListEnd,
  count: number,
): void {
  const { db, keyspace } = ctx;
  db.notify(NOTIFY_LIST, end === 'head' ? 'lpop' : 'rpop', key);
  if (list.length === 0) db.deleteEmpty(key);
  else {
    list.shrink(keyspace.limits);
    db.modified(key);
  }
  keyspace.dirty += count;
}

/** Pops up to `count` elements from an end, that end's first. */
export function popMany(
  ctx: Context,
  key: Bytes,
  list: ListValue,
  end: ListEnd,
  count: number,
): Bytes[] {
  const width = Math.min(count, list.length);
  const start = end === 'head' ? 0 : list.length - width;
  const popped = list.range(start, width);
  if (end === 'tail') popped.reverse();
  list.removeRange(start, width);
  elementsPopped(ctx, key, list, end, width);
  return popped;
}

const pop =
  (end: ListEnd) =>
  (ctx: Context, args: Args): Reply => {
    const hasCount = args.length === 3;
    if (args.length > 3) return fail(wrongArity(end === 'head' ? 'lpop' : 'rpop'));
    const count = hasCount ? countAtLeast(args, 2, 0, NOT_POSITIVE) : 1;
    const key = args.key(ctx.db, 1);
    const list = asType(ctx.db.write(key), 'list');
    if (!list) return hasCount ? NULL_ARRAY : null;
    if (count === 0) return EMPTY_ARRAY;
    if (hasCount) return popMany(ctx, key, list, end, count);
    const element = list.pop(end);
    elementsPopped(ctx, key, list, end, 1);
    return element;
  };

function llen(ctx: Context, args: Args): Reply {
  return asType(args.readKey(ctx.db, 1), 'list')?.length ?? 0;
}

// ---- by index ----

interface Range {
  readonly start: number;
  readonly count: number;
}

/** `start` and `stop`, each counted from the tail when negative, cut to a list of `length`. */
function cut(start: number, stop: number, length: number): Range {
  const from = Math.max(0, start < 0 ? start + length : start);
  const to = Math.min(length - 1, stop < 0 ? stop + length : stop);
  return from > to ? { start: 0, count: 0 } : { start: from, count: to - from + 1 };
}

function lrange(ctx: Context, args: Args): Reply {
  const start = args.int(2);
  const stop = args.int(3);
  const list = asType(args.readKey(ctx.db, 1), 'list');
  if (!list) return EMPTY_ARRAY;
  const range = cut(start, stop, list.length);
  return list.range(range.start, range.count);
}

function ltrim(ctx: Context, args: Args): Reply {
  const start = args.int(2);
  const stop = args.int(3);
  const { db, keyspace } = ctx;
  const key = args.bytes(1);
  const list = asType(db.write(key), 'list');
  if (!list) return OK;
  const { length } = list;
  const range = cut(start, stop, length);
  list.trim(range.start, range.count);
  db.notify(NOTIFY_LIST, 'ltrim', key);
  if (list.length === 0) db.deleteEmpty(key);
  else {
    list.shrink(keyspace.limits);
    db.modified(key);
  }
  keyspace.dirty += length - range.count;
  return OK;
}

function lindex(ctx: Context, args: Args): Reply {
  const list = asType(args.readKey(ctx.db, 1), 'list');
  return list ? list.get(args.int(2)) : null;
}

function lset(ctx: Context, args: Args): Reply {
  const { db, keyspace } = ctx;
  const key = args.bytes(1);
  const list = asType(db.write(key), 'list');
  if (!list) return fail(NO_SUCH_KEY);
  const index = args.int(2);
  const element = args.bytes(3);
  list.prepareFor(element.length, keyspace.limits);
  if (!list.set(index, element)) return fail(INDEX_OUT_OF_RANGE);
  list.shrink(keyspace.limits);
  db.modified(key);
  db.notify(NOTIFY_LIST, 'lset', key);
  keyspace.dirty++;
  return OK;
}

// ---- by value ----

function linsert(ctx: Context, args: Args): Reply {
  const after = args.is(2, 'AFTER');
  if (!after && !args.is(2, 'BEFORE')) return fail(SYNTAX_ERROR);
  const { db, keyspace } = ctx;
  const key = args.bytes(1);
  const list = asType(db.write(key), 'list');
  if (!list) return 0;
  const element = args.bytes(4);
  list.prepareFor(element.length, keyspace.limits);
  if (!list.insertBeside(args.bytes(3), element, after)) return -1;
  db.modified(key);
  db.notify(NOTIFY_LIST, 'linsert', key);
  keyspace.dirty++;
  return list.length;
}

function lrem(ctx: Context, args: Args): Reply {
  const { db, keyspace } = ctx;
  if (args.int64(2) === INT64_MIN && ctx.version >= 702) return fail(NOT_NEGATABLE);
  const key = args.bytes(1);
  const list = asType(db.write(key), 'list');
  if (!list) return 0;
  const removed = list.removeMatching(args.bytes(3), args.int(2));
  if (removed === 0) return 0;
  db.notify(NOTIFY_LIST, 'lrem', key);
  if (list.length === 0) db.deleteEmpty(key);
  else {
    list.shrink(keyspace.limits);
    db.modified(key);
  }
  keyspace.dirty += removed;
  return removed;
}

interface PositionOptions {
  rank: number;
  /** Null answers with one position instead of an array. */
  count: number | null;
  maxLength: number;
}

function readRank(ctx: Context, args: Args, i: number): number {
  // Redis 7.0 takes the one number that has no opposite as if it were -1.
  if (args.int64(i) === INT64_MIN) return ctx.version >= 702 ? fail(NOT_NEGATABLE) : -1;
  const rank = args.int(i);
  if (rank !== 0) return rank;
  return fail(
    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... " +
      'or use negative to start from the end of the list',
  );
}

function readPositionOptions(ctx: Context, args: Args): PositionOptions {
  const options: PositionOptions = { rank: 1, count: null, maxLength: 0 };
  for (let i = 3; i < args.length; i += 2) {
    const word = args.word(i);
    const hasValue = i + 1 < args.length;
    const notNegative = (): number =>
      countAtLeast(args, i + 1, 0, errorReply(`ERR ${word} can't be negative`));
    if (word === 'RANK' && hasValue) options.rank = readRank(ctx, args, i + 1);
    else if (word === 'COUNT' && hasValue) options.count = notNegative();
    else if (word === 'MAXLEN' && hasValue) options.maxLength = notNegative();
    else fail(SYNTAX_ERROR);
  }
  return options;
}

function lpos(ctx: Context, args: Args): Reply {
  const { rank, count, maxLength } = readPositionOptions(ctx, args);
  const list = asType(args.readKey(ctx.db, 1), 'list');
  const found = list?.positions(args.bytes(2), rank, count ?? 1, maxLength) ?? [];
  return count === null ? (found[0] ?? null) : found;
}

export const listCommands = defineGroup('list', [
  {
    name: 'LPUSH',
    since: '1.0.0',
    history: [['2.4.0', 'Accepts multiple `element` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each element pushed.',
    summary:
      'Puts elements before the head of a list, creating it if needed; the last one ends up first.',
    syntax: 'key element...',
    keyType: 'list',
    run: push('head', false),
  },
  {
    name: 'LPUSHX',
    since: '2.2.0',
    history: [['4.0.0', 'Accepts multiple `element` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each element pushed.',
    summary: 'Puts elements before the head of a list only if the list exists.',
    syntax: 'key element...',
    keyType: 'list',
    run: push('head', true),
  },
  {
    name: 'RPUSH',
    since: '1.0.0',
    history: [['2.4.0', 'Accepts multiple `element` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each element pushed.',
    summary: 'Puts elements behind the tail of a list, creating it if needed.',
    syntax: 'key element...',
    keyType: 'list',
    run: push('tail', false),
  },
  {
    name: 'RPUSHX',
    since: '2.2.0',
    history: [['4.0.0', 'Accepts multiple `element` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each element pushed.',
    summary: 'Puts elements behind the tail of a list only if the list exists.',
    syntax: 'key element...',
    keyType: 'list',
    run: push('tail', true),
  },
  {
    name: 'LPOP',
    since: '1.0.0',
    history: [['6.2.0', 'Added the `count` argument.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of elements returned.',
    summary: 'Takes one or more elements off the head of a list and returns them.',
    syntax: 'key [count:integer]@6.2.0',
    keyType: 'list',
    run: pop('head'),
  },
  {
    name: 'RPOP',
    since: '1.0.0',
    history: [['6.2.0', 'Added the `count` argument.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of elements returned.',
    summary: 'Takes one or more elements off the tail of a list and returns them.',
    syntax: 'key [count:integer]@6.2.0',
    keyType: 'list',
    run: pop('tail'),
  },
  {
    name: 'LLEN',
    since: '1.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the number of elements of a list.',
    syntax: 'key',
    keyType: 'list',
    run: llen,
  },
  {
    name: 'LRANGE',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity:
      'O(S+N) where S is the way from the nearer end to the start and N the size of the range.',
    summary: 'Returns the elements between two indices, both included.',
    syntax: 'key start:integer stop:integer',
    keyType: 'list',
    run: lrange,
  },
  {
    name: 'LTRIM',
    since: '1.0.0',
    flags: 'write',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of elements removed.',
    summary: 'Keeps the elements between two indices and removes all others.',
    syntax: 'key start:integer stop:integer',
    keyType: 'list',
    run: ltrim,
  },
  {
    name: 'LINDEX',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the way from the nearer end to the element.',
    summary: 'Returns the element at an index; negative indices count from the tail.',
    syntax: 'key index:integer',
    keyType: 'list',
    run: lindex,
  },
  {
    name: 'LSET',
    since: '1.0.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the length of the list; O(1) at either end.',
    summary: 'Replaces the element at an index.',
    syntax: 'key index:integer element',
    keyType: 'list',
    run: lset,
  },
  {
    name: 'LINSERT',
    since: '2.2.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the way from the head to the pivot.',
    summary: 'Inserts an element before or after the first one that equals the pivot.',
    syntax: 'key where(BEFORE | AFTER) pivot element',
    keyType: 'list',
    run: linsert,
  },
  {
    name: 'LREM',
    since: '1.0.0',
    flags: 'write',
    keys: [1, 1, 1],
    complexity: 'O(N+M) where N is the length of the list and M the number of elements removed.',
    summary:
      'Removes elements equal to a value, from the head, from the tail when negative, or all.',
    syntax: 'key count:integer element',
    keyType: 'list',
    run: lrem,
  },
  {
    name: 'LPOS',
    since: '6.0.6',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the length of the list.',
    summary: 'Returns at which index, or indices, a value stands in a list.',
    syntax: 'key element [RANK rank:integer] [COUNT num-matches:integer] [MAXLEN len:integer]',
    keyType: 'list',
    run: lpos,
  },
]);
