/**
 * The keys in the cache by age and frequency, checkpoint by checkpoint: the darker a cell the more
 * keys are in it; where keys were evicted it is framed. As a table, too.
 */
import { type RefObject, useCallback, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import {
  AGE_BINS,
  type EvictionResult,
  FREQUENCY_BINS,
  type PolicyId,
  type PolicyResult,
} from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../kit/button.tsx';
import { ScrollRegion } from '../../kit/scroll-region.tsx';
import { Select } from '../kit/controls.tsx';
import { ExportMenu } from '../kit/export-menu.tsx';
import { PlaybackBar } from '../kit/playback-bar.tsx';
import { type Draw, useCanvas } from '../kit/use-canvas.ts';
import { useOnScreen } from '../kit/use-on-screen.ts';
import { type GridCell, gridCells } from './eviction-series.ts';
import type { EvictionStore, LiveRun } from './eviction-store.ts';
import { usePicture } from './live-cells.ts';
import { useDrawn, type useNewest } from './results-section.tsx';
import { useTexts } from './texts.ts';

const HEIGHT_PX = 296;
const STEPS_PER_SECOND = 12;

export function GridSection({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const { newest, live } = useDrawn(store);
  const followed = useStore(store, (state) => state.followed);
  const [asTable, setAsTable] = useState(false);
  const shown = newest?.result.policies.find(({ policy }) => policy === followed);
  if (followed === null || !(live || (newest && shown))) return null;
  const table = { asTable, onTable: () => setAsTable(!asTable) };
  const { policies } = live?.settings ?? newest?.settings ?? { policies: [] };
  return (
    <section>
      <h2>{m.gridTitle}</h2>
      <p className="lab-prose">{m.gridNote}</p>
      <div className="grid-tools">
        <Select
          label={m.follow}
          options={policies.map((policy) => ({ value: policy, label: m.names[policy] }))}
          value={followed}
          onChange={(policy) => store.show({ followed: policy })}
        />
        {live || !newest ? null : <GridPlayback store={store} result={newest.result} />}
      </div>
      {live ? <LiveGridFigure key={followed} live={live} policy={followed} {...table} /> : null}
      {!live && newest && shown ? (
        <FinishedGrid store={store} run={newest} shown={shown} {...table} />
      ) : null}
    </section>
  );
}

interface GridPlaybackProps {
  readonly store: EvictionStore;
  readonly result: EvictionResult;
}

function GridPlayback({ store, result }: GridPlaybackProps) {
  const position = useStore(store, (state) => state.position);
  return (
    <PlaybackBar
      position={position}
      steps={result.checkpoints.length}
      stepsPerSecond={STEPS_PER_SECOND}
      onMove={(at) => store.show({ position: at })}
    />
  );
}

interface TableChoice {
  readonly asTable: boolean;
  readonly onTable: () => void;
}

interface LiveGridFigureProps extends TableChoice {
  readonly live: LiveRun;
  readonly policy: PolicyId;
}

/** Without motion, and as a table, there is a new picture every second only. */
const STILL_EVERY_MS = 1000;

function LiveGridFigure({ live, policy, ...table }: LiveGridFigureProps) {
  const m = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { settings, checkpoints, grids } = live;
  const newest = grids[settings.policies.indexOf(policy)] ?? null;
  const visible = useOnScreen(place);
  const { grid, cells } = usePicture(newest, {
    visible,
    fading: !still && !table.asTable,
    everyMs: still || table.asTable ? STILL_EVERY_MS : 0,
  });
  // Who has the page read out meets the sentence out of sight, too: there it is the newest.
  const told = visible ? grid : newest;
  const resident = told?.resident.reduce((sum, keys) => sum + keys, 0) ?? 0;
  const evicted = told?.evicted.reduce((sum, keys) => sum + keys, 0) ?? 0;
  const summary = m.gridLive(checkpoints.at(-1)?.at ?? 0, resident, evicted);
  return (
    <div ref={place}>
      <GridFigure
        cells={cells}
        name={m.names[policy]}
        summary={summary}
        {...table}
        fileName={null}
      />
    </div>
  );
}

interface FinishedGridProps extends TableChoice {
  readonly store: EvictionStore;
  readonly run: NonNullable<ReturnType<typeof useNewest>>;
  readonly shown: PolicyResult;
}

function FinishedGrid({ store, run, shown, ...table }: FinishedGridProps) {
  const m = useTexts();
  const position = useStore(store, (state) => state.position);
  const cells = useMemo(
    () => (position === 0 ? [] : gridCells(shown, position - 1)),
    [shown, position],
  );
  const total = (count: (cell: GridCell) => number) =>
    cells.reduce((sum, cell) => sum + count(cell), 0);
  const summary = m.gridAt(
    run.result.checkpoints[position - 1]?.at ?? 0,
    total(({ resident }) => resident),
    total(({ evicted }) => evicted),
  );
  return (
    <GridFigure
      cells={cells}
      name={m.names[shown.policy]}
      summary={summary}
      {...table}
      fileName={`eviction-grid-${shown.policy}-seed-${run.settings.seed}`}
    />
  );
}

interface GridFigureProps extends TableChoice {
  readonly cells: readonly GridCell[];
  readonly name: string;
  readonly summary: string;
  /** Null while the run is on: then there is nothing to keep yet. */
  readonly fileName: string | null;
}

function GridFigure({ cells, name, summary, fileName, asTable, onTable }: GridFigureProps) {
  const m = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{name}</span>
        <span className="faint">{m.gridUnit}</span>
        <span className="chart-tools">
          <Button aria-pressed={asTable} onClick={onTable}>
            {asTable ? m.showGrid : m.showTable}
          </Button>
          {fileName === null ? null : (
            <ExportMenu
              fileName={fileName}
              title={`${name}, ${m.gridUnit}. ${summary}`}
              headings={[m.csv.age, m.csv.frequency, m.csv.resident, m.csv.evicted]}
              rows={() =>
                cells.map((cell) => [
                  2 ** cell.age,
                  2 ** cell.frequency,
                  cell.resident,
                  cell.evicted,
                ])
              }
              picture={asTable ? null : () => canvas.current}
            />
          )}
        </span>
      </figcaption>
      {asTable ? (
        <GridTable cells={cells} title={m.gridTitle} />
      ) : (
        <GridCanvas cells={cells} summary={summary} canvasRef={canvas} />
      )}
      <p className="faint">{summary}</p>
    </figure>
  );
}

interface GridCanvasProps {
  readonly cells: readonly GridCell[];
  readonly summary: string;
  readonly canvasRef: RefObject<HTMLCanvasElement | null>;
}

function GridCanvas({ cells, summary, canvasRef }: GridCanvasProps) {
  const m = useTexts();
  const draw = useCallback<Draw>(
    (pen, widthPx, token) => {
      drawGrid(pen, widthPx, token, cells);
      pen.font = `11px ${token('--sans')}`;
      pen.textAlign = 'left';
      pen.fillText(`↑ ${m.gridFrequency}`, margin.left, 12);
      pen.textAlign = 'right';
      pen.fillText(`${m.gridAge} →`, widthPx - margin.right, HEIGHT_PX - 5);
    },
    [cells, m],
  );
  const { box, canvas } = useCanvas(HEIGHT_PX, draw);
  useImperativeHandle(canvasRef, () => canvas.current as HTMLCanvasElement);
  return (
    <div ref={box} className="grid-box" style={{ height: HEIGHT_PX }}>
      <canvas ref={canvas} role="img" aria-label={summary} />
    </div>
  );
}

const margin = { left: 56, right: 4, top: 20, bottom: 38 };

function drawGrid(
  pen: CanvasRenderingContext2D,
  widthPx: number,
  token: (name: string) => string,
  cells: readonly GridCell[],
): void {
  const cellWidth = (widthPx - margin.left - margin.right) / AGE_BINS;
  const cellHeight = (HEIGHT_PX - margin.top - margin.bottom) / FREQUENCY_BINS;
  const left = (age: number) => margin.left + age * cellWidth;
  const top = (frequency: number) => margin.top + (FREQUENCY_BINS - 1 - frequency) * cellHeight;
  pen.clearRect(0, 0, widthPx, HEIGHT_PX);
  pen.fillStyle = token('--ground-2');
  for (let age = 0; age < AGE_BINS; age++) {
    for (let frequency = 0; frequency < FREQUENCY_BINS; frequency++) {
      pen.fillRect(left(age) + 1, top(frequency) + 1, cellWidth - 2, cellHeight - 2);
    }
  }
  const peak = Math.max(1, ...cells.map(({ resident }) => resident));
  for (const { age, frequency, resident, glow } of cells) {
    const [x, y] = [left(age) + 1, top(frequency) + 1];
    pen.globalAlpha = resident > 0 ? 0.15 + 0.85 * Math.sqrt(resident / peak) : 0;
    pen.fillStyle = token('--string');
    pen.fillRect(x, y, cellWidth - 2, cellHeight - 2);
    pen.globalAlpha = glow;
    pen.strokeStyle = token('--bad');
    pen.lineWidth = 2;
    if (glow > 0) pen.strokeRect(x + 1, y + 1, cellWidth - 4, cellHeight - 4);
  }
  pen.globalAlpha = 1;
  drawGridAxes(pen, token, left, top, { cellWidth, cellHeight });
}

/** Every label is the least value of its bin, where there is room for it. */
function drawGridAxes(
  pen: CanvasRenderingContext2D,
  token: (name: string) => string,
  left: (age: number) => number,
  top: (frequency: number) => number,
  size: { readonly cellWidth: number; readonly cellHeight: number },
): void {
  pen.fillStyle = token('--ink-3');
  pen.font = `11px ${token('--mono')}`;
  const every = Math.max(2, Math.ceil(56 / size.cellWidth));
  pen.textAlign = 'left';
  for (let age = 0; age < AGE_BINS; age += every) {
    pen.fillText(formatCount(2 ** age), left(age) + 1, HEIGHT_PX - margin.bottom + 15);
  }
  pen.textAlign = 'right';
  for (let frequency = 0; frequency < FREQUENCY_BINS; frequency += 2) {
    const y = top(frequency) + size.cellHeight / 2 + 4;
    pen.fillText(`${formatCount(2 ** frequency)}×`, margin.left - 6, y);
  }
}

interface GridTableProps {
  readonly cells: readonly GridCell[];
  readonly title: string;
}

function GridTable({ cells, title }: GridTableProps) {
  const m = useTexts();
  const ages = [...new Set(cells.map(({ age }) => age))].sort((a, b) => a - b);
  const frequencies = [...new Set(cells.map(({ frequency }) => frequency))].sort((a, b) => b - a);
  const cellAt = (age: number, frequency: number) =>
    cells.find((cell) => cell.age === age && cell.frequency === frequency);
  return (
    <ScrollRegion className="chart-table scroll" role="region" label={title}>
      <table className="lab-grid">
        <caption className="faint">
          {m.gridFrequency} ↓, {m.gridAge} →
        </caption>
        <thead>
          <tr>
            <th scope="col">{m.gridFrequency}</th>
            {ages.map((age) => (
              <th key={age} scope="col">
                {m.from(2 ** age)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {frequencies.map((frequency) => (
            <tr key={frequency}>
              <th scope="row">{m.from(2 ** frequency)}</th>
              {ages.map((age) => {
                const cell = cellAt(age, frequency);
                return <td key={age}>{cell ? m.gridCell(cell.resident, cell.evicted) : ''}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
