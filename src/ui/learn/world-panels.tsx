/** The two places an application can ask: the cache, which is the engine, and a modelled database. */

import { useStore } from 'zustand';
import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import type { Lesson, LessonDatabase } from '../../course/lesson.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { useEngineNow } from '../kit/engine-time.tsx';
import { formatDuration } from '../kit/format.ts';
import { Popover } from '../kit/popover.tsx';
import type { CachedKey } from './cached-keys.ts';
import { rowsOf } from './lesson-memory.ts';
import type { LessonStore } from './lesson-store.ts';
import { useLearnTexts } from './messages.ts';
import './world.css';

interface WorldPanelsProps {
  readonly lesson: Lesson;
  readonly store: LessonStore;
  readonly onInsert: (value: string) => void;
}

export function WorldPanels(props: WorldPanelsProps) {
  const { lesson, store } = props;
  const keys = useStore(store, (state) => state.keys);
  return (
    <div className="world">
      <CachePanel keys={keys} />
      {lesson.database ? <DatabasePanel {...props} database={lesson.database} /> : null}
    </div>
  );
}

function CachePanel({ keys }: { readonly keys: readonly CachedKey[] }) {
  const m = useLearnTexts();
  const words = m.learn.cache;
  return (
    <section className="world-panel" aria-label={words.title}>
      <h2>
        {words.title} <span className="faint">{words.note}</span>
      </h2>
      {keys.length === 0 ? (
        <p className="faint">{words.empty}</p>
      ) : (
        <table>
          <thead className="unseen">
            <tr>
              <th scope="col">{words.key}</th>
              <th scope="col">{words.value}</th>
              <th scope="col">{words.ttl}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <CacheRow key={key.key} cached={key} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function CacheRow({ cached }: { readonly cached: CachedKey }) {
  const m = useLearnTexts();
  const language = useLanguage();
  const nowMs = useEngineNow();
  const { key, type, value, expiresAtMs } = cached;
  const leftMs = expiresAtMs === null ? null : Math.max(0, expiresAtMs - nowMs);
  return (
    <tr>
      <th scope="row" className="data" data-type={type}>
        <span className="word-key">{bytesToUtf8Lossy(key)}</span>
      </th>
      <td className="data">{value === null ? m.types[type] : `"${bytesToUtf8Lossy(value)}"`}</td>
      <td className="world-ttl" data-never={leftMs === null || undefined}>
        {leftMs === null
          ? m.learn.cache.never
          : formatDuration(Math.ceil(leftMs / 1000) * 1000, language)}
      </td>
    </tr>
  );
}

function DatabasePanel({
  lesson,
  store,
  database,
  onInsert,
}: WorldPanelsProps & { readonly database: LessonDatabase }) {
  const m = useLearnTexts();
  const words = m.learn.database;
  const { memory, step } = useStore(store);
  // Of a step that was not begun the database is as at its beginning.
  const isHere = memory.step === step;
  const rows = rowsOf(lesson, isHere ? memory : { ...memory, versions: {} });
  const last = isHere ? memory.lastQuery : null;
  const act = (kind: 'query' | 'update', row: string) =>
    void store.act({ kind, row }).catch(() => undefined);
  return (
    <section className="world-panel" aria-label={words.title}>
      <h2>
        {words.title}{' '}
        <Popover
          label={words.title}
          trigger={
            <button type="button" className="link modelled">
              {words.note}
            </button>
          }
        >
          <p>{words.explain(database.serviceMs)}</p>
        </Popover>
        <span className="world-count data">{words.queries(isHere ? memory.queries : 0)}</span>
      </h2>
      <table>
        <tbody>
          {Object.entries(rows).map(([row, value]) => (
            <tr key={row}>
              <th scope="row" className="data">
                {row}
              </th>
              <td className="data">{value}</td>
              <td className="world-acts">
                <Button
                  kind="outlined"
                  aria-label={words.queryRow(row)}
                  onClick={() => act('query', row)}
                >
                  {words.query}
                </Button>
                <Button aria-label={words.updateRow(row)} onClick={() => act('update', row)}>
                  {words.update}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="world-answer" role="status">
        {last ? words.answered(last.row, last.value, database.serviceMs) : ''}
        {last ? (
          <button
            type="button"
            className="link"
            aria-label={words.insertRow(last.row)}
            onClick={() => onInsert(last.value)}
          >
            {words.insert}
          </button>
        ) : null}
      </p>
    </section>
  );
}
