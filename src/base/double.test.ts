import { describe, expect, test } from 'vitest';
import { formatDouble17g, formatDoubleShortest, parseDouble } from './double.ts';
import { seededRandom } from './random.ts';

/** Any double: random bits, with NaN and infinities left out. */
function randomDouble(bits: () => number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, bits());
  view.setUint32(4, bits());
  const v = view.getFloat64(0);
  return Number.isFinite(v) ? v : 1;
}

describe('parseDouble accepts what ZADD of Redis 7.0 accepts', () => {
  test.each<[string, number]>([
    ['0', 0],
    ['-0', -0],
    ['+1', 1],
    ['1.', 1],
    ['.5', 0.5],
    ['1E5', 1e5],
    ['0001', 1],
    ['1e-320', 1e-320],
    ['0e999999999', 0],
    ['inf', Infinity],
    ['+inf', Infinity],
    ['-Infinity', -Infinity],
    ['INF', Infinity],
    ['0x1p3', 8],
    ['0x.8', 0.5],
    ['0x1.', 1],
    ['-0X1.8P-2', -0.375],
    ['0x1p-1074', 5e-324],
    ['0x1.8p-1075', 5e-324],
    ['0x1.fffffffffffff7p1023', Number.MAX_VALUE],
    ['0x1.00000000000008p0', 1],
    ['0x1.00000000000018p0', 1 + 2 ** -51],
    ['0x0p99999999999', 0],
    ['9007199254740993', 9007199254740992],
    ['123456789012345', 123456789012345],
  ])('%j', (text, value) => expect(parseDouble(text)).toBe(value));

  const refused =
    ' 1|1 |\t1|1\x00|nan|NaN|-nan|infinit|inf1|0x|0x1p|.|1e|1e+|e5|--1|+-1|1.2.3|1_0|1d5|0b1|1n|' +
    '1e400|-1e400|1e-400|2e-324|0x1p1024|0x1p-1075|0x1.fffffffffffff8p1023|1e999999999|' +
    '1e-999999999|0x1p99999999999';
  test.each(['', ...refused.split('|')])('but not %j', (text) => {
    expect(parseDouble(text)).toBeNull();
  });
});

test.each<[number, string]>([
  // exact halves: C rounds them to even
  [1195035776860773.2, '1195035776860773.2'],
  [106630883793.51562, '106630883793.51562'],
  [265298770445962.88, '265298770445962.88'],
  [985256935331406.4, '985256935331406.38'],
  [0.1, '0.10000000000000001'],
  [3.1, '3.1000000000000001'],
  [1e17, '1e+17'],
  [1e16, '10000000000000000'],
  [123456789012345680, '1.2345678901234568e+17'],
  [9007199254740992, '9007199254740992'],
  [0.0001, '0.0001'],
  [0.00001, '1.0000000000000001e-05'],
  [1.5e-5, '1.5e-05'],
  [5e-324, '4.9406564584124654e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [1e100, '1e+100'],
  [-2.5, '-2.5'],
  [-1e-7, '-9.9999999999999995e-08'],
  [0.30000000000000004, '0.30000000000000004'],
  [12345678.9, '12345678.9'],
  [-0, '-0'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('%%.17g of %d is %s', (v, text) => expect(formatDouble17g(v)).toBe(text));

test.each<[number, string]>([
  [0, '0'],
  [-0, '-0'],
  [3.1, '3.1'],
  [0.1, '0.1'],
  [-2.5, '-2.5'],
  [100000, '100000'],
  [9007199254740992, '9007199254740992'],
  [4e18, '4000000000000000000'],
  [1e19, '1e+19'],
  [1e20, '1e+20'],
  [1.2345678901234568e22, '12345678901234568000000'],
  [-1.2345678901234568e22, '-12345678901234568000000'],
  [-1.2345678901234567e23, '-1.2345678901234567e+23'],
  [0.001, '0.001'],
  [0.000001, '0.000001'],
  [1e-7, '1e-7'],
  [1.5e-7, '1.5e-7'],
  [0.00012345, '1.2345e-4'],
  [0.0012345678901234567, '0.0012345678901234567'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [5e-324, '5e-324'],
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
])('shortest of %d is %s', (v, text) => expect(formatDoubleShortest(v)).toBe(text));

test('both formats read back as the same double', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { uint32, below } = seededRandom(seed);
    for (let i = 0; i < 300; i++) {
      const v = i % 3 === 0 ? randomDouble(uint32) : (uint32() - 2 ** 31) / 2 ** below(70);
      expect(parseDouble(formatDouble17g(v)), `seed ${seed}, ${v}`).toBe(v);
      expect(parseDouble(formatDoubleShortest(v)), `seed ${seed}, ${v}`).toBe(v);
    }
  }
});
