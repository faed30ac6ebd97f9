/** A run counts everything once: hits, evictions, what is in the cache, checkpoint by checkpoint. */
import { expect, test } from 'vitest';
import {
  AGE_BINS,
  type EvictionResult,
  type EvictionSettings,
  FREQUENCY_BINS,
  type LiveGrid,
} from '../../contract/lab-eviction.ts';
import { curveSizes, runCurves } from './curves.ts';
import { runEviction } from './run-eviction.ts';

const CELLS = AGE_BINS * FREQUENCY_BINS;

const settings: EvictionSettings = {
  seed: 3,
  trace: { kind: 'zipf', keys: 500, skewHundredths: 100, accesses: 4000, own: '' },
  capacity: 50,
  policies: ['opt', 'lru', 'sieve', 's3fifo', 'wtinylfu', 'lfu', 'fifo', 'random'],
  samples: 5,
  decayMinutes: 1,
  accessesPerSecond: 100,
};

function drive<Progress, Result>(work: Generator<Progress, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function done(wanted: EvictionSettings): EvictionResult {
  const run = drive(runEviction(wanted, () => 0));
  if (run.kind === 'problem') throw new Error(run.problem.kind);
  return run;
}

const sum = (counts: Uint16Array) => counts.reduce((total, one) => total + one, 0);

test('what came in and did not leave is there', () => {
  const result = done(settings);
  expect(result.checkpoints.length).toBe(200);
  expect(result.checkpoints.at(-1)?.at).toBe(4000);
  for (const { policy, hits, evictions, resident, evicted } of result.policies) {
    const left = sum(resident.subarray(-CELLS));
    expect(left, policy).toBeLessThanOrEqual(50);
    expect(4000 - hits, policy).toBe(evictions + left);
    expect(sum(evicted), policy).toBe(evictions);
  }
  const last = result.checkpoints.at(-1)?.hits;
  expect(last).toEqual(result.policies.map(({ hits }) => hits));
});

test('progress tells where each policy stands, in copies of its own', () => {
  const work = runEviction({ ...settings, policies: ['lru', 'random'] }, () => 0);
  const told: { at: number; grids: readonly LiveGrid[] }[] = [];
  let result: EvictionResult | null = null;
  while (!result) {
    const step = work.next();
    if (!step.done) {
      const { accesses, checkpoints, grids } = step.value;
      // An axis along the trace is known before it has been played.
      expect(accesses).toBe(4000);
      if (grids !== told.at(-1)?.grids) told.push({ at: checkpoints.length, grids });
    } else if (step.value.kind === 'done') result = step.value;
  }
  for (const [index, { resident, evicted }] of result.policies.entries()) {
    const gone = new Uint32Array(CELLS);
    for (const { at, grids } of told.slice(1)) {
      const from = (at - 1) * CELLS;
      for (let cell = 0; cell < CELLS; cell++)
        gone[cell] = (gone[cell] ?? 0) + (evicted[from + cell] ?? 0);
      expect(grids[index]?.resident).toEqual(resident.slice(from, from + CELLS));
      expect(grids[index]?.evicted).toEqual(gone);
      expect(grids[index]?.resident.buffer.byteLength).toBe(CELLS * 2);
    }
  }
  expect(told.length).toBe(201);
});

test('same settings, same run', () => {
  const short = { ...settings, policies: ['lru', 'random'] } as const;
  const told = (wanted: EvictionSettings) => {
    const { policies, checkpoints } = done(wanted);
    const grids = policies.map(({ resident, evicted }) => `${resident.join()} ${evicted.join()}`);
    return `${JSON.stringify(checkpoints)} ${grids.join(' ')}`;
  };
  const first = told(short);
  expect(told({ ...short }) === first).toBe(true);
  expect(told({ ...short, seed: 4 }) === first).toBe(false);
});

test('an own trace of three accesses has three checkpoints; a bad one is told', () => {
  const own = (text: string) => ({ ...settings.trace, kind: 'own', own: text }) as const;
  const result = done({ ...settings, trace: own('a\nb\na'), policies: ['lru'] });
  expect(result.checkpoints).toEqual([
    { at: 1, hits: [0] },
    { at: 2, hits: [0] },
    { at: 3, hits: [1] },
  ]);
  const run = drive(runEviction({ ...settings, trace: own('') }, () => 0));
  const problem = { kind: 'problem', problem: { kind: 'empty', line: 0 } };
  expect(run).toEqual(problem);
  expect(drive(runCurves({ ...settings, trace: own('') }))).toEqual(problem);
});

test('curves rise with the size, and end where everything fits', () => {
  expect(curveSizes(500)).toEqual([5, 9, 16, 28, 50, 89, 158, 281, 500]);
  expect(curveSizes(3)).toEqual([1, 2, 3]);
  const run = drive(runCurves({ ...settings, policies: ['opt', 'lru'] }));
  const points = run.kind === 'done' ? run.points : [];
  expect(points.length).toBe(18);
  const ratios = points.filter(({ policy }) => policy === 'lru').map(({ hitRatio }) => hitRatio);
  expect([...ratios].sort((a, b) => a - b)).toEqual(ratios);
  const [opt, lru] = points.slice(-2);
  expect(opt?.hitRatio).toBe(lru?.hitRatio);
  const atCapacity = points.find(({ policy, capacity }) => policy === 'lru' && capacity === 50);
  const same = done({ ...settings, policies: ['lru'] }).policies[0]?.hits ?? 0;
  expect(atCapacity?.hitRatio).toBe(same / 4000);
});
