/**
 * SORT: the elements of a list, set or sorted set, ordered by themselves or by other keys' values.
 *
 * A pattern's first `*` is replaced by the element; `key*->field` reads a hash's field; `#` is the
 * element itself; a BY pattern without `*` means: do not sort.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseDouble } from '../../base/double.ts';
import { type ErrorReply, errorReply, type Reply } from '../../protocol/reply.ts';
import { ListValue } from '../keyspace/list-value.ts';
import { NOTIFY_GENERIC, NOTIFY_LIST } from '../keyspace/notifications.ts';
import { bytesOfString } from '../keyspace/string-value.ts';
import { isString } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, SYNTAX_ERROR, WRONG_TYPE } from './errors.ts';

const NOT_A_DOUBLE = errorReply("ERR One or more scores can't be converted into double");

interface Query {
  by: Bytes | null;
  offset: number;
  /** Negative for no limit. */
  count: number;
  readonly get: Bytes[];
  descending: boolean;
  alpha: boolean;
  store: Bytes | null;
}

const denied = (option: 'BY' | 'GET'): ErrorReply =>
  errorReply(`ERR ${option} option of SORT denied due to insufficient ACL permissions.`);

function readQuery(ctx: Context, args: Args, mayStore: boolean): Query {
  const query: Query = {
    by: null,
    offset: 0,
    count: -1,
    get: [],
    descending: false,
    alpha: false,
    store: null,
  };
  for (let i = 2; i < args.length; i++) {
    const word = args.word(i);
    const left = args.length - i - 1;
    if (word === 'ASC') query.descending = false;
    else if (word === 'DESC') query.descending = true;
    else if (word === 'ALPHA') query.alpha = true;
    else if (word === 'LIMIT' && left >= 2) {
      query.offset = args.int(++i);
      query.count = args.int(++i);
    } else if (word === 'STORE' && left >= 1 && mayStore) query.store = args.bytes(++i);
    else if (word === 'BY' && left >= 1) {
      query.by = args.bytes(++i);
      if (query.by.includes('*') && !ctx.mayReadAnyKey(args)) fail(denied('BY'));
    } else if (word === 'GET' && left >= 1) {
      if (!ctx.mayReadAnyKey(args)) fail(denied('GET'));
      query.get.push(args.bytes(++i));
    } else fail(SYNTAX_ERROR);
  }
  return query;
}

interface Source {
  readonly elements: Bytes[];
  readonly type: 'list' | 'set' | 'zset' | 'none';
}

function sourceOf(ctx: Context, key: Bytes): Source {
  const value = ctx.db.read(key);
  const elements: Bytes[] = [];
  if (value === undefined) return { elements, type: 'none' };
  if (isString(value) || value.type === 'hash' || value.type === 'stream') return fail(WRONG_TYPE);
  if (value.type === 'list') return { elements: value.range(0, value.length), type: 'list' };
  if (value.type === 'set') return { elements: value.members(), type: 'set' };
  value.convert();
  ctx.db.settle(key);
  value.forEach((member) => {
    elements.push(member);
  });
  return { elements, type: 'zset' };
}

/** What `pattern` means for this element: null where the key or field is missing or of another type. */
function lookUp(ctx: Context, pattern: Bytes, element: Bytes): Bytes | null {
  if (pattern === '#') return element;
  const star = pattern.indexOf('*');
  if (star < 0) return null;
  const arrow = pattern.indexOf('->', star + 1);
  const hasField = arrow >= 0 && arrow + 2 < pattern.length;
  const keyPattern = hasField ? pattern.slice(0, arrow) : pattern;
  const value = ctx.db.read(keyPattern.slice(0, star) + element + keyPattern.slice(star + 1));
  if (value === undefined) return null;
  if (!hasField) return isString(value) ? bytesOfString(value) : null;
  if (isString(value) || value.type !== 'hash') return null;
  return value.get(pattern.slice(arrow + 2), ctx.keyspace.nowMs) ?? null;
}

const compareBytes = (a: Bytes, b: Bytes): number => (a < b ? -1 : a > b ? 1 : 0);

function sorted(ctx: Context, elements: readonly Bytes[], query: Query): Bytes[] {
  const { by } = query;
  const compare = query.alpha ? byText(ctx, elements, by) : byNumber(ctx, elements, by);
  const order = elements
    .map((_, i) => i)
    .sort((a, b) => (query.descending ? -compare(a, b) : compare(a, b)));
  return order.map((i) => elements[i] as Bytes);
}

function byText(
  ctx: Context,
  elements: readonly Bytes[],
  by: Bytes | null,
): (a: number, b: number) => number {
  if (by === null) return (a, b) => compareBytes(elements[a] as Bytes, elements[b] as Bytes);
  const texts = elements.map((element) => lookUp(ctx, by, element));
  return (a, b) => {
    const [left, right] = [texts[a] ?? null, texts[b] ?? null];
    if (left === null || right === null) return (left === null ? 0 : 1) - (right === null ? 0 : 1);
    return compareBytes(left, right);
  };
}

function byNumber(
  ctx: Context,
  elements: readonly Bytes[],
  by: Bytes | null,
): (a: number, b: number) => number {
  const numbers = elements.map((element) => {
    const text = by === null ? element : lookUp(ctx, by, element);
    if (text === null) return 0;
    return (text === '' ? 0 : parseDouble(text)) ?? fail(NOT_A_DOUBLE);
  });
  return (a, b) => {
    const difference = (numbers[a] as number) - (numbers[b] as number);
    return difference !== 0 && !Number.isNaN(difference)
      ? difference
      : compareBytes(elements[a] as Bytes, elements[b] as Bytes);
  };
}

function limited(elements: Bytes[], { offset, count }: Query): Bytes[] {
  const start = Math.min(Math.max(0, offset), elements.length);
  return elements.slice(start, count < 0 ? elements.length : start + count);
}

const sortCommand =
  (mayStore: boolean) =>
  (ctx: Context, args: Args): Reply => {
    const query = readQuery(ctx, args, mayStore);
    const source = sourceOf(ctx, args.bytes(1));
    const unsorted = query.by !== null && !query.by.includes('*');
    // What is stored must not depend on a table's order, nor what a script does: a set is sorted then.
    const mustOrder = query.store !== null || ctx.inScript;
    const forced = unsorted && source.type === 'set' && mustOrder;
    if (forced) Object.assign(query, { alpha: true, by: null });
    const keep = unsorted && !forced;
    if (keep && source.type === 'zset' && query.descending) source.elements.reverse();
    const ordered = keep ? source.elements : sorted(ctx, source.elements, query);
    const results = limited(ordered, query).flatMap((element) =>
      query.get.length === 0
        ? [element]
        : query.get.map((pattern) => lookUp(ctx, pattern, element)),
    );
    return query.store === null ? results : storeResults(ctx, query.store, results);
  };

function storeResults(ctx: Context, destination: Bytes, results: readonly (Bytes | null)[]): Reply {
  const { db, keyspace } = ctx;
  if (results.length === 0) {
    if (!db.delete(destination)) return 0;
    db.notify(NOTIFY_GENERIC, 'del', destination);
    keyspace.dirty++;
    return 0;
  }
  const list = ListValue.for(keyspace.limits);
  for (const element of results) {
    list.prepareFor(element?.length ?? 0, keyspace.limits);
    list.push(element ?? '', 'tail');
  }
  if (db.has(destination)) db.delete(destination);
  db.add(destination, list);
  db.notify(NOTIFY_LIST, 'sortstore', destination);
  keyspace.dirty += results.length;
  return results.length;
}

/** The keys SORT reads beside its own cannot be told before it runs; its STORE key can. */
const WORDS_SKIPPED: ReadonlyMap<string, number> = new Map([
  ['LIMIT', 2],
  ['GET', 1],
  ['BY', 1],
]);

/** The last STORE that is not another option's argument counts. */
function findStoreKey(args: Args): number[] {
  let stored = 0;
  for (let i = 2; i < args.length; i++) {
    const word = args.word(i);
    i += WORDS_SKIPPED.get(word) ?? 0;
    if (word === 'STORE' && i + 1 < args.length) stored = i + 1;
  }
  return stored > 0 ? [1, stored] : [1];
}

const OPTIONS =
  '[BY pattern:pattern@#1] [LIMIT offset:integer count:integer] [(GET pattern:pattern@#1)...] [order(ASC | DESC)] [sorting(ALPHA)]';

export const sortCommands = defineGroup('generic', [
  {
    name: 'SORT',
    since: '1.0.0',
    flags: 'write denyoom movablekeys',
    keys: [1, 1, 1],
    findKeys: findStoreKey,
    categories: '-@keyspace @set @sortedset @list @dangerous',
    complexity: 'O(N+M*log(M))',
    summary: 'Returns or stores the elements of a list, set or sorted set in order.',
    syntax: `key ${OPTIONS} [STORE destination@#2]`,
    run: sortCommand(true),
  },
  {
    name: 'SORT_RO',
    since: '7.0.0',
    flags: 'readonly movablekeys',
    keys: [1, 1, 1],
    findKeys: () => [1],
    categories: '-@keyspace @set @sortedset @list @dangerous',
    complexity: 'O(N+M*log(M))',
    summary: 'Returns the elements of a list, set or sorted set in order.',
    syntax: `key ${OPTIONS}`,
    run: sortCommand(false),
  },
]);
