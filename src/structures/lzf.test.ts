import { expect, test } from 'vitest';
import { bytesOf, toUint8Array } from '../base/bytes.ts';
import { seededRandom } from '../base/random.ts';
import { lzfCompress, lzfDecompress } from './lzf.ts';

const SEED = 20260301;

const hex = (bytes: Uint8Array | null): string | null =>
  bytes && [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

test("the bytes of redis-server's DUMP", () => {
  const repeated = `${'abcabcabcabcabcabcabcabcd'.repeat(3)}`;
  expect(hex(lzfCompress(toUint8Array(repeated)))).toBe(
    '0361626361e00b020064e00c152014e00f18016364',
  );
  expect(hex(lzfCompress(toUint8Array('a'.repeat(100))))).toBe('016161e05700016161');
});

test('a match may reach the very end only where liblzf compares without looking', () => {
  const once = 'abcdefghijklmnopqrs';
  expect(hex(lzfCompress(toUint8Array(`x${once}${once}`)))?.endsWith('e00a12')).toBe(true);
});

test('what does not get smaller is left alone', () => {
  expect(lzfCompress(toUint8Array(''))).toBe(null);
  expect(lzfCompress(toUint8Array('aaaa'))).toBe(null);
  expect(lzfCompress(toUint8Array('abcdefghijklmnopqrstuvwxyz'))).toBe(null);
});

test('what was compressed comes back', () => {
  const random = seededRandom(SEED);
  let compressed = 0;
  for (let round = 0; round < 400; round++) {
    const letters = [1, 2, 5, 40, 256][random.below(5)] as number;
    const bytes = new Uint8Array(random.below(round % 20 === 0 ? 30_000 : 400));
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] =
        at > 4 && random.below(3) > 0 ? (bytes[random.below(at)] as number) : random.below(letters);
    }
    const packed = lzfCompress(bytes);
    if (!packed) continue;
    compressed++;
    expect(packed.length, `seed ${SEED}`).toBeLessThanOrEqual(bytes.length - 4);
    const back = lzfDecompress(packed, bytes.length);
    expect(back && bytesOf(back), `seed ${SEED}`).toBe(bytesOf(bytes));
    expect(lzfDecompress(packed, bytes.length + 1)).toBe(null);
    expect(lzfDecompress(packed.subarray(0, packed.length - 1), bytes.length)).toBe(null);
  }
  expect(compressed).toBeGreaterThan(150);
});

test('junk is refused and never read or written beyond', () => {
  const random = seededRandom(SEED);
  for (let round = 0; round < 2000; round++) {
    const junk = Uint8Array.from({ length: random.below(30) }, () => random.below(256));
    const size = random.below(100);
    const back = lzfDecompress(junk, size);
    expect(back === null || back.length === size, `seed ${SEED}`).toBe(true);
  }
});
