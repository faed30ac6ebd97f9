/** The analysis of keys: what to look at, how far it has come, and what was found. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import type { AnalysisState } from './key-analysis.ts';
import { KeyTables } from './key-tables.tsx';
import { Refused, Section } from './panel.tsx';
import { useRoom } from './room.ts';
import { formatPart } from './spans.ts';
import { useTexts } from './texts.tsx';

const SAMPLES = [2_000, 20_000];

interface DatabaseSize {
  readonly db: number;
  readonly keys: number;
}

export function KeyAnalysis({ databases }: { readonly databases: readonly DatabaseSize[] }) {
  const { room: m } = useTexts();
  const { memory } = useRoom();
  const state = useStore(memory.analysis);
  return (
    <Section title={m.memory.analysis} note={m.memory.note}>
      {databases.length === 0 && state.phase === 'none' ? (
        <div className="server-empty">
          <h3>{m.memory.emptyTitle}</h3>
          <p>{m.memory.empty}</p>
        </div>
      ) : (
        <Controls databases={databases} state={state} />
      )}
      {state.failure !== null ? <Refused text={state.failure} /> : null}
      {state.found && state.found.keys > 0 ? <KeyTables found={state.found} /> : null}
    </Section>
  );
}

function Controls({
  databases,
  state,
}: {
  readonly databases: readonly DatabaseSize[];
  readonly state: AnalysisState;
}) {
  const { room: m } = useTexts();
  const { memory } = useRoom();
  const [chosen, setChosen] = useState<number | null>(null);
  const [limit, setLimit] = useState<number | null>(20_000);
  const size = databases.find(({ db }) => db === chosen) ?? databases[0];
  const sizes = SAMPLES.filter((sample) => sample < (size?.keys ?? 0));
  const wanted = limit !== null && sizes.includes(limit) ? limit : null;
  const isRunning = state.phase === 'running' || state.phase === 'paused';
  return (
    <div className="analysis">
      <div className="server-row">
        <select
          className="field"
          aria-label={m.memory.database}
          disabled={isRunning}
          value={size?.db ?? 0}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {databases.map(({ db, keys }) => (
            <option key={db} value={db}>
              {m.memory.databaseOf(db, keys)}
            </option>
          ))}
        </select>
        {sizes.length === 0 ? null : (
          <select
            className="field"
            aria-label={m.memory.howMany}
            disabled={isRunning}
            value={wanted ?? 'all'}
            onChange={(event) =>
              setLimit(event.target.value === 'all' ? null : Number(event.target.value))
            }
          >
            {sizes.map((sample) => (
              <option key={sample} value={sample}>
                {m.memory.sample(sample)}
              </option>
            ))}
            <option value="all">{m.memory.all}</option>
          </select>
        )}
        {isRunning ? (
          <RunningButtons paused={state.phase === 'paused'} />
        ) : (
          <Button
            kind="strong"
            disabled={!size}
            onClick={() => void memory.analysis.start(size?.db ?? 0, wanted)}
          >
            {state.phase === 'none' ? m.memory.begin : m.memory.again}
          </Button>
        )}
      </div>
      <Progress state={state} limit={wanted} />
    </div>
  );
}

function RunningButtons({ paused }: { readonly paused: boolean }) {
  const { room: m } = useTexts();
  const { analysis } = useRoom().memory;
  return (
    <>
      <Button kind="outlined" onClick={paused ? analysis.goOn : analysis.pause}>
        {paused ? m.memory.goOn : m.memory.pause}
      </Button>
      <Button kind="outlined" onClick={analysis.stop}>
        {m.memory.stop}
      </Button>
    </>
  );
}

function Progress({
  state,
  limit,
}: {
  readonly state: AnalysisState;
  readonly limit: number | null;
}) {
  const { room: m } = useTexts();
  const language = useLanguage();
  const { phase, end, seen, size, found } = state;
  if (phase === 'none') return null;
  if (phase !== 'finished') {
    const all = Math.min(size, limit ?? size);
    return (
      <p className="server-row faint" lang={language}>
        <progress
          max={Math.max(1, all)}
          value={Math.min(seen, all)}
          aria-label={m.memory.analysis}
        />
        {m.memory.progress(seen, all)} {phase === 'paused' ? m.memory.paused : ''}
      </p>
    );
  }
  if (!found || !end) return null;
  const { keys, expiring } = found;
  return (
    <p className="quiet server-note" role="status">
      {end === 'whole' ? m.memory.finished(keys) : null}
      {end === 'sampled' ? m.memory.sampled(keys, size) : null}
      {end === 'stopped' ? m.memory.stopped(keys, size) : null}{' '}
      {keys > 0 ? m.memory.expiring(formatPart(expiring / keys, language), expiring, keys) : null}
    </p>
  );
}
