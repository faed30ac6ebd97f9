/**
 * What the page's main thread does while something goes on, from the browser's own trace: the
 * processor time of each task, and of all tasks that lead to one frame.
 *
 * Processor time, not time on the wall: where the processors are busy elsewhere, tasks take long
 * while the page does nothing.
 */
import type { Page } from '@playwright/test';

/** No task, and no frame's work, may take the page's main thread longer. */
export const BUSY_MAX_MS = 50;

export interface MainThread {
  /** Processor time of every task. */
  readonly taskMs: readonly number[];
  /** The same of every frame: of the tasks since the frame before. */
  readonly frameMs: readonly number[];
  readonly spentMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Processor time of the thread, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const categories = ['__metadata', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** Records while `work` goes on, in the page's own browser. */
export async function recordMainThread(
  page: Page,
  work: () => Promise<unknown>,
): Promise<MainThread> {
  const browser = page.context().browser();
  if (!browser) throw new Error('a trace needs a browser of its own');
  await browser.startTracing(page, { categories });
  await work();
  const trace = JSON.parse(String(await browser.stopTracing()));
  return readTrace((trace as { readonly traceEvents: readonly TraceEvent[] }).traceEvents);
}

export function readTrace(events: readonly TraceEvent[]): MainThread {
  const own = busiest(events);
  const commits = own.filter(({ name, ph }) => name === 'Commit' && ph === 'X').map(({ ts }) => ts);
  const taskMs: number[] = [];
  const frameMs: number[] = new Array(commits.length).fill(0);
  let frame = 0;
  for (const { name, ph, ts, tdur } of own) {
    if (name !== 'RunTask' || ph !== 'X' || tdur === undefined) continue;
    // A frame's last task is the one that commits it.
    while (frame < commits.length && (commits[frame] ?? 0) < ts) frame++;
    taskMs.push(tdur / 1000);
    if (frame < commits.length) frameMs[frame] = (frameMs[frame] ?? 0) + tdur / 1000;
  }
  return { taskMs, frameMs, spentMs: taskMs.reduce((sum, ms) => sum + ms, 0) };
}

/** The events of the main thread that worked most: the page's, not a spare renderer's. */
function busiest(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const mains = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const threads = mains.map(({ pid, tid }) =>
    events.filter((event) => event.pid === pid && event.tid === tid),
  );
  const spent = (thread: readonly TraceEvent[]) =>
    thread.reduce((sum, { name, tdur }) => sum + (name === 'RunTask' ? (tdur ?? 0) : 0), 0);
  const [most = []] = threads.sort((a, b) => spent(b) - spent(a));
  return most.toSorted((a, b) => a.ts - b.ts);
}

export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const showTimes = (times: readonly number[]): string =>
  `p99 ${percentile(times, 0.99).toFixed(1)} ms, worst ${percentile(times, 1).toFixed(1)} ms`;
