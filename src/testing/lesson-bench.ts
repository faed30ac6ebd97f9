/**
 * A lesson step on a real engine, without a page: runs its setup and then any actions, keeps the
 * journal that a page would keep, and is the world that goals are checked against.
 */

import type { CacheAsideResult } from '../contract/lab.ts';
import type { JournalEvent, KeyFact, LessonWorld } from '../course/goal.ts';
import type { Action, Lesson, Step } from '../course/lesson.ts';
import { inspectKey } from '../inspect/key-view.ts';
import { runCacheAside } from '../labs/cache-aside.ts';
import { observe } from './observe.ts';
import { testEngine } from './test-engine.ts';

export interface LessonBench extends LessonWorld {
  /** Does one action; answers with the reply as redis-cli prints it, empty for other moves. */
  act(action: Action): string;
}

export function lessonBench(lesson: Lesson, step: Step): LessonBench {
  const engine = testEngine();
  const { server } = engine.node;
  const observer = observe(server);
  const client = engine.client();
  const checker = engine.client();
  for (const line of step.setup) client.run(line);

  const events: JournalEvent[] = [];
  const labRuns: CacheAsideResult[] = [];
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
    server.turn(() => server.expireDue());
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
    act: (action) => {
      if (action.kind === 'command') return runLine(action.line);
      if (action.kind === 'clock') moveClock(action.byMs);
      else if (action.kind === 'query') events.push({ kind: 'query', row: action.row });
      else if (action.kind === 'update') update(action.row);
      else
        labRuns.push(
          runCacheAside(
            { ...(step.lab as CacheAsideResult['settings']), ...action.settings },
            () => 0,
          ),
        );
      return '';
    },
  };
}
