/**
 * Lines over a common x: several runs laid over each other, read out by pointer or arrow keys.
 *
 * The drawing is hidden from screen readers; what they have is the summary, the cursor (a slider
 * whose value text reads every line out) and the table. Heights are fixed, so nothing moves when
 * data come or the readout changes.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import { Button } from '../../kit/button.tsx';
import { ChartTable } from './chart-table.tsx';
import { ExportMenu } from './export-menu.tsx';
import { placeLabels } from './marker-labels.ts';
import { dashOf, nearestIndex, rowsOf, type Series, toneOf, valueAt } from './series.ts';
import { useLabsTexts } from './texts.tsx';
import { useWidth } from './use-width.ts';

export interface Axis {
  /** What is measured, with its unit. */
  readonly label: string;
  readonly format: (value: number) => string;
  /** How the axis' own labels are written, where that is shorter. */
  readonly tick?: (value: number) => string;
  /** Ends of the axis; by default the data's, y from 0. */
  readonly domain?: readonly [number, number];
  readonly scale?: 'linear' | 'log';
}

/** A line across the chart, with a label at its end: a threshold, or a moment. */
export interface Marker {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly label: string;
}

export interface LineChartProps {
  readonly title: string;
  /** One sentence that says what the lines show, for those who do not see them. */
  readonly summary: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** `step` holds a value until the next point: counts per interval. */
  readonly curve?: 'line' | 'step';
  readonly markers?: readonly Marker[];
  /** A position along x that something else controls, drawn as a line; null for none. */
  readonly scrub?: number | null;
  /** Height of the plot with its axis; the caption, legend and note come on top. */
  readonly heightPx?: number;
  /** Name of saved files without ending: tell the lab and the seed. */
  readonly fileName: string;
}

const margin = { top: 10, right: 12, bottom: 24, left: 48 };
const DEFAULT_HEIGHT_PX = 208;

export function LineChart(props: LineChartProps) {
  const m = useLabsTexts();
  const { title, summary, series, x, y, fileName } = props;
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const rows = useMemo(() => rowsOf(series), [series]);
  const [cursor, setCursor] = useState<number | null>(null);
  const at = cursor === null ? (rows.at(-1)?.x ?? null) : (rows[cursor]?.x ?? null);
  return (
    <figure className="chart" ref={figure}>
      <figcaption>
        <span className="chart-title">{title}</span>
        <span className="faint">{y.label}</span>
        <span className="chart-tools">
          <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? m.chart.asChart : m.chart.asTable}
          </Button>
          <ExportMenu
            fileName={fileName}
            title={title}
            headings={[x.label, ...series.map(({ label }) => `${label} (${y.label})`)]}
            rows={() => rows.map((row) => [row.x, ...row.values])}
            picture={asTable ? null : () => figure.current?.querySelector('svg.chart-plot') ?? null}
            legend={series}
          />
        </span>
      </figcaption>
      <p className="unseen">{summary}</p>
      {asTable ? (
        <ChartTable title={title} x={x} y={y} series={series} rows={rows} />
      ) : (
        <>
          <Plot {...props} rows={rows} cursor={cursor} onCursor={setCursor} />
          <Legend series={series} x={x} y={y} at={at} />
        </>
      )}
    </figure>
  );
}

interface PlotProps extends LineChartProps {
  readonly rows: ReturnType<typeof rowsOf>;
  readonly cursor: number | null;
  readonly onCursor: (index: number | null) => void;
}

function Plot(props: PlotProps) {
  const m = useLabsTexts();
  const { series, x, y, rows, cursor, onCursor, markers = [], scrub = null } = props;
  const heightPx = props.heightPx ?? DEFAULT_HEIGHT_PX;
  const [box, widthPx] = useWidth<HTMLDivElement>();
  const { toX, toY } = useScales(props, widthPx, heightPx);
  const index = cursor ?? rows.length - 1;
  const row = rows[index];
  const readout = row
    ? [
        `${x.label} ${x.format(row.x)}`,
        ...series.map(({ label, points }) => reading(label, valueAt(points, row.x), y)),
      ].join(', ')
    : m.chart.noData;
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    onCursor(nearestIndex(rows, toX.invert(event.clientX - left)));
  };
  return (
    <div
      ref={box}
      className="chart-box"
      style={{ height: heightPx }}
      role="slider"
      tabIndex={0}
      aria-label={m.chart.cursor(props.title)}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, rows.length - 1)}
      aria-valuenow={Math.max(0, index)}
      aria-valuetext={readout}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => onCursor(null)}
      onKeyDown={(event) => moveCursor(event, index, rows.length - 1, onCursor)}
    >
      {rows.length === 0 ? <p className="chart-empty faint">{m.chart.noData}</p> : null}
      {widthPx > 0 && rows.length > 0 ? (
        <svg className="chart-plot" width={widthPx} height={heightPx} aria-hidden="true">
          <Axes x={x} y={y} toX={toX} toY={toY} widthPx={widthPx} heightPx={heightPx} />
          <Markers markers={markers} toX={toX} toY={toY} widthPx={widthPx} heightPx={heightPx} />
          <Lines series={series} toX={toX} toY={toY} curve={props.curve ?? 'line'} />
          <MarkerLabels {...{ markers, series, toX, toY, widthPx, heightPx }} />
          {scrub === null ? null : (
            <line
              className="chart-scrub"
              x1={toX(scrub)}
              x2={toX(scrub)}
              y1={margin.top}
              y2={heightPx - margin.bottom}
            />
          )}
          {row && cursor !== null ? (
            <Crosshair at={row.x} series={series} toX={toX} toY={toY} heightPx={heightPx} />
          ) : null}
        </svg>
      ) : null}
    </div>
  );
}

const reading = (label: string, value: number | null, y: Axis): string =>
  `${label} ${value === null ? '–' : y.format(value)}`;

function moveCursor(
  event: KeyboardEvent,
  index: number,
  last: number,
  onCursor: (index: number | null) => void,
): void {
  const page = Math.max(1, Math.round(last / 10));
  const target = {
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    PageUp: index + page,
    PageDown: index - page,
    Home: 0,
    End: last,
  }[event.key];
  if (event.key === 'Escape') onCursor(null);
  if (target === undefined) return;
  event.preventDefault();
  onCursor(Math.max(0, Math.min(last, target)));
}

interface Scale {
  (value: number): number;
  invert(px: number): number;
  ticks(count?: number): number[];
}

function useScales({ x, y, series }: LineChartProps, widthPx: number, heightPx: number) {
  return useMemo(() => {
    const xs = series.flatMap(({ points }) => points.map(([one]) => one));
    const ys = series.flatMap(({ points }) => points.map(([, one]) => one));
    const right = Math.max(margin.left + 1, widthPx - margin.right);
    const xDomain = x.domain ?? [least(xs, x.scale === 'log' ? 1 : 0), most(xs, 1)];
    const yDomain = y.domain ?? [y.scale === 'log' ? Math.max(1e-6, least(ys, 1)) : 0, most(ys, 1)];
    return {
      toX: scaleOf(x, xDomain, [margin.left, right]),
      toY: scaleOf(y, yDomain, [heightPx - margin.bottom, margin.top]),
    };
  }, [x, y, series, widthPx, heightPx]);
}

const least = (values: readonly number[], fallback: number): number =>
  values.reduce((low, value) => Math.min(low, value), values[0] ?? fallback);
const most = (values: readonly number[], fallback: number): number =>
  values.reduce((high, value) => Math.max(high, value), values[0] ?? fallback) || fallback;

function scaleOf(axis: Axis, domain: readonly number[], range: readonly number[]): Scale {
  const scale = axis.scale === 'log' ? scaleLog() : scaleLinear();
  scale.domain(domain).range(range);
  if (!axis.domain && axis.scale !== 'log') scale.nice(4);
  return scale;
}

interface DrawnProps {
  readonly toX: Scale;
  readonly toY: Scale;
  readonly heightPx: number;
  readonly widthPx: number;
}

function Axes({ x, y, toX, toY, widthPx, heightPx }: DrawnProps & Pick<LineChartProps, 'x' | 'y'>) {
  const base = heightPx - margin.bottom;
  const xTicks = toX.ticks(Math.max(2, Math.floor(widthPx / 110)));
  return (
    <g>
      {toY.ticks(4).map((value) => (
        <g key={value}>
          <line
            className="chart-grid"
            x1={margin.left}
            x2={widthPx - margin.right}
            y1={toY(value)}
            y2={toY(value)}
          />
          <text className="chart-tick" x={margin.left - 6} y={toY(value) + 4} textAnchor="end">
            {(y.tick ?? y.format)(value)}
          </text>
        </g>
      ))}
      <line
        className="chart-base"
        x1={margin.left}
        x2={widthPx - margin.right}
        y1={base}
        y2={base}
      />
      {thinned(xTicks, x.scale === 'log').map((value) => (
        <text
          key={value}
          className="chart-tick"
          x={toX(value)}
          y={heightPx - 8}
          textAnchor={toX(value) > widthPx - 32 ? 'end' : 'middle'}
        >
          {(x.tick ?? x.format)(value)}
        </text>
      ))}
    </g>
  );
}

/** Of a logarithmic axis only the powers of ten, where there are at least two. */
function thinned(ticks: readonly number[], log: boolean): readonly number[] {
  if (!log) return ticks;
  const powers = ticks.filter((value) => Number.isInteger(Math.log10(value)));
  return powers.length > 1 ? powers : ticks.slice(0, 4);
}

type MarkersProps = DrawnProps & { readonly markers: readonly Marker[] };

function Markers({ markers, toX, toY, widthPx, heightPx }: MarkersProps) {
  return markers.map(({ axis, at, label }) => (
    <line
      key={`${axis}${at}${label}`}
      className="chart-marker"
      x1={axis === 'x' ? toX(at) : margin.left}
      x2={axis === 'x' ? toX(at) : widthPx - margin.right}
      y1={axis === 'x' ? margin.top : toY(at)}
      y2={axis === 'x' ? heightPx - margin.bottom : toY(at)}
    />
  ));
}

/** Over the lines, each where it hides the least of them (marker-labels.ts). */
function MarkerLabels(props: MarkersProps & Pick<LineChartProps, 'series'>) {
  const { markers, series, toX, toY, widthPx, heightPx } = props;
  const placed = useMemo(() => {
    if (markers.length === 0) return [];
    const box = {
      leftPx: margin.left,
      rightPx: widthPx - margin.right,
      topPx: margin.top,
      bottomPx: heightPx - margin.bottom,
    };
    const drawn = series.flatMap(({ points }) => points.map(([x, y]) => [toX(x), toY(y)] as const));
    const lines = markers.map(({ axis, at, label }) => {
      return { axis, label, atPx: axis === 'x' ? toX(at) : toY(at) };
    });
    return placeLabels(lines, drawn, box);
  }, [markers, series, toX, toY, widthPx, heightPx]);
  return placed.map(({ label, xPx, yPx }) => (
    <text key={`${label}${xPx}${yPx}`} className="chart-tick chart-marker-label" x={xPx} y={yPx}>
      {label}
    </text>
  ));
}

type LinesProps = Pick<DrawnProps, 'toX' | 'toY'> & {
  readonly series: readonly Series[];
  readonly curve: 'line' | 'step';
};

function Lines({ series, toX, toY, curve }: LinesProps) {
  const draw = line<readonly [number, number]>(
    ([x]) => toX(x),
    ([, y]) => toY(y),
  ).curve(curve === 'step' ? curveStepAfter : curveLinear);
  return series.map(({ id, slot, points }) => (
    <path
      key={id}
      className="chart-line"
      data-tone={toneOf(slot)}
      strokeDasharray={dashOf(slot)}
      d={draw(points) ?? ''}
    />
  ));
}

interface CrosshairProps extends Omit<DrawnProps, 'widthPx'> {
  readonly at: number;
  readonly series: readonly Series[];
}

function Crosshair({ at, series, toX, toY, heightPx }: CrosshairProps) {
  return (
    <g>
      <line
        className="chart-cursor"
        x1={toX(at)}
        x2={toX(at)}
        y1={margin.top}
        y2={heightPx - margin.bottom}
      />
      {series.map(({ id, slot, points }) => {
        const value = valueAt(points, at);
        if (value === null) return null;
        return (
          <circle
            key={id}
            className="chart-point"
            data-tone={toneOf(slot)}
            cx={toX(at)}
            cy={toY(value)}
            r={3.5}
          />
        );
      })}
    </g>
  );
}

type LegendProps = Pick<LineChartProps, 'series' | 'x' | 'y'> & { readonly at: number | null };

/** Names and values: at the cursor, or at the end where there is none. */
function Legend({ series, x, y, at }: LegendProps) {
  const id = useId();
  return (
    <div className="chart-legend">
      <ul aria-labelledby={id}>
        {series.map(({ id, slot, label, points }) => (
          <li key={id}>
            <Swatch slot={slot} />
            <span>{label}</span>
            <span className="data">
              {at === null ? '–' : reading('', valueAt(points, at), y).trim()}
            </span>
          </li>
        ))}
      </ul>
      <span id={id} className="faint">
        {x.label} {at === null ? '' : <span className="data">{x.format(at)}</span>}
      </span>
    </div>
  );
}

/** A short piece of a series' line: its colour and its dash. */
export function Swatch({ slot }: { readonly slot: number }) {
  return (
    <svg className="swatch" width="22" height="10" aria-hidden="true">
      <line
        className="chart-line"
        data-tone={toneOf(slot)}
        strokeDasharray={dashOf(slot)}
        x1="0"
        x2="22"
        y1="5"
        y2="5"
      />
    </svg>
  );
}
