/**
 * Runs kept to be laid over each other: at most `RUNS_MAX`, the oldest gives way.
 *
 * Each run keeps a slot from 0 on for as long as it is here, and no two runs share one: the slot is
 * its colour and dash everywhere. What was removed last can be brought back.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';

export const RUNS_MAX = 6;

export interface Run<Settings, Result> {
  readonly id: number;
  readonly slot: number;
  readonly name: string;
  readonly shown: boolean;
  readonly settings: Settings;
  readonly result: Result;
}

export interface RunsState<Settings, Result> {
  readonly runs: readonly Run<Settings, Result>[];
  /** The list before the last removal, and how many went; null when there is nothing to undo. */
  readonly removed: {
    readonly before: readonly Run<Settings, Result>[];
    readonly count: number;
  } | null;
}

export interface RunsStore<Settings, Result> extends StoreApi<RunsState<Settings, Result>> {
  /** Adds a finished run, shown; answers with its id. */
  add(name: string, settings: Settings, result: Result): number;
  /** The slot that the next run will have: for drawing it while it is on. */
  nextSlot(): number;
  rename(id: number, name: string): void;
  setShown(id: number, shown: boolean): void;
  remove(id: number): void;
  clear(): void;
  /** Brings back what the last `remove` or `clear` took. */
  undo(): void;
}

export function createRunsStore<Settings, Result>(): RunsStore<Settings, Result> {
  type One = Run<Settings, Result>;
  const store = createStore<RunsState<Settings, Result>>(() => ({ runs: [], removed: null }));
  let nextId = 1;
  const change = (id: number, part: Partial<One>) =>
    store.setState(({ runs }) => ({
      runs: runs.map((run) => (run.id === id ? { ...run, ...part } : run)),
    }));
  /** The runs that stay when another one comes. */
  const staying = () => store.getState().runs.slice(1 - RUNS_MAX);
  const keep = (kept: (run: One) => boolean) =>
    store.setState(({ runs: before }) => {
      const runs = before.filter(kept);
      return { runs, removed: { before, count: before.length - runs.length } };
    });
  return {
    ...store,
    add: (name, settings, result) => {
      const id = nextId++;
      const others = staying();
      const run = { id, slot: freeSlot(others), name, shown: true, settings, result };
      store.setState({ runs: [...others, run], removed: null });
      return id;
    },
    nextSlot: () => freeSlot(staying()),
    rename: (id, name) => change(id, { name }),
    setShown: (id, shown) => change(id, { shown }),
    remove: (id) => keep((run) => run.id !== id),
    clear: () => keep(() => false),
    undo: () =>
      store.setState(({ runs, removed }) => ({ runs: removed?.before ?? runs, removed: null })),
  };
}

function freeSlot(runs: readonly { readonly slot: number }[]): number {
  for (let slot = 0; ; slot++) {
    if (runs.every((run) => run.slot !== slot)) return slot;
  }
}
