/**
 * A lesson step on a real engine, without a page: runs its setup and then any actions, keeps the
 * journal that a page would keep, and is the world that goals are checked against.
 */
import type { WorldRun } from '../contract/lab-world.ts';
import type { WorldLab, WorldLabSettings } from '../contract/lab-world-settings.ts';
import { worldLabDefaults } from '../contract/lab-world-settings.ts';
import {
  dotFigures,
  dotSettings,
  evictionFigures,
  evictionSettings,
  measuresDots,
} from '../course/eviction-lab.ts';
import type { JournalEvent, KeyFact, LessonWorld } from '../course/goal.ts';
import {
  interleaveFigures,
  interleaveSettings,
  interleaveValues,
  replayFigures,
  toldValues,
} from '../course/interleave-lab.ts';
import { type LabRecord, type LabSetup, type LabValues, worldFigures } from '../course/labs.ts';
import type { Action, Lesson, Step } from '../course/lesson.ts';
import { luaFromFile } from '../hosts/node/lua-loader.ts';
import { inspectKey } from '../inspect/key-view.ts';
import { runDots } from '../labs/eviction/dots.ts';
import { runEviction } from '../labs/eviction/run-eviction.ts';
import { explore, replay } from '../labs/interleave/explore.ts';
import { loadStrategy } from '../labs/world/app-server.ts';
import type { GenuineClient } from '../labs/world/genuine-app.ts';
import { runWorld, worldInPieces } from '../labs/world/run-world.ts';
import { worldOf } from '../labs/world/scenario.ts';
import { cachingStrategies, type StrategyText, stampedeStrategies } from '../strategies/all.ts';
import { type BundledClients, bundleClients } from './code-bench.ts';
import { observe } from './observe.ts';
import { testEngine } from './test-engine.ts';

export interface LessonBench extends LessonWorld {
  /** Does one action; answers with the reply as redis-cli prints it, empty for other moves. */
  act(action: Action): Promise<string>;
}

const lua = luaFromFile();
const strategies: { readonly [lab: string]: { readonly [id: string]: StrategyText } } = {
  caching: cachingStrategies,
  stampede: stampedeStrategies,
};
/** Bundled when a lesson first asks for one. */
let clients: Promise<BundledClients> | null = null;
/** Lessons run the same few labs many times: each is run once. */
const known = new Map<string, LabRecord['figures']>();

function once(asked: unknown, run: () => LabRecord['figures']): LabRecord['figures'] {
  const name = JSON.stringify(asked);
  const figures = known.get(name) ?? run();
  known.set(name, figures);
  return figures;
}

async function runLab(setup: LabSetup, changed: LabValues): Promise<LabRecord> {
  if (setup.lab === 'interleave') return runOrders(interleaveValues(setup.values, changed));
  const values = { ...setup.values, ...changed };
  return setup.lab === 'eviction'
    ? runPolicies(setup, values)
    : await runStrategy(setup.lab, values);
}

async function runStrategy(lab: WorldLab, values: LabValues): Promise<LabRecord> {
  const settings = { ...worldLabDefaults[lab], ...values } as WorldLabSettings;
  const text = strategies[lab]?.[settings.strategy];
  if (!text) throw new Error(`${lab} has no strategy ${settings.strategy}`);
  const { client } = settings;
  if (client !== 'light') {
    const { compiled } = client === 'redis' ? text.nodeRedis : text;
    return { lab, values, figures: worldFigures(await runGenuine(settings, client, compiled)) };
  }
  const figures = once(settings, () =>
    worldFigures(runWorld(worldOf(settings), text.compiled, { lua, stopwatchMs: () => 0 })),
  );
  return { lab, values: { ...values, strategy: settings.strategy }, figures };
}

/** With a client as it is published, which wants the event loop to turn. */
async function runGenuine(
  settings: WorldLabSettings,
  client: GenuineClient,
  compiled: string,
): Promise<WorldRun> {
  clients ??= bundleClients();
  const { loadPackage, surroundings } = await clients;
  const pack = { client, exports: await loadPackage(client), surroundings };
  const code = loadStrategy({ compiled, map: '' });
  const work = worldInPieces(worldOf(settings), code, { lua, stopwatchMs: () => 0, pack });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await new Promise((wake) => setImmediate(wake));
  }
}

function runPolicies({ lab, policies }: LabSetup, values: LabValues): LabRecord {
  const settings = evictionSettings(values, policies);
  const figures = once([settings, values.measure], () => {
    if (measuresDots(values)) {
      const [picture] = toEnd(runDots(dotSettings(settings)));
      if (picture) return dotFigures(picture);
    }
    const run = toEnd(runEviction(settings, () => 0));
    if (run.kind === 'problem') throw new Error(`no trace: ${run.problem.kind}`);
    return evictionFigures(run);
  });
  return { lab, values, figures };
}

function runOrders(values: LabValues): LabRecord {
  const settings = interleaveSettings(values);
  const figures = once([settings, values.order], () => {
    if (values.order !== undefined) {
      const told = replay(settings, String(values.order), lua);
      if (told) return replayFigures(told);
    }
    const result = toEnd(explore(settings, lua, () => 0));
    if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
    return interleaveFigures(result);
  });
  return { lab: 'interleave', values: toldValues(values), figures };
}

function toEnd<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

export function lessonBench(lesson: Lesson, step: Step): LessonBench {
  const engine = testEngine();
  const { server } = engine.node;
  const observer = observe(server);
  const client = engine.client();
  const checker = engine.client();
  for (const line of step.setup) client.run(line);

  const events: JournalEvent[] = [];
  const labRuns: LabRecord[] = [];
  const rows = Object.fromEntries(
    lesson.database?.rows.map(({ key, versions }) => [key, versions[0] ?? '']) ?? [],
  );
  let seen = observer.events.newest?.seq ?? 0;
  const startMs = engine.clock.nowMs();

  function runLine(line: string): string {
    const reply = client.run(line);
    for (const event of observer.events.since(seq(), 100))
      events.push({ kind: 'command', ...event });
    seen = observer.events.newest?.seq ?? 0;
    return reply;
  }
  const seq = () => seen;

  function moveClock(byMs: number | null): void {
    const nowMs = engine.clock.nowMs();
    const jumpMs = byMs ?? Math.max(0, (observer.nextExpiryMs() ?? nowMs) - nowMs) + 1;
    engine.advance(jumpMs);
    server.turn(() => server.cron.expireDue());
    events.push({ kind: 'clock', byMs: jumpMs });
  }

  function update(key: string): void {
    const versions = lesson.database?.rows.find((row) => row.key === key)?.versions ?? [];
    rows[key] = versions[(versions.indexOf(rows[key] ?? '') + 1) % versions.length] ?? '';
    events.push({ kind: 'update', row: key });
  }

  return {
    events,
    rows,
    labRuns,
    clock: {
      get advancedMs() {
        return engine.clock.nowMs() - startMs;
      },
    },
    run: async (argv) => checker.run(argv.join(' ')),
    key: async (key): Promise<KeyFact | null> => {
      const view = inspectKey(server, observer, { db: 0, key, offset: 0, limit: 1000 });
      if (!view) return null;
      const { expiresAtMs, nowMs, structure, type } = view;
      const ttlMs = expiresAtMs === null ? null : expiresAtMs - nowMs;
      return { type, ttlMs, value: structure.kind === 'string' ? structure.bytes : null };
    },
    act: async (action) => {
      if (action.kind === 'command') return runLine(action.line);
      if (action.kind === 'clock') moveClock(action.byMs);
      else if (action.kind === 'query') events.push({ kind: 'query', row: action.row });
      else if (action.kind === 'update') update(action.row);
      else labRuns.push(await runLab(step.lab as LabSetup, action.values));
      return '';
    },
  };
}
