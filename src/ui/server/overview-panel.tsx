/** INFO, explained: sections of fields with their values, what they mean, and what has changed. */
import { memo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import { Button } from '../kit/button.tsx';
import { Check, SearchField } from './fields.tsx';
import { explainedAs, type InfoField, type InfoSection, partsOf } from './info-text.ts';
import { filterInfo } from './overview-store.ts';
import { LiveButton, Panel, usePaused } from './panel.tsx';
import { usePolling } from './polling.ts';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

function useExplain(): (name: string) => string {
  const { info } = useTexts();
  const texts: Readonly<Record<string, string>> = info;
  return (name) => texts[explainedAs(name)] ?? '';
}

export function OverviewPanel() {
  const { room: m } = useTexts();
  const { overview, toast } = useRoom();
  const { figures, failure } = useStore(overview);
  const explain = useExplain();
  const [typed, setTyped] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  /** Fields seen changing while only those are shown: they stay once they have come. */
  const moved = useRef(new Set<string>());
  usePolling(overview.refresh, usePaused());
  if (changedOnly) for (const name of figures?.changed ?? []) moved.current.add(name);
  else moved.current.clear();
  const sections = figures
    ? filterInfo(figures.sections, typed, explain, changedOnly ? moved.current : null)
    : [];
  const reset = async () => toast((await overview.resetStatistics()) ?? m.overview.resetDone);
  return (
    <Panel
      title={m.names.overview}
      intro={m.overview.intro}
      failure={failure}
      waiting={figures === null}
      tools={
        <>
          <LiveButton />
          <Button kind="outlined" onClick={() => void reset()}>
            {m.overview.reset}
          </Button>
        </>
      }
    >
      <div className="server-filters">
        <SearchField
          label={m.overview.filter}
          hint={m.overview.filterHint}
          value={typed}
          onChange={setTyped}
        />
        <Check label={m.overview.changedOnly} checked={changedOnly} onChange={setChangedOnly} />
      </div>
      {sections.length === 0 ? <p className="faint">{m.overview.none}</p> : null}
      {sections.map((section) => (
        <InfoTable key={section.title} section={section} changed={figures?.changed} />
      ))}
    </Panel>
  );
}

/** In these, every row is of one kind: what it means is said once, above. */
const ALIKE = new Set(['Commandstats', 'Errorstats', 'Latencystats', 'Keyspace']);

function InfoTable({
  section,
  changed,
}: {
  readonly section: InfoSection;
  readonly changed: ReadonlySet<string> | undefined;
}) {
  const { room: m } = useTexts();
  const explain = useExplain();
  const { title, fields } = section;
  const isAlike = ALIKE.has(title);
  return (
    <section className="server-section" aria-label={title}>
      <h2>{title}</h2>
      {fields.length === 0 ? <p className="faint">{m.overview.empty}</p> : null}
      {isAlike && fields[0] ? <p className="faint server-note">{explain(fields[0].name)}</p> : null}
      <dl className="info" data-alike={isAlike || undefined}>
        {fields.map((field) => (
          <InfoRow
            key={field.name}
            name={field.name}
            value={field.value}
            changed={changed?.has(field.name) ?? false}
            meaning={isAlike ? null : explain(field.name)}
          />
        ))}
      </dl>
    </section>
  );
}

/** Memoised: each second most of the two hundred rows are as before. */
const InfoRow = memo(function InfoRow({
  name,
  value,
  changed,
  meaning,
}: InfoField & {
  readonly changed: boolean;
  readonly meaning: string | null;
}) {
  const { room: m } = useTexts();
  const parts = meaning === null ? partsOf(value) : null;
  return (
    <div data-changed={changed || undefined}>
      <dt className="data">{bytesToUtf8Lossy(name)}</dt>
      <dd className="data info-value">
        {changed ? (
          <span className="info-dot" role="img" aria-label={m.overview.changed}>
            ●
          </span>
        ) : null}
        {parts
          ? parts.map(([part, figure]) => (
              <span key={part} className="info-part">
                <span className="faint">{part}</span> {figure}
              </span>
            ))
          : bytesToUtf8Lossy(value) || '–'}
      </dd>
      {meaning === null ? null : <dd className="quiet info-meaning">{meaning}</dd>}
    </div>
  );
});
