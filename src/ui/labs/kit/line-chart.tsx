/**
 * Lines over a common x: several runs laid over each other, read out by pointer or arrow keys.
 *
 * The drawing is hidden from screen readers; what they have is the summary, the cursor (a slider
 * whose value text reads every line out) and the table. Heights are fixed, so nothing moves when
 * data come or the readout changes.
 */
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '../../kit/button.tsx';
import {
  Axes,
  Crosshair,
  Lines,
  type Marker,
  MarkerLabels,
  Markers,
  Swatch,
} from './chart-marks.tsx';
import { type Axis, margin, type Plotted, useScales } from './chart-scales.ts';
import { ChartTable } from './chart-table.tsx';
import { ExportMenu } from './export-menu.tsx';
import { nearestIndex, rowsOf, type Series, valueAt } from './series.ts';
import { useLabsTexts } from './texts.tsx';
import { useWidth } from './use-width.ts';

export interface LineChartProps extends Plotted {
  readonly title: string;
  /** One sentence that says what the lines show, for those who do not see them. */
  readonly summary: string;
  /** `step` holds a value until the next point: counts per interval. */
  readonly curve?: 'line' | 'step';
  readonly markers?: readonly Marker[];
  /** A position along x that something else controls, drawn as a line; null for none. */
  readonly scrub?: number | null;
  /** A click on the plot, or Enter, chooses this x. */
  readonly onPick?: (x: number) => void;
  /** Height of the plot with its axis; the caption, legend and note come on top. */
  readonly heightPx?: number;
  /** Name of saved files without ending: tell the lab and the seed. */
  readonly fileName: string;
}

const DEFAULT_HEIGHT_PX = 224;

export function LineChart(props: LineChartProps) {
  const m = useLabsTexts();
  const { title, summary, series, x, y, fileName } = props;
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const rows = useMemo(() => rowsOf(series), [series]);
  const [cursor, setCursor] = useState<number | null>(null);
  const at = cursor === null ? null : (rows[cursor]?.x ?? null);
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
            caption={`${title}, ${y.label}`}
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
  const { series, x, y, rows, cursor, onCursor, onPick, markers = [], scrub = null } = props;
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
  const indexUnder = (event: MouseEvent<HTMLDivElement>): number => {
    const left = event.currentTarget.getBoundingClientRect().left;
    return nearestIndex(rows, toX.invert(event.clientX - left));
  };
  const onPointer = (event: PointerEvent<HTMLDivElement>) => onCursor(indexUnder(event));
  const pick = (at: number) => {
    const picked = rows[at];
    if (picked) onPick?.(picked.x);
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
      onClick={(event) => pick(indexUnder(event))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') pick(index);
        else moveCursor(event, index, rows.length - 1, onCursor);
      }}
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

const figure = (value: number | null, y: Axis): string => (value === null ? '–' : y.format(value));

const reading = (label: string, value: number | null, y: Axis): string =>
  `${label} ${figure(value, y)}`;

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

type LegendProps = Plotted & { readonly at: number | null };

/** Names and values: at the cursor or, where there is none, at the end of each line. */
function Legend({ series, x, y, at }: LegendProps) {
  const m = useLabsTexts();
  const id = useId();
  const shownOf = (points: Series['points']) =>
    at === null ? (points.at(-1)?.[1] ?? null) : valueAt(points, at);
  return (
    <div className="chart-legend">
      <ul aria-labelledby={id}>
        {series.map(({ id, slot, label, points }) => (
          <li key={id}>
            <Swatch slot={slot} />
            <span>{label}</span>
            <span className="data">{figure(shownOf(points), y)}</span>
          </li>
        ))}
      </ul>
      <span id={id} className="faint">
        {at === null ? (
          m.chart.lastValues
        ) : (
          <>
            {x.label} <span className="data">{x.format(at)}</span>
          </>
        )}
      </span>
    </div>
  );
}
