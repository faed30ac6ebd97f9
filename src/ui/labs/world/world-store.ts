/**
 * The state of a lab on a world: settings being edited, finished runs, the one that is on, and the
 * moment that the stage shows.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WorldRun, WorldSeries } from '../../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { createRunsStore, type RunsStore } from '../kit/runs.ts';

export type WorldRuns = RunsStore<WorldLabSettings, WorldRun>;

/** A run as charts and stage take it: finished, or as far as it has come. */
export interface ShownRun {
  readonly id: number | 'running';
  readonly slot: number;
  readonly name: string;
  readonly settings: WorldLabSettings;
  readonly series: WorldSeries;
}

export interface WorldState {
  readonly settings: WorldLabSettings;
  /** The run that is on; it ends as a run of `runs`. */
  readonly running: ShownRun | null;
  /** The virtual second on the stage; null for the last one. */
  readonly second: number | null;
  readonly paused: boolean;
  /** The code came with a link or a file, from whoever made it. */
  readonly hasForeignCode: boolean;
}

export interface WorldStore extends StoreApi<WorldState> {
  readonly runs: WorldRuns;
  edit(change: Partial<WorldLabSettings>): void;
  open(settings: WorldLabSettings): void;
  /** A run has begun; its name is that of its strategy. */
  begin(name: string): void;
  follow(series: WorldSeries): void;
  finish(name: string, result: WorldRun): void;
  /** The run was cancelled or has failed. */
  drop(): void;
  setPaused(paused: boolean): void;
  setSecond(second: number | null): void;
}

/** `runs` are given where somebody else keeps them: a lesson does. */
export function createWorldStore(
  start: WorldLabSettings,
  runs: WorldRuns = createRunsStore(),
): WorldStore {
  const store = createStore<WorldState>(() => ({
    settings: start,
    running: null,
    second: null,
    paused: false,
    hasForeignCode: start.source !== '',
  }));
  let begun = start;
  const idle = { running: null, paused: false };
  return {
    ...store,
    runs,
    edit: (change) =>
      store.setState(({ settings, hasForeignCode }) => ({
        settings: { ...settings, ...change },
        hasForeignCode: hasForeignCode && change.source !== '',
      })),
    open: (settings) => store.setState({ settings, hasForeignCode: settings.source !== '' }),
    begin: (name) => {
      begun = store.getState().settings;
      const next = { slot: runs.nextSlot(), name: runs.nextName(name) };
      const running = { id: 'running', ...next, settings: begun, series: noSeries } as const;
      store.setState({ running, second: null, paused: false });
    },
    follow: (series) =>
      store.setState(({ running }) => ({ running: running ? { ...running, series } : null })),
    finish: (name, result) => {
      runs.add(name, begun, result);
      store.setState(idle);
    },
    drop: () => store.setState(idle),
    setPaused: (paused) => store.setState({ paused }),
    setSecond: (second) => store.setState({ second }),
  };
}

const noSeries: WorldSeries = {
  requests: [],
  completed: [],
  failed: [],
  hits: [],
  misses: [],
  queries: [],
  staleReads: [],
  p50Ms: [],
  p99Ms: [],
  inFlight: [],
  serversUp: [],
  serversDraining: [],
  databaseBusy: [],
  databaseQueue: [],
  memoryBytes: [],
  evictedKeys: [],
  hotTtlSeconds: [],
};
