/**
 * One lesson being done: which step, what has happened in it, which checks hold.
 *
 * The engine's event log and the learner's dealings with the modelled database are joined in one
 * journal, in the order they happened; all changes pass through one queue, so they cannot overtake
 * each other. Entering a step that is not done makes its start state; entering a done one leaves
 * the data alone until something is done there.
 *
 * Invariant: `memory.step` names the step whose start state the data set grew out of.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { utf8ToBytes } from '../../base/bytes.ts';
import type { EngineHost } from '../../contract/host.ts';
import { checkStep, type StepResult } from '../../course/check-goal.ts';
import type { LessonWorld } from '../../course/goal.ts';
import type { LabRecord, LabSetup, LabValues } from '../../course/labs.ts';
import type { Action, Lesson, Step } from '../../course/lesson.ts';
import { stepProgress } from '../../course/progress.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { type CachedKey, lookAtKey, lookAtKeys } from './cached-keys.ts';
import { createEventFeed } from './event-feed.ts';
import {
  freshMemory,
  type LessonMemory,
  loadMemory,
  rowsOf,
  saveMemory,
  withEvents,
  withQuery,
  withRun,
  withUpdate,
} from './lesson-memory.ts';
import type { ProgressStore } from './progress-store.ts';

export interface LessonState {
  readonly lesson: Lesson | null;
  readonly step: string;
  readonly memory: LessonMemory;
  readonly result: StepResult | null;
  /** The keys that the lesson keeps in view. */
  readonly keys: readonly CachedKey[];
  /** What came of each action that was run by a click, by `actionKey`. */
  readonly replies: Readonly<Record<string, ActionReply>>;
  readonly labBusy: boolean;
  readonly canUndo: boolean;
  /** How many lines of the solution have been typed. */
  readonly replayed: number;
  /** An action is under way. */
  readonly busy: boolean;
  /** What went wrong with the start state or the lab, or null. */
  readonly failure: { readonly kind: 'setup' | 'lab'; readonly detail: string } | null;
}

/** A command's reply as redis-cli prints it, a row's contents, or a run of the lab. */
export type ActionReply = string | LabRecord;

export const actionKey = (action: Action): string => JSON.stringify(action);

type Host = Pick<
  EngineHost,
  | 'eventsSince'
  | 'reset'
  | 'clock'
  | 'vitals'
  | 'inspect'
  | 'completeKey'
  | 'exportAof'
  | 'importFile'
>;

export interface LessonDeps {
  readonly path: string;
  readonly host: Host;
  readonly progress: ProgressStore;
  /** Runs a line in the lesson's console; answers with its reply as redis-cli prints it. */
  readonly type: (line: string, slowly: boolean) => Promise<string>;
  /** Runs a command out of sight; its client is `quietId`. */
  readonly ask: (argv: readonly string[]) => Promise<string>;
  readonly quietId: () => number | null;
  /** Runs the step's lab with these settings on top of its own. */
  readonly runLab: (lab: LabSetup, values: LabValues) => Promise<LabRecord>;
  readonly nowMs: () => number;
}

export interface LessonStore extends StoreApi<LessonState> {
  open(lesson: Lesson, step: string): Promise<void>;
  act(action: Action): Promise<void>;
  runLab(values: LabValues): Promise<void>;
  startOver(): Promise<void>;
  undo(): Promise<void>;
  /** Types the next line of the solution, from the start state on. */
  replayNext(): Promise<void>;
  /** Reads what has happened and checks the goal; called on every change of the engine. */
  refresh(): Promise<void>;
}

interface Before {
  readonly memory: LessonMemory;
  readonly aof: Uint8Array;
}

export function createLessonStore(deps: LessonDeps): LessonStore {
  const { path, host, progress } = deps;
  const feed = createEventFeed(host, (clientId) => clientId === deps.quietId());
  const remembered = loadMemory(path);
  const store = createStore<LessonState>(() => ({
    lesson: null,
    step: '',
    memory: remembered ?? freshMemory(''),
    result: null,
    keys: [],
    replies: {},
    labBusy: false,
    canUndo: false,
    replayed: 0,
    busy: false,
    failure: null,
  }));
  let queue: Promise<unknown> = Promise.resolve();
  let acting: Promise<void> = Promise.resolve();
  let clockAtMs: number | null = null;
  let before: Before | null = null;
  let attached = false;
  /** The engine has the settings of the step that it is at. */
  let isSet = false;

  /** Runs `work` after everything that was asked for earlier. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work, work);
    queue = done.catch(() => undefined);
    return done;
  }

  function remember(memory: LessonMemory): void {
    store.setState({ memory });
    saveMemory(path, memory);
  }

  const stepNow = (): Step | null => {
    const { lesson, step } = store.getState();
    return lesson?.steps.find(({ id }) => id === step) ?? null;
  };

  /** Passes over what this page did not see: what was done before a reload, and resets. */
  async function attach(): Promise<void> {
    await feed.skip();
    clockAtMs = (await host.vitals()).clock.nowMs;
    attached = true;
  }

  async function catchUp(): Promise<void> {
    if (!attached) await attach();
    const events = await feed.take();
    const { nowMs } = (await host.vitals()).clock;
    const movedMs = clockAtMs === null ? 0 : Math.max(0, nowMs - clockAtMs);
    clockAtMs = nowMs;
    const { memory } = store.getState();
    const advancedMs = memory.advancedMs + movedMs;
    const moved = { ...memory, advancedMs };
    if (events.length > 0) remember(withEvents(moved, events));
    else store.setState({ memory: moved });
  }

  async function prepare(step: Step): Promise<void> {
    const commands = step.setup.map((line) => splitArguments(utf8ToBytes(line)) ?? []);
    await host.reset(commands);
    await attach();
    remember(freshMemory(step.id));
    store.setState({ replies: {}, replayed: 0, failure: null });
  }

  /** Keys outlive a reload, CONFIG SET does not: what the step and the learner set is set again. */
  async function setAgain(step: Step, { journal }: LessonMemory): Promise<void> {
    const given = step.setup.map((line) => splitArguments(utf8ToBytes(line)) ?? []);
    const done = journal.flatMap((event) =>
      event.kind === 'command' && event.outcome === 'ok' ? [event.argv] : [],
    );
    for (const argv of [...given, ...done]) {
      if (/^config set /i.test(argv.slice(0, 3).join(' '))) await deps.ask(argv);
    }
  }

  async function makeReady(): Promise<void> {
    const step = stepNow();
    if (!step) return;
    const { memory } = store.getState();
    if (memory.step !== step.id) await prepare(step);
    else if (!isSet) await setAgain(step, memory);
    isSet = true;
  }

  const world = (lesson: Lesson, memory: LessonMemory): LessonWorld => ({
    run: deps.ask,
    key: (name) => lookAtKey(host, name),
    events: memory.journal,
    clock: { advancedMs: memory.advancedMs },
    rows: bytesOfRows(rowsOf(lesson, memory)),
    labRuns: memory.labRuns,
  });

  async function check(): Promise<void> {
    const { lesson, memory } = store.getState();
    const step = stepNow();
    if (!lesson || !step) return;
    store.setState({ keys: await lookAtKeys(host, lesson.show) });
    if (memory.step !== step.id) {
      store.setState({ result: null });
      return;
    }
    const result = await checkStep(step, world(lesson, memory));
    if (store.getState().step !== step.id) return;
    store.setState({ result });
    const isNew = stepProgress(progress.getState(), path, step.id).doneAtMs === undefined;
    if (result.done && isNew) progress.note(path, step.id, { doneAtMs: deps.nowMs() });
  }

  const refresh = () =>
    inTurn(async () => {
      await catchUp();
      await check();
    });

  async function perform(action: Action, slowly: boolean): Promise<void> {
    await inTurn(makeReady);
    const reply = await carryOut(action, slowly);
    if (reply !== null) {
      const key = actionKey(action);
      store.setState(({ replies }) => ({ replies: { ...replies, [key]: reply } }));
    }
    await refresh();
  }

  async function carryOut(action: Action, slowly: boolean): Promise<ActionReply | null> {
    if (action.kind === 'command') return deps.type(action.line, slowly);
    if (action.kind === 'clock') {
      await inTurn(() => moveClock(action.byMs));
      return null;
    }
    if (action.kind === 'lab') {
      return measure({ ...lastSeed(), ...action.values });
    }
    return inTurn(() => touchDatabase(action.kind, action.row));
  }

  async function moveClock(byMs: number | null): Promise<void> {
    const { nowMs } = (await host.vitals()).clock;
    await host.clock(byMs === null ? { kind: 'jump-to-next-expiry' } : { kind: 'advance', byMs });
    await catchUp();
    const movedMs = (await host.vitals()).clock.nowMs - nowMs;
    remember(withEvents(store.getState().memory, [{ kind: 'clock', byMs: Math.round(movedMs) }]));
  }

  async function touchDatabase(kind: 'query' | 'update', row: string): Promise<string | null> {
    await catchUp();
    const { lesson, memory } = store.getState();
    if (!lesson) return null;
    const next = (kind === 'query' ? withQuery : withUpdate)(lesson, memory, row);
    remember(next);
    return rowsOf(lesson, next)[row] ?? null;
  }

  /** A lab goes on with the seed that was chosen last, so that its runs can be compared. */
  const lastSeed = (): LabValues => {
    const seed = store.getState().memory.labRuns.at(-1)?.values.seed;
    return seed === undefined ? {} : { seed };
  };

  async function measure(values: LabValues): Promise<LabRecord | null> {
    const lab = stepNow()?.lab;
    if (!lab) return null;
    store.setState({ labBusy: true, failure: null });
    try {
      const run = await deps.runLab(lab, values);
      remember(withRun(store.getState().memory, run));
      return run;
    } catch (error) {
      store.setState({ failure: { kind: 'lab', detail: textOf(error) } });
      return null;
    } finally {
      store.setState({ labBusy: false });
    }
  }

  async function replaceState(work: () => Promise<void>): Promise<void> {
    try {
      await inTurn(work);
    } catch (error) {
      store.setState({ failure: { kind: 'setup', detail: textOf(error) } });
    }
    await refresh();
  }

  const startOver = () =>
    replaceState(async () => {
      const step = stepNow();
      if (!step) return;
      await catchUp();
      before = { memory: store.getState().memory, aof: await host.exportAof() };
      await prepare(step);
      remember({ ...store.getState().memory, startedOver: true });
      store.setState({ canUndo: true });
    });

  /** What the learner asks for happens one after another, however fast the clicks come. */
  function once(work: () => Promise<void>): Promise<void> {
    const run = async () => {
      store.setState({ busy: true });
      try {
        await work();
      } finally {
        store.setState({ busy: false });
      }
    };
    acting = acting.then(run, run);
    return acting;
  }

  return {
    ...store,
    refresh,
    open: async (lesson, step) => {
      const isOther = store.getState().step !== step;
      store.setState({ lesson, step, ...(isOther ? { result: null, replayed: 0 } : {}) });
      progress.visit(path, step);
      await replaceState(async () => {
        if (isOther) store.setState({ canUndo: false });
        const isDone = stepProgress(progress.getState(), path, step).doneAtMs !== undefined;
        if (!isDone && store.getState().step === step) await makeReady();
      });
    },
    act: (action) => once(() => perform(action, false)),
    runLab: (values) =>
      once(async () => {
        await inTurn(makeReady);
        await measure(values);
        await refresh();
      }),
    startOver: () => once(startOver),
    undo: () =>
      once(() =>
        replaceState(async () => {
          if (!before) return;
          await host.importFile(before.aof);
          await attach();
          remember(before.memory);
          before = null;
          store.setState({ canUndo: false, replayed: 0 });
        }),
      ),
    replayNext: () =>
      once(async () => {
        const step = stepNow();
        const action = step?.solution[store.getState().replayed];
        if (!step || !action) return;
        const { replayed, memory } = store.getState();
        if (replayed === 0 && (memory.journal.length > 0 || memory.step !== step.id)) {
          await startOver();
        }
        await perform(action, true);
        store.setState({ replayed: replayed + 1 });
      }),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** As the engine would hold them. */
function bytesOfRows(rows: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, utf8ToBytes(row)]));
}
