/**
 * The explorer's state: the scripts, what their orders came to, and the order that is replayed.
 *
 * A replay belongs to the settings that were explored, not to those being edited meanwhile.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabHost } from '../../../contract/lab.ts';
import type {
  Explored,
  InterleaveSettings,
  Replay,
  ScriptProblem,
} from '../../../contract/lab-interleave.ts';
import {
  type InterleavePreset,
  interleavePresets,
} from '../../../contract/lab-interleave-presets.ts';
import { presetOf } from '../../../course/interleave-lab.ts';

/** An order by its place: which outcome, and which of its examples. */
export interface Chosen {
  readonly outcome: number;
  readonly example: number;
}

export interface InterleaveState {
  readonly settings: InterleaveSettings;
  /** The experiment that the settings are; null when they are the person's own. */
  readonly preset: InterleavePreset | null;
  /** The person's own scripts, as they were left; null where there are none. */
  readonly own: InterleaveSettings | null;
  /** What was explored last, with the settings it was. */
  readonly explored: { readonly settings: InterleaveSettings; readonly result: Explored } | null;
  readonly problems: readonly ScriptProblem[];
  readonly chosen: Chosen | null;
  /** Null while it is on its way, or when it could not be had. */
  readonly replay: Replay | null;
  readonly replayFailed: boolean;
  /** How many steps of the replay have been played. */
  readonly position: number;
  /** What each experiment came to when it was run: bad orders, and orders. */
  readonly figures: Readonly<Partial<Record<InterleavePreset, readonly [bad: number, of: number]>>>;
}

/** Where the person's own scripts outlive the page. */
export interface OwnScripts {
  load(): InterleaveSettings | null;
  save(own: InterleaveSettings): void;
}

const noneKept: OwnScripts = { load: () => null, save: () => undefined };

export interface InterleaveStore extends StoreApi<InterleaveState> {
  edit(change: Partial<InterleaveSettings>): void;
  openPreset(preset: InterleavePreset): void;
  openOwn(): void;
  open(settings: InterleaveSettings): void;
  /** Takes a finished exploration and shows its first order. */
  finish(
    settings: InterleaveSettings,
    result: NonNullable<Awaited<ReturnType<LabHost['exploreInterleavings']>>>,
  ): void;
  choose(chosen: Chosen): Promise<void>;
  /** Chooses an order by its letters, if it is among those kept. */
  chooseOrder(schedule: string): Promise<void>;
  /** Forgets what was explored. */
  clear(): void;
  move(position: number): void;
}

/** The scripts as they stand on the page, each from its first line on. */
function inReadingOrder(problems: readonly ScriptProblem[]): readonly ScriptProblem[] {
  const rank = ({ place }: ScriptProblem): number =>
    place === 'setup' ? -1 : place === 'invariant' ? Number.MAX_SAFE_INTEGER : place;
  return [...problems].sort((a, b) => rank(a) - rank(b) || a.line - b.line);
}

const nothingFound = {
  explored: null,
  problems: [],
  chosen: null,
  replay: null,
  replayFailed: false,
  position: 0,
  figures: {},
} as const;

export function createInterleaveStore(
  settings: InterleaveSettings,
  host: Pick<LabHost, 'replayInterleaving'>,
  kept: OwnScripts = noneKept,
): InterleaveStore {
  const store = createStore<InterleaveState>(() => ({
    settings,
    preset: presetOf(settings),
    own: presetOf(settings) === null ? settings : kept.load(),
    ...nothingFound,
  }));
  const open = (settings: InterleaveSettings) => {
    const preset = presetOf(settings);
    const own = preset === null ? settings : store.getState().own;
    store.setState({ settings, preset, own, problems: [] });
  };
  const choose = async (chosen: Chosen): Promise<void> => {
    const { explored } = store.getState();
    const schedule = explored?.result.outcomes[chosen.outcome]?.examples[chosen.example];
    if (!explored || schedule === undefined) return;
    store.setState({ chosen, position: 0, replayFailed: false });
    const replay = await host.replayInterleaving(explored.settings, schedule).catch(() => null);
    if (store.getState().chosen !== chosen) return;
    // Moves made meanwhile were made in the replay before.
    store.setState({ replay, replayFailed: replay === null, position: 0 });
  };
  return {
    ...store,
    open,
    edit: (change) => {
      open({ ...store.getState().settings, ...change });
      const { preset, own } = store.getState();
      if (preset === null && own) kept.save(own);
    },
    openOwn: () => {
      const { own } = store.getState();
      if (own) open(own);
    },
    openPreset: (preset) =>
      open({ ...interleavePresets[preset], seed: store.getState().settings.seed }),
    finish: (settings, result) => {
      const nothing = { chosen: null, replay: null, replayFailed: false, position: 0 };
      if (result.kind === 'problems') {
        store.setState({ problems: inReadingOrder(result.problems) });
        return;
      }
      const preset = presetOf(settings);
      const figures = { ...store.getState().figures };
      if (preset) figures[preset] = [result.bad, result.schedules];
      store.setState({ explored: { settings, result }, problems: [], figures, ...nothing });
      void choose({ outcome: 0, example: 0 });
    },
    choose,
    chooseOrder: async (schedule) => {
      const outcomes = store.getState().explored?.result.outcomes ?? [];
      const outcome = outcomes.findIndex(({ examples }) => examples.includes(schedule));
      const example = outcomes[outcome]?.examples.indexOf(schedule);
      if (example !== undefined) await choose({ outcome, example });
    },
    clear: () => store.setState(nothingFound),
    move: (position) => store.setState({ position }),
  };
}
