/** Hit ratio over cache size: measured when asked for, points as they come. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CurvePoint, CurveProgress, CurvesRun } from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { LineChart } from '../kit/line-chart.tsx';
import { useLab } from '../kit/room.ts';
import { RunBar } from '../kit/run-bar.tsx';
import { useRun } from '../kit/use-run.ts';
import { curveSeries, isSameBySize } from './eviction-series.ts';
import type { EvictionStore } from './eviction-store.ts';
import { ratioAxis } from './results-section.tsx';
import { useTexts } from './texts.ts';
import { TraceTrouble } from './trace-trouble.tsx';

const nothing: readonly CurvePoint[] = [];

export function CurvesSection({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const { host } = useLab();
  const control = useRun();
  const curves = useStore(store, (state) => state.curves);
  const settings = useStore(store, (state) => state.settings);
  const points = curves?.run.kind === 'done' ? curves.run.points : nothing;
  const series = useMemo(() => curveSeries(points, (policy) => m.names[policy]), [points, m]);
  const isEarlier = curves !== null && !isSameBySize(curves.settings, settings);
  const x = useMemo(
    () => ({
      label: m.capacity,
      format: formatCount,
      scale: 'log' as const,
    }),
    [m],
  );
  const y = useMemo(() => ratioAxis(m.curvesUnit), [m]);
  const run = async () => {
    const show = (run: CurvesRun) => store.show({ curves: { settings, run } });
    const run = await control.run<CurvesRun, CurveProgress>(
      (runId, onProgress) => host.runCurves(runId, settings, onProgress),
      ({ points }) => show({ kind: 'done', points }),
    );
    if (run) show(run);
  };
  return (
    <section>
      <h2>{m.curvesTitle}</h2>
      <p className="lab-prose">{m.curvesNote}</p>
      <RunBar
        status={control.status}
        label={m.curvesRun}
        onRun={() => void run()}
        onCancel={control.cancel}
      />
      {curves?.run.kind === 'problem' && !isEarlier ? (
        <TraceTrouble problem={curves.run.problem} />
      ) : null}
      {points.length > 0 && isEarlier ? <p className="lab-note">{m.curvesEarlier}</p> : null}
      {curves && points.length > 0 ? (
        <LineChart
          title={m.hitRatio}
          summary={m.curvesSummary(points.length)}
          x={x}
          y={y}
          series={series}
          markers={[{ axis: 'x', at: settings.capacity, label: formatCount(settings.capacity) }]}
          fileName={`eviction-sizes-${curves.settings.trace.kind}-seed-${curves.settings.seed}`}
        />
      ) : null}
    </section>
  );
}
