/** Labs as the page sees them: settings in, counted results out. */

import type {
  CurveProgress,
  CurvesRun,
  DotPicture,
  DotProgress,
  DotSettings,
  EvictionProgress,
  EvictionRun,
  EvictionSettings,
} from './lab-eviction.ts';
import type { Exploration, InterleaveSettings, Replay } from './lab-interleave.ts';
import type { StrategyCode, WorldProgress, WorldRun } from './lab-world.ts';
import type { WorldLabSettings } from './lab-world-settings.ts';

/** How far a run is: `done` of `total` pieces of its work. */
export interface LabProgress {
  readonly done: number;
  readonly total: number;
}

/** What a run that is on can be told: to hold, to go on, to do one more piece of its work. */
export type RunOrder = 'pause' | 'resume' | 'step';

/**
 * The lab worker's surface, called through Comlink. Runs that take a while have an id that the
 * caller chose; they tell how far they are, and resolve to null when `cancel` has stopped them.
 */
export interface LabHost {
  exploreInterleavings(
    runId: number,
    settings: InterleaveSettings,
    onProgress: (progress: LabProgress) => void,
  ): Promise<Exploration | null>;
  /** One order again, step by step; null where the settings have problems. */
  replayInterleaving(settings: InterleaveSettings, schedule: string): Promise<Replay | null>;
  /** A whole world. Rejects with a text for the learner where the code cannot be used. */
  runWorld(
    runId: number,
    settings: WorldLabSettings,
    code: StrategyCode,
    onProgress: (progress: WorldProgress) => void,
  ): Promise<WorldRun | null>;
  /** A trace, played to all policies of the settings. */
  runEviction(
    runId: number,
    settings: EvictionSettings,
    onProgress: (progress: EvictionProgress) => void,
  ): Promise<EvictionRun | null>;
  /** The same at several cache sizes, for the hit ratios only. */
  runCurves(
    runId: number,
    settings: EvictionSettings,
    onProgress: (progress: CurveProgress) => void,
  ): Promise<CurvesRun | null>;
  runDots(
    runId: number,
    settings: DotSettings,
    onProgress: (progress: DotProgress) => void,
  ): Promise<readonly DotPicture[] | null>;
  steer(runId: number, order: RunOrder): Promise<void>;
  cancel(runId: number): Promise<void>;
}
