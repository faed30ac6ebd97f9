/**
 * A HyperLogLog: while sparse, its opcodes along the 16384 registers, in eight rows; when dense,
 * the registers as a grid, stronger where they are larger.
 */
import { useMemo } from 'react';
import type { RegistersView } from '../../contract/key-view.ts';
import type { Messages } from '../i18n/en.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { formatSize } from '../kit/format.ts';
import { CellGrid } from './cell-grid.tsx';
import type { DrawingProps, TwinTable, Visual } from './visual.ts';

const STANDARD_ERROR = 0.0081;
const COLUMNS = 128;
/** How strong a register of 1 is painted, of 255, and how much more each further one. */
const FAINTEST = 50;
const STRONGER = 16;
const STRIPS = 8;
const STRIP_REGISTERS = 2048;
const STRIP_PX = 16;
const STRIP_STEP_PX = 22;
const TWIN_MAX = 200;

type Run = RegistersView['runs'][number];

function Drawing({ view }: DrawingProps<RegistersView>) {
  const m = useMessages();
  const isDense = view.encoding === 'dense';
  return (
    <>
      {isDense ? <Heat view={view} /> : <Strips view={view} />}
      <p className="registers-meaning">
        {isDense ? m.drawings.cells : m.drawings.strips} {m.drawings.registersMeaning}
      </p>
    </>
  );
}

const strengthOf = (register: number): number =>
  register === 0 ? 0 : FAINTEST + (register - 1) * STRONGER;

function Heat({ view }: { readonly view: RegistersView }) {
  const m = useMessages();
  const { registers } = view;
  const strengths = useMemo(
    () => Uint8ClampedArray.from(registers, (c) => strengthOf(c.charCodeAt(0))),
    [registers],
  );
  return (
    <CellGrid
      columns={COLUMNS}
      strengths={strengths}
      label={m.drawings.registersLabel}
      hint={m.drawings.gridHint}
      describe={(cell) => m.drawings.register(cell, registers.charCodeAt(cell))}
    />
  );
}

/** The part of a run that lies in each strip it touches. */
export function piecesOf({ from, length }: Pick<Run, 'from' | 'length'>): {
  readonly strip: number;
  readonly from: number;
  readonly length: number;
}[] {
  const pieces: { strip: number; from: number; length: number }[] = [];
  for (let at = from; at < from + length; ) {
    const strip = Math.floor(at / STRIP_REGISTERS);
    const end = Math.min(from + length, (strip + 1) * STRIP_REGISTERS);
    pieces.push({ strip, from: at % STRIP_REGISTERS, length: end - at });
    at = end;
  }
  return pieces;
}

/** A value's line is wider than its register: runs of zeros must not cover it. */
const valuesLast = (a: Run, b: Run): number =>
  Number(a.kind === 'value') - Number(b.kind === 'value');

function Strips({ view }: { readonly view: RegistersView }) {
  const m = useMessages();
  const values = view.runs.filter(({ kind }) => kind === 'value');
  return (
    <svg
      className="register-strips"
      viewBox={`0 0 ${STRIP_REGISTERS} ${STRIPS * STRIP_STEP_PX}`}
      preserveAspectRatio="none"
      height={STRIPS * STRIP_STEP_PX}
      role="img"
      aria-label={m.drawings.stripsLabel(values.length)}
    >
      {[...view.runs]
        .sort(valuesLast)
        .flatMap((run) =>
          piecesOf(run).map((piece) => (
            <rect
              key={`${piece.strip} ${piece.from}`}
              data-kind={run.kind}
              x={piece.from}
              y={piece.strip * STRIP_STEP_PX}
              width={piece.length}
              height={STRIP_PX}
              style={run.kind === 'value' ? { opacity: 0.55 + run.value / 40 } : undefined}
            />
          )),
        )}
    </svg>
  );
}

const OPCODES: Readonly<Record<Run['kind'], string>> = {
  zero: 'ZERO',
  xzero: 'XZERO',
  value: 'VAL',
};

function note(m: Messages, view: RegistersView): string {
  const size = formatSize(view.sizeBytes);
  const { estimate, isCached, encoding, runCount } = view;
  const shape = encoding === 'sparse' ? m.drawings.sparse(size, runCount) : m.drawings.dense(size);
  if (estimate === null) return `${shape} ${m.drawings.corrupt}`;
  const error = Math.round(estimate * STANDARD_ERROR);
  const kept = isCached ? m.drawings.cached : m.drawings.stale;
  return `${m.drawings.estimate(estimate, error)} ${kept} ${shape}`;
}

function runTable(m: Messages, { runs, runCount }: RegistersView): TwinTable {
  const rows = runs.slice(0, TWIN_MAX).map(({ kind, from, length, value }) => ({
    id: `${from} ${length} ${value}`,
    cells: [OPCODES[kind], String(from), String(length), String(value)],
  }));
  if (runCount > rows.length) {
    rows.push({ id: 'more', cells: [m.drawings.moreRuns(runCount - rows.length), '', '', ''] });
  }
  const { opcode, firstRegister, length, value } = m.drawings;
  return { columns: [opcode, firstRegister, length, value], rows };
}

function histogramTable(m: Messages, { registers }: RegistersView): TwinTable {
  const counts = new Map<number, number>();
  for (const c of registers) counts.set(c.charCodeAt(0), (counts.get(c.charCodeAt(0)) ?? 0) + 1);
  return {
    columns: [m.drawings.value, m.drawings.howMany],
    rows: [...counts]
      .sort(([a], [b]) => a - b)
      .map(([value, count]) => ({
        id: `${value}=${count}`,
        cells: [String(value), String(count)],
      })),
  };
}

export const registers: Visual<RegistersView> = {
  title: (m) => m.drawings.registersTitle,
  note,
  unit: (m) => m.drawings.units.registers,
  total: () => 1,
  shown: () => 1,
  twin: (m, view) => (view.encoding === 'sparse' ? runTable(m, view) : histogramTable(m, view)),
  Drawing,
  tableToo: false,
};
