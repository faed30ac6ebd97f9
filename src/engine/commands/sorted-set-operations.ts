/** Unions, intersections and differences of sorted sets (plain sets count with score 1). */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import type { SetValue } from '../keyspace/set-value.ts';
import { SortedSetValue } from '../keyspace/sorted-set-value.ts';
import { isString } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, SYNTAX_ERROR, WRONG_TYPE } from './errors.ts';
import { collectScored, storeResult } from './sorted-set-range.ts';

type Operation = 'UNION' | 'INTER' | 'DIFF';
type Aggregate = 'SUM' | 'MIN' | 'MAX';

const NOT_A_WEIGHT = errorReply('ERR weight value is not a float');

/** One input: a sorted set, a set whose members all score 1, or nothing. */
interface Source {
  readonly value: SortedSetValue | SetValue | undefined;
  weight: number;
}

interface Query {
  readonly sources: Source[];
  aggregate: Aggregate;
  withScores: boolean;
}

function sourceAt(ctx: Context, key: Bytes): Source {
  const value = ctx.db.read(key);
  if (value !== undefined && (isString(value) || (value.type !== 'zset' && value.type !== 'set'))) {
    return fail(WRONG_TYPE);
  }
  return { value, weight: 1 };
}

/** `numkeys key...` from argument `at`. */
function readSources(ctx: Context, args: Args, at: number, name: string): Source[] {
  const numKeys = args.int(at);
  if (numKeys < 1) fail(errorReply(`ERR at least 1 input key is needed for '${name}' command`));
  if (numKeys > args.length - at - 1) fail(SYNTAX_ERROR);
  return args
    .toArray(at + 1)
    .slice(0, numKeys)
    .map((key) => sourceAt(ctx, key));
}

/** `numkeys key... [WEIGHTS ...] [AGGREGATE ...] [WITHSCORES]` from argument `at`. */
function readQuery(
  ctx: Context,
  args: Args,
  at: number,
  name: string,
  operation: Operation,
  store: boolean,
): Query {
  const sources = readSources(ctx, args, at, name);
  const numKeys = sources.length;
  const query: Query = { sources, aggregate: 'SUM', withScores: false };
  for (let i = at + 1 + numKeys; i < args.length; i++) {
    const word = args.word(i);
    const left = args.length - i - 1;
    if (operation !== 'DIFF' && word === 'WEIGHTS' && left >= numKeys) {
      for (const source of sources) source.weight = args.double(++i, NOT_A_WEIGHT);
    } else if (operation !== 'DIFF' && word === 'AGGREGATE' && left >= 1) {
      query.aggregate = readAggregate(args.word(++i));
    } else if (!store && word === 'WITHSCORES') query.withScores = true;
    else fail(SYNTAX_ERROR);
  }
  return query;
}

function readAggregate(word: string): Aggregate {
  return word === 'SUM' || word === 'MIN' || word === 'MAX' ? word : fail(SYNTAX_ERROR);
}

const sizeOf = ({ value }: Source): number => value?.length ?? 0;

function forEachScored({ value }: Source, visit: (member: Bytes, score: number) => void): void {
  if (value?.type === 'zset') value.forEach(visit);
  else for (const member of value?.members() ?? []) visit(member, 1);
}

function scoreIn({ value }: Source, member: Bytes): number | undefined {
  if (value?.type === 'zset') return value.score(member);
  return value?.has(member) ? 1 : undefined;
}

const weighted = (source: Source, score: number): number => nanToZero(source.weight * score);
const nanToZero = (score: number): number => (Number.isNaN(score) ? 0 : score);

function combine(aggregate: Aggregate, a: number, b: number): number {
  if (aggregate === 'SUM') return nanToZero(a + b);
  // As Redis compares, not as Math.min and Math.max: 0 and -0 are equal, the first one stays.
  return (aggregate === 'MIN' ? b < a : b > a) ? b : a;
}

/** Visits each member of the intersection; a visitor that answers true ends it. */
function intersect(
  { sources, aggregate }: Pick<Query, 'sources' | 'aggregate'>,
  visit: (member: Bytes, score: number) => boolean,
): void {
  const [smallest, ...others] = [...sources].sort((a, b) => sizeOf(a) - sizeOf(b)) as [
    Source,
    ...Source[],
  ];
  if (sizeOf(smallest) === 0) return;
  let done = false;
  forEachScored(smallest, (member, own) => {
    if (done) return;
    let score = weighted(smallest, own);
    for (const other of others) {
      const found = scoreIn(other, member);
      if (found === undefined) return;
      score = combine(aggregate, score, weighted(other, found));
    }
    done = visit(member, score);
  });
}

function computed(ctx: Context, query: Query, operation: Operation): SortedSetValue {
  const { limits } = ctx.keyspace;
  const result = new SortedSetValue(limits, Number.POSITIVE_INFINITY);
  const put = (member: Bytes, score: number): void => {
    result.set(member, score, limits);
  };
  if (operation === 'INTER') {
    intersect(query, (member, score) => {
      put(member, score);
      return false;
    });
  } else if (operation === 'UNION') unite(query, put);
  else subtract(query.sources, put);
  return result;
}

function unite({ sources, aggregate }: Query, put: (member: Bytes, score: number) => void): void {
  const scores = new Map<Bytes, number>();
  for (const source of [...sources].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    forEachScored(source, (member, own) => {
      const score = weighted(source, own);
      const known = scores.get(member);
      scores.set(member, known === undefined ? score : combine(aggregate, known, score));
    });
  }
  for (const [member, score] of scores) put(member, score);
}

function subtract(sources: readonly Source[], put: (member: Bytes, score: number) => void): void {
  const [first, ...others] = sources as [Source, ...Source[]];
  forEachScored(first, (member, score) => {
    if (others.every((other) => scoreIn(other, member) === undefined)) put(member, score);
  });
}

const read =
  (name: string, operation: Operation) =>
  (ctx: Context, args: Args): Reply => {
    const query = readQuery(ctx, args, 1, name, operation, false);
    const { items, take } = collectScored(ctx, query.withScores);
    computed(ctx, query, operation).forEach(take);
    return items;
  };

const store =
  (name: string, operation: Operation) =>
  (ctx: Context, args: Args): Reply => {
    const query = readQuery(ctx, args, 2, name, operation, true);
    const result = computed(ctx, query, operation);
    result.compact(ctx.keyspace.limits);
    return storeResult(ctx, args.bytes(1), result, name);
  };

function zintercard(ctx: Context, args: Args): Reply {
  const sources = readSources(ctx, args, 1, 'zintercard');
  let limit = 0;
  for (let i = 2 + sources.length; i < args.length; i++) {
    if (!args.is(i, 'LIMIT') || i + 1 >= args.length) return fail(SYNTAX_ERROR);
    const negative = errorReply("ERR LIMIT can't be negative");
    limit = args.int(++i, negative);
    if (limit < 0) return fail(negative);
  }
  let count = 0;
  intersect({ sources, aggregate: 'SUM' }, () => ++count === limit);
  return count;
}

export const sortedSetOperationCommands = defineGroup('sorted-set', [
  {
    name: 'ZUNION',
    since: '6.2.0',
    flags: 'readonly movablekeys',
    complexity: 'O(N)',
    summary: 'Unites sorted sets.',
    syntax:
      'numkeys:integer key... [WEIGHTS weight:integer(weight:double)...] [AGGREGATE (SUM | MIN | MAX)] [WITHSCORES]',
    keyType: 'zset',
    run: read('zunion', 'UNION'),
  },
  {
    name: 'ZUNIONSTORE',
    since: '2.0.0',
    flags: 'write denyoom movablekeys',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Unites sorted sets and stores the result.',
    syntax:
      'destination numkeys:integer key... [WEIGHTS weight:integer(weight:double)...] [AGGREGATE (SUM | MIN | MAX)]',
    keyType: 'zset',
    run: store('zunionstore', 'UNION'),
  },
  {
    name: 'ZINTER',
    since: '6.2.0',
    flags: 'readonly movablekeys',
    complexity: 'O(N*K)',
    summary: 'Intersects sorted sets.',
    syntax:
      'numkeys:integer key... [WEIGHTS weight:integer(weight:double)...] [AGGREGATE (SUM | MIN | MAX)] [WITHSCORES]',
    keyType: 'zset',
    run: read('zinter', 'INTER'),
  },
  {
    name: 'ZINTERSTORE',
    since: '2.0.0',
    flags: 'write denyoom movablekeys',
    keys: [1, 1, 1],
    complexity: 'O(N*K)',
    summary: 'Intersects sorted sets and stores the result.',
    syntax:
      'destination numkeys:integer key... [WEIGHTS weight:integer(weight:double)...] [AGGREGATE (SUM | MIN | MAX)]',
    keyType: 'zset',
    run: store('zinterstore', 'INTER'),
  },
  {
    name: 'ZINTERCARD',
    since: '7.0.0',
    flags: 'readonly movablekeys',
    complexity: 'O(N*K)',
    summary: 'Counts the members of an intersection.',
    syntax: 'numkeys:integer key... [LIMIT limit:integer]',
    keyType: 'zset',
    run: zintercard,
  },
  {
    name: 'ZDIFF',
    since: '6.2.0',
    flags: 'readonly movablekeys',
    complexity: 'O(L + (N-K)log(N))',
    summary: 'Subtracts sorted sets from the first one.',
    syntax: 'numkeys:integer key... [WITHSCORES]',
    keyType: 'zset',
    run: read('zdiff', 'DIFF'),
  },
  {
    name: 'ZDIFFSTORE',
    since: '6.2.0',
    flags: 'write denyoom movablekeys',
    keys: [1, 1, 1],
    complexity: 'O(L + (N-K)log(N))',
    summary: 'Subtracts sorted sets from the first one and stores the result.',
    syntax: 'destination numkeys:integer key...',
    keyType: 'zset',
    run: store('zdiffstore', 'DIFF'),
  },
]);
