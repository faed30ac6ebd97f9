/** The totals of every run side by side, with what the less common figures mean. */
import { useStore } from 'zustand';
import type { WorldRun } from '../../../contract/lab-world.ts';
import { formatCount as count } from '../../i18n/numbers.ts';
import { ScrollRegion } from '../../kit/scroll-region.tsx';
import { Swatch } from '../kit/chart-marks.tsx';
import { latency, milliseconds, percent, perRebuild } from './figures.ts';
import { useTexts } from './texts.ts';
import type { WorldStore } from './world-store.ts';

type Words = ReturnType<typeof useTexts>['totals'];
type Row = readonly [label: string, show: (run: WorldRun) => string, explanation?: string];

function rowsOf(m: Words, isStampede: boolean): readonly Row[] {
  const { explain } = m;
  const common: readonly Row[] = [
    [m.requests, ({ totals }) => count(totals.requests)],
    [m.hitRatio, ({ totals }) => percent(totals.hits, totals.misses)],
    [m.queries, ({ totals }) => count(totals.queries)],
    [
      m.loadShare,
      ({ totals }) => (totals.queries / Math.max(1, totals.requests)).toFixed(3),
      explain.loadShare,
    ],
    [m.p50, ({ totals }) => latency(totals, totals.p50Ms)],
    [m.p99, ({ totals }) => latency(totals, totals.p99Ms)],
    [m.max, ({ totals }) => latency(totals, totals.maxMs)],
    [m.failed, ({ totals }) => count(totals.failed + totals.unfinished)],
  ];
  const own: readonly Row[] = isStampede
    ? [
        [m.rebuilds, ({ rebuilds }) => count(rebuilds.count)],
        [m.perRebuild, perRebuild, explain.perRebuild],
        [m.worst, ({ rebuilds }) => count(rebuilds.worst)],
        [m.early, ({ rebuilds }) => `${rebuilds.meanEarlySeconds.toFixed(1)} s`],
        [m.waited, ({ totals }) => count(totals.waitedRequests), explain.waited],
      ]
    : [
        [m.stale, ({ totals }) => count(totals.staleReads), explain.stale],
        [m.lost, ({ totals }) => count(totals.lostWrites), explain.lost],
      ];
  return [
    ...common,
    ...own,
    [m.commands, ({ totals }) => count(totals.commands)],
    [m.took, ({ tookMs }) => milliseconds(tookMs)],
  ];
}

export function TotalsTable({ store }: { readonly store: WorldStore }) {
  const { totals: m } = useTexts();
  const settings = useStore(store, (state) => state.settings);
  const { runs } = useStore(store.runs);
  if (runs.length === 0) return null;
  const rows = rowsOf(m, settings.lab === 'stampede');
  return (
    <div>
      <h2>{m.title}</h2>
      <ScrollRegion className="scroll totals" role="region" label={m.title}>
        <table className="lab-grid">
          <thead>
            <tr>
              <td />
              {runs.map(({ id, slot, name }) => (
                <th key={id} scope="col">
                  <Swatch slot={slot} /> {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, show, explanation]) => (
              <tr key={label}>
                <th scope="row">
                  {label}
                  {explanation ? <small className="faint">{explanation}</small> : null}
                </th>
                {runs.map(({ id, result }) => (
                  <td key={id} className="data">
                    {show(result)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
