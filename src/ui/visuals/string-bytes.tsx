/** A string: its bytes in rows of eight, each with its hex and the character it stands for. */
import type { StringView } from '../../contract/key-view.ts';
import { formatSize } from '../kit/format.ts';
import { hexOf } from './bytes-shown.ts';
import type { DrawingProps, Visual } from './visual.ts';

const ROW = 8;

function rowsOf({ bytes, offset }: StringView): { readonly at: number; readonly bytes: string }[] {
  const rows: { at: number; bytes: string }[] = [];
  for (let at = 0; at < bytes.length; at += ROW)
    rows.push({ at: offset + at, bytes: bytes.slice(at, at + ROW) });
  return rows;
}

const printable = (c: string): string => (c >= ' ' && c <= '~' ? c : '·');
const hexRow = (bytes: string): string => [...bytes].map((c) => hexOf(c.charCodeAt(0))).join(' ');

function Drawing({ view, fresh }: DrawingProps<StringView>) {
  return (
    <div className="byte-grid" aria-hidden="true">
      {rowsOf(view).map((row) => (
        <div
          key={row.at}
          className="byte-row"
          data-fresh={fresh.has(`${row.at}=${row.bytes}`) || undefined}
        >
          <span className="byte-at">{row.at}</span>
          {[...row.bytes].map((c, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place
            <span key={index} className="byte" data-quiet={printable(c) === '·' || undefined}>
              <b>{c === ' ' ? '\u00a0' : printable(c)}</b>
              {hexOf(c.charCodeAt(0))}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

export const stringBytes: Visual<StringView> = {
  title: (m) => m.visuals.bytes,
  note: (m, view, encoding) =>
    (encoding === 'int' ? m.visuals.sizeOfInt : m.visuals.size)(formatSize(view.sizeBytes)),
  unit: (m) => m.drawings.units.bytes,
  total: (view) => view.sizeBytes,
  shown: (view) => view.bytes.length,
  touched: (view) =>
    rowsOf(view).flatMap(({ at, bytes }) =>
      view.touchedAt !== null && view.touchedAt - (view.touchedAt % ROW) === at
        ? [`${at}=${bytes}`]
        : [],
    ),
  twin: (m, view) => ({
    columns: [m.visuals.offset, m.visuals.hex, m.visuals.text],
    rows: rowsOf(view).map(({ at, bytes }) => ({
      id: `${at}=${bytes}`,
      cells: [String(at), hexRow(bytes), [...bytes].map(printable).join('')],
    })),
  }),
  Drawing,
  tableToo: false,
};
