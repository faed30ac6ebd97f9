/** Taking members from the ends of sorted sets, also while blocked, and picking them at random. */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import type { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { NOT_POSITIVE, signedCount } from './count-argument.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { type MultiPop, readMultiPop } from './multi-pop.ts';
import { drawRepeatedly, drawsOneByOne } from './repeated-draws.ts';
import { afterRemoval, scoreReply } from './sorted-set.ts';
import { collectScored } from './sorted-set-range.ts';
import { readTimeoutMs } from './timeout.ts';

type End = 'MIN' | 'MAX';

/** Half of int64: with scores every element counts twice. */
const PAIRS_MAX = 2 ** 62 - 1;
const OUT_OF_RANGE = errorReply('ERR value is out of range');

/** Removes up to `count` members from one end, telling each to `take`. */
function popFrom(
  ctx: Context,
  key: Bytes,
  zset: SortedSetValue,
  end: End,
  count: number,
  take: (member: Bytes, score: number) => void,
): void {
  const popped = Math.min(count, zset.length);
  if (popped === 0) return;
  const { length } = zset;
  zset.forRange(end === 'MIN' ? 0 : length - 1, popped, end === 'MAX', take);
  zset.removeRange(end === 'MIN' ? 0 : length - popped, popped);
  afterRemoval(ctx, key, zset, popped, end === 'MIN' ? 'zpopmin' : 'zpopmax');
}

const pop =
  (end: End) =>
  (ctx: Context, args: Args): Reply => {
    if (args.length > 3) return fail(SYNTAX_ERROR);
    const counted = args.length === 3;
    const count = counted ? args.int(2, NOT_POSITIVE) : 1;
    if (count < 0) return fail(NOT_POSITIVE);
    const zset = asType(ctx.db.write(args.key(ctx.db, 1)), 'zset');
    if (!zset) return [];
    const items: Reply[] = [];
    popFrom(ctx, args.bytes(1), zset, end, count, (member, score) => {
      if (counted && ctx.resp === 3) items.push([member, scoreReply(ctx, score)]);
      else items.push(member, scoreReply(ctx, score));
    });
    return items;
  };

/** The first of these keys that holds a sorted set. */
function firstSortedSet(
  ctx: Context,
  keys: readonly Bytes[],
): { readonly key: Bytes; readonly zset: SortedSetValue } | null {
  for (const key of keys) {
    const zset = asType(ctx.db.write(key), 'zset');
    if (zset) return { key, zset };
  }
  return null;
}

const blockingPop =
  (end: End) =>
  (ctx: Context, args: Args): Reply => {
    const timeoutMs = readTimeoutMs(ctx, args, args.length - 1);
    const keys = args.toArray(1).slice(0, -1);
    const found = firstSortedSet(ctx, keys);
    if (!found) return ctx.block({ keys, type: 'zset', timeoutMs, onTimeout: NULL_ARRAY });
    const reply: Reply[] = [found.key];
    popFrom(ctx, found.key, found.zset, end, 1, (member, score) => {
      reply.push(member, scoreReply(ctx, score));
    });
    ctx.propagate(end === 'MIN' ? 'ZPOPMIN' : 'ZPOPMAX', found.key);
    return reply;
  };

function readEnd(args: Args, i: number): End {
  const end = args.word(i);
  return end === 'MIN' || end === 'MAX' ? end : fail(SYNTAX_ERROR);
}

function popMany(ctx: Context, { keys, end, count }: MultiPop<End>): Reply | null {
  const found = firstSortedSet(ctx, keys);
  if (!found) return null;
  const pairs: Reply[] = [];
  popFrom(ctx, found.key, found.zset, end, count, (member, score) => {
    pairs.push([member, scoreReply(ctx, score)]);
  });
  ctx.propagate(end === 'MIN' ? 'ZPOPMIN' : 'ZPOPMAX', found.key, String(pairs.length));
  return [found.key, pairs];
}

function zmpop(ctx: Context, args: Args): Reply {
  return popMany(ctx, readMultiPop(args, 1, readEnd)) ?? NULL_ARRAY;
}

function bzmpop(ctx: Context, args: Args): Reply {
  const query = readMultiPop(args, 2, readEnd);
  const timeoutMs = readTimeoutMs(ctx, args, 1);
  const wait = {
    keys: query.keys,
    type: 'zset',
    timeoutMs,
    onTimeout: NULL_ARRAY,
  } as const;
  return popMany(ctx, query) ?? ctx.block(wait);
}

function zrandmember(ctx: Context, args: Args): Reply {
  const zset = (): SortedSetValue | undefined => asType(args.readKey(ctx.db, 1), 'zset');
  if (args.length === 2) return zset()?.random(ctx.random)[0] ?? null;
  const count = signedCount(args, 2);
  const withScores = args.length > 3;
  if (args.length > 4 || (withScores && !args.is(3, 'WITHSCORES'))) return fail(SYNTAX_ERROR);
  if (withScores && Math.abs(Number(args.int64(2))) > PAIRS_MAX) return fail(OUT_OF_RANGE);
  const found = zset();
  const { items, take } = collectScored(ctx, withScores);
  if (found && drawsOneByOne(ctx, count)) {
    found.forEach(take);
    return drawRepeatedly(ctx, items, -count, withScores && ctx.resp === 2 ? 2 : 1);
  }
  if (found) pickRandom(ctx, found, count, take);
  return items;
}

/** A negative count may repeat members; a positive one takes distinct ones, all of them where it can. */
function pickRandom(
  ctx: Context,
  zset: SortedSetValue,
  count: number,
  take: (member: Bytes, score: number) => void,
): void {
  if (count < 0) {
    for (let i = 0; i < -count; i++) take(...zset.random(ctx.random));
    return;
  }
  if (count >= zset.length) {
    zset.forEach(take);
    return;
  }
  const ranks = new Set<number>();
  while (ranks.size < count) {
    // Robert Floyd's sampling: distinct ranks without trial and error.
    const bound = zset.length - count + ranks.size + 1;
    const rank = ctx.random.below(bound);
    ranks.add(ranks.has(rank) ? bound - 1 : rank);
  }
  for (const rank of ranks) zset.forRange(rank, 1, false, take);
}

export const sortedSetPopCommands = defineGroup('sorted-set', [
  {
    name: 'ZPOPMIN',
    since: '5.0.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N)*M)',
    summary: 'Removes and returns the members with the lowest scores.',
    syntax: 'key [count:integer]',
    keyType: 'zset',
    run: pop('MIN'),
  },
  {
    name: 'ZPOPMAX',
    since: '5.0.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N)*M)',
    summary: 'Removes and returns the members with the highest scores.',
    syntax: 'key [count:integer]',
    keyType: 'zset',
    run: pop('MAX'),
  },
  {
    name: 'ZMPOP',
    since: '7.0.0',
    flags: 'write movablekeys',
    complexity: 'O(K)',
    summary: 'Removes and returns members from an end of the first sorted set that has any.',
    syntax: 'numkeys:integer key... where(MIN | MAX) [COUNT count:integer]',
    keyType: 'zset',
    run: zmpop,
  },
  {
    name: 'BZPOPMIN',
    since: '5.0.0',
    history: [['6.0.0', '`timeout` is interpreted as a double instead of an integer.']],
    flags: 'write blocking fast',
    earlier: { until: '7.2', flags: 'write blocking fast noscript' },
    keys: [1, -2, 1],
    complexity: 'O(log(N))',
    summary: 'Removes and returns the member with the lowest score, waiting for one if needed.',
    syntax: 'key... timeout:double',
    keyType: 'zset',
    run: blockingPop('MIN'),
  },
  {
    name: 'BZPOPMAX',
    since: '5.0.0',
    history: [['6.0.0', '`timeout` is interpreted as a double instead of an integer.']],
    flags: 'write blocking fast',
    earlier: { until: '7.2', flags: 'write blocking fast noscript' },
    keys: [1, -2, 1],
    complexity: 'O(log(N))',
    summary: 'Removes and returns the member with the highest score, waiting for one if needed.',
    syntax: 'key... timeout:double',
    keyType: 'zset',
    run: blockingPop('MAX'),
  },
  {
    name: 'BZMPOP',
    since: '7.0.0',
    flags: 'write blocking movablekeys',
    complexity: 'O(K)',
    summary:
      'Removes and returns members from an end of the first sorted set that has any, waiting if none has.',
    syntax: 'timeout:double numkeys:integer key... where(MIN | MAX) [COUNT count:integer]',
    keyType: 'zset',
    run: bzmpop,
  },
  {
    name: 'ZRANDMEMBER',
    since: '6.2.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of elements returned',
    summary: 'Returns members chosen at random.',
    syntax: 'key [options(count:integer [WITHSCORES])]',
    keyType: 'zset',
    run: zrandmember,
  },
]);
