/**
 * Long doubles: the 80-bit x87 floats in which INCRBYFLOAT and HINCRBYFLOAT add, done in bigints.
 *
 *   value = (negative ? -1 : 1) * mantissa * 2^exponent, mantissa < 2^64
 *
 * Parsing and adding round to 64 bits of mantissa, half to even (fewer bits for a subnormal);
 * printing is Redis's ld2string for humans: `%.17Lf` without trailing zeros, exact before it
 * rounds half to even at the 17th decimal.
 *
 * Invariants: an infinite value has mantissa 0; exponents stay within x87's 15 bits.
 */
import type { Bytes } from './bytes.ts';
import { parseCanonicalInt64 } from './int64.ts';

export interface LongDouble {
  readonly negative: boolean;
  readonly infinite: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

const MANTISSA_BITS = 64;
/** The exponent of the lowest mantissa bit of a subnormal. */
const EXPONENT_MIN = -16445;
/** No finite value reaches 2^16384. */
const TOP_MAX = 16384;
const DECIMALS = 17;
const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: 64 }, (_, i) => 10n ** BigInt(i));
const TEN_17 = 10n ** 17n;
/** Redis's buffer: longer spellings are refused. */
const CHARS_MAX = 5 * 1024;
/** Decimal exponents beyond which every value over- or underflows. */
const DECIMAL_EXPONENT_MAX = 4940;
const DECIMAL_EXPONENT_MIN = -4970;

const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const HEX = /^([+-]?)0[xX](?:([\da-fA-F]+)\.?([\da-fA-F]*)|\.([\da-fA-F]+))(?:[pP]([+-]?\d+))?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** Reads what strtold reads in full; null for NaN, garbage, and where it over- or underflows. */
export function parseLongDouble(bytes: Bytes): LongDouble | null {
  if (bytes.length === 0 || bytes.length >= CHARS_MAX) return null;
  const decimal = DECIMAL.exec(bytes);
  if (decimal !== null) return fromDecimal(decimal);
  const hex = HEX.exec(bytes);
  if (hex !== null) return fromHex(hex);
  const infinite = INFINITE.exec(bytes);
  return infinite === null ? null : infinity(infinite[1] === '-');
}

const infinity = (negative: boolean): LongDouble => ({
  negative,
  infinite: true,
  mantissa: 0n,
  exponent: 0,
});

/** A double, exactly. It must not be NaN. */
export function longDoubleOf(value: number): LongDouble {
  const negative = value < 0 || Object.is(value, -0);
  let whole = Math.abs(value);
  if (whole === Infinity) return infinity(negative);
  let exponent = 0;
  for (; !Number.isInteger(whole); exponent--) whole *= 2;
  return { negative, infinite: false, mantissa: BigInt(whole), exponent };
}

function fromDecimal(match: RegExpExecArray): LongDouble | null {
  const [, sign, whole = '', fraction = '', bare = ''] = match;
  const places = fraction + bare;
  const negative = sign === '-';
  const digits = BigInt(whole + places);
  if (digits === 0n) return { negative, infinite: false, mantissa: 0n, exponent: 0 };
  const power = Number(match[5] ?? 0) - places.length;
  const top = power + digits.toString().length;
  if (top > DECIMAL_EXPONENT_MAX || top < DECIMAL_EXPONENT_MIN) return null;
  if (power >= 0) return checked(round(negative, digits * powerOfTen(power), 0, false));
  // Divide so that the quotient has more than 64 bits; a remainder is a sticky bit.
  const divisor = powerOfTen(-power);
  const shift = Math.max(0, bitsOf(divisor) - bitsOf(digits) + MANTISSA_BITS + 2);
  const scaled = digits << BigInt(shift);
  const quotient = scaled / divisor;
  return checked(round(negative, quotient, -shift, quotient * divisor !== scaled));
}

const powerOfTen = (power: number): bigint => POWERS_OF_TEN[power] ?? 10n ** BigInt(power);

function fromHex(match: RegExpExecArray): LongDouble | null {
  const [, sign, whole = '', fraction = '', bare = ''] = match;
  const places = fraction + bare;
  const negative = sign === '-';
  const mantissa = BigInt(`0x${whole}${places}`);
  if (mantissa === 0n) return { negative, infinite: false, mantissa: 0n, exponent: 0 };
  const exponent = Number(match[5] ?? 0) - 4 * places.length;
  if (exponent + bitsOf(mantissa) > TOP_MAX) return null;
  if (exponent + bitsOf(mantissa) < EXPONENT_MIN - 1) return null;
  return checked(round(negative, mantissa, exponent, false));
}

/** What strtold reports as out of range: no finite value, or nothing left of a non-zero one. */
function checked(value: LongDouble): LongDouble | null {
  return value.infinite || value.mantissa === 0n ? null : value;
}

function bitsOf(v: bigint): number {
  const hex = v.toString(16);
  return hex.length * 4 - Math.clz32(Number.parseInt(hex[0] as string, 16)) + 28;
}

/** Rounds to what 80 bits hold; `sticky` says that something is left below `mantissa`. */
function round(negative: boolean, mantissa: bigint, exponent: number, sticky: boolean): LongDouble {
  const bits = bitsOf(mantissa);
  const drop = Math.max(bits - MANTISSA_BITS, EXPONENT_MIN - exponent);
  if (drop <= 0) return bounded(negative, mantissa, exponent);
  const by = BigInt(drop);
  let high = mantissa >> by;
  const low = mantissa - (high << by);
  const half = 1n << (by - 1n);
  if (low > half || (low === half && (sticky || (high & 1n) === 1n))) high += 1n;
  return bounded(negative, high, exponent + drop);
}

function bounded(negative: boolean, mantissa: bigint, exponent: number): LongDouble {
  if (mantissa !== 0n && bitsOf(mantissa) + exponent > TOP_MAX) return infinity(negative);
  return { negative, infinite: false, mantissa, exponent };
}

/** The rounded sum; null for inf + -inf, which is NaN. */
export function sumLongDoubles(a: LongDouble, b: LongDouble): LongDouble | null {
  if (a.infinite || b.infinite) {
    if (a.infinite && b.infinite && a.negative !== b.negative) return null;
    return a.infinite ? a : b;
  }
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.mantissa << BigInt(a.exponent - exponent);
  const right = b.mantissa << BigInt(b.exponent - exponent);
  const sum = (a.negative ? -left : left) + (b.negative ? -right : right);
  return round(sum < 0n, sum < 0n ? -sum : sum, exponent, false);
}

/** Redis's ld2string in its human form. */
export function formatLongDouble(v: LongDouble): Bytes {
  const sign = v.negative ? '-' : '';
  if (v.infinite) return `${sign}inf`;
  if (v.exponent >= 0) {
    const whole = (v.mantissa << BigInt(v.exponent)).toString();
    return whole === '0' ? '0' : sign + whole;
  }
  const by = BigInt(-v.exponent);
  const scaled = v.mantissa * TEN_17;
  let units = scaled >> by;
  const rest = scaled - (units << by);
  const half = 1n << (by - 1n);
  if (rest > half || (rest === half && (units & 1n) === 1n)) units += 1n;
  if (units === 0n) return '0';
  const text = units.toString().padStart(DECIMALS + 1, '0');
  const point = text.length - DECIMALS;
  const decimals = text.slice(point).replace(/0+$/, '');
  return sign + text.slice(0, point) + (decimals === '' ? '' : `.${decimals}`);
}

/** The sum of two safe integers, for which the long way would give the same; null otherwise. */
function addIntegers(a: Bytes, b: Bytes): Bytes | null {
  const left = parseCanonicalInt64(a);
  if (typeof left !== 'number') return null;
  const right = parseCanonicalInt64(b);
  return typeof right === 'number' && Number.isSafeInteger(left + right)
    ? String(left + right)
    : null;
}

/**
 * INCRBYFLOAT: the sum of two spelled numbers as Redis prints it. Null when either is not a valid
 * float; 'nan-or-inf' when the sum is one of these.
 */
export function addLongDouble(a: Bytes, b: Bytes): Bytes | null | 'nan-or-inf' {
  const whole = addIntegers(a, b);
  if (whole !== null) return whole;
  const left = parseLongDouble(a);
  const right = parseLongDouble(b);
  if (left === null || right === null) return null;
  const sum = sumLongDoubles(left, right);
  if (sum === null || sum.infinite) return 'nan-or-inf';
  return formatLongDouble(sum);
}
