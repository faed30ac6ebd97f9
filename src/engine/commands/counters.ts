/** Counting on strings: INCR and its kin. Integers are int64; floats are x87 long doubles, as in Redis. */
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { addLongDouble } from '../../base/long-double.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_STRING } from '../keyspace/notifications.ts';
import { bytesOfString } from '../keyspace/string-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asString, type Context } from './context.ts';
import { fail, NOT_A_FLOAT, NOT_AN_INTEGER, OVERFLOW } from './errors.ts';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** The sum, as a number while it is safe; ends the command where it leaves int64. */
export function addInt64(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const exact = BigInt(a) + BigInt(b);
  if (exact > INT64_MAX || exact < INT64_MIN) return fail(OVERFLOW);
  const approximate = Number(exact);
  return Number.isSafeInteger(approximate) ? approximate : exact;
}

function addTo(ctx: Context, args: Args, delta: number | bigint): Reply {
  const key = args.key(ctx.db, 1);
  const old = asString(ctx.db.write(key));
  let value: number | bigint = 0;
  if (typeof old === 'number' || typeof old === 'bigint') value = old;
  else if (old !== undefined)
    value = parseCanonicalInt64(bytesOfString(old)) ?? fail(NOT_AN_INTEGER);
  const sum = addInt64(value, delta);
  if (old === undefined) ctx.db.add(key, sum);
  else {
    ctx.db.replace(key, sum);
    ctx.db.modified(key);
  }
  ctx.db.notify(NOTIFY_STRING, 'incrby', key);
  ctx.keyspace.dirty++;
  return sum;
}

function decrby(ctx: Context, args: Args): Reply {
  const amount = args.int64(2);
  if (amount === INT64_MIN) return fail(errorReply('ERR decrement would overflow'));
  return addTo(ctx, args, typeof amount === 'number' ? -amount : -amount);
}

function incrbyfloat(ctx: Context, args: Args): Reply {
  const key = args.key(ctx.db, 1);
  const old = asString(ctx.db.write(key));
  const sum = addLongDouble(old === undefined ? '0' : bytesOfString(old), args.bytes(2));
  if (sum === null) return fail(NOT_A_FLOAT);
  if (sum === 'nan-or-inf') return fail(errorReply('ERR increment would produce NaN or Infinity'));
  // Kept as text: a float that happens to print as an integer is still embstr, as in Redis.
  if (old === undefined) ctx.db.add(key, sum);
  else {
    ctx.db.replace(key, sum);
    ctx.db.modified(key);
  }
  ctx.db.notify(NOTIFY_STRING, 'incrbyfloat', key);
  ctx.keyspace.dirty++;
  ctx.propagate('SET', key, sum, 'KEEPTTL');
  return sum;
}

export const counterCommands = defineGroup('string', [
  {
    name: 'INCR',
    since: '1.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Adds one to the integer at a key; a missing key counts as 0.',
    syntax: 'key',
    keyType: 'string',
    run: (ctx, args) => addTo(ctx, args, 1),
  },
  {
    name: 'INCRBY',
    since: '1.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Adds a number to the integer at a key; a missing key counts as 0.',
    syntax: 'key increment:integer',
    keyType: 'string',
    run: (ctx, args) => addTo(ctx, args, args.int64(2)),
  },
  {
    name: 'DECR',
    since: '1.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Subtracts one from the integer at a key; a missing key counts as 0.',
    syntax: 'key',
    keyType: 'string',
    run: (ctx, args) => addTo(ctx, args, -1),
  },
  {
    name: 'DECRBY',
    since: '1.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Subtracts a number from the integer at a key; a missing key counts as 0.',
    syntax: 'key decrement:integer',
    keyType: 'string',
    run: decrby,
  },
  {
    name: 'INCRBYFLOAT',
    since: '2.6.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Adds a floating-point number to the number at a key.',
    syntax: 'key increment:double',
    keyType: 'string',
    run: incrbyfloat,
  },
]);
