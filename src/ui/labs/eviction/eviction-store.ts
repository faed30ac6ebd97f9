/** The eviction lab's state: settings, the run that is on, the runs kept, and what else was measured. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  CurvesRun,
  DotPicture,
  EvictionCheckpoint,
  EvictionProgress,
  EvictionResult,
  EvictionRun,
  EvictionSettings,
  LiveGrid,
  PolicyId,
  TraceProblem,
} from '../../../contract/lab-eviction.ts';
import { createRunsStore, type RunsStore } from '../kit/runs.ts';

/** A run while it is on. */
export interface LiveRun {
  readonly settings: EvictionSettings;
  /** The trace's length; 0 while it is not known. */
  readonly accesses: number;
  readonly checkpoints: readonly EvictionCheckpoint[];
  /** One per policy; empty before the first checkpoint. */
  readonly grids: readonly LiveGrid[];
}

/** Hit ratios over the size, as far as they are measured, and what they were measured with. */
export interface Curves {
  readonly settings: EvictionSettings;
  readonly run: CurvesRun;
}

export interface EvictionState {
  readonly settings: EvictionSettings;
  readonly live: LiveRun | null;
  readonly problem: TraceProblem | null;
  /** The policy whose grid is shown. */
  readonly followed: PolicyId | null;
  /** Checkpoints of the grid that have been played. */
  readonly position: number;
  readonly curves: Curves | null;
  readonly dots: readonly DotPicture[];
  readonly dotKeys: number;
  /** Which of the pictures is shown. */
  readonly dotSamples: number;
}

export interface EvictionStore extends StoreApi<EvictionState> {
  readonly runs: RunsStore<EvictionSettings, EvictionResult>;
  edit(change: Partial<EvictionSettings>): void;
  /** The run that is on has come so far; without progress it has only begun. */
  progress(settings: EvictionSettings, progress?: EvictionProgress): void;
  /** The run has ended; null when it was left. */
  finish(name: string, settings: EvictionSettings, run: EvictionRun | null): void;
  show(
    part: Partial<
      Pick<EvictionState, 'followed' | 'position' | 'curves' | 'dots' | 'dotKeys' | 'dotSamples'>
    >,
  ): void;
}

const nothingYet: EvictionProgress = {
  done: 0,
  total: 0,
  accesses: 0,
  checkpoints: [],
  grids: [],
};

/** The policy that the grid shows: the one chosen, as long as it plays, or else the usual one. */
function followedOf({ policies }: EvictionSettings, followed: PolicyId | null): PolicyId | null {
  if (followed !== null && policies.includes(followed)) return followed;
  return policies.find((policy) => policy === 'redis-allkeys-lru') ?? policies[0] ?? null;
}

export function createEvictionStore(settings: EvictionSettings): EvictionStore {
  const runs = createRunsStore<EvictionSettings, EvictionResult>();
  const store = createStore<EvictionState>(() => ({
    settings,
    live: null,
    problem: null,
    followed: null,
    position: 0,
    curves: null,
    dots: [],
    dotKeys: 2000,
    dotSamples: 5,
  }));
  return {
    ...store,
    runs,
    edit: (change) =>
      store.setState(({ settings }) => ({ settings: { ...settings, ...change }, problem: null })),
    progress: (settings, { accesses, checkpoints, grids } = nothingYet) =>
      store.setState(({ followed }) => ({
        live: { settings, accesses, checkpoints, grids },
        followed: followedOf(settings, followed),
      })),
    finish: (name, settings, run) => {
      if (run?.kind === 'problem') store.setState({ problem: run.problem });
      if (run?.kind === 'done') {
        runs.add(name, settings, run);
        const followed = followedOf(settings, store.getState().followed);
        store.setState({ position: run.checkpoints.length, followed, problem: null });
      }
      store.setState({ live: null });
    },
    show: (part) => store.setState(part),
  };
}
