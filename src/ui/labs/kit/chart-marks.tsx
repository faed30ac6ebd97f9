/** What a chart draws: axes, markers and their labels, lines, and the crosshair of the cursor. */
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import { useMemo } from 'react';
import { margin, type Plotted, type Scale } from './chart-scales.ts';
import { placeLabels } from './marker-labels.ts';
import { dashOf, type Series, toneOf, valueAt } from './series.ts';

/** A line across the chart, with a label at its end: a threshold, or a moment. */
export interface Marker {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly label: string;
}

interface DrawnProps {
  readonly toX: Scale;
  readonly toY: Scale;
  readonly heightPx: number;
  readonly widthPx: number;
}

type AxesProps = DrawnProps & Pick<Plotted, 'x' | 'y'>;

export function Axes({ x, y, toX, toY, widthPx, heightPx }: AxesProps) {
  const base = heightPx - margin.bottom;
  const xTicks = toX.ticks(Math.max(2, Math.floor(widthPx / 110)));
  const yTicks = toY.ticks(4).filter((value) => !y.whole || Number.isInteger(value));
  return (
    <g>
      {yTicks.map((value) => (
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
          y={base + 16}
          textAnchor={toX(value) > widthPx - 32 ? 'end' : 'middle'}
        >
          {(x.tick ?? x.format)(value)}
        </text>
      ))}
      <text className="chart-axis" x={widthPx - margin.right} y={base + 32} textAnchor="end">
        {x.label} →
      </text>
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

export function Markers({ markers, toX, toY, widthPx, heightPx }: MarkersProps) {
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
export function MarkerLabels(props: MarkersProps & Pick<Plotted, 'series'>) {
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

export function Lines({ series, toX, toY, curve }: LinesProps) {
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

export function Crosshair({ at, series, toX, toY, heightPx }: CrosshairProps) {
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
