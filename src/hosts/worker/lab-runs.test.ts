/** Runs whose every piece is followed by a turn of the event loop: what they promise to the work and to the page. */
import { expect, test } from 'vitest';
import type { LabProgress } from '../../contract/lab.ts';
import { cancelRun, runInTurns, steerRun } from './lab-runs.ts';

const PIECES = 40;

/** Work that notes how many reactions of a long chain have run before its next piece. */
function* work(seen: number[]): Generator<LabProgress, string> {
  for (let done = 1; done <= PIECES; done++) {
    let reactions = 0;
    let chain = Promise.resolve();
    for (let link = 0; link < 100; link++) {
      chain = chain.then(() => {
        reactions++;
      });
    }
    yield { done, total: PIECES };
    seen.push(reactions);
  }
  return 'over';
}

test('all promises have settled before the next piece', async () => {
  const seen: number[] = [];
  const told: number[] = [];
  expect(await runInTurns(1, work(seen), ({ done }) => told.push(done))).toBe('over');
  expect(seen).toEqual(Array.from({ length: PIECES }, () => 100));
  expect(told.length).toBeGreaterThan(0);
});

test('it is held, does one step, goes on, and is cancelled', async () => {
  const told: number[] = [];
  const run = runInTurns(2, work([]), ({ done }) => told.push(done));
  steerRun(2, 'pause');
  const turns = async () => {
    for (let n = 0; n < 10; n++) await new Promise((resolve) => setImmediate(resolve));
  };
  await turns();
  expect(told.at(-1)).toBe(1);
  steerRun(2, 'step');
  await turns();
  expect(told.at(-1)).toBe(2);
  steerRun(2, 'step');
  await turns();
  expect(told.at(-1)).toBe(3);
  cancelRun(2);
  expect(await run).toBeNull();
});
