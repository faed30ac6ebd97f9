/** Sorted sets, member by member: adding, scoring, ranking, removing. */
import type { Bytes } from '../../base/bytes.ts';
import { double, errorReply, NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_ZSET } from '../keyspace/notifications.ts';
import { formatScore, SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR, wrongArity } from './errors.ts';
import { matches, parseCursor, readScanOptions, scanDict, scanReply } from './scan.ts';

const NX_WITH_XX = errorReply('ERR XX and NX options at the same time are not compatible');
const GT_LT_NX = errorReply('ERR GT, LT, and/or NX options at the same time are not compatible');
const ONE_PAIR = errorReply('ERR INCR option supports a single increment-element pair');
const NOT_A_NUMBER = errorReply('ERR resulting score is not a number (NaN)');

export const scoreReply = (ctx: Context, score: number): Reply =>
  double(formatScore(score, ctx.version));

export interface AddOptions {
  nx: boolean;
  xx: boolean;
  gt: boolean;
  lt: boolean;
  ch: boolean;
  incr: boolean;
}

/** No options yet: a fresh object. */
export const unconditionally = (): AddOptions => ({
  nx: false,
  xx: false,
  gt: false,
  lt: false,
  ch: false,
  incr: false,
});

const OPTION_OF_WORD: Readonly<Record<string, keyof AddOptions>> = {
  NX: 'nx',
  XX: 'xx',
  GT: 'gt',
  LT: 'lt',
  CH: 'ch',
  INCR: 'incr',
};

export interface Pair {
  readonly score: number;
  readonly member: Bytes;
}

function readAdd(args: Args): { readonly options: AddOptions; readonly pairs: readonly Pair[] } {
  const options = unconditionally();
  let at = 2;
  for (; at < args.length; at++) {
    const option = args.sizeOf(at) <= 4 ? OPTION_OF_WORD[args.word(at)] : undefined;
    if (!option) break;
    options[option] = true;
  }
  const count = args.length - at;
  if (count === 0 || count % 2 === 1) fail(SYNTAX_ERROR);
  const { nx, xx, gt, lt, incr } = options;
  if (nx && xx) fail(NX_WITH_XX);
  if ((gt && nx) || (lt && nx) || (gt && lt)) fail(GT_LT_NX);
  if (incr && count > 2) fail(ONE_PAIR);
  return { options, pairs: readPairs(args, at) };
}

/** All scores are checked before anything changes. */
function readPairs(args: Args, from: number): Pair[] {
  const pairs: Pair[] = [];
  for (let i = from; i < args.length; i += 2) {
    pairs.push({ score: args.double(i), member: args.bytes(i + 1) });
  }
  return pairs;
}

/** A new sorted set for these pairs, or an existing one made ready for them. */
function targetFor(
  ctx: Context,
  key: Bytes,
  existing: SortedSetValue | undefined,
  pairs: readonly Pair[],
): SortedSetValue {
  const { limits } = ctx.keyspace;
  if (ctx.version < 702) {
    const first = pairs[0]?.member.length ?? 0;
    const expected = limits.zsetMaxListpackEntries === 0 ? 1 : 0;
    return existing ?? addNew(ctx, key, new SortedSetValue(limits, expected, first));
  }
  let longest = 0;
  for (const { member } of pairs) longest = Math.max(longest, member.length);
  if (!existing) return addNew(ctx, key, new SortedSetValue(limits, pairs.length, longest));
  existing.makeRoom(pairs.length, longest, limits);
  return existing;
}

function addNew(ctx: Context, key: Bytes, value: SortedSetValue): SortedSetValue {
  ctx.db.add(key, value);
  return value;
}

/** Adds one pair under the options. Null where the options say no. */
function addPair(
  zset: SortedSetValue,
  { score, member }: Pair,
  options: AddOptions,
  ctx: Context,
): { readonly outcome: 'added' | 'updated' | 'same'; readonly score: number } | null {
  const { nx, xx, gt, lt, incr } = options;
  // Without conditions the set itself tells new from known: one search instead of two.
  if (!(nx || xx || gt || lt || incr)) {
    return { outcome: zset.set(member, score, ctx.keyspace.limits), score };
  }
  const current = zset.score(member);
  if (current === undefined) {
    if (xx) return null;
    return { outcome: zset.set(member, score, ctx.keyspace.limits), score };
  }
  if (nx) return null;
  const next = incr ? current + score : score;
  if (Number.isNaN(next)) return fail(NOT_A_NUMBER);
  if ((lt && next >= current) || (gt && next <= current)) return null;
  if (next === current) return { outcome: 'same', score: next };
  return { outcome: zset.set(member, next, ctx.keyspace.limits), score: next };
}

function zadd(ctx: Context, args: Args): Reply {
  const { options, pairs } = readAdd(args);
  return addPairs(ctx, args.key(ctx.db, 1), options, pairs);
}

/** What ZADD does once its arguments are read. */
export function addPairs(
  ctx: Context,
  key: Bytes,
  options: AddOptions,
  pairs: readonly Pair[],
): Reply {
  const existing = asType(ctx.db.write(key), 'zset');
  if (!existing && options.xx) return options.incr ? null : 0;
  const zset = targetFor(ctx, key, existing, pairs);
  let added = 0;
  let updated = 0;
  let lastScore: number | null = null;
  for (const pair of pairs) {
    const done = addPair(zset, pair, options, ctx);
    if (!done) continue;
    if (done.outcome === 'added') added++;
    else if (done.outcome === 'updated') updated++;
    lastScore = done.score;
  }
  if (added + updated > 0) {
    ctx.keyspace.dirty += added + updated;
    if (existing) ctx.db.modified(key);
    ctx.db.notify(NOTIFY_ZSET, options.incr ? 'zincr' : 'zadd', key);
  }
  if (options.incr) return lastScore === null ? null : scoreReply(ctx, lastScore);
  return options.ch ? added + updated : added;
}

function zincrby(ctx: Context, args: Args): Reply {
  const options = { ...unconditionally(), incr: true };
  return addPairs(ctx, args.key(ctx.db, 1), options, [
    { score: args.double(2), member: args.bytes(3) },
  ]);
}

function zrem(ctx: Context, args: Args): Reply {
  const key = args.key(ctx.db, 1);
  const zset = asType(ctx.db.write(key), 'zset');
  if (!zset) return 0;
  let removed = 0;
  for (let i = 2; i < args.length && zset.length > 0; i++)
    if (zset.remove(args.bytes(i))) removed++;
  afterRemoval(ctx, key, zset, removed, 'zrem');
  return removed;
}

/** Event, dirt and, where nothing is left, the end of the key. */
export function afterRemoval(
  ctx: Context,
  key: Bytes,
  zset: SortedSetValue,
  removed: number,
  event: Bytes,
): void {
  if (removed === 0) return;
  ctx.keyspace.dirty += removed;
  ctx.db.modified(key);
  ctx.db.notify(NOTIFY_ZSET, event, key);
  if (zset.length === 0) ctx.db.deleteEmpty(key);
}

function zcard(ctx: Context, args: Args): Reply {
  return asType(args.readKey(ctx.db, 1), 'zset')?.length ?? 0;
}

function zscore(ctx: Context, args: Args): Reply {
  const score = asType(args.readKey(ctx.db, 1), 'zset')?.score(args.bytes(2));
  return score === undefined ? null : scoreReply(ctx, score);
}

function zmscore(ctx: Context, args: Args): Reply {
  const zset = asType(args.readKey(ctx.db, 1), 'zset');
  return args.toArray(2).map((member) => {
    const score = zset?.score(member);
    return score === undefined ? null : scoreReply(ctx, score);
  });
}

const rankFrom =
  (name: string, reverse: boolean) =>
  (ctx: Context, args: Args): Reply => {
    const withScore = args.length > 3;
    if (args.length > 4) return fail(wrongArity(name));
    if (withScore && !args.is(3, 'WITHSCORE')) return fail(SYNTAX_ERROR);
    const member = args.bytes(2);
    const zset = asType(args.readKey(ctx.db, 1), 'zset');
    const rank = zset ? zset.rank(member) : -1;
    if (!zset || rank < 0) return withScore ? NULL_ARRAY : null;
    const counted = reverse ? zset.length - 1 - rank : rank;
    return withScore ? [counted, scoreReply(ctx, zset.score(member) as number)] : counted;
  };

function zscan(ctx: Context, args: Args): Reply {
  parseCursor(args.bytes(2), ctx.version);
  const zset = asType(ctx.db.read(args.bytes(1)), 'zset');
  if (!zset) return scanReply(0, []);
  const options = readScanOptions(ctx, args, 2);
  const items: Reply[] = [];
  const take = (member: Bytes, score: number): void => {
    if (matches(options.pattern, member)) items.push(member, formatScore(score, ctx.version));
  };
  const { structure } = zset;
  if (structure.kind === 'listpack') {
    zset.forEach(take);
    return scanReply(0, items);
  }
  const { index } = structure.orderedSet;
  const next = scanDict(index, options.cursor, options.count, (at) =>
    take(index.keyAt(at), index.valueAt(at)),
  );
  return scanReply(next, items);
}

export const sortedSetCommands = defineGroup('sorted-set', [
  {
    name: 'ZADD',
    since: '1.2.0',
    history: [
      ['2.4.0', 'Accepts multiple elements.'],
      ['3.0.2', 'Added the `XX`, `NX`, `CH` and `INCR` options.'],
      ['6.2.0', 'Added the `GT` and `LT` options.'],
    ],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N))',
    summary: 'Adds members with their scores, or moves members to other scores.',
    syntax:
      'key [condition(NX | XX)]@3.0.2 [comparison(GT | LT)]@6.2.0 [change(CH)]@3.0.2 [increment(INCR)]@3.0.2 (score:double member)...',
    keyType: 'zset',
    run: zadd,
  },
  {
    name: 'ZINCRBY',
    since: '1.2.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N))',
    summary: 'Adds a number to the score of a member, adding the member if needed.',
    syntax: 'key increment:integer member',
    keyType: 'zset',
    run: zincrby,
  },
  {
    name: 'ZREM',
    since: '1.2.0',
    history: [['2.4.0', 'Accepts multiple elements.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(M*log(N))',
    summary: 'Removes members.',
    syntax: 'key member...',
    keyType: 'zset',
    run: zrem,
  },
  {
    name: 'ZCARD',
    since: '1.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Counts the members.',
    syntax: 'key',
    keyType: 'zset',
    run: zcard,
  },
  {
    name: 'ZSCORE',
    since: '1.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the score of a member.',
    syntax: 'key member',
    keyType: 'zset',
    run: zscore,
  },
  {
    name: 'ZMSCORE',
    since: '6.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Returns the scores of several members.',
    syntax: 'key member...',
    keyType: 'zset',
    run: zmscore,
  },
  {
    name: 'ZRANK',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N))',
    summary: 'Returns the rank of a member, counted from the lowest score.',
    syntax: 'key member [WITHSCORE]',
    earlier: { until: '7.2.0', syntax: 'key member' },
    keyType: 'zset',
    run: rankFrom('zrank', false),
  },
  {
    name: 'ZREVRANK',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N))',
    summary: 'Returns the rank of a member, counted from the highest score.',
    syntax: 'key member [WITHSCORE]',
    earlier: { until: '7.2.0', syntax: 'key member' },
    keyType: 'zset',
    run: rankFrom('zrevrank', true),
  },
  {
    name: 'ZSCAN',
    since: '2.8.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Walks members and scores step by step.',
    syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]',
    keyType: 'zset',
    run: zscan,
  },
]);
