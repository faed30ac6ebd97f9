/** Figures as people read them, in both languages. */
import { expect, test } from 'vitest';
import { formatDuration, formatDurationShort, formatShare, formatSize } from './format.ts';

test('sizes keep about three digits', () => {
  const rows: [number, string][] = [
    [0, '0 B'],
    [504, '504 B'],
    [999, '999 B'],
    [1000, '0.98 KB'],
    [1536, '1.5 KB'],
    [320_000, '313 KB'],
    [1_048_576, '1 MB'],
    [12_900_000, '12.3 MB'],
  ];
  for (const [size, shown] of rows) expect(formatSize(size)).toBe(shown);
});
test('durations show at most two units', () => {
  const rows: [number, string, string][] = [
    [340, '340 ms', '340밀리초'],
    [4000, '4 s', '4초'],
    [61_000, '1 min 1 s', '1분 1초'],
    [2_460_000, '41 min', '41분'],
    [5_400_000, '1 h 30 min', '1시간 30분'],
    [86_400_000, '1 d', '1일'],
    [-5, '0 ms', '0밀리초'],
  ];
  for (const [ms, en, ko] of rows) {
    expect(formatDuration(ms, 'en')).toBe(en);
    expect(formatDuration(ms, 'ko')).toBe(ko);
  }
  expect(formatDurationShort(3_599_000, 'en')).toBe('59 min');
  expect(formatDurationShort(97_000, 'en')).toBe('97 s');
  expect(formatDurationShort(120_000, 'ko')).toBe('2분');
  expect(formatDurationShort(400, 'en')).toBe('0 s');
});
test('shares are honest at the ends', () => {
  expect([0, 0.001, 0.9234, 0.9999, 1].map(formatShare)).toEqual([
    '0%',
    '1%',
    '92%',
    '99%',
    '100%',
  ]);
});
