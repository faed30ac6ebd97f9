import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import {
  type BitOperation,
  bitAt,
  combineBits,
  countOnes,
  countOnesBetween,
  findBit,
  readField,
  writeField,
} from './bits.ts';

const seed = Number(process.env.SEED ?? 20260101);
const rounds = 400;

describe(`bits against a bit-by-bit model (seed ${seed})`, () => {
  const random = seededRandom(seed);
  /** At any alignment; often long runs of equal bits, so that whole words are passed over. */
  const draw = (): Uint8Array => {
    const skip = random.below(5);
    const bytes = new Uint8Array(skip + random.below(70));
    const kind = random.below(4);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = kind === 0 ? random.below(256) : kind === 1 ? 0 : 0xff;
    }
    if (kind > 1 && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
    return bytes.subarray(skip);
  };
  const bitsOf = (bytes: Uint8Array): number[] =>
    Array.from({ length: bytes.length * 8 }, (_, i) => bitAt(bytes, i));

  test('counting and finding', () => {
    for (let round = 0; round < rounds; round++) {
      const bytes = draw();
      const bits = bitsOf(bytes);
      const ones = bits.filter((bit) => bit === 1).length;
      expect(countOnes(bytes)).toBe(ones);
      if (bits.length === 0) continue;
      const first = random.below(bits.length);
      const last = random.below(bits.length);
      const part = bits.slice(first, last + 1);
      const counted = part.filter((bit) => bit === 1).length;
      expect([...bytes, first, last, countOnesBetween(bytes, first, last)]).toEqual([
        ...[...bytes, first, last],
        counted,
      ]);
      for (const bit of [0, 1] as const) {
        const at = part.indexOf(bit);
        expect(findBit(bytes, bit, first, last)).toBe(at < 0 ? -1 : first + at);
      }
    }
  });

  test('combining', () => {
    const by: Readonly<Record<BitOperation, (a: number, b: number) => number>> = {
      AND: (a, b) => a & b,
      OR: (a, b) => a | b,
      XOR: (a, b) => a ^ b,
      NOT: (a) => ~a & 0xff,
    };
    for (let round = 0; round < rounds; round++) {
      const operation = (['AND', 'OR', 'XOR', 'NOT'] as const)[random.below(4)]!;
      const sources = Array.from({ length: operation === 'NOT' ? 1 : 1 + random.below(4) }, draw);
      const length = Math.max(...sources.map((source) => source.length));
      const wanted = Array.from({ length }, (_, i) => {
        const [first = 0, ...others] = sources.map((source) => source[i] ?? 0);
        if (operation === 'NOT') return by.NOT(first, 0);
        return others.reduce((a, b) => by[operation](a, b), first);
      });
      expect([...combineBits(operation, sources)]).toEqual(wanted);
    }
  });

  test('fields are read as written, and nothing beside them changes', () => {
    for (let round = 0; round < rounds * 5; round++) {
      const bytes = Uint8Array.from({ length: 24 }, () => random.below(256));
      const before = bitsOf(bytes);
      const width = 1 + random.below(64);
      const at = random.below(24 * 8 - width);
      const value = BigInt.asUintN(width, BigInt(random.below(2 ** 32)) * 0x1234_5678_9abc_def1n);
      writeField(bytes, at, width, value);
      expect(readField(bytes, at, width)).toBe(value);
      const wanted = [...before];
      for (let i = 0; i < width; i++)
        wanted[at + i] = Number((value >> BigInt(width - 1 - i)) & 1n);
      expect(bitsOf(bytes)).toEqual(wanted);
    }
  });

  test('a field beyond the end reads as zeros', () => {
    expect(readField(Uint8Array.of(0xff), 4, 8)).toBe(0xf0n);
    expect(readField(new Uint8Array(0), 1000, 63)).toBe(0n);
  });
});
