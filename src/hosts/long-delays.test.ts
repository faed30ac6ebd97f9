/** Delays beyond what a timer can keep: in Node, in the worker, and of a blocked client. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TIMER_MAX_MS } from './long-delays.ts';
import { wallClock } from './node/node-ports.ts';
import { PlaygroundClock, realClock } from './worker/playground-clock.ts';

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['the wall clock of Node', () => wallClock()],
  ['the wall clock of the worker', () => realClock],
  ['the playground clock', () => new PlaygroundClock()],
] as const)('%s keeps a delay of ten years to the millisecond', (_name, open) => {
  const clock = open();
  const woken: string[] = [];
  clock.after(TEN_YEARS_MS, () => woken.push('late'));
  clock.after(TIMER_MAX_MS, () => woken.push('early'));
  const cancel = clock.after(TEN_YEARS_MS, () => woken.push('cancelled'));
  vi.advanceTimersByTime(TIMER_MAX_MS);
  expect(woken).toEqual(['early']);
  cancel();
  vi.advanceTimersByTime(TEN_YEARS_MS - TIMER_MAX_MS - 1);
  expect(woken).toEqual(['early']);
  vi.advanceTimersByTime(1);
  expect(woken).toEqual(['early', 'late']);
});
