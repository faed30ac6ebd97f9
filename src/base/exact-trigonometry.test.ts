import { expect, test } from 'vitest';
import { exactTrigonometry as exact } from './exact-trigonometry.ts';
import { seededRandom } from './random.ts';

/** 2^-160 units in a bigint: the series to far more digits than a double has. */
const BITS = 160n;
const ONE = 1n << BITS;

function fixedPoint(x: number): bigint {
  let [mantissa, exponent] = [x, 0];
  for (; !Number.isInteger(mantissa); exponent++) mantissa *= 2;
  return (BigInt(mantissa) << BITS) >> BigInt(exponent);
}

function series(x: bigint, from: 0 | 1): bigint {
  let term = from === 0 ? ONE : x;
  let total = term;
  for (let n = from + 2; term !== 0n; n += 2) {
    term = -((((term * x) >> BITS) * x) >> BITS) / BigInt(n * (n - 1));
    total += term;
  }
  return total;
}

/** How far `double` lies from `wanted`, in units of its last place. */
function missOf(double: number, wanted: bigint): number {
  const difference = fixedPoint(double) - wanted;
  const place = 2 ** (Math.floor(Math.log2(Math.abs(double))) - 52);
  return Math.abs(Number(difference) / 2 ** Number(BITS) / place);
}

test('sine and cosine are rounded to the nearest', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 400; round++) {
    const x = (random.unit() * 2 - 1) * (round % 2 === 0 ? Math.PI : 0.01);
    expect(missOf(exact.sin(x), series(fixedPoint(x), 1))).toBeLessThanOrEqual(0.5000001);
    expect(missOf(exact.cos(x), series(fixedPoint(x), 0))).toBeLessThanOrEqual(0.5000001);
  }
});

test('the arc sine of a sine is the angle, to a unit of the last place', () => {
  const random = seededRandom(4);
  for (let round = 0; round < 400; round++) {
    const x = (random.unit() * 2 - 1) * 0.7;
    const back = exact.asin(exact.sin(x));
    expect(Math.abs(back - x)).toBeLessThanOrEqual(Math.abs(x) * 2.3e-16);
  }
});

test('special angles', () => {
  expect(exact.sin(0)).toBe(0);
  expect(exact.sin(-0)).toBe(-0);
  expect(exact.cos(0)).toBe(1);
  expect(exact.sin(Math.PI / 6)).toBe(0.49999999999999994);
  expect(exact.cos(Math.PI / 2)).toBe(6.123233995736766e-17);
  expect(exact.asin(1)).toBe(Math.PI / 2);
  expect(exact.asin(0)).toBe(0);
  expect(exact.asin(1.1)).toBe(Number.NaN);
});
