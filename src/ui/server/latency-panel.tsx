/** Spikes by event, the durations of commands, and what the doctor makes of it. */
import { useState } from 'react';
import { showBytes } from '../../client/render-cli.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { formatMoment } from '../kit/format.ts';
import { CommandDurations } from './command-durations.tsx';
import type { LatencyEvent, LatencyFigures } from './latency-store.ts';
import { Doctor, Section } from './panel.tsx';
import { useRoom } from './room.ts';
import { SpikeHistory } from './spike-history.tsx';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';

export function LatencyPanel() {
  const { room: m } = useTexts();
  const { latency } = useRoom();
  return (
    <ThresholdPanel
      title={m.names.latency}
      texts={m.latency}
      store={latency}
      thresholdOf={({ thresholdMs }) => thresholdMs}
      isEmpty={({ events }) => events.length === 0}
    >
      {(figures) => (
        <>
          <Spikes figures={figures} />
          <CommandDurations commands={figures.commands} />
          <Doctor title={m.latency.doctor} text={figures.doctor} />
        </>
      )}
    </ThresholdPanel>
  );
}

function Spikes({ figures }: { readonly figures: LatencyFigures }) {
  const { room: m } = useTexts();
  const language = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const { events, thresholdMs } = figures;
  if (events.length === 0) {
    return (
      <Section title={m.latency.events}>
        <p className="quiet">
          {thresholdMs === 0 ? m.latency.emptyOff : m.latency.empty(String(thresholdMs))}
        </p>
      </Section>
    );
  }
  const shown = events.find(({ name }) => name === chosen) ?? events[0];
  const ms = (value: number) => (language === 'ko' ? `${value}밀리초` : `${value} ms`);
  const columns: readonly Column<LatencyEvent>[] = [
    {
      head: m.latency.event,
      cell: ({ name }) => (
        <button
          type="button"
          className="link data"
          aria-pressed={name === shown?.name}
          aria-label={m.latency.show(name)}
          onClick={() => setChosen(name)}
        >
          {showBytes(name, { utf8: true })}
        </button>
      ),
    },
    {
      head: m.latency.meaning,
      cell: ({ name }) => m.latency.eventMeanings[name] ?? m.latency.otherEvent,
    },
    { head: m.latency.last, cell: ({ last }) => ms(last.latencyMs), kind: 'number' },
    { head: m.latency.longest, cell: ({ maxMs }) => ms(maxMs), kind: 'number' },
    { head: m.latency.at, cell: ({ last }) => formatMoment(last.atMs), kind: 'nowrap' },
  ];
  return (
    <Section title={m.latency.events}>
      <Table
        caption={m.latency.events}
        columns={columns}
        rows={events}
        keyOf={({ name }) => name}
      />
      {shown ? <SpikeHistory event={shown} /> : null}
    </Section>
  );
}
