/**
 * Doubles as bytes: what Redis accepts as a score or a float argument, and how it prints one.
 *
 * - `parseDouble` takes what C's strtod takes in full, as string2d does.
 * - `formatDouble17g` is C's `%.17g`: Redis up to 7.0 prints scores so, and the AOF still does.
 * - `formatDoubleShortest` is Redis 7.2's d2string: the shortest digits that read back the same,
 *   laid out as fpconv_dtoa (A. Samborski's fork of night-shift/fpconv) lays them out.
 *
 * JavaScript's own conversions give the digits; they are exact but for one rule: `toExponential`
 * rounds an exact half up where C rounds it to even.
 */
import type { Bytes } from './bytes.ts';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEX = /^([+-]?)0[xX](?:([\da-fA-F]+)\.?([\da-fA-F]*)|\.([\da-fA-F]+))(?:[pP]([+-]?\d+))?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
/** Integers up to this magnitude print as integers in d2string: LLONG_MAX / 2. */
const PLAIN_INTEGER_MAX = 2 ** 62;

/** The double that `bytes` spells; null for NaN, for spaces or other garbage, and out of range. */
export function parseDouble(bytes: Bytes): number | null {
  const { length } = bytes;
  if (length > 0 && length < 16) {
    const small = parseDigits(bytes);
    if (small >= 0) return small;
  }
  if (DECIMAL.test(bytes)) {
    const value = Number(bytes);
    return inRange(value, value === 0 && /[1-9]/.test(mantissaOf(bytes)));
  }
  const infinite = INFINITE.exec(bytes);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return parseHex(bytes);
}

/** Plain digits, the common case; -1 for anything else. */
function parseDigits(bytes: Bytes): number {
  let value = 0;
  for (let i = 0; i < bytes.length; i++) {
    const digit = bytes.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function mantissaOf(bytes: Bytes): string {
  const e = bytes.search(/e/i);
  return e < 0 ? bytes : bytes.slice(0, e);
}

/** Redis refuses overflow to infinity and underflow to zero (strtod's ERANGE). */
function inRange(value: number, nonZero: boolean): number | null {
  if (!Number.isFinite(value)) return null;
  return value === 0 && nonZero ? null : value;
}

/** C99 hexadecimal floats, rounded half to even at 53 bits. */
function parseHex(bytes: Bytes): number | null {
  const match = HEX.exec(bytes);
  if (match === null) return null;
  const whole = match[2] ?? '';
  const fraction = match[2] === undefined ? (match[4] ?? '') : (match[3] ?? '');
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const exponent = clampExponent(match[5]) - 4 * fraction.length;
  const value = scaleToDouble(mantissa, exponent);
  return inRange(match[1] === '-' ? -value : value, mantissa !== 0n);
}

/** A written exponent, kept where further digits change nothing. */
function clampExponent(text: string | undefined): number {
  return Math.max(-1e7, Math.min(1e7, Number(text ?? 0)));
}

/** mantissa * 2^exponent as the nearest double. */
function scaleToDouble(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  const top = bits + exponent;
  if (top > 1025) return Infinity;
  if (top < -1080) return 0;
  // Keep 53 bits, fewer for a subnormal, and round the rest half to even.
  const kept = Math.min(53, top + 1074);
  const drop = bits - kept;
  if (drop <= 0) return scale(Number(mantissa), exponent);
  const low = mantissa & ((1n << BigInt(drop)) - 1n);
  let high = mantissa >> BigInt(drop);
  const half = 1n << BigInt(drop - 1);
  if (low > half || (low === half && (high & 1n) === 1n)) high += 1n;
  return scale(Number(high), exponent + drop);
}

/** value * 2^exponent in steps that each stay exact. */
function scale(value: number, exponent: number): number {
  let result = value;
  let rest = exponent;
  for (; rest > 1000; rest -= 1000) result *= 2 ** 1000;
  for (; rest < -1000 && Math.abs(result) >= 2 ** 60; rest += 60) result /= 2 ** 60;
  for (; rest < -1074; rest += 52) result /= 2 ** 52;
  return result * 2 ** rest;
}

/** C's `%.17g`. */
export function formatDouble17g(v: number): Bytes {
  if (Number.isInteger(v) && Math.abs(v) <= Number.MAX_SAFE_INTEGER) {
    return Object.is(v, -0) ? '-0' : String(v);
  }
  if (!Number.isFinite(v)) return spellNonFinite(v);
  const text = Math.abs(v).toExponential(16);
  const e = text.indexOf('e');
  const exponent = Number(text.slice(e + 1));
  const digits = trimZeros(roundHalfEven(Math.abs(v), text[0] + text.slice(2, e)));
  const sign = v < 0 ? '-' : '';
  if (exponent >= -4 && exponent < 17) return sign + placePoint(digits, exponent);
  const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  const power = Math.abs(exponent);
  return `${sign}${point}e${exponent < 0 ? '-' : '+'}${power < 10 ? '0' : ''}${power}`;
}

/** toExponential rounds an exact half up; an odd last digit may be such a half. */
function roundHalfEven(v: number, digits: string): string {
  const last = digits.charCodeAt(16);
  if ((last & 1) === 0 || !v.toExponential(17).includes('5e')) return digits;
  // A double's 17 digits are never followed by 5000...0 for 40 places unless that is exact.
  if (!/5(?:0{30})e/.test(v.toExponential(47))) return digits;
  return digits.slice(0, 16) + String.fromCharCode(last - 1);
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** Writes digits d.ddd * 10^exponent without an exponent. */
function placePoint(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits + '0'.repeat(exponent + 1 - digits.length);
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function spellNonFinite(v: number): Bytes {
  if (Number.isNaN(v)) return 'nan';
  return v > 0 ? 'inf' : '-inf';
}

/**
 * Redis 7.2's d2string. Integers up to 2^62 in full. Else with n digits d and value d * 10^k, and
 * e = |k + n - 1|, fpconv's rule: k >= 0 and e < n + 7 (n + 6 when negative): digits and zeros;
 * k < 0 and (k > -7 or e < 4): a decimal point; otherwise d.ddde+x with no padding of x.
 * Redis's Grisu2 is one digit longer than shortest in about 0.1 % of cases; this never is.
 */
export function formatDoubleShortest(v: number): Bytes {
  if (v === 0) return Object.is(v, -0) ? '-0' : '0';
  if (!Number.isFinite(v)) return spellNonFinite(v);
  if (Number.isInteger(v) && Math.abs(v) <= PLAIN_INTEGER_MAX) {
    return Number.isSafeInteger(v) ? String(v) : String(BigInt(v));
  }
  const text = Math.abs(v).toExponential();
  const e = text.indexOf('e');
  const digits = e > 1 ? text[0] + text.slice(2, e) : text.slice(0, 1);
  const exponent = Number(text.slice(e + 1));
  const k = exponent - digits.length + 1;
  const sign = v < 0 ? '-' : '';
  const zeros = v < 0 ? 6 : 7;
  const size = Math.abs(exponent);
  if (k >= 0 && size < digits.length + zeros) return sign + digits + '0'.repeat(k);
  if (k < 0 && (k > -7 || size < 4)) return sign + placePoint(digits, exponent);
  const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${point}e${exponent < 0 ? '-' : '+'}${size}`;
}
