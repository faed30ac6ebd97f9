/** A hash table: buckets from top to bottom, the chain of each to the right; empty ones are counted. */
import type { TableEntryView, TableView } from '../../contract/key-view.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { useEngineNow } from '../kit/engine-time.tsx';
import { formatDurationShort, formatMoment } from '../kit/format.ts';
import { shortened, shownBytes } from './bytes-shown.ts';
import type { DrawingProps, Visual } from './visual.ts';

const idOf = ({ field, value }: TableEntryView): string =>
  value === null ? field : `${field}=${value}`;

const timeText = (ms: number | null): string => (ms === null ? '' : formatMoment(ms));

/** Buckets in order, with runs of empty ones drawn together. */
type Line =
  | { readonly kind: 'bucket'; readonly index: number; readonly chain: readonly TableEntryView[] }
  | { readonly kind: 'empty'; readonly index: number; readonly count: number };

function linesOf({ buckets }: TableView): Line[] {
  const lines: Line[] = [];
  for (const { index, chain } of buckets) {
    const last = lines.at(-1);
    if (chain.length > 0) lines.push({ kind: 'bucket', index, chain });
    else if (last?.kind === 'empty') lines[lines.length - 1] = { ...last, count: last.count + 1 };
    else lines.push({ kind: 'empty', index, count: 1 });
  }
  return lines;
}

function Drawing({ view, fresh }: DrawingProps<TableView>) {
  const m = useMessages();
  const language = useLanguage();
  const nowMs = useEngineNow();
  return (
    <div className="buckets" aria-hidden="true">
      {linesOf(view).map((line) => (
        <div key={line.index} className="bucket">
          <span className="bucket-index">{line.index}</span>
          {line.kind === 'empty' ? (
            <span className="bucket-empty">{m.visuals.emptyBuckets(line.count)}</span>
          ) : (
            line.chain.map((entry) => (
              <span
                key={entry.field}
                className="bucket-entry"
                data-fresh={fresh.has(idOf(entry)) || undefined}
              >
                {shortened(entry.field, 20)}
                {entry.value === null ? null : <em>{shortened(entry.value, 20)}</em>}
                {entry.expiresAtMs === null ? null : (
                  <small>{formatDurationShort(entry.expiresAtMs - nowMs, language)}</small>
                )}
              </span>
            ))
          )}
        </div>
      ))}
    </div>
  );
}

export const hashTable: Visual<TableView> = {
  title: (m) => m.visuals.table,
  note: (m, view) => m.visuals.tableNote(view.bucketCount, view.count),
  unit: (m) => m.drawings.units.buckets,
  total: (view) => view.bucketCount,
  shown: (view) => view.buckets.length,
  touched: ({ buckets, touchedAt }) =>
    buckets.flatMap(({ index, chain }) => (index === touchedAt ? chain.map(idOf) : [])),
  twin: (m, view) => {
    const entries = view.buckets.flatMap(({ index, chain }) =>
      chain.map((entry) => ({ index, entry })),
    );
    const values = entries.some(({ entry }) => entry.value !== null);
    const expiries = entries.some(({ entry }) => entry.expiresAtMs !== null);
    const names = values ? [m.visuals.field, m.visuals.value] : [m.visuals.member];
    return {
      columns: [m.visuals.bucket, ...names, ...(expiries ? [m.inspector.expires] : [])],
      rows: entries.map(({ index, entry }) => ({
        id: idOf(entry),
        cells: [
          String(index),
          shownBytes(entry.field),
          ...(entry.value === null ? [] : [shownBytes(entry.value)]),
          ...(expiries ? [timeText(entry.expiresAtMs)] : []),
        ],
      })),
    };
  },
  Drawing,
  tableToo: false,
};
