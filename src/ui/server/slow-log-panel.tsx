/** The slow log and its entries. */
import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import { escapeBytes, showBytes } from '../../client/render-cli.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { formatMoment } from '../kit/format.ts';
import { useRoom } from './room.ts';
import type { SlowEntry, SlowLogFigures } from './slow-log-store.ts';
import { formatUs } from './spans.ts';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';

export function SlowLogPanel() {
  const { room: m } = useTexts();
  const { slowLog } = useRoom();
  return (
    <ThresholdPanel
      title={m.names.slowlog}
      texts={m.slowlog}
      store={slowLog}
      thresholdOf={({ thresholdUs }) => thresholdUs}
      isEmpty={({ entries }) => entries.length === 0}
      noteOf={({ entriesMax }) => m.slowlog.keeps(entriesMax)}
    >
      {(figures) => <Entries figures={figures} />}
    </ThresholdPanel>
  );
}

function Entries({ figures }: { readonly figures: SlowLogFigures }) {
  const { room: m } = useTexts();
  const language = useLanguage();
  const { entries, thresholdUs } = figures;
  if (entries.length === 0) {
    return (
      <div className="server-empty">
        <h3>{m.slowlog.emptyTitle}</h3>
        <p>
          {thresholdUs < 0 ? m.slowlog.emptyOff : m.slowlog.empty(formatUs(thresholdUs, language))}
        </p>
      </div>
    );
  }
  const columns: readonly Column<SlowEntry>[] = [
    { head: m.slowlog.id, cell: ({ id }) => id, kind: 'nowrap' },
    { head: m.slowlog.at, cell: ({ atMs }) => formatMoment(atMs), kind: 'nowrap' },
    { head: m.slowlog.took, cell: ({ tookUs }) => formatUs(tookUs, language), kind: 'nowrap' },
    {
      head: m.slowlog.client,
      cell: ({ addr, clientName }) => showBytes(clientName || addr, { utf8: true }),
      kind: 'nowrap',
    },
    {
      head: m.slowlog.command,
      cell: ({ argv }) => <span className="data">{argv.map(shownWord).join(' ')}</span>,
      kind: 'wide',
    },
  ];
  return (
    <Table caption={m.slowlog.caption} columns={columns} rows={entries} keyOf={({ id }) => id} />
  );
}

/** As one would type it: quoted where it would fall apart otherwise. */
function shownWord(word: string): string {
  if (/^[!#-&(-[\]-~]+$/.test(word)) return word;
  // The engine cuts long arguments and says so in words: those are no quotes' business.
  if (/^\.\.\. \(\d+ more/.test(word)) return bytesToUtf8Lossy(word);
  return `"${escapeBytes(word, { utf8: true })}"`;
}
