/** A chart's axes, and where on the plot a value lies. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { useMemo } from 'react';
import type { Series } from './series.ts';

export interface Axis {
  /** What is measured, with its unit. */
  readonly label: string;
  readonly format: (value: number) => string;
  /** How the axis' own labels are written, where that is shorter. */
  readonly tick?: (value: number) => string;
  /** Ends of the axis; by default the data's, y from 0. */
  readonly domain?: readonly [number, number];
  readonly scale?: 'linear' | 'log';
  /** Whether there is nothing between whole numbers: then no label stands there. */
  readonly whole?: boolean;
}

/** The plot lies within this, in pixels: below it stand the numbers of x, and what they count. */
export const margin = { top: 10, right: 12, bottom: 40, left: 48 };

/** What a chart shows, and over which axes. */
export interface Plotted {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

export interface Scale {
  (value: number): number;
  invert(px: number): number;
  ticks(count?: number): number[];
}

/** Where values lie on the plot: made anew when data, axes or the size change. */
export function useScales({ x, y, series }: Plotted, widthPx: number, heightPx: number) {
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
