/** The configuration by theme, each directive with its value, its meaning and a way to change it. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { filterDirectives } from './config-store.ts';
import { DirectiveLine } from './directive-line.tsx';
import { Check, SearchField } from './fields.tsx';
import { Panel, Section } from './panel.tsx';
import { useRoom } from './room.ts';
import { useTexts } from './texts.tsx';

export function ConfigPanel() {
  const { room: m, directives } = useTexts();
  const { config } = useRoom();
  const { figures, failure } = useStore(config);
  const [typed, setTyped] = useState('');
  const [changedOnly, setChangedOnly] = useState(false);
  const [workingOnly, setWorkingOnly] = useState(false);
  useEffect(() => void config.refresh(), [config]);
  const meanings: Readonly<Record<string, string>> = directives;
  const themes = figures
    ? filterDirectives(figures, { typed, changedOnly, workingOnly }, (name) => meanings[name] ?? '')
    : [];
  const found = themes.reduce((sum, [, rows]) => sum + rows.length, 0);
  return (
    <Panel
      title={m.names.config}
      intro={`${m.config.intro} ${m.notKept}`}
      failure={failure}
      waiting={figures === null}
    >
      <div className="server-filters">
        <SearchField
          label={m.config.filter}
          hint={m.config.filterHint}
          value={typed}
          onChange={setTyped}
        />
        <Check label={m.config.changedOnly} checked={changedOnly} onChange={setChangedOnly} />
        <Check label={m.config.workingOnly} checked={workingOnly} onChange={setWorkingOnly} />
        <span className="faint" role="status">
          {found === 0 ? m.config.none : m.config.found(found)}
        </span>
      </div>
      {themes.map(([theme, rows]) => (
        <Section key={theme} title={m.config.themes[theme]}>
          <ul className="directives">
            {rows.map((row) => (
              <DirectiveLine key={row.doc.name} row={row} meaning={meanings[row.doc.name] ?? ''} />
            ))}
          </ul>
        </Section>
      ))}
    </Panel>
  );
}
