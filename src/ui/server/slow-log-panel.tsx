/** The slow log: its entries, its threshold, and a command that is sure to be slow. */
import { useStore } from 'zustand';
import { bytesToUtf8Lossy } from '../../base/bytes.ts';
import { escapeBytes, showBytes } from '../../client/render-cli.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import { formatMoment } from '../kit/format.ts';
import { Threshold } from './fields.tsx';
import { LiveButton, Panel, usePaused } from './panel.tsx';
import { usePolling } from './polling.ts';
import { useRoom } from './room.ts';
import type { SlowEntry, SlowLogFigures } from './slow-log-store.ts';
import { formatUs } from './spans.ts';
import { type Column, Table } from './table.tsx';
import { useTexts } from './texts.tsx';

export function SlowLogPanel() {
  const { room: m } = useTexts();
  const { slowLog, toast } = useRoom();
  const { figures, failure } = useStore(slowLog);
  usePolling(slowLog.refresh, usePaused());
  const reset = async () => toast((await slowLog.reset()) ?? m.slowlog.resetDone);
  const setThreshold = async (us: string) => {
    const refusal = await slowLog.setThreshold(us);
    if (refusal === null) toast(m.slowlog.thresholdDone(us));
    return refusal;
  };
  return (
    <Panel
      title={m.names.slowlog}
      intro={m.slowlog.intro}
      failure={failure}
      waiting={figures === null}
      tools={
        <>
          <LiveButton />
          <Button
            kind="outlined"
            disabled={figures?.entries.length === 0}
            onClick={() => void reset()}
          >
            {m.slowlog.reset}
          </Button>
        </>
      }
    >
      {figures ? (
        <>
          <Threshold
            label={m.slowlog.threshold}
            unit={m.slowlog.thresholdUnit}
            note={`${m.slowlog.thresholdNote} ${m.slowlog.keeps(figures.entriesMax)}`}
            value={figures.thresholdUs}
            onSet={setThreshold}
          />
          <SlowMaker />
          <Entries figures={figures} />
        </>
      ) : null}
    </Panel>
  );
}

/** Also of use where spikes are looked for. */
export function SlowMaker() {
  const { room: m } = useTexts();
  const { slowLog, toast } = useRoom();
  const language = useLanguage();
  const busy = useStore(slowLog, (state) => state.busy);
  const make = async () => {
    const outcome = await slowLog.make();
    if (typeof outcome === 'string') toast(outcome);
    else {
      const time = formatUs(outcome.tookUs, language);
      toast(outcome.isSlow ? m.slowlog.made(time) : m.slowlog.madeFast(time));
    }
  };
  return (
    <div className="server-row slow-maker">
      <Button kind="outlined" disabled={busy} onClick={() => void make()}>
        {m.slowlog.make}
      </Button>
      <span className="faint">{m.slowlog.makeNote}</span>
    </div>
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
