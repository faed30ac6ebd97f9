/** Series as rows, samples of rows, readings between points, and CSV that spreadsheets read as data. */
import { expect, test } from 'vitest';
import {
  csvOf,
  dashOf,
  distinct,
  nearestIndex,
  rowsOf,
  sampleRows,
  toneOf,
  valueAt,
} from './series.ts';

const series = [
  {
    id: 1,
    label: 'a',
    slot: 0,
    points: [
      [0, 5],
      [2, 7],
      [4, 9],
    ],
  },
  {
    id: 2,
    label: 'b',
    slot: 1,
    points: [
      [1, 1],
      [2, 2],
    ],
  },
] as const;

test('rows hold every x once', () => {
  expect(rowsOf(series).map(({ x, values }) => [x, ...values])).toEqual([
    [0, 5, null],
    [1, null, 1],
    [2, 7, 2],
    [4, 9, null],
  ]);
  expect(rowsOf([])).toEqual([]);
});

test('a sample keeps both ends', () => {
  const rows = Array.from({ length: 101 }, (_, x) => ({ x, values: [] }));
  expect(sampleRows(rows, 5).map(({ x }) => x)).toEqual([0, 25, 50, 75, 100]);
  expect(sampleRows(rows, 101)).toBe(rows);
});

test('readings', () => {
  const { points } = series[0];
  expect([-1, 0, 1, 2, 3, 4, 9].map((x) => valueAt(points, x))).toEqual([
    null,
    5,
    5,
    7,
    7,
    9,
    null,
  ]);
  expect(valueAt([], 0)).toBe(null);
  const rows = rowsOf(series);
  expect([-5, 0.4, 0.6, 2.9, 3.1, 99].map((x) => nearestIndex(rows, x))).toEqual([
    0, 0, 1, 2, 3, 3,
  ]);
});

test('no two of twelve slots look alike', () => {
  const looks = Array.from({ length: 12 }, (_, slot) => `${toneOf(slot)} ${dashOf(slot)}`);
  expect(new Set(looks).size).toBe(12);
});

test('CSV', () => {
  const rows = [
    ['plain', 1.5, null],
    ['a "b", c', -2, '=1+1'],
    ['two\nlines', 0, '@x'],
  ];
  expect(csvOf(['x', 'y', 'z'], rows)).toBe(
    `x,y,z\r\nplain,1.5,\r\n"a ""b"", c",-2,'=1+1\r\n"two\nlines",0,'@x\r\n`,
  );
});

test('headings of one name are numbered, and no number makes another name', () => {
  const rows: readonly (readonly [headings: string, distinct: string])[] = [
    ['x a b', 'x a b'],
    ['x a a a', 'x a a #2 a #3'],
    ['a a a#2 x x', 'a a #2 a#2 x x #2'],
  ];
  for (const [headings, expected] of rows) {
    expect(distinct(headings.split(' ')).join(' ')).toBe(expected);
  }
  expect(distinct(['a', 'a', 'a #2', 'a #2'])).toEqual(['a', 'a #3', 'a #2', 'a #2 #2']);
  expect(csvOf(['x', 'a', 'a'], [])).toBe('x,a,a #2\r\n');
});
