/**
 * Sine, cosine and arc sine to the nearest double, the same on every host: JavaScript leaves their
 * last digits to the engine, and stored distances show all of them. (The C library that Redis runs
 * on rounds to the nearest in all but about one case in a thousand.)
 *
 * Numbers are carried as the unevaluated sum of two doubles, some 106 bits (Dekker 1971). For
 * angles up to a few turns.
 */

interface Double2 {
  readonly high: number;
  readonly low: number;
}

const SPLITTER = 2 ** 27 + 1;
/** pi / 2 in three parts. */
const QUARTER_TURN = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591833e-33] as const;
const TERMS = 30;

function sum(a: number, b: number): Double2 {
  const high = a + b;
  const other = high - a;
  return { high, low: a - (high - other) + (b - other) };
}

/** `a` is the larger. */
function quickSum(a: number, b: number): Double2 {
  const high = a + b;
  return { high, low: b - (high - a) };
}

function product(a: number, b: number): Double2 {
  const high = a * b;
  const [ta, tb] = [a * SPLITTER, b * SPLITTER];
  const [aHigh, bHigh] = [ta - (ta - a), tb - (tb - b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

function add(a: Double2, b: Double2): Double2 {
  const highs = sum(a.high, b.high);
  const lows = sum(a.low, b.low);
  const half = quickSum(highs.high, highs.low + lows.high);
  return quickSum(half.high, half.low + lows.low);
}

function multiply(a: Double2, b: Double2): Double2 {
  const { high, low } = product(a.high, b.high);
  return quickSum(high, low + a.high * b.low + a.low * b.high);
}

const negated = ({ high, low }: Double2): Double2 => ({ high: -high, low: -low });
const whole = (v: number): Double2 => ({ high: v, low: 0 });

function divide(a: Double2, by: number): Double2 {
  const high = a.high / by;
  const rest = add(a, negated(product(high, by)));
  return quickSum(high, rest.high / by);
}

/** 1 / n!, its sign that of the n-th term of either series. */
const COEFFICIENTS: readonly Double2[] = (() => {
  const found: Double2[] = [];
  let inverse = whole(1);
  for (let n = 0; n < TERMS; n++) {
    if (n > 1) inverse = divide(inverse, n);
    found.push(n % 4 < 2 ? inverse : negated(inverse));
  }
  return found;
})();

/** The series' terms of one parity, by Horner's rule. */
function series(square: Double2, parity: 0 | 1): Double2 {
  let value = COEFFICIENTS[TERMS - 2 + parity] as Double2;
  for (let n = TERMS - 4 + parity; n >= 0; n -= 2) {
    value = add(multiply(value, square), COEFFICIENTS[n] as Double2);
  }
  return value;
}

function sineAndCosine(x: number): { readonly sine: Double2; readonly cosine: Double2 } {
  const turns = Math.round(x / QUARTER_TURN[0]);
  let rest = whole(x);
  for (const part of QUARTER_TURN) rest = add(rest, negated(product(turns, part)));
  const square = multiply(rest, rest);
  const sine = multiply(rest, series(square, 1));
  const cosine = series(square, 0);
  switch (((turns % 4) + 4) % 4) {
    case 0:
      return { sine, cosine };
    case 1:
      return { sine: cosine, cosine: negated(sine) };
    case 2:
      return { sine: negated(sine), cosine: negated(cosine) };
    default:
      return { sine: negated(cosine), cosine: sine };
  }
}

export const exactTrigonometry = {
  sin: (x: number): number => (x === 0 ? x : sineAndCosine(x).sine.high),
  cos: (x: number): number => sineAndCosine(x).cosine.high,
  /** One step of Newton's from the host's own answer. */
  asin: (x: number): number => {
    const near = Math.asin(x);
    if (x === 0 || Number.isNaN(near)) return near;
    const { sine, cosine } = sineAndCosine(near);
    const miss = x - sine.high - sine.low;
    return near + miss / cosine.high;
  },
};
