/** HRANDFIELD: fields of a hash drawn by lot. */
import { EMPTY_ARRAY, errorReply, type Reply } from '../../protocol/reply.ts';
import type { HashValue } from '../keyspace/hash-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { signedCount } from './count-argument.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { readHash } from './hash-access.ts';
import { drawRepeatedly, drawsOneByOne } from './repeated-draws.ts';
import { distinctIndices, repeatedIndices } from './set-random.ts';

/** With values twice as many elements are answered, which must still be countable. */
const PAIRS_MAX = 2n ** 62n;

function hrandfield(ctx: Context, args: Args): Reply {
  if (args.length >= 3) return hrandfieldMany(ctx, args);
  const hash = readHash(ctx, args);
  return hash ? hash.entryAt(ctx.random.below(hash.length))[0] : null;
}

function hrandfieldMany(ctx: Context, args: Args): Reply {
  const count = signedCount(args, 2);
  const withValues = args.length === 4 && args.is(3, 'WITHVALUES');
  if (args.length > 4 || (args.length === 4 && !withValues)) return fail(SYNTAX_ERROR);
  const exact = BigInt(args.int64(2));
  if (withValues && (exact >= PAIRS_MAX || exact <= -PAIRS_MAX)) {
    return fail(errorReply('ERR value is out of range'));
  }
  const hash = readHash(ctx, args);
  if (!hash || count === 0) return EMPTY_ARRAY;
  if (drawsOneByOne(ctx, count)) {
    const all = entriesReply(ctx, hash, drawn(ctx, hash, hash.length), withValues);
    return drawRepeatedly(ctx, all, -count, withValues && ctx.resp === 2 ? 2 : 1);
  }
  return entriesReply(ctx, hash, drawn(ctx, hash, count), withValues);
}

function drawn(ctx: Context, { length }: HashValue, count: number): number[] {
  if (count < 0) return repeatedIndices(ctx.random, length, -count);
  if (count >= length) return Array.from({ length }, (_, i) => i);
  return distinctIndices(ctx.random, length, count);
}

/** RESP3 has each field with its value in an array of two; RESP2 one after the other. */
function entriesReply(
  ctx: Context,
  hash: HashValue,
  indices: readonly number[],
  withValues: boolean,
): readonly Reply[] {
  const all: (readonly [string, string])[] = [];
  // A listpack finds an index by walking: take its entries out once.
  if (hash.structure.kind === 'listpack') {
    hash.forEach((field, value) => {
      all.push([field, value]);
    });
  }
  const entries = indices.map((i) => all[i] ?? hash.entryAt(i));
  if (!withValues) return entries.map(([field]) => field);
  return ctx.resp === 3 ? entries : entries.flat();
}

export const hashRandomCommands = defineGroup('hash', [
  {
    name: 'HRANDFIELD',
    since: '6.2.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of fields returned.',
    summary: 'Returns fields of a hash chosen at random; a negative count lets them repeat.',
    syntax: 'key [options(count:integer [WITHVALUES])]',
    keyType: 'hash',
    run: hrandfield,
  },
]);
