/**
 * Canonical 64-bit integers: the one spelling that Redis stores as an integer (string2ll).
 *
 * Canonical means that printing the number gives back the same bytes: no plus sign, no leading
 * zeros, no "-0", no spaces. Numbers that a double holds exactly stay `number`; only the rest of
 * the int64 range becomes `bigint`.
 */
import type { Bytes } from './bytes.ts';

/** The longest canonical int64: "-9223372036854775808". */
export const INT64_CHARS_MAX = 20;
const INT64_MAX_DIGITS = '9223372036854775807';
const INT64_MIN_DIGITS = '9223372036854775808';
const ZERO = 48;
const MINUS = 45;

/** The integer that `bytes` spells canonically: number when safe, else bigint; null otherwise. */
export function parseCanonicalInt64(bytes: Bytes): number | bigint | null {
  const { length } = bytes;
  if (length === 0 || length > INT64_CHARS_MAX) return null;
  const negative = bytes.charCodeAt(0) === MINUS;
  const start = negative ? 1 : 0;
  const first = bytes.charCodeAt(start);
  if (first === ZERO) return length === 1 ? 0 : null;
  let value = 0;
  for (let i = start; i < length; i++) {
    const digit = bytes.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  // Up to 2^53 the sum is exact; past it rounding never brings it back below.
  if (value <= Number.MAX_SAFE_INTEGER) {
    if (length === start) return null;
    return negative ? -value : value;
  }
  const digits = negative ? bytes.slice(1) : bytes;
  const limit = negative ? INT64_MIN_DIGITS : INT64_MAX_DIGITS;
  if (digits.length > limit.length || (digits.length === limit.length && digits > limit)) {
    return null;
  }
  return BigInt(bytes);
}
