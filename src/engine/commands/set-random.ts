/** Members of a set drawn by lot: SPOP takes them out, SRANDMEMBER leaves them in. */
import type { Bytes } from '../../base/bytes.ts';
import type { Random } from '../../base/ports.ts';
import { EMPTY_ARRAY, type Reply, set } from '../../protocol/reply.ts';
import { NOTIFY_SET } from '../keyspace/notifications.ts';
import { SetValue } from '../keyspace/set-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { countAtLeast, NOT_POSITIVE, signedCount } from './count-argument.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { drawRepeatedly, drawsOneByOne } from './repeated-draws.ts';

/** SPOP leaves fewer than one member in so many: cheaper to draw those that stay. */
const STAYING_FACTOR = 5;
/** From 7.2 on a popped crowd is propagated in SREMs of at most so many members; before, one by one. */
const sremMembersMax = ({ version }: Context): number => (version < 702 ? 1 : 1024);

/** `count` indices in [0, size), chosen with repetition. */
export function repeatedIndices(random: Random, size: number, count: number): number[] {
  return Array.from({ length: count }, () => random.below(size));
}

/** `count` <= `size` different indices in [0, size), in random order. */
export function distinctIndices(random: Random, size: number, count: number): number[] {
  if (count * 3 <= size) {
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(random.below(size));
    return [...chosen];
  }
  const indices = Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.below(size - i);
    const taken = indices[j] as number;
    indices[j] = indices[i] as number;
    indices[i] = taken;
  }
  indices.length = count;
  return indices;
}

// ---- SPOP ----

function spop(ctx: Context, args: Args): Reply {
  if (args.length > 3) return fail(SYNTAX_ERROR);
  if (args.length === 3) return spopMany(ctx, args);
  const { db } = ctx;
  const key = args.bytes(1);
  const value = asType(db.write(key), 'set');
  if (!value) return null;
  const member = value.popRandom(ctx.random);
  db.notify(NOTIFY_SET, 'spop', key);
  if (value.length === 0) db.deleteEmpty(key);
  else db.modified(key);
  ctx.keyspace.dirty++;
  ctx.propagate('SREM', key, member);
  return member;
}

function spopMany(ctx: Context, args: Args): Reply {
  const { db } = ctx;
  const key = args.bytes(1);
  const count = countAtLeast(args, 2, 0, NOT_POSITIVE);
  const value = asType(db.write(key), 'set');
  if (!value || count === 0) return set([]);
  db.notify(NOTIFY_SET, 'spop', key);
  ctx.keyspace.dirty += Math.min(count, value.length);
  if (count >= value.length) {
    // Redis answers with the union of the one set, which looks it up once more: hits show it.
    db.read(key);
    db.deleteEmpty(key);
    ctx.propagate('DEL', key);
    return set(value.members());
  }
  const popped = popSome(ctx, key, value, count);
  const step = sremMembersMax(ctx);
  for (let i = 0; i < popped.length && ctx.propagates; i += step) {
    ctx.propagate('SREM', key, ...popped.slice(i, i + step));
  }
  db.modified(key);
  return set(popped);
}

function popSome(ctx: Context, key: Bytes, value: SetValue, count: number): Bytes[] {
  const staying = value.length - count;
  if (staying * STAYING_FACTOR <= count) return popAllBut(ctx, key, value, staying);
  const popped: Bytes[] = [];
  for (let i = 0; i < count; i++) popped.push(value.popRandom(ctx.random));
  return popped;
}

/** The few that stay move to a new set, which may have a smaller encoding; the rest is popped. */
function popAllBut(ctx: Context, key: Bytes, value: SetValue, staying: number): Bytes[] {
  const { limits } = ctx.keyspace;
  const keepsIntegers = value.structure.kind === 'intset';
  let kept: SetValue | null = null;
  for (let i = 0; i < staying; i++) {
    const member = value.popRandom(ctx.random);
    if (limits.version < 702) kept ??= SetValue.for(member, 1, limits);
    else kept ??= keepsIntegers ? new SetValue() : SetValue.listpack();
    kept.add(member, limits);
  }
  if (kept) ctx.db.replace(key, kept);
  return value.members();
}

// ---- SRANDMEMBER ----

function srandmember(ctx: Context, args: Args): Reply {
  if (args.length > 3) return fail(SYNTAX_ERROR);
  if (args.length === 3) return srandmemberMany(ctx, args);
  const value = asType(args.readKey(ctx.db, 1), 'set');
  return value ? value.random(ctx.random) : null;
}

function srandmemberMany(ctx: Context, args: Args): Reply {
  const count = signedCount(args, 2);
  const value = asType(args.readKey(ctx.db, 1), 'set');
  if (!value || count === 0) return EMPTY_ARRAY;
  const { length } = value;
  if (count >= length) return value.members();
  if (drawsOneByOne(ctx, count)) return drawRepeatedly(ctx, value.members(), -count, 1);
  const indices =
    count < 0
      ? repeatedIndices(ctx.random, length, -count)
      : distinctIndices(ctx.random, length, count);
  // A listpack finds an index by walking: take its members out once.
  const members = value.structure.kind === 'listpack' ? value.members() : null;
  return indices.map((i) => (members ? (members[i] as Bytes) : value.memberAt(i)));
}

export const setRandomCommands = defineGroup('set', [
  {
    name: 'SPOP',
    since: '1.0.0',
    history: [['3.2.0', 'Added the `count` argument.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1), with a count O(N) where N is the count.',
    summary: 'Takes one or more members, chosen at random, out of a set and returns them.',
    syntax: 'key [count:integer]@3.2.0',
    keyType: 'set',
    run: spop,
  },
  {
    name: 'SRANDMEMBER',
    since: '1.0.0',
    history: [['2.6.0', 'Added the optional `count` argument.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1), with a count O(N) where N is the absolute value of the count.',
    summary: 'Returns members of a set chosen at random; a negative count lets them repeat.',
    syntax: 'key [count:integer]@2.6.0',
    keyType: 'set',
    run: srandmember,
  },
]);
