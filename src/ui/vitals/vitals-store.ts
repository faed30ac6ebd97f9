/** The vital signs as the engine last told them, and the controls of its clock. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ClockCommand, ClockView, Vitals } from '../../contract/host.ts';

export interface VitalsState {
  readonly vitals: Vitals | null;
}

export interface VitalsStore extends StoreApi<VitalsState> {
  refresh(): Promise<void>;
  clock(command: ClockCommand): Promise<void>;
  /** Answers with the number of keys brought back. */
  undo(): Promise<number>;
}

interface VitalsDeps {
  readonly vitals: () => Promise<Vitals>;
  readonly clock: (command: ClockCommand) => Promise<ClockView>;
  readonly undo: () => Promise<number>;
}

export function createVitalsStore(deps: VitalsDeps): VitalsStore {
  const store = createStore<VitalsState>(() => ({ vitals: null }));
  const refresh = async () => store.setState({ vitals: await deps.vitals() });
  return {
    ...store,
    refresh,
    clock: async (command) => {
      const clock = await deps.clock(command);
      store.setState(({ vitals }) => ({ vitals: vitals && { ...vitals, clock } }));
      await refresh();
    },
    undo: async () => {
      const keys = await deps.undo();
      await refresh();
      return keys;
    },
  };
}

/** Reads that found their key, or null before the first read. */
export function hitShare({ keyspaceHits, keyspaceMisses }: Vitals): number | null {
  const reads = keyspaceHits + keyspaceMisses;
  return reads === 0 ? null : keyspaceHits / reads;
}
