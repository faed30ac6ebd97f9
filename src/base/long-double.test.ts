import { describe, expect, test } from 'vitest';
import { addLongDouble, formatLongDouble, parseLongDouble } from './long-double.ts';

describe('sums are those of INCRBYFLOAT in Redis 7.0', () => {
  test.each<[string, string, string]>([
    ['10.50', '0.1', '10.6'],
    ['3.0e3', '200', '3200'],
    ['5.0e3', '-5.0e3', '0'],
    ['0.1', '0.2', '0.3'],
    ['1.15', '2.3', '3.45'],
    ['1', '1e-17', '1.00000000000000001'],
    ['1', '4e-18', '1'],
    ['-0', '0', '0'],
    ['0', '-1e-18', '0'],
    ['2.5', '-2.50000000000000001', '-0.00000000000000001'],
    ['-1.005', '1000000', '999998.99500000000000455'],
    ['0.12345678901234567890', '0', '0.12345678901234568'],
    ['9007199254740993', '0.1', '9007199254740993.099609375'],
    ['18446744073709551615', '1', '18446744073709551616'],
    ['18446744073709551616', '1', '18446744073709551616'],
    ['99999999999999999999.99', '0.01', '100000000000000000000'],
    ['1e21', '0.5', '1000000000000000000000'],
    ['1e-4940', '0', '0'],
    ['0x1p3', '0.25', '8.25'],
    ['inf', '1', 'nan-or-inf'],
    ['inf', '-inf', 'nan-or-inf'],
    ['1e4932', '1e4932', 'nan-or-inf'],
  ])('%s + %s', (a, b, sum) => {
    expect(addLongDouble(a, b)).toBe(sum);
    expect(addLongDouble(b, a)).toBe(sum);
  });

  test('very large ones are printed in full', () => {
    const sum = addLongDouble('1e4000', '1') ?? '';
    expect([sum.slice(0, 20), sum.length]).toEqual(['99999999999999999999', 4000]);
  });
});

test.each([
  '',
  ' 1',
  '1 ',
  '\t1',
  '1\x00',
  'nan',
  '-nan',
  'infinit',
  '0x',
  '0x1p',
  '.',
  '1e',
  'e5',
  '--1',
  '1.2.3',
  '1_0',
  '1e4933',
  '1e-4952',
  '0x1p16384',
  '0x1p-16446',
  '1e999999999',
  '1e-999999999',
  '0x1p99999999999',
  '1'.repeat(5120),
])('%j is refused', (text) => {
  expect(parseLongDouble(text)).toBeNull();
  expect(addLongDouble('1', text)).toBeNull();
});

test.each<[string, string]>([
  ['0x1.8p-16446', '0'],
  ['0e999999999', '0'],
  ['-0x1p4', '-16'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['+Infinity', 'inf'],
  ['-inf', '-inf'],
])('%s is read as %s', (text, value) => {
  const parsed = parseLongDouble(text);
  expect(parsed === null ? null : formatLongDouble(parsed)).toBe(value);
});

test('the mantissa has 64 bits, rounded half to even', () => {
  const mantissas = ['18446744073709551617', '36893488147419103233', '36893488147419103235'].map(
    (text) => parseLongDouble(text)?.mantissa.toString(2).length,
  );
  expect(mantissas).toEqual([64, 64, 64]);
  // 2^64 + 1 lies half between two long doubles and goes to the even one, 2^64 + 3 goes up.
  expect(addLongDouble('18446744073709551617', '0')).toBe('18446744073709551616');
  expect(addLongDouble('18446744073709551619', '0')).toBe('18446744073709551620');
});
