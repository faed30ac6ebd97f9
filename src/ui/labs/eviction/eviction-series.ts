/** Results as lines of charts. A policy has the same colour and dash in all of them. */
import {
  AGE_BINS,
  type CurvePoint,
  type EvictionCheckpoint,
  type EvictionResult,
  type EvictionSettings,
  FREQUENCY_BINS,
  POLICY_IDS,
  type PolicyId,
  type PolicyResult,
} from '../../../contract/lab-eviction.ts';
import type { Series } from '../kit/series.ts';

export const slotOf = (policy: PolicyId): number => POLICY_IDS.indexOf(policy);

/** Slots of older runs begin after those of all policies. */
const OLDER_SLOTS = 18;

/** A twentieth of the usual two hundred checkpoints: enough to be smooth, short enough to show a change. */
const WINDOW_CHECKPOINTS = 10;

/** Hit ratio within a moving window, one point per checkpoint. */
export function recentRatio(
  checkpoints: readonly EvictionCheckpoint[],
  index: number,
): [number, number][] {
  return checkpoints.map(({ at, hits }, place) => {
    const before = checkpoints[place - WINDOW_CHECKPOINTS];
    const accesses = at - (before?.at ?? 0);
    const found = (hits[index] ?? 0) - (before?.hits[index] ?? 0);
    return [at, accesses > 0 ? found / accesses : 0];
  });
}

export function policySeries(
  checkpoints: readonly EvictionCheckpoint[],
  policies: readonly PolicyId[],
  nameOf: (policy: PolicyId) => string,
): Series[] {
  return policies.map((policy, index) => ({
    id: policy,
    label: nameOf(policy),
    slot: slotOf(policy),
    points: recentRatio(checkpoints, index),
  }));
}

/** The line of one policy of an older run; null where that run had not got it. */
export function olderSeries(
  run: { readonly id: number; readonly slot: number; readonly result: EvictionResult },
  policy: PolicyId,
  label: string,
): Series | null {
  const index = run.result.policies.findIndex((one) => one.policy === policy);
  if (index < 0) return null;
  const points = recentRatio(run.result.checkpoints, index);
  return { id: `run-${run.id}`, label, slot: OLDER_SLOTS + run.slot, points };
}

/** Where an axis over accesses ends that every shown line fits on: runs differ in their traces. */
export const lastAccess = (series: readonly Series[], least: number): number =>
  series.reduce((last, { points }) => Math.max(last, points.at(-1)?.[0] ?? 0), least);

export function curveSeries(
  points: readonly CurvePoint[],
  nameOf: (policy: PolicyId) => string,
): Series[] {
  const policies = [...new Set(points.map(({ policy }) => policy))];
  return policies.map((policy) => ({
    id: policy,
    label: nameOf(policy),
    slot: slotOf(policy),
    points: points
      .filter((point) => point.policy === policy)
      .map(({ capacity, hitRatio }) => [capacity, hitRatio] as const),
  }));
}

/** Whether both give the same curves: everything counts but the one size that a run has. */
export function isSameBySize(one: EvictionSettings, other: EvictionSettings): boolean {
  const [{ trace, policies }, { trace: others, policies: otherPolicies }] = [one, other];
  return (
    policies.join() === otherPolicies.join() &&
    traceFields.every((name) => trace[name] === others[name]) &&
    engineFields.every((name) => one[name] === other[name])
  );
}

const traceFields = ['kind', 'keys', 'skewHundredths', 'accesses', 'own'] as const;
const engineFields = ['seed', 'samples', 'decayMinutes', 'accessesPerSecond'] as const;

export interface GridCell {
  /** Bins by powers of two: from 2^bin on. */
  readonly age: number;
  readonly frequency: number;
  readonly resident: number;
  readonly evicted: number;
  /** How brightly it says that keys went from there, 0..1. */
  readonly glow: number;
}

/** The cells of a checkpoint that have something to show. */
export function gridCells(result: PolicyResult, checkpoint: number): GridCell[] {
  const cells: GridCell[] = [];
  const base = checkpoint * AGE_BINS * FREQUENCY_BINS;
  for (let age = 0; age < AGE_BINS; age++) {
    for (let frequency = 0; frequency < FREQUENCY_BINS; frequency++) {
      const at = base + age * FREQUENCY_BINS + frequency;
      const [resident, evicted] = [result.resident[at] ?? 0, result.evicted[at] ?? 0];
      const glow = evicted > 0 ? 1 : 0;
      if (resident + evicted > 0) cells.push({ age, frequency, resident, evicted, glow });
    }
  }
  return cells;
}
