/** What charts and stage draw: the finished runs that are shown, and the one that is on. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { ShownRun, WorldStore } from './world-store.ts';

export function useShownRuns(store: WorldStore): readonly ShownRun[] {
  const running = useStore(store, (state) => state.running);
  const runs = useStore(store.runs, (state) => state.runs);
  return useMemo(() => {
    const finished = runs
      .filter(({ shown }) => shown)
      .map(({ id, slot, name, settings, result }) => ({
        id,
        slot,
        name,
        settings,
        series: result.series,
      }));
    // A run that has just begun has nothing to draw: what is there stays until it has.
    return running && running.series.requests.length > 0 ? [...finished, running] : finished;
  }, [runs, running]);
}

/** The run on the stage: the one that is on, else the last that is shown. */
export function useStagedRun(store: WorldStore): ShownRun | null {
  return useShownRuns(store).at(-1) ?? null;
}
