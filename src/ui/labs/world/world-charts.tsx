/** What was counted per virtual second, all shown runs over each other. */
import { memo, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { WorldSeries } from '../../../contract/lab-world.ts';
import { formatCount } from '../../i18n/numbers.ts';
import type { Marker } from '../kit/chart-marks.tsx';
import { LineChart } from '../kit/line-chart.tsx';
import type { Series } from '../kit/series.ts';
import { InTurn, useTurn } from '../kit/turns.tsx';
import { useOnScreen } from '../kit/use-on-screen.ts';
import { milliseconds, roundMilliseconds } from './figures.ts';
import { useShownRuns } from './shown-runs.ts';
import { useTexts } from './texts.ts';
import type { ShownRun, WorldStore } from './world-store.ts';

const HEIGHT_PX = 192;

interface Drawn {
  readonly id: keyof WorldSeries | 'ratio';
  readonly title: string;
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly tick?: (value: number) => string;
  readonly domain?: readonly [number, number];
  readonly markers?: readonly Marker[];
}

export function WorldCharts({ store }: { readonly store: WorldStore }) {
  const runs = useShownRuns(store);
  const lab = useStore(store, (state) => state.settings.lab);
  const charts = useCharts(lab === 'stampede', runs);
  return (
    <div className="world-charts">
      {charts.map((chart) => (
        <InTurn key={chart.id}>
          <ChartInTurn chart={chart} runs={runs} store={store} />
        </InTurn>
      ))}
    </div>
  );
}

const count = (value: number): string => formatCount(Math.round(value));

function figureAt(id: Drawn['id'], series: WorldSeries, second: number): number | null {
  if (id !== 'ratio') return series[id][second] ?? null;
  const found = series.hits[second] ?? 0;
  const reads = found + (series.misses[second] ?? 0);
  return reads === 0 ? null : (found / reads) * 100;
}

/** Some have a chart only where there were any. The list stays the same while their number does. */
function useCharts(isStampede: boolean, runs: readonly ShownRun[]): readonly Drawn[] {
  const { charts: m } = useTexts();
  const any = (name: keyof WorldSeries) =>
    runs.some(({ series }) => series[name].some((value) => value > 0));
  const [hasQueue, hasStale, hasFailed] = [any('databaseQueue'), any('staleReads'), any('failed')];
  return useMemo(() => {
    const marks: Marker[] = [
      { axis: 'y', at: 90, label: m.good },
      { axis: 'y', at: 50, label: m.poor },
    ];
    const one = (id: Drawn['id'], title: string, unit: string, format = count): Drawn => ({
      id,
      title,
      unit,
      format,
    });
    const latency = (id: 'p50Ms' | 'p99Ms', title: string): Drawn => ({
      ...one(id, title, m.ms, milliseconds),
      tick: roundMilliseconds,
    });
    return [
      one('queries', m.queries, m.queriesUnit),
      {
        ...one('ratio', m.ratio, m.ratioUnit, (value) => `${value.toFixed(0)}%`),
        domain: [0, 100],
        markers: isStampede ? [] : marks,
      },
      latency('p99Ms', m.p99),
      isStampede ? one('databaseQueue', m.queue, m.queueUnit) : latency('p50Ms', m.p50),
      ...(!isStampede && hasQueue ? [one('databaseQueue', m.queue, m.queueUnit)] : []),
      ...(hasStale ? [one('staleReads', m.stale, m.staleUnit)] : []),
      ...(hasFailed ? [one('failed', m.failed, m.failedUnit)] : []),
    ];
  }, [m, isStampede, hasQueue, hasStale, hasFailed]);
}

interface ChartProps {
  readonly chart: Drawn;
  readonly runs: readonly ShownRun[];
  readonly store: WorldStore;
}

/**
 * Until its turn has come it is what it was: nothing of it is drawn again. While a run is on, that
 * holds for what is scrolled away, too.
 */
function ChartInTurn({ chart, runs, store }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const isOnScreen = useOnScreen(place);
  const isRunning = useStore(store, (state) => state.running !== null);
  const shown = useTurn(runs, runs, isOnScreen || !isRunning);
  return (
    <div ref={place}>
      <Chart chart={chart} runs={shown} store={store} />
    </div>
  );
}

const NO_MARKERS: readonly Marker[] = [];

const Chart = memo(function Chart({ chart, runs, store }: ChartProps) {
  const { charts: m } = useTexts();
  const second = useStore(store, (state) => state.second);
  const settings = useStore(store, (state) => state.settings);
  const { id, format, tick = format, domain } = chart;
  const series = useMemo(() => runs.map((run) => lineOf(run, id)), [runs, id]);
  const seconds = runs.reduce((most, run) => Math.max(most, run.settings.seconds), 1);
  const x = useMemo(
    () => ({ label: m.second, format: String, domain: [0, seconds] as const }),
    [m, seconds],
  );
  const y = useMemo(
    () => ({
      label: chart.unit,
      format,
      tick,
      whole: format === count,
      ...(domain ? { domain } : {}),
    }),
    [chart.unit, format, tick, domain],
  );
  return (
    <LineChart
      title={chart.title}
      summary={summaryOf(chart, series, m)}
      x={x}
      y={y}
      series={series}
      markers={chart.markers ?? NO_MARKERS}
      scrub={second}
      onPick={store.setSecond}
      heightPx={HEIGHT_PX}
      fileName={`stampede-${settings.lab}-${chart.id}-seed-${runs.at(-1)?.settings.seed ?? settings.seed}`}
    />
  );
});

function lineOf({ id, slot, name, series }: ShownRun, counted: Drawn['id']): Series {
  const points: [number, number][] = [];
  for (let second = 0; second < series.requests.length; second++) {
    const y = figureAt(counted, series, second);
    if (y !== null) points.push([second + 1, y]);
  }
  return { id, slot, label: name, points };
}

type ChartWords = ReturnType<typeof useTexts>['charts'];

function summaryOf({ title, format }: Drawn, lines: readonly Series[], m: ChartWords): string {
  if (lines.length === 0) return m.summary(title, m.none);
  const texts = lines.map(({ label, points }) => {
    const values = points.map(([, y]) => y);
    const mean = values.reduce((sum, y) => sum + y, 0) / Math.max(1, values.length);
    return m.line(label, format(mean), format(values.reduce((most, y) => Math.max(most, y), 0)));
  });
  return m.summary(title, texts.join(' '));
}
