/**
 * Runs in slices: a simulation is a generator that stops now and then to say how far it is; here it
 * goes on until a slice of real time is used up, then messages get their turn, `cancel` among them.
 */
import * as Comlink from 'comlink';
import type { LabProgress } from '../../contract/lab.ts';

/** Short enough that a cancel or a pause is felt at once, long enough that slicing costs nothing. */
const SLICE_MS = 14;

const running = new Set<number>();

/** Stops the run at the end of its slice; an id that is not running is ignored. */
export function cancelRun(runId: number): void {
  running.delete(runId);
}

/** Whether the run has not been cancelled. */
export const isRunning = (runId: number): boolean => running.has(runId);

/**
 * Works the generator off, telling `onProgress` once per slice. Resolves to what it returns, or to
 * null when it was cancelled.
 */
export async function runInSlices<Progress extends LabProgress, Result>(
  runId: number,
  work: Generator<Progress, Result>,
  onProgress: (progress: Progress) => unknown,
): Promise<Result | null> {
  running.add(runId);
  try {
    for (;;) {
      const untilMs = performance.now() + SLICE_MS;
      let step = work.next();
      while (!step.done && performance.now() < untilMs) step = work.next();
      if (step.done) return step.value;
      // Not awaited: the page answers when it can, and need not be waited for.
      void onProgress(step.value);
      await nextTurn();
      if (!running.has(runId)) {
        work.return(undefined as never);
        return null;
      }
    }
  } finally {
    running.delete(runId);
    release(onProgress);
  }
}

/** A listener that came through Comlink holds a port of its own. */
function release(listener: object): void {
  const free = (listener as { [Comlink.releaseProxy]?: () => void })[Comlink.releaseProxy];
  free?.call(listener);
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets messages that have arrived be handled: a timer would wait 4 ms each time. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}
