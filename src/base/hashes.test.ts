import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha1Hex } from './hashes.ts';
import { seededRandom } from './random.ts';

test('known digests', () => {
  expect(sha1Hex('')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  expect(sha1Hex('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});

test('equal to another implementation at every length around the blocks', () => {
  const random = seededRandom(3);
  for (let length = 0; length < 200; length++) {
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(random.below(256));
    expect(sha1Hex(text)).toBe(createHash('sha1').update(text, 'latin1').digest('hex'));
  }
});
