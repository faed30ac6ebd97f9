import { expect, test } from 'vitest';
import { parseCanonicalInt64 } from './int64.ts';
import { seededRandom } from './random.ts';

test.each<[string, number | bigint | null]>([
  ['0', 0],
  ['7', 7],
  ['-1', -1],
  ['1234567890', 1234567890],
  ['9007199254740991', 9007199254740991],
  ['-9007199254740991', -9007199254740991],
  ['9007199254740992', 9007199254740992n],
  ['9007199254740993', 9007199254740993n],
  ['9999999999999999', 9999999999999999n],
  ['9223372036854775807', 9223372036854775807n],
  ['-9223372036854775808', -9223372036854775808n],
  ['9223372036854775808', null],
  ['-9223372036854775809', null],
  ['10000000000000000000', null],
  ['99999999999999999999', null],
  ['', null],
  ['-', null],
  ['-0', null],
  ['00', null],
  ['01', null],
  ['-01', null],
  ['+1', null],
  [' 1', null],
  ['1 ', null],
  ['1.0', null],
  ['1e3', null],
  ['0x1', null],
  ['1\x00', null],
  ['--1', null],
  ['1-', null],
])('%j is %s', (text, value) => {
  expect(parseCanonicalInt64(text)).toBe(value);
});

test('agrees with BigInt on random 64-bit numbers', () => {
  const random = seededRandom(1);
  for (let i = 0; i < 3000; i++) {
    const raw = (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
    const value = BigInt.asIntN(64, raw) >> BigInt(random.below(64));
    const parsed = parseCanonicalInt64(String(value));
    expect(BigInt(parsed ?? 'none')).toBe(value);
    const safe = value >= -9007199254740991n && value <= 9007199254740991n;
    expect(typeof parsed).toBe(safe ? 'number' : 'bigint');
  }
});
