/** Ranges of sorted sets: by rank, by score, by member; read, stored, counted or removed. */
import type { Bytes } from '../../base/bytes.ts';
import { parseDouble } from '../../base/double.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_GENERIC, NOTIFY_ZSET } from '../keyspace/notifications.ts';
import { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { afterRemoval, scoreReply } from './sorted-set.ts';

const NOT_A_SCORE = errorReply('ERR min or max is not a float');
const NOT_A_LEX = errorReply('ERR min or max not valid string range item');
const LIMIT_ALONE = errorReply(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
);
const SCORES_BY_LEX = errorReply(
  'ERR syntax error, WITHSCORES not supported in combination with BYLEX',
);

/** Ranks [start, end) from the smallest. */
interface Ranks {
  readonly start: number;
  readonly end: number;
}

type RangeOf = (zset: SortedSetValue) => Ranks;

/** Both bounds by rank, negative from the end, both included. */
function rankRange(args: Args, at: number): RangeOf {
  const first = args.int(at);
  const last = args.int(at + 1);
  return ({ length }) => {
    const start = Math.max(0, first < 0 ? length + first : first);
    const end = Math.min(length, (last < 0 ? length + last : last) + 1);
    return { start, end: Math.max(start, end) };
  };
}

/** What strtod makes of a number too large or too small for a double: infinity or zero; null where it is no number. */
function beyondDouble(digits: Bytes): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? Number(digits) : null;
}

interface ScoreBound {
  readonly value: number;
  readonly exclusive: boolean;
}

function scoreBound(text: Bytes): ScoreBound {
  const exclusive = text.startsWith('(');
  // Redis reads bounds by strtod alone, which skips white space and takes no digits at all for zero.
  const digits = (exclusive ? text.slice(1) : text).replace(/^[ \t\n\v\f\r]+/, '');
  const value = digits === '' ? 0 : (parseDouble(digits) ?? beyondDouble(digits));
  return value === null ? fail(NOT_A_SCORE) : { value, exclusive };
}

function scoreRange(minText: Bytes, maxText: Bytes): RangeOf {
  const min = scoreBound(minText);
  const max = scoreBound(maxText);
  return (zset) => {
    const start = zset.countBelow(min.value, min.exclusive);
    return { start, end: Math.max(start, zset.countBelow(max.value, !max.exclusive)) };
  };
}

type LexBound = 'first' | 'last' | { readonly value: Bytes; readonly exclusive: boolean };

function lexBound(text: Bytes): LexBound {
  if (text === '-') return 'first';
  if (text === '+') return 'last';
  if (text[0] !== '(' && text[0] !== '[') return fail(NOT_A_LEX);
  return { value: text.slice(1), exclusive: text[0] === '(' };
}

function lexRange(minText: Bytes, maxText: Bytes): RangeOf {
  const min = lexBound(minText);
  const max = lexBound(maxText);
  const below = (
    zset: SortedSetValue,
    bound: LexBound,
    inclusive: boolean,
    from: number,
  ): number => {
    if (bound === 'first') return 0;
    if (bound === 'last') return zset.length;
    return zset.countBelowMember(bound.value, inclusive, from);
  };
  return (zset) => {
    const start = below(zset, min, typeof min === 'object' && min.exclusive, 0);
    const end = below(zset, max, typeof max === 'object' && !max.exclusive, start);
    return { start, end: Math.max(start, end) };
  };
}

type By = 'rank' | 'score' | 'lex';

interface RangeQuery {
  readonly range: RangeOf;
  readonly reverse: boolean;
  readonly offset: number;
  /** Negative for no limit. */
  readonly count: number;
  readonly withScores: boolean;
}

/** Reads `start stop [options]` from argument `at`. `fixed` says what the command's name already decides. */
function readQuery(
  args: Args,
  at: number,
  fixed: { readonly by?: By; readonly reverse?: boolean; readonly store?: boolean },
): RangeQuery {
  let by = fixed.by ?? 'rank';
  let reverse = fixed.reverse ?? false;
  let withScores = false;
  let limit: { offset: number; count: number } | null = null;
  for (let i = at + 2; i < args.length; i++) {
    const word = args.word(i);
    if (word === 'WITHSCORES' && !fixed.store) withScores = true;
    else if (word === 'LIMIT' && i + 2 < args.length)
      limit = { offset: args.int(++i), count: args.int(++i) };
    else if (word === 'REV' && fixed.reverse === undefined) reverse = true;
    else if (word === 'BYSCORE' && fixed.by === undefined) by = 'score';
    else if (word === 'BYLEX' && fixed.by === undefined) by = 'lex';
    else fail(SYNTAX_ERROR);
  }
  if (limit && limit.count !== -1 && by === 'rank') fail(LIMIT_ALONE);
  if (withScores && by === 'lex') fail(SCORES_BY_LEX);
  const [min, max] = reverse ? [at + 1, at] : [at, at + 1];
  const range =
    by === 'rank'
      ? rankRange(args, at)
      : by === 'score'
        ? scoreRange(args.bytes(min), args.bytes(max))
        : lexRange(args.bytes(min), args.bytes(max));
  const mirrored: RangeOf = (zset) => mirror(range(zset), zset.length);
  return {
    range: by === 'rank' && reverse ? mirrored : range,
    reverse,
    // By rank a LIMIT can only have been `LIMIT x -1`, which Redis takes for none.
    offset: by === 'rank' ? 0 : (limit?.offset ?? 0),
    count: limit?.count ?? -1,
    withScores,
  };
}

/** Ranks counted from the largest, as ranks from the smallest. */
function mirror({ start, end }: Ranks, length: number): Ranks {
  return { start: Math.max(0, length - end), end: Math.max(0, length - start) };
}

function visitRange(
  zset: SortedSetValue,
  query: RangeQuery,
  visit: (member: Bytes, score: number) => void,
): void {
  const { start, end } = query.range(zset);
  if (query.offset < 0) return;
  const available = Math.max(0, end - start - query.offset);
  const count = query.count < 0 ? available : Math.min(available, query.count);
  const first = query.reverse ? end - 1 - query.offset : start + query.offset;
  zset.forRange(first, count, query.reverse, visit);
}

/** Members, with scores beside them (RESP2) or in pairs (RESP3) where asked for. */
export function collectScored(
  ctx: Context,
  withScores: boolean,
): {
  readonly items: Reply[];
  readonly take: (member: Bytes, score: number) => void;
} {
  const items: Reply[] = [];
  const take = (member: Bytes, score: number): void => {
    if (!withScores) items.push(member);
    else if (ctx.resp === 3) items.push([member, scoreReply(ctx, score)]);
    else items.push(member, scoreReply(ctx, score));
  };
  return { items, take };
}

const rangeCommand =
  (fixed: { readonly by?: By; readonly reverse?: boolean }) =>
  (ctx: Context, args: Args): Reply => {
    const query = readQuery(args, 2, fixed);
    const zset = asType(args.readKey(ctx.db, 1), 'zset');
    if (!zset) return [];
    const { items, take } = collectScored(ctx, query.withScores);
    visitRange(zset, query, take);
    return items;
  };

function zrangestore(ctx: Context, args: Args): Reply {
  const query = readQuery(args, 3, { store: true });
  const destination = args.bytes(1);
  const source = asType(ctx.db.read(args.bytes(2)), 'zset');
  const result = storeTarget(ctx, source, query);
  if (source)
    visitRange(source, query, (member, score) => result.set(member, score, ctx.keyspace.limits));
  return storeResult(ctx, destination, result, 'zrangestore');
}

function storeTarget(
  ctx: Context,
  source: SortedSetValue | undefined,
  query: RangeQuery,
): SortedSetValue {
  if (ctx.version < 702 || !source) return new SortedSetValue(ctx.keyspace.limits);
  const { start, end } = query.range(source);
  // Since 7.2 the number of results, where the range alone tells it, chooses the encoding.
  const known = query.count < 0 && query.offset === 0 ? end - start : 0;
  return new SortedSetValue(ctx.keyspace.limits, known, 0);
}

/** Puts the result of a store command in place; an empty one deletes the destination. */
export function storeResult(
  ctx: Context,
  destination: Bytes,
  result: SortedSetValue,
  event: Bytes,
): number {
  const { db, keyspace } = ctx;
  if (result.length > 0) {
    if (db.has(destination)) db.delete(destination);
    db.add(destination, result);
    db.notify(NOTIFY_ZSET, event, destination);
    keyspace.dirty++;
  } else if (db.delete(destination)) {
    db.notify(NOTIFY_GENERIC, 'del', destination);
    keyspace.dirty++;
  }
  return result.length;
}

const countIn =
  (rangeOf: (minText: Bytes, maxText: Bytes) => RangeOf) =>
  (ctx: Context, args: Args): Reply => {
    const range = rangeOf(args.bytes(2), args.bytes(3));
    const zset = asType(args.readKey(ctx.db, 1), 'zset');
    if (!zset) return 0;
    const { start, end } = range(zset);
    return end - start;
  };

const removeIn =
  (event: Bytes, rangeOf: (args: Args) => RangeOf) =>
  (ctx: Context, args: Args): Reply => {
    const range = rangeOf(args);
    const key = args.bytes(1);
    const zset = asType(ctx.db.write(key), 'zset');
    if (!zset) return 0;
    const { start, end } = range(zset);
    if (end > start) zset.removeRange(start, end - start);
    afterRemoval(ctx, key, zset, end - start, event);
    return end - start;
  };

export const sortedSetRangeCommands = defineGroup('sorted-set', [
  {
    name: 'ZRANGE',
    since: '1.2.0',
    history: [['6.2.0', 'Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Returns the members in a range of ranks, scores or names.',
    syntax:
      'key start stop [sortby(BYSCORE | BYLEX)]@6.2.0 [REV]@6.2.0 [LIMIT offset:integer count:integer]@6.2.0 [WITHSCORES]',
    keyType: 'zset',
    run: rangeCommand({}),
  },
  {
    name: 'ZRANGEBYLEX',
    since: '2.8.9',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Returns the members in a range of names, where all scores are equal.',
    syntax: 'key min max [LIMIT offset:integer count:integer]',
    keyType: 'zset',
    deprecated: ['6.2.0', '`ZRANGE` with the `BYLEX` argument'],
    run: rangeCommand({ by: 'lex', reverse: false }),
  },
  {
    name: 'ZRANGEBYSCORE',
    since: '1.0.5',
    history: [['2.0.0', 'Added the `WITHSCORES` modifier.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Returns the members in a range of scores.',
    syntax: 'key min:double max:double [WITHSCORES]@2.0.0 [LIMIT offset:integer count:integer]',
    keyType: 'zset',
    deprecated: ['6.2.0', '`ZRANGE` with the `BYSCORE` argument'],
    run: rangeCommand({ by: 'score', reverse: false }),
  },
  {
    name: 'ZREVRANGE',
    since: '1.2.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Returns the members in a range of ranks, highest score first.',
    syntax: 'key start:integer stop:integer [WITHSCORES]',
    keyType: 'zset',
    deprecated: ['6.2.0', '`ZRANGE` with the `REV` argument'],
    run: rangeCommand({ by: 'rank', reverse: true }),
  },
  {
    name: 'ZREVRANGEBYLEX',
    since: '2.8.9',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Returns the members in a range of names, last first.',
    syntax: 'key max min [LIMIT offset:integer count:integer]',
    keyType: 'zset',
    deprecated: ['6.2.0', '`ZRANGE` with the `REV` and `BYLEX` arguments'],
    run: rangeCommand({ by: 'lex', reverse: true }),
  },
  {
    name: 'ZREVRANGEBYSCORE',
    since: '2.2.0',
    history: [['2.1.6', '`min` and `max` can be exclusive.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Returns the members in a range of scores, highest first.',
    syntax: 'key max:double min:double [WITHSCORES] [LIMIT offset:integer count:integer]',
    keyType: 'zset',
    deprecated: ['6.2.0', '`ZRANGE` with the `REV` and `BYSCORE` arguments'],
    run: rangeCommand({ by: 'score', reverse: true }),
  },
  {
    name: 'ZRANGESTORE',
    since: '6.2.0',
    flags: 'write denyoom',
    keys: [1, 2, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Stores the members in a range at another key.',
    syntax:
      'dst:key src:key min max [sortby(BYSCORE | BYLEX)] [REV] [LIMIT offset:integer count:integer]',
    keyType: 'zset',
    run: zrangestore,
  },
  {
    name: 'ZCOUNT',
    since: '2.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N))',
    summary: 'Counts the members in a range of scores.',
    syntax: 'key min:double max:double',
    keyType: 'zset',
    run: countIn(scoreRange),
  },
  {
    name: 'ZLEXCOUNT',
    since: '2.8.9',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(log(N))',
    summary: 'Counts the members in a range of names.',
    syntax: 'key min max',
    keyType: 'zset',
    run: countIn(lexRange),
  },
  {
    name: 'ZREMRANGEBYLEX',
    since: '2.8.9',
    flags: 'write',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Removes the members in a range of names.',
    syntax: 'key min max',
    keyType: 'zset',
    run: removeIn('zremrangebylex', (args) => lexRange(args.bytes(2), args.bytes(3))),
  },
  {
    name: 'ZREMRANGEBYRANK',
    since: '2.0.0',
    flags: 'write',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Removes the members in a range of ranks.',
    syntax: 'key start:integer stop:integer',
    keyType: 'zset',
    run: removeIn('zremrangebyrank', (args) => rankRange(args, 2)),
  },
  {
    name: 'ZREMRANGEBYSCORE',
    since: '1.2.0',
    flags: 'write',
    keys: [1, 1, 1],
    complexity: 'O(log(N)+M)',
    summary: 'Removes the members in a range of scores.',
    syntax: 'key min:double max:double',
    keyType: 'zset',
    run: removeIn('zremrangebyscore', (args) => scoreRange(args.bytes(2), args.bytes(3))),
  },
]);
