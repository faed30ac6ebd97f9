/** The timeout argument of blocking commands: seconds, with fractions, or milliseconds; 0 for ever. */
import { parseLongDouble } from '../../base/long-double.ts';
import { errorReply } from '../../protocol/reply.ts';
import type { Args } from './args.ts';
import type { Context } from './context.ts';
import { fail } from './errors.ts';

const INT64_MAX = 2n ** 63n - 1n;
const NOT_A_TIMEOUT = errorReply('ERR timeout is not a float or out of range');
const NOT_WHOLE = errorReply('ERR timeout is not an integer or out of range');
const NEGATIVE = errorReply('ERR timeout is negative');
const OUT_OF_RANGE = errorReply('ERR timeout is out of range');

/** A timeout in seconds as whole milliseconds, rounded up; 0 is for ever. */
export function readTimeoutMs(ctx: Context, args: Args, i: number): number {
  const seconds = parseLongDouble(args.bytes(i));
  if (!seconds) return fail(NOT_A_TIMEOUT);
  const { negative, infinite, mantissa, exponent } = seconds;
  const scaled = mantissa * 1000n;
  const shift = BigInt(Math.abs(exponent));
  let ms = exponent >= 0 ? scaled << shift : scaled >> shift;
  // Rounded up: away from zero where positive, towards it where negative.
  if (!negative && exponent < 0 && ms << shift !== scaled) ms += 1n;
  if (negative && (infinite || ms > 0n)) return fail(NEGATIVE);
  // Redis 7.0 let what is too large overflow, which makes it negative, and did not look further.
  if (infinite || ms > INT64_MAX) return fail(ctx.version < 702 ? NEGATIVE : OUT_OF_RANGE);
  if (ctx.version >= 702 && !endsInTime(ctx, ms)) return fail(OUT_OF_RANGE);
  return Number(ms);
}

/** Is the timeout's end a moment that Redis can name? */
export const endsInTime = ({ keyspace }: Context, timeoutMs: number | bigint): boolean =>
  timeoutMs <= INT64_MAX - BigInt(Math.floor(keyspace.nowMs));

/** A timeout in whole milliseconds. */
export function readTimeoutInMs(ctx: Context, args: Args, i: number): number {
  const ms = args.int64(i, NOT_WHOLE);
  if (ms < 0) return fail(NEGATIVE);
  if (ctx.version >= 702 && !endsInTime(ctx, ms)) return fail(OUT_OF_RANGE);
  return Number(ms);
}
