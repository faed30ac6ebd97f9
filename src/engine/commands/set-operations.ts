/**
 * Commands that combine sets: intersection, union and difference, answered or stored.
 *
 * Results are gathered as Redis gathers them, the choice between its two ways to subtract
 * included, because a stored result keeps the encoding it went through on the way.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { errorReply, type Reply, set } from '../../protocol/reply.ts';
import { NOTIFY_GENERIC, NOTIFY_SET } from '../keyspace/notifications.ts';
import { SetValue } from '../keyspace/set-value.ts';
import type { EncodingLimits } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { countAtLeast } from './count-argument.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';

type Sources = readonly (SetValue | undefined)[];

function readSets(ctx: Context, args: Args, from: number, to: number = args.length): Sources {
  const sets: (SetValue | undefined)[] = [];
  for (let i = from; i < to; i++) sets.push(asType(args.readKey(ctx.db, i), 'set'));
  return sets;
}

/** Puts the result of a store command under the key, or deletes the key when there is none. */
function store(ctx: Context, key: Bytes, result: SetValue | null, event: Bytes): Reply {
  const { db, keyspace } = ctx;
  if (result && result.length > 0) {
    db.set(key, result);
    db.notify(NOTIFY_SET, event, key);
    keyspace.dirty++;
    return result.length;
  }
  if (db.delete(key)) {
    db.notify(NOTIFY_GENERIC, 'del', key);
    keyspace.dirty++;
  }
  return 0;
}

// ---- intersection ----

/** Visits what is in every set, in the order of the smallest; null where a set is missing. */
function intersect(sources: Sources, visit: (member: Bytes) => boolean): SetValue | null {
  if (sources.some((source) => !source)) return null;
  const [smallest, ...others] = (sources as SetValue[]).toSorted((a, b) => a.length - b.length);
  const first = smallest as SetValue;
  const rest = others.filter((other) => other !== first);
  for (const member of first.members()) {
    if (rest.every((other) => other.has(member)) && !visit(member)) break;
  }
  return first;
}

function sinter(ctx: Context, args: Args): Reply {
  const found: Bytes[] = [];
  intersect(readSets(ctx, args, 1), (member) => found.push(member) > 0);
  return set(found);
}

/** Before 7.2 a result begins as an intset; since then a listpack unless the smallest set is one. */
function emptyLike(smallest: SetValue, limits: EncodingLimits): SetValue {
  const isIntset = smallest.structure.kind === 'intset' || limits.version < 702;
  return isIntset ? new SetValue() : SetValue.listpack();
}

function sinterstore(ctx: Context, args: Args): Reply {
  const { limits } = ctx.keyspace;
  const found: Bytes[] = [];
  const smallest = intersect(readSets(ctx, args, 2), (member) => found.push(member) > 0);
  if (!smallest) return store(ctx, args.bytes(1), null, 'sinterstore');
  const result = emptyLike(smallest, limits);
  for (const member of found) result.add(member, limits);
  if (limits.version >= 702 && found.every((member) => parseCanonicalInt64(member) !== null)) {
    result.compactIntegers(limits);
  }
  return store(ctx, args.bytes(1), result, 'sinterstore');
}

function sintercard(ctx: Context, args: Args): Reply {
  const noKeys = errorReply('ERR numkeys should be greater than 0');
  const count = countAtLeast(args, 1, 1, noKeys);
  if (count > args.length - 2) {
    return fail(errorReply("ERR Number of keys can't be greater than number of args"));
  }
  let limit = 0;
  for (let i = 2 + count; i < args.length; i++) {
    if (!args.is(i, 'LIMIT') || i + 1 >= args.length) return fail(SYNTAX_ERROR);
    const negative = errorReply("ERR LIMIT can't be negative");
    limit = countAtLeast(args, ++i, 0, negative);
  }
  let cardinality = 0;
  intersect(readSets(ctx, args, 2, 2 + count), () => ++cardinality !== limit);
  return cardinality;
}

// ---- union and difference ----

/** Where an answered result gathers: integers stay sorted while all sources are intsets. */
function emptyResult(sources: Sources, stored: boolean, limits: EncodingLimits): SetValue {
  const onlyIntsets = sources.every((source) => (source?.structure.kind ?? 'intset') === 'intset');
  return stored || onlyIntsets || limits.version < 702 ? new SetValue() : SetValue.table();
}

function unite(sources: Sources, result: SetValue, limits: EncodingLimits): void {
  for (const source of sources) {
    for (const member of source?.members() ?? []) result.add(member, limits);
  }
}

/** Does looking up each member in every other set cost no more than taking all others away? */
function lookUpIsCheaper(first: SetValue, sources: Sources): boolean {
  let lookUps = 0;
  let removals = 0;
  for (const source of sources) {
    if (!source) continue;
    lookUps += first.length;
    removals += source.length;
  }
  return Math.floor(lookUps / 2) <= removals;
}

function subtract(sources: Sources, result: SetValue, limits: EncodingLimits): void {
  const [first, ...others] = sources;
  if (!first || others.includes(first)) return;
  if (lookUpIsCheaper(first, sources)) {
    const rest = others.filter((other) => other !== undefined);
    rest.sort((a, b) => b.length - a.length);
    for (const member of first.members()) {
      if (!rest.some((other) => other.has(member))) result.add(member, limits);
    }
    return;
  }
  for (const member of first.members()) result.add(member, limits);
  for (const other of others) {
    for (const member of other?.members() ?? []) result.remove(member);
    if (result.length === 0) return;
  }
}

type Combine = typeof unite;

const answered =
  (combine: Combine) =>
  (ctx: Context, args: Args): Reply => {
    const { limits } = ctx.keyspace;
    const sources = readSets(ctx, args, 1);
    const result = emptyResult(sources, false, limits);
    combine(sources, result, limits);
    return set(result.members());
  };

const stored =
  (combine: Combine, event: Bytes) =>
  (ctx: Context, args: Args): Reply => {
    const { limits } = ctx.keyspace;
    const sources = readSets(ctx, args, 2);
    const result = emptyResult(sources, true, limits);
    combine(sources, result, limits);
    return store(ctx, args.bytes(1), result, event);
  };

export const setOperationCommands = defineGroup('set', [
  {
    name: 'SINTER',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, -1, 1],
    complexity: 'O(N*M) where N is the size of the smallest set and M the number of sets.',
    summary: 'Returns the members that all given sets have in common.',
    syntax: 'key...',
    keyType: 'set',
    run: sinter,
  },
  {
    name: 'SINTERSTORE',
    since: '1.0.0',
    flags: 'write denyoom',
    keys: [1, -1, 1],
    complexity: 'O(N*M) where N is the size of the smallest set and M the number of sets.',
    summary: 'Stores the members that all given sets have in common and counts them.',
    syntax: 'destination key...',
    keyType: 'set',
    run: sinterstore,
  },
  {
    name: 'SINTERCARD',
    since: '7.0.0',
    flags: 'readonly movablekeys',
    complexity: 'O(N*M) where N is the size of the smallest set and M the number of sets.',
    summary: 'Counts the members that all given sets have in common, up to a limit.',
    syntax: 'numkeys:integer key... [LIMIT limit:integer]',
    keyType: 'set',
    run: sintercard,
  },
  {
    name: 'SUNION',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, -1, 1],
    complexity: 'O(N) where N is the number of members of all given sets.',
    summary: 'Returns the members that are in any of the given sets.',
    syntax: 'key...',
    keyType: 'set',
    run: answered(unite),
  },
  {
    name: 'SUNIONSTORE',
    since: '1.0.0',
    flags: 'write denyoom',
    keys: [1, -1, 1],
    complexity: 'O(N) where N is the number of members of all given sets.',
    summary: 'Stores the members that are in any of the given sets and counts them.',
    syntax: 'destination key...',
    keyType: 'set',
    run: stored(unite, 'sunionstore'),
  },
  {
    name: 'SDIFF',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, -1, 1],
    complexity: 'O(N) where N is the number of members of all given sets.',
    summary: 'Returns the members of the first set that are in none of the others.',
    syntax: 'key...',
    keyType: 'set',
    run: answered(subtract),
  },
  {
    name: 'SDIFFSTORE',
    since: '1.0.0',
    flags: 'write denyoom',
    keys: [1, -1, 1],
    complexity: 'O(N) where N is the number of members of all given sets.',
    summary: 'Stores the members of the first set that are in none of the others and counts them.',
    syntax: 'destination key...',
    keyType: 'set',
    run: stored(subtract, 'sdiffstore'),
  },
]);
