/** Counts among the arguments: bounded below, or signed where the sign has a meaning of its own. */
import { type ErrorReply, errorReply } from '../../protocol/reply.ts';
import type { Args } from './args.ts';
import { fail } from './errors.ts';

/** The one int64 that has no opposite: Redis refuses it where it would negate a count. */
export const INT64_MIN = -(2n ** 63n);
export const NOT_NEGATABLE = errorReply(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
export const NOT_POSITIVE = errorReply('ERR value is out of range, must be positive');

/** An integer of at least `min`; `error` for one that is less and for what is none. */
export function countAtLeast(args: Args, i: number, min: number, error: ErrorReply): number {
  return args.intBetween(i, min, Number.MAX_SAFE_INTEGER, error);
}

/** A count whose sign says whether what is drawn may repeat: negative, it may. */
export function signedCount(args: Args, i: number): number {
  const count = args.int64(i);
  return count === INT64_MIN ? fail(NOT_NEGATABLE) : Number(count);
}
