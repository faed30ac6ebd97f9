/**
 * Runs in slices: a simulation is a generator that stops now and then to say how far it is; here it
 * goes on until a slice of real time is used up, then messages get their turn, `cancel` among them.
 */
import * as Comlink from 'comlink';
import type { LabProgress, RunOrder } from '../../contract/lab.ts';

/** Short enough that a cancel or a pause is felt at once, long enough that slicing costs nothing. */
const SLICE_MS = 14;

/** Taken before a scope is locked, as it is for learners' code. */
const stopwatchMs = performance.now.bind(performance);

const running = new Set<number>();
/** Runs that are held, and what lets each of them go on. */
const held = new Map<number, () => void>();
/** Runs that are to be held again once they have done one more piece. */
const stepping = new Set<number>();

/** Stops the run at the end of its slice; an id that is not running is ignored. */
export function cancelRun(runId: number): void {
  running.delete(runId);
  letGo(runId);
}

/** Holds a run, lets it go on, or lets it do one more piece of its work. */
export function steerRun(runId: number, order: RunOrder): void {
  if (!running.has(runId)) return;
  if (order === 'pause') held.set(runId, () => {});
  else letGo(runId);
  if (order === 'step') stepping.add(runId);
}

function letGo(runId: number): void {
  const goOn = held.get(runId);
  held.delete(runId);
  goOn?.();
}

/** Resolves when the run is not held, or no longer so. */
function whenFree(runId: number): Promise<void> {
  if (!held.has(runId)) return nextTurn();
  return new Promise((resolve) => held.set(runId, resolve));
}

/** Works until the slice is used up, or, for a run that takes single steps, until a piece is done. */
function workASlice<Progress extends LabProgress, Result>(
  runId: number,
  work: Generator<Progress, Result>,
): IteratorResult<Progress, Result> {
  const untilMs = stopwatchMs() + SLICE_MS;
  let step = work.next();
  if (stepping.delete(runId)) {
    const first = step.done ? 0 : step.value.done;
    while (!step.done && step.value.done === first) step = work.next();
    held.set(runId, () => {});
    return step;
  }
  while (!step.done && stopwatchMs() < untilMs) step = work.next();
  return step;
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
      const step = workASlice(runId, work);
      if (step.done) return step.value;
      // Not awaited: the page answers when it can, and need not be waited for.
      void onProgress(step.value);
      await whenFree(runId);
      if (!running.has(runId)) {
        work.return(undefined as never);
        return null;
      }
    }
  } finally {
    forget(runId);
    release(onProgress);
  }
}

/**
 * The same for work whose every piece has to be followed by a turn of the event loop: promises of
 * the language have their reactions then. Messages get their turn with them.
 */
export async function runInTurns<Progress extends LabProgress, Result>(
  runId: number,
  work: Generator<Progress, Result>,
  onProgress: (progress: Progress) => unknown,
): Promise<Result | null> {
  running.add(runId);
  let tellMs = stopwatchMs();
  let steppedTo = 0;
  try {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      const { done } = step.value;
      const hasStepped = stepping.has(runId) && done > steppedTo;
      if (!stepping.has(runId)) steppedTo = done;
      if (hasStepped) {
        stepping.delete(runId);
        held.set(runId, () => {});
      }
      if (hasStepped || stopwatchMs() >= tellMs) {
        onProgress(step.value);
        tellMs = stopwatchMs() + SLICE_MS;
      }
      // Promises settle first also where the run is held.
      await nextTurn();
      if (held.has(runId)) await whenFree(runId);
      if (!running.has(runId)) return null;
    }
  } finally {
    forget(runId);
  }
}

function forget(runId: number): void {
  running.delete(runId);
  held.delete(runId);
  stepping.delete(runId);
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
