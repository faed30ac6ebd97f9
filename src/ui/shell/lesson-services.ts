/**
 * A lesson's own engine and what belongs to it: a console, vital signs, a clock, the lesson itself.
 *
 * One lesson is open at a time: opening another ends the engine of the one before, whose data stay
 * in the browser. The playground's engine and stores are never touched from here.
 */

import { utf8ToBytes } from '../../base/bytes.ts';
import { renderCli } from '../../client/render-cli.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { activeSession, type ConsoleStore, createConsoleStore } from '../console/console-store.ts';
import type { Session } from '../console/session.ts';
import { createEngineTimeStore, type EngineTimeStore } from '../kit/engine-time.tsx';
import { createFrameGate } from '../kit/frame-gate.ts';
import { createLessonStore, type LessonStore } from '../learn/lesson-store.ts';
import { createProgressStore, type ProgressStore } from '../learn/progress-store.ts';
import { createVitalsStore, type VitalsStore } from '../vitals/vitals-store.ts';
import { consolePorts } from './console-ports.ts';
import { type Engine, type EngineConnection, startEngine } from './engine.ts';
import { createLessonLab, type LessonLabService } from './lesson-lab.tsx';

export interface LessonServices {
  readonly path: string;
  readonly engine: Engine;
  readonly console: ConsoleStore;
  readonly vitals: VitalsStore;
  readonly time: EngineTimeStore;
  readonly lesson: LessonStore;
  readonly lab: LessonLabService;
}

export const progressStore: ProgressStore = createProgressStore();

let current: LessonServices | null = null;

export function lessonServices(path: string): LessonServices {
  if (current?.path === path) return current;
  current?.engine.stop();
  current = createLessonServices(path);
  return current;
}

const TYPING_MS = 14;
const shown = (reply: RespValue): string => renderCli(reply, { utf8: true });

function createLessonServices(path: string): LessonServices {
  const engine = startEngine(`lesson/${path}`);
  const time = createEngineTimeStore();
  const console = createConsoleStore({
    ...consolePorts(engine),
    historyName: 'lesson-history',
  });
  const vitals = createVitalsStore({
    vitals: engine.vitals,
    clock: engine.clock,
    undo: engine.undo,
  });
  let quiet: EngineConnection | null = null;
  const lab = createLessonLab();
  const lesson = createLessonStore({
    path,
    host: engine,
    progress: progressStore,
    type: (line, slowly) => typeLine(console, line, slowly),
    ask: async (argv) => {
      if (!quiet || quiet.client.closed) quiet = await engine.connect();
      return shown(await quiet.client.send(argv.map(utf8ToBytes)));
    },
    // A server that was started again gives the same numbers to others.
    quietId: () => (quiet?.client.closed === false ? quiet.id : null),
    runLab: lab.run,
    nowMs: Date.now,
  });
  const services = { path, engine, console, vitals, time, lesson, lab };
  follow(services);
  return services;
}

/** On each beat, and about every second, everything on screen is asked for anew. */
function follow({ engine, console, vitals, time, lesson }: LessonServices): void {
  const pull = createFrameGate(async () => {
    await Promise.allSettled([vitals.refresh(), lesson.refresh()]);
  });
  engine.onBeat(pull);
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') pull();
  }, 1000);
  vitals.subscribe(({ vitals }) => {
    if (vitals) time.setState({ clock: vitals.clock, readAtMs: performance.now() });
  });
  engine.status.subscribe(({ kind }, before) => {
    if (kind === 'failed') clearInterval(timer);
    if (kind !== 'ready') return;
    if (before.kind === 'stopped') console.reconnect();
    pull();
    console.loadCatalogue().catch(() => undefined);
  });
}

const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Runs a line as if it had been typed; `slowly` lets it be seen. Answers with its reply. */
async function typeLine(console: ConsoleStore, line: string, slowly: boolean): Promise<string> {
  const session = activeSession(console.getState());
  if (slowly && !isStill()) {
    for (let end = 1; end <= line.length; end++) {
      console.prompt.edit(line.slice(0, end), end);
      await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
    }
    console.prompt.edit('', 0);
  }
  console.history.add(line);
  await session.run(line);
  return newestReply(session);
}

function newestReply({ log }: Session): string {
  for (let index = log.count - 1; index >= 0; index--) {
    const entry = log.row(index);
    if (entry?.kind === 'command') return entry.reply ? shown(entry.reply) : '';
  }
  return '';
}
