/**
 * Logarithm and exponential that give the same bits on every machine.
 *
 * ECMAScript leaves the last digits of Math.log and Math.exp to the host, and hosts differ. A
 * simulation whose seed is to mean the same run everywhere needs functions made of additions,
 * multiplications and divisions alone, which IEEE 754 fixes to the bit. Accurate to about 1e-15.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN2 = LN2_HIGH + LN2_LOW;
const SERIES_TERMS = 12;
const EXP_TERMS = 15;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Which of the two words holds sign and exponent. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The natural logarithm of a positive, normal number. */
export function ln(x: number): number {
  double[0] = x;
  let exponent = ((words[HIGH] as number) >>> 20) - 1023;
  words[HIGH] = ((words[HIGH] as number) & 0xfffff) | 0x3ff00000;
  let mantissa = double[0] as number;
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  // ln m = 2 artanh((m - 1) / (m + 1)), whose series converges fast this close to 1.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let term = SERIES_TERMS; term > 0; term--) sum = (sum + 1 / (2 * term + 1)) * square;
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * s * (1 + sum));
}

/** e to the power of x, for |x| up to 700. */
export function exp(x: number): number {
  const twos = Math.round(x / LN2);
  const rest = x - twos * LN2_HIGH - twos * LN2_LOW;
  let sum = 1;
  for (let term = EXP_TERMS; term > 0; term--) sum = 1 + (sum * rest) / term;
  double[0] = 1;
  words[HIGH] = (twos + 1023) << 20;
  return sum * (double[0] as number);
}
