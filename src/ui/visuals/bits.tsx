/** A string as a bitmap: one cell for each bit of the window. */
import { useMemo } from 'react';
import type { BitsView } from '../../contract/key-view.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { CellGrid } from './cell-grid.tsx';
import type { DrawingProps, Visual } from './visual.ts';

/** Bytes of a row in the table. */
const ROW = 4;

export const bitOf = (bytes: string, at: number): 0 | 1 =>
  ((bytes.charCodeAt(at >> 3) >> (7 - (at & 7))) & 1) as 0 | 1;

function columnsFor(bits: number): number {
  if (bits <= 512) return Math.max(1, Math.min(32, bits));
  return bits <= 4096 ? 64 : 128;
}

function Drawing({ view }: DrawingProps<BitsView>) {
  const m = useMessages();
  const { bytes, offset } = view;
  const count = bytes.length * 8;
  const strengths = useMemo(
    () => Uint8ClampedArray.from({ length: count }, (_, at) => bitOf(bytes, at) * 255),
    [bytes, count],
  );
  return (
    <CellGrid
      columns={columnsFor(count)}
      strengths={strengths}
      label={m.drawings.bitsLabel}
      hint={m.drawings.gridHint}
      describe={(cell) => m.drawings.bit(offset * 8 + cell, bitOf(bytes, cell))}
    />
  );
}

const binary = (bytes: string): string =>
  [...bytes].map((c) => c.charCodeAt(0).toString(2).padStart(8, '0')).join(' ');

function rowsOf({ bytes, offset }: BitsView): { readonly at: number; readonly bits: string }[] {
  const rows: { at: number; bits: string }[] = [];
  for (let at = 0; at < bytes.length; at += ROW) {
    rows.push({ at: (offset + at) * 8, bits: binary(bytes.slice(at, at + ROW)) });
  }
  return rows;
}

export const bits: Visual<BitsView> = {
  title: (m) => m.drawings.bitsTitle,
  note: (m, view) => m.drawings.bitsNote(view.ones, view.sizeBytes * 8),
  unit: (m) => m.drawings.units.bits,
  unitsPerElement: 8,
  total: (view) => view.sizeBytes,
  shown: (view) => view.bytes.length,
  twin: (m, view) => ({
    columns: [m.drawings.fromBit, m.drawings.bits, m.drawings.ones],
    rows: rowsOf(view).map((row) => ({
      id: `${row.at}=${row.bits}`,
      cells: [String(row.at), row.bits, String(row.bits.replace(/[^1]/g, '').length)],
    })),
  }),
  Drawing,
  tableToo: false,
};
