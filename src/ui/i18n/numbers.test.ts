/** Numbers as the browser's own formatter writes them in both languages. */
import { expect, test } from 'vitest';
import { count, formatCount } from './numbers.ts';

test.each([
  0, 1, -1, 12, 999, 1000, -1000, 12_345, 1_234_567, 123_456_789_012, 0.5, 1234.5, 0.000_4,
  12_345.6789, -0.25,
])('%d', (n) => {
  for (const language of ['en', 'ko']) {
    expect(formatCount(n)).toBe(new Intl.NumberFormat(language).format(n));
  }
});

test('what stands beside a number', () => {
  expect([0, 1, 2, 1000].map((n) => count(n, 'key', 'keys'))).toEqual([
    '0 keys',
    '1 key',
    '2 keys',
    '1,000 keys',
  ]);
});
