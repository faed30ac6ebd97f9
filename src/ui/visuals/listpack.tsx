/**
 * A listpack: one block of memory, entry after entry; each box is as wide as its bytes.
 *
 *   | header 6 | encoding | data ... | back length | encoding | ... | end FF |
 */
import type { ListpackEntryView, ListpackView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { formatSize } from '../kit/format.ts';
import { shortened, shownBytes } from './bytes-shown.ts';
import type { DrawingProps, Visual } from './visual.ts';

const idOf = (entry: ListpackEntryView, place: number, stride: number): string =>
  `${place % stride} ${entry.text}`;

function Drawing({ view, fresh }: DrawingProps<ListpackView>) {
  const m = useMessages();
  return (
    <div aria-hidden="true">
      <div className="pack">
        {view.offset === 0 ? <span className="pack-edge">6</span> : null}
        {view.entries.map((entry, index) => (
          <span
            key={entry.offsetBytes}
            className="pack-entry"
            data-second={(view.offset + index) % view.stride !== 0 || undefined}
            data-fresh={fresh.has(idOf(entry, index, view.stride)) || undefined}
            title={`${entry.encoding} @${entry.offsetBytes}`}
          >
            <b>{shortened(entry.text, 18)}</b>
            <span className="pack-bytes">
              <i data-part="head" style={{ flexGrow: entry.headerBytes }} />
              {entry.dataBytes > 0 ? (
                <i data-part="data" style={{ flexGrow: entry.dataBytes }} />
              ) : null}
              <i data-part="back" style={{ flexGrow: entry.backlenBytes }} />
            </span>
            <small>{entry.headerBytes + entry.dataBytes + entry.backlenBytes} B</small>
          </span>
        ))}
        {view.offset + view.entries.length >= view.count ? (
          <span className="pack-edge">FF</span>
        ) : null}
      </div>
      <p className="legend">
        <i data-part="head" /> {m.visuals.encoding} <i data-part="data" /> {m.visuals.data}{' '}
        <i data-part="back" /> {m.visuals.backlen}
      </p>
    </div>
  );
}

export const listpack: Visual<ListpackView> = {
  title: (m) => m.visuals.listpack,
  note: (m, view) => {
    const groups = { 1: '', 2: m.visuals.listpackPairs, 3: m.visuals.listpackTriples };
    const note = m.visuals.listpackNote(formatSize(view.sizeBytes), view.count);
    return `${note} ${groups[view.stride]}`.trim();
  },
  unit: (m) => m.drawings.units.entries,
  total: (view) => view.count,
  shown: (view) => view.entries.length,
  touched: ({ entries, offset, stride, touchedAt }) =>
    entries.flatMap((entry, index) =>
      touchedAt === offset + index - (index % stride) ? [idOf(entry, index, stride)] : [],
    ),
  twin: (m, view) => ({
    columns: [m.visuals.entry, m.visuals.encoding, m.visuals.offset, 'B'],
    rows: view.entries.map((entry, index) => ({
      id: idOf(entry, index, view.stride),
      cells: [
        shownBytes(entry.text),
        entry.encoding,
        String(entry.offsetBytes),
        String(entry.headerBytes + entry.dataBytes + entry.backlenBytes),
      ],
    })),
  }),
  Drawing,
  tableToo: false,
};
