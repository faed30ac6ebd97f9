/** The eviction lab's state: settings, the run that is on, the runs kept, and what else was measured. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  CurvePoint,
  DotPicture,
  EvictionCheckpoint,
  EvictionResult,
  EvictionRun,
  EvictionSettings,
  PolicyId,
  TraceProblem,
} from '../../../contract/lab-eviction.ts';
import { createRunsStore, type RunsStore } from '../kit/runs.ts';

/** A run while it is on. */
export interface LiveRun {
  readonly settings: EvictionSettings;
  readonly checkpoints: readonly EvictionCheckpoint[];
}

export interface EvictionState {
  readonly settings: EvictionSettings;
  readonly live: LiveRun | null;
  readonly problem: TraceProblem | null;
  /** The policy whose grid is shown. */
  readonly followed: PolicyId | null;
  /** Checkpoints of the grid that have been played. */
  readonly position: number;
  readonly curves: readonly CurvePoint[];
  readonly dots: readonly DotPicture[];
  readonly dotKeys: number;
  /** Which of the pictures is shown. */
  readonly dotSamples: number;
}

export interface EvictionStore extends StoreApi<EvictionState> {
  readonly runs: RunsStore<EvictionSettings, EvictionResult>;
  edit(change: Partial<EvictionSettings>): void;
  progress(settings: EvictionSettings, checkpoints: readonly EvictionCheckpoint[]): void;
  /** The run has ended; null when it was left. */
  finish(name: string, settings: EvictionSettings, run: EvictionRun | null): void;
  show(
    part: Partial<
      Pick<EvictionState, 'followed' | 'position' | 'curves' | 'dots' | 'dotKeys' | 'dotSamples'>
    >,
  ): void;
}

export function createEvictionStore(settings: EvictionSettings): EvictionStore {
  const runs = createRunsStore<EvictionSettings, EvictionResult>();
  const store = createStore<EvictionState>(() => ({
    settings,
    live: null,
    problem: null,
    followed: null,
    position: 0,
    curves: [],
    dots: [],
    dotKeys: 2000,
    dotSamples: 5,
  }));
  return {
    ...store,
    runs,
    edit: (change) =>
      store.setState(({ settings }) => ({ settings: { ...settings, ...change }, problem: null })),
    progress: (settings, checkpoints) => store.setState({ live: { settings, checkpoints } }),
    finish: (name, settings, run) => {
      if (run?.kind === 'problem') store.setState({ problem: run.problem });
      if (run?.kind === 'done') {
        runs.add(name, settings, run);
        const { followed } = store.getState();
        const { policies } = settings;
        const keeps = followed !== null && policies.includes(followed);
        const usual = policies.find((policy) => policy === 'redis-allkeys-lru') ?? policies[0];
        store.setState({
          position: run.checkpoints.length,
          followed: keeps ? followed : (usual ?? null),
          problem: null,
        });
      }
      store.setState({ live: null });
    },
    show: (part) => store.setState(part),
  };
}
