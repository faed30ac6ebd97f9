/** Hit ratio over cache size: measured when asked for, points as they come. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CurvePoint, CurveProgress } from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { LineChart } from '../kit/line-chart.tsx';
import { useLab } from '../kit/room.ts';
import { RunBar } from '../kit/run-bar.tsx';
import { useRun } from '../kit/use-run.ts';
import { curveSeries } from './eviction-series.ts';
import type { EvictionStore } from './eviction-store.ts';
import { ratioAxis } from './results-section.tsx';
import { useTexts } from './texts.ts';

export function CurvesSection({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const { host } = useLab();
  const control = useRun();
  const curves = useStore(store, (state) => state.curves);
  const settings = useStore(store, (state) => state.settings);
  const series = useMemo(() => curveSeries(curves, (policy) => m.names[policy]), [curves, m]);
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
    const points = await control.run<readonly CurvePoint[], CurveProgress>(
      (runId, onProgress) => host.runCurves(runId, settings, onProgress),
      (progress) => store.show({ curves: progress.points }),
    );
    if (points) store.show({ curves: points });
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
      {curves.length > 0 ? (
        <LineChart
          title={m.hitRatio}
          summary={m.curvesSummary(curves.length)}
          x={x}
          y={y}
          series={series}
          markers={[{ axis: 'x', at: settings.capacity, label: formatCount(settings.capacity) }]}
          fileName={`eviction-sizes-${settings.trace.kind}-seed-${settings.seed}`}
        />
      ) : null}
    </section>
  );
}
