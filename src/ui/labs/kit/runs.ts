/**
 * Runs kept to be laid over each other: at most `RUNS_MAX`, the oldest gives way.
 *
 * Each run keeps a slot from 0 on for as long as it is here, and no two runs share one: the slot is
 * its colour and dash everywhere. No two begin with one name: those of the same settings or of edited
 * code are numbered. What was removed last can be brought back.
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
  /** Adds a finished run, shown, its name numbered where another has it; answers with its id. */
  add(name: string, settings: Settings, result: Result): number;
  /** The slot that the next run will have: for drawing it while it is on. */
  nextSlot(): number;
  /** The name that the next run of that name will have. */
  nextName(name: string): string;
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
  /** The run that gives way counts too: its name would be taken for the run that was just there. */
  const nextName = (name: string) => {
    const names = store.getState().runs.map((run) => run.name);
    return numbered(name, names);
  };
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
      const run = {
        id,
        slot: freeSlot(others),
        name: nextName(name),
        shown: true,
        settings,
        result,
      };
      store.setState({ runs: [...others, run], removed: null });
      return id;
    },
    nextSlot: () => freeSlot(staying()),
    nextName,
    rename: (id, name) => change(id, { name }),
    setShown: (id, shown) => change(id, { shown }),
    remove: (id) => keep((run) => run.id !== id),
    clear: () => keep(() => false),
    undo: () =>
      store.setState(({ runs, removed }) => ({ runs: removed?.before ?? runs, removed: null })),
  };
}

/** The name itself, or with the number after the highest that the same name has among those taken. */
function numbered(name: string, taken: readonly string[]): string {
  const numbers = taken
    .filter((other) => other === name || other.startsWith(`${name} #`))
    .map((other) => (other === name ? 1 : Number(other.slice(name.length + 2))))
    .filter((number) => Number.isInteger(number));
  return numbers.length === 0 ? name : `${name} #${Math.max(...numbers) + 1}`;
}

function freeSlot(runs: readonly { readonly slot: number }[]): number {
  for (let slot = 0; ; slot++) {
    if (runs.every((run) => run.slot !== slot)) return slot;
  }
}
