/** The timeout argument of blocking commands: seconds, with fractions, 0 for ever. */
import { errorReply } from '../../protocol/reply.ts';
import type { Args } from './args.ts';
import { fail } from './errors.ts';

const NOT_A_FLOAT = errorReply('ERR timeout is not a float or out of range');
const OUT_OF_RANGE = errorReply('ERR timeout is out of range');
const NEGATIVE = errorReply('ERR timeout is negative');
const INT64_MAX = 2 ** 63;

/** Argument `i` in milliseconds. */
export function timeoutMs(args: Args, i: number): number {
  const milliseconds = args.double(i, NOT_A_FLOAT) * 1000;
  if (milliseconds > INT64_MAX) return fail(OUT_OF_RANGE);
  if (milliseconds < 0) return fail(NEGATIVE);
  return Math.ceil(milliseconds);
}
