/** How long each command takes: calls, percentiles, and the histogram of the one that is chosen. */
import { useState } from 'react';
import { useLanguage } from '../i18n/i18n.tsx';
import { formatCount } from '../i18n/numbers.ts';
import { Button } from '../kit/button.tsx';
import type { CommandLatency, HistogramBar } from './latency-store.ts';
import { Section } from './panel.tsx';
import { formatUs } from './spans.ts';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';

const SHOWN_FIRST = 12;

/** All bars at once, small: the table below the chosen one says the same in figures. */
function Spread({ bars }: { readonly bars: readonly HistogramBar[] }) {
  const highest = Math.max(1, ...bars.map(({ calls }) => calls));
  return (
    <span className="spread" aria-hidden="true">
      {bars.map(({ upToUs, calls }) => (
        <span key={upToUs} style={{ height: `${(calls / highest) * 100}%` }} />
      ))}
    </span>
  );
}

export function CommandDurations({ commands }: { readonly commands: readonly CommandLatency[] }) {
  const { room: m } = useTexts();
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  if (commands.length === 0) {
    return (
      <Section title={m.latency.commands}>
        <p className="quiet">{m.latency.noCommands}</p>
      </Section>
    );
  }
  const names = [...new Set(commands.flatMap(({ percentiles }) => percentiles.map(([p]) => p)))];
  const columns: readonly Column<CommandLatency>[] = [
    {
      head: m.latency.command,
      cell: ({ name }) => (
        <button
          type="button"
          className="link data"
          aria-expanded={name === chosen}
          aria-label={m.latency.histogram(name)}
          onClick={() => setChosen(name === chosen ? null : name)}
        >
          {name}
        </button>
      ),
    },
    { head: m.latency.calls, cell: ({ calls }) => formatCount(calls), kind: 'number' },
    ...names.map(
      (p): Column<CommandLatency> => ({
        head: p,
        cell: ({ percentiles }) => new Map(percentiles).get(p) ?? '–',
        kind: 'number',
      }),
    ),
    { head: m.latency.spread, cell: ({ bars }) => <Spread bars={bars} /> },
  ];
  const shown = all ? commands : commands.slice(0, SHOWN_FIRST);
  const open = commands.find(({ name }) => name === chosen);
  return (
    <Section title={m.latency.commands} note={m.latency.commandsNote}>
      <Table
        caption={m.latency.commands}
        columns={columns}
        rows={shown}
        keyOf={({ name }) => name}
      />
      {all || commands.length <= SHOWN_FIRST ? null : (
        <Button onClick={() => setAll(true)}>
          {m.latency.moreCommands(commands.length - SHOWN_FIRST)}
        </Button>
      )}
      {open ? <Histogram command={open} /> : null}
    </Section>
  );
}

function Histogram({ command }: { readonly command: CommandLatency }) {
  const { room: m } = useTexts();
  const language = useLanguage();
  const columns: readonly Column<HistogramBar>[] = [
    { head: m.latency.bucket, cell: ({ upToUs }) => formatUs(upToUs, language), kind: 'nowrap' },
    { head: m.latency.calls, cell: ({ calls }) => formatCount(calls), kind: 'number' },
    {
      head: m.latency.spread,
      cell: ({ calls }) => (
        <span className="share" aria-hidden="true">
          <span style={{ width: `${(calls / command.calls) * 100}%` }} />
        </span>
      ),
      kind: 'wide',
    },
  ];
  return (
    <Section title={m.latency.histogram(command.name)}>
      <Table
        caption={m.latency.histogram(command.name)}
        columns={columns}
        rows={command.bars}
        keyOf={({ upToUs }) => upToUs}
      />
    </Section>
  );
}
