/**
 * The state of a lab on a world: settings being edited, finished runs, the one that is on, and the
 * moment that the stage shows.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WorldRun, WorldSeries } from '../../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { createRunsStore, type RunsStore } from '../kit/runs.ts';
import {
  type CodeDraft,
  type CodeOrigin,
  type DraftKeeper,
  draftsInMemory,
  shown,
  typed,
} from './code-drafts.ts';

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
  /** What the run that is on has simulated; how fast, where that can be told yet. */
  readonly simulated: { readonly requests: number; readonly perSecond: number | null };
  /** What there is of the chosen strategy's code, for the chosen client. */
  readonly draft: CodeDraft;
  /** The code came with a link or a file, from whoever made it, or was made of that. */
  readonly hasForeignCode: boolean;
  /** Counts up when the code has become another than what was typed: an editor begins anew. */
  readonly codeVersion: number;
  /** What the editor was asked for with, another object each time; null where nobody has. */
  readonly editing: { readonly codeVersion: number } | null;
}

/** Everything but the code, which has ways of its own. */
export type SettingsChange = Partial<Omit<WorldLabSettings, 'source'>>;

export interface WorldStore extends StoreApi<WorldState> {
  readonly runs: WorldRuns;
  /** Another strategy or client comes with its own code, as it was left. */
  edit(change: SettingsChange): void;
  /** The person has changed the code; '' where it is the original again. */
  type(source: string): void;
  showCode(origin: CodeOrigin): void;
  /** Somebody wants to change the code. */
  openEditor(): void;
  /** From a link, a file or the defaults: code in it is somebody else's. */
  open(settings: WorldLabSettings): void;
  /** What was run last, here or by a lesson's text: code in it was typed here. */
  follow(settings: WorldLabSettings): void;
  /** A run has begun; its name is that of its strategy. */
  begin(name: string): void;
  grow(series: WorldSeries): void;
  finish(name: string, result: WorldRun): void;
  /** The run was cancelled or has failed. */
  drop(): void;
  setPaused(paused: boolean): void;
  setSecond(second: number | null): void;
}

/** Whether the code is the same in both. */
const isCodeOf = (one: WorldLabSettings, other: WorldLabSettings): boolean =>
  one.strategy === other.strategy && one.client === other.client && one.source === other.source;

/**
 * The same strategy with a client that is called in the same way: what was edited goes along, for
 * as long as there is no edit for that client itself.
 */
const isCalledAs = (one: WorldLabSettings, other: WorldLabSettings): boolean =>
  one.strategy === other.strategy && one.client !== 'redis' && other.client !== 'redis';

/** What was opened, with the code in it: one's own where it is one's own edit, else somebody's. */
function opened(settings: WorldLabSettings, drafts: DraftKeeper) {
  const known = drafts.load(settings);
  const { source } = settings;
  const isOwn = source === '' || source === known.edit || source === known.earlier;
  const draft = { ...known, text: source, shared: isOwn ? known.shared : source };
  return { settings, draft, hasForeignCode: !isOwn };
}

/** `runs` are given where somebody else keeps them: a lesson does. */
export function createWorldStore(
  start: WorldLabSettings,
  runs: WorldRuns = createRunsStore(),
  drafts: DraftKeeper = draftsInMemory(),
): WorldStore {
  const store = createStore<WorldState>(() => ({
    ...opened(start, drafts),
    running: null,
    second: null,
    paused: false,
    simulated: nothingYet,
    codeVersion: 0,
    editing: null,
  }));
  let begun = start;
  /** The first report since the run began or went on: its speed is measured from there. */
  let since: { readonly atMs: number; readonly requests: number } | null = null;
  const idle = { running: null, paused: false };
  const put = (settings: WorldLabSettings, draft: CodeDraft, hasForeignCode: boolean) =>
    store.setState(({ settings: before, codeVersion }) => ({
      settings: { ...settings, source: draft.text },
      draft,
      hasForeignCode,
      codeVersion: codeVersion + (isCodeOf(before, { ...settings, source: draft.text }) ? 0 : 1),
    }));
  return {
    ...store,
    runs,
    edit: (change) => {
      const { settings: before, hasForeignCode } = store.getState();
      const settings = { ...before, ...change };
      if (isCodeOf(settings, before)) {
        store.setState({ settings });
        return;
      }
      const draft = drafts.load(settings);
      if (draft.text === '' && draft.edit === '' && isCalledAs(settings, before)) {
        put(settings, { ...draft, text: before.source }, hasForeignCode);
      } else put(settings, draft, draft.text !== '' && draft.text === draft.shared);
    },
    type: (source) => {
      const { settings, draft: before, hasForeignCode } = store.getState();
      const draft = typed(before, source);
      drafts.save(settings, draft);
      const stays = hasForeignCode && source !== '';
      store.setState({ settings: { ...settings, source }, draft, hasForeignCode: stays });
    },
    showCode: (origin) => {
      const { settings, draft: before } = store.getState();
      const draft = shown(before, origin);
      drafts.save(settings, draft);
      put(settings, draft, origin === 'shared');
    },
    openEditor: () => store.setState(({ codeVersion }) => ({ editing: { codeVersion } })),
    open: (settings) => {
      const { draft, hasForeignCode } = opened(settings, drafts);
      drafts.save(settings, draft);
      put(settings, draft, hasForeignCode);
    },
    follow: (settings) => {
      const draft = { ...drafts.load(settings), text: settings.source };
      drafts.save(settings, draft);
      put(settings, draft, false);
    },
    begin: (name) => {
      begun = store.getState().settings;
      const next = { slot: runs.nextSlot(), name: runs.nextName(name) };
      const running = { id: 'running', ...next, settings: begun, series: noSeries } as const;
      since = null;
      store.setState({ running, second: null, paused: false, simulated: nothingYet });
    },
    grow: (series) => {
      const requests = series.requests.reduce((sum, n) => sum + n, 0);
      const nowMs = performance.now();
      const perSecond = since
        ? Math.round(((requests - since.requests) / (nowMs - since.atMs)) * 1000)
        : null;
      since ??= { atMs: nowMs, requests };
      store.setState(({ running }) => ({
        running: running ? { ...running, series } : null,
        simulated: { requests, perSecond },
      }));
    },
    finish: (name, result) => {
      runs.add(name, begun, result);
      store.setState(idle);
    },
    drop: () => store.setState(idle),
    setPaused: (paused) => {
      since = null;
      store.setState({ paused });
    },
    setSecond: (second) => store.setState({ second }),
  };
}

const nothingYet = { requests: 0, perSecond: null } as const;

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
