import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { Intset } from './intset.ts';

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const membersOf = (set: Intset): (number | bigint)[] => {
  const members: (number | bigint)[] = [];
  set.forEach((v) => {
    members.push(v);
  });
  return members;
};

test.each<[string, (number | bigint)[], string]>([
  ['16 bits', [5, -1, 300], '0200000003000000ffff05002c01'],
  ['32 bits by a high one', [5, 40000], '040000000200000005000000409c0000'],
  ['32 bits by a low one', [5, -40000], '0400000002000000c063ffff05000000'],
  ['64 bits', [-2, 4294967296], '0800000002000000feffffffffffffff0000000001000000'],
  ['no members', [], '0200000000000000'],
])('bytes of %s', (_, members, hex) => {
  const set = new Intset();
  for (const v of members) expect(set.add(v)).toBe(true);
  expect(hexOf(set.toUint8Array())).toBe(hex);
  expect(set.sizeBytes).toBe(hex.length / 2);
  expect(membersOf(Intset.fromBytes(bytesOfHex(hex)) ?? new Intset())).toEqual(membersOf(set));
});

test('keeps the extremes of int64 apart', () => {
  const set = new Intset();
  const extremes = [9223372036854775807n, -9223372036854775808n, 9007199254740992n, 0];
  for (const v of extremes) set.add(v);
  const sorted = [-9223372036854775808n, 0, 9007199254740992n, 9223372036854775807n];
  expect(membersOf(set)).toEqual(sorted);
  for (const v of extremes) expect([set.has(v), set.add(v)]).toEqual([true, false]);
  expect(set.has(9007199254740993n)).toBe(false);
});

describe('fromBytes refuses', () => {
  test.each([
    ['a short header', '02000000'],
    ['an unknown width', '0300000001000000010000'],
    ['missing members', '02000000020000000100'],
    ['more bytes than told', '020000000100000001000200'],
    ['equal members', '020000000200000001000100'],
    ['descending members', '020000000200000002000100'],
  ])('%s', (_, hex) => expect(Intset.fromBytes(bytesOfHex(hex))).toBeNull());
});

test('behaves as a sorted Set under random operations', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seededRandom(seed);
    const set = new Intset();
    const model = new Set<number | bigint>();
    const bits = 1 + random.below(64);
    const draw = (): number | bigint => {
      const wide = (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
      const v = BigInt.asIntN(64, wide) >> BigInt(64 - 1 - random.below(bits));
      return Number.isSafeInteger(Number(v)) ? Number(v) : v;
    };
    for (let step = 0; step < 300; step++) {
      const v = draw();
      const where = `seed ${seed}, step ${step}, ${v}`;
      expect(set.has(v), where).toBe(model.has(v));
      if (random.below(3) > 0) {
        expect(set.add(v), where).toBe(!model.has(v));
        model.add(v);
      } else expect(set.remove(v), where).toBe(model.delete(v));
    }
    const sorted = [...model].sort((a, b) => (a < b ? -1 : 1));
    expect(membersOf(set), `seed ${seed}`).toEqual(sorted);
    for (const v of sorted) expect([set.has(v), set.remove(v)]).toEqual([true, true]);
    expect(set.length).toBe(0);
  }
});
