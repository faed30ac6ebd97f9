/**
 * Labs as lessons know them: which settings a lesson may give, which figures a goal may ask for, and
 * what a lesson keeps of a run.
 *
 * A lesson holds a lab's settings as a flat list of names and values, so that every lab is set, run
 * and judged by the same few words: `@lab strategy=xfetch ttl=60`, `lab: { p99-ms: ..50 }`.
 */
import type { WorldRun } from '../contract/lab-world.ts';
import type { WorldLab, WorldLabSettings } from '../contract/lab-world-settings.ts';
import { happenings, worldClients } from '../contract/lab-world-settings.ts';
import { evictionFigureNames, evictionSettingKinds } from './eviction-lab.ts';
import { interleaveFigureNames, interleaveSettingKinds } from './interleave-lab.ts';

export type LessonLab = WorldLab | 'eviction' | 'interleave';
export type LabValue = number | string;
export type LabValues = Readonly<Record<string, LabValue>>;

/** A lab at a step: where it begins, and what of it is shown. */
export interface LabSetup {
  readonly lab: LessonLab;
  readonly values: LabValues;
  /** The settings that can be changed there; the others stay. */
  readonly controls: readonly string[];
  /** The strategies to choose from; none in a lab that plays policies. */
  readonly strategies: readonly string[];
  /** The ready-made experiments to choose from; the explorer's only. */
  readonly presets: readonly string[];
  /** The policies that are played side by side; none in a lab that runs strategies. */
  readonly policies: readonly string[];
  /** The figures that the table of runs shows. */
  readonly figures: readonly string[];
}

/** A run as a lesson keeps it. */
export interface LabRecord {
  readonly lab: LessonLab;
  /** Settings that differ from the lab's own. */
  readonly values: LabValues;
  readonly figures: Readonly<Record<string, number>>;
}

const worldFigureNames = [
  'requests',
  'hit-ratio',
  'queries',
  'queries-per-request',
  'queries-per-rebuild',
  'worst-rebuild',
  'early-seconds',
  'waited',
  'queue-max',
  'p50-ms',
  'p99-ms',
  'mean-ms',
  'max-ms',
  'failed',
  'stale-reads',
  'lost-writes',
] as const;
type WorldFigure = (typeof worldFigureNames)[number];

/**
 * What a setting may be: a number, or one of these words; `word` is any (the build checks it), and
 * `text` may have lines.
 */
type SettingKind = 'number' | 'word' | 'text' | readonly string[];

const worldSettings: {
  readonly [K in Exclude<keyof WorldLabSettings, 'lab' | 'source'>]: SettingKind;
} = {
  strategy: 'word',
  seed: 'number',
  seconds: 'number',
  appServers: 'number',
  arrivals: ['open', 'closed'],
  requestsPerSecond: 'number',
  users: 'number',
  thinkMs: 'number',
  shape: ['steady', 'burst', 'diurnal'],
  rows: 'number',
  zipfExponent: 'number',
  writeShare: 'number',
  serviceMs: 'number',
  distribution: ['fixed', 'exponential', 'lognormal'],
  concurrency: 'number',
  queueMax: 'number',
  commandTimeoutMs: 'number',
  ttl: 'number',
  beta: 'number',
  happening: happenings,
  deployStep: 'number',
  client: worldClients,
};

export const labSettings: {
  readonly [L in LessonLab]: { readonly [name: string]: SettingKind };
} = {
  caching: worldSettings,
  stampede: worldSettings,
  eviction: evictionSettingKinds,
  interleave: interleaveSettingKinds,
};

/** The settings of all labs: a name means the same wherever it occurs. */
export const allLabSettings: { readonly [name: string]: SettingKind } = Object.assign(
  {},
  ...Object.values(labSettings),
);

/** Figures of runs that goals and tables name. */
export const labFigures: { readonly [L in LessonLab]: readonly string[] } = {
  caching: worldFigureNames,
  stampede: worldFigureNames,
  eviction: evictionFigureNames,
  interleave: interleaveFigureNames,
};

/** The figures of a run on a world. */
export function worldFigures({ totals, rebuilds, series }: WorldRun): Record<WorldFigure, number> {
  const reads = totals.hits + totals.misses;
  return {
    requests: totals.requests,
    'hit-ratio': reads === 0 ? 0 : totals.hits / reads,
    queries: totals.queries,
    'queries-per-request': totals.queries / Math.max(1, totals.requests),
    'queries-per-rebuild': rebuilds.count === 0 ? 0 : rebuilds.queries / rebuilds.count,
    'worst-rebuild': rebuilds.worst,
    'early-seconds': rebuilds.meanEarlySeconds,
    waited: totals.waitedRequests,
    'queue-max': series.databaseQueue.reduce((most, n) => Math.max(most, n), 0),
    'p50-ms': totals.p50Ms,
    'p99-ms': totals.p99Ms,
    'mean-ms': totals.meanMs,
    'max-ms': totals.maxMs,
    failed: totals.failed + totals.unfinished,
    'stale-reads': totals.staleReads,
    'lost-writes': totals.lostWrites,
  };
}
