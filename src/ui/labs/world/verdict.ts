/** What a run says about the database: whether it drowned, and why, from counted figures only. */
import type { WorldRun } from '../../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../../contract/lab-world-settings.ts';

export interface Verdict {
  /** `drowned`: it refused queries, or was full for half of the run or a long time on end. */
  readonly fate: 'drowned' | 'full' | 'survived';
  /** Seconds at whose end all its places were taken and queries waited, and all there were. */
  readonly fullSeconds: number;
  readonly seconds: number;
  readonly busyMost: number;
  readonly queueMost: number;
}

/** Who comes in such a time has waited long, however well the rest of the run went. */
const LONG_SECONDS = 5;

const most = (values: readonly number[]): number =>
  values.reduce((high, value) => Math.max(high, value), 0);

export function verdictOf({ series, totals }: WorldRun): Verdict {
  const { databaseQueue, databaseBusy } = series;
  const seconds = databaseQueue.length;
  // Queries wait only while every place is taken.
  const fullSeconds = databaseQueue.filter((waiting) => waiting > 0).length;
  const hasDrowned =
    totals.databaseRefused > 0 ||
    (fullSeconds > 0 && fullSeconds * 2 >= seconds) ||
    longestFull(databaseQueue) >= LONG_SECONDS;
  return {
    fate: hasDrowned ? 'drowned' : fullSeconds > 0 ? 'full' : 'survived',
    fullSeconds,
    seconds,
    busyMost: most(databaseBusy),
    queueMost: most(databaseQueue),
  };
}

/** The most seconds on end at each of which queries waited. */
function longestFull(databaseQueue: readonly number[]): number {
  let [longest, current] = [0, 0];
  for (const waiting of databaseQueue) {
    current = waiting > 0 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** Strategies that measure how long a rebuild takes, and act on it. */
const measuring: readonly string[] = ['xfetch', 'xfetch-single-flight'];
/** Below this the time in the queue does not change what such a strategy does. */
const MISLEADING_FROM = 2;

/** Whether such a strategy has measured the queue rather than the rebuild. */
export const hasMeasuredQueue = (
  { strategy }: WorldLabSettings,
  { totals: { queryMeanMs, workMeanMs } }: WorldRun,
): boolean => measuring.includes(strategy) && queryMeanMs >= MISLEADING_FROM * workMeanMs;
