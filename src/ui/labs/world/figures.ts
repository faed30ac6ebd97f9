/** Figures of runs as a person reads them. */
import type { WorldRun } from '../../../contract/lab-world.ts';

export function percent(part: number, rest: number): string {
  const all = part + rest;
  return all === 0 ? '–' : `${((part / all) * 100).toFixed(1)}%`;
}

export function milliseconds(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms >= 10 ? ms.toFixed(0) : ms.toFixed(1)} ms`;
}

/** Of requests that were answered; a dash where none was. */
export const latency = ({ completed }: WorldRun['totals'], ms: number): string =>
  completed === 0 ? '–' : milliseconds(ms);

/** As an axis says it: `5 ms`, not `5.0 ms`. */
export const roundMilliseconds = (ms: number): string => milliseconds(ms).replace('.0 ', ' ');

export function perRebuild({ rebuilds }: WorldRun): string {
  return rebuilds.count === 0 ? '–' : (rebuilds.queries / rebuilds.count).toFixed(1);
}

/** `1:05`: minutes and seconds of virtual time. */
export function clockOf(second: number): string {
  return `${Math.floor(second / 60)}:${String(Math.floor(second % 60)).padStart(2, '0')}`;
}
