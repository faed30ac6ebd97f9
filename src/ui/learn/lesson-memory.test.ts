/** What a lesson keeps of its lab: every run, but orders that were watched once for each way to end. */
import { expect, test } from 'vitest';
import type { LabRecord } from '../../course/labs.ts';
import { freshMemory, withRun } from './lesson-memory.ts';

const explored: LabRecord = {
  lab: 'interleave',
  values: { preset: 'writeDelCold' },
  figures: { schedules: 10, bad: 1 },
};
const watched = (order: string, bad: number): LabRecord => ({
  lab: 'interleave',
  values: { preset: 'writeDelCold', order },
  figures: { 'watched-bad': bad },
});
const world: LabRecord = { lab: 'caching', values: { ttl: 1 }, figures: { queries: 3 } };

const kept = (runs: readonly LabRecord[]) => runs.reduce(withRun, freshMemory('step')).labRuns;

test('watching many orders does not displace the run that they are of', () => {
  const orders = Array.from({ length: 50 }, (_, n) => watched(`A${n}`, n % 2));
  expect(kept([explored, ...orders])).toEqual([explored, watched('A48', 0), watched('A49', 1)]);
});

test('the same scripts again are one run; a lab on worlds keeps each', () => {
  expect(kept([explored, explored])).toEqual([explored]);
  expect(kept([world, world])).toEqual([world, world]);
});
