/** Progress: it never shrinks, and a file that is none is refused with its reason. */
import { expect, test } from 'vitest';
import {
  doneCount,
  emptyProgress,
  exportProgress,
  importProgress,
  joinProgress,
  withPlace,
  withStep,
} from './progress.ts';

const lesson = 'caching/01-x';
const mine = withStep(emptyProgress, lesson, 'a', { doneAtMs: 5, predicted: 1 });
const theirs = withPlace(
  withStep(withStep(emptyProgress, lesson, 'a', { doneAtMs: 9, hints: 2 }), lesson, 'b', {
    doneAtMs: 7,
  }),
  lesson,
  'b',
);

test('what is exported can be imported', () => {
  expect(importProgress(exportProgress(theirs))).toEqual({ kind: 'progress', progress: theirs });
});

test('joining loses nothing, and of two answers the own one counts', () => {
  const joined = joinProgress(mine, theirs);
  expect(joined.lessons[lesson]).toEqual({
    at: 'b',
    steps: { a: { doneAtMs: 5, predicted: 1, hints: 2 }, b: { doneAtMs: 7 } },
  });
  expect(doneCount(joined, lesson, [{ id: 'a' }, { id: 'b' }, { id: 'c' }])).toBe(2);
});

test('a later change keeps what a step had', () => {
  expect(withStep(mine, lesson, 'a', { hints: 1 }).lessons[lesson]?.steps.a).toEqual({
    doneAtMs: 5,
    predicted: 1,
    hints: 1,
  });
});

test('bad files are refused', () => {
  const format = 'stampede-progress';
  const rows: [string, string][] = [
    ['', 'not-json'],
    ['{', 'not-json'],
    ['null', 'not-progress'],
    ['{"version":1,"lessons":{}}', 'not-progress'],
    [JSON.stringify({ format, version: 2, lessons: {} }), 'newer-version'],
    [JSON.stringify({ format, version: 1 }), 'malformed'],
    [JSON.stringify({ format, version: 1, lessons: { x: { steps: { a: 1 } } } }), 'malformed'],
    [
      JSON.stringify({ format, version: 1, lessons: { x: { steps: { a: { doneAtMs: '5' } } } } }),
      'malformed',
    ],
    [JSON.stringify({ format, version: 1, lessons: { x: [] } }), 'malformed'],
  ];
  for (const [text, problem] of rows) {
    expect(importProgress(text), text).toEqual({ kind: 'problem', problem });
  }
});
