/** Hit ratios along the trace, while the run is on and after it, and each policy's figures. */
import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import {
  type EvictionResult,
  isRedisPolicy,
  type PolicyId,
} from '../../../contract/lab-eviction.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { formatSize } from '../../kit/format.ts';
import { Swatch } from '../kit/chart-marks.tsx';
import type { Axis } from '../kit/chart-scales.ts';
import { LineChart } from '../kit/line-chart.tsx';
import { useTurn } from '../kit/turns.tsx';
import { lastAccess, olderSeries, policySeries, slotOf } from './eviction-series.ts';
import type { EvictionStore } from './eviction-store.ts';
import { useTexts } from './texts.ts';

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A hit ratio as an axis. */
export const ratioAxis = (label: string): Axis => ({
  label,
  format: percent,
  tick: (share) => `${Math.round(share * 100)}%`,
  domain: [0, 1],
});

/** The newest run that is shown. */
export function useNewest(store: EvictionStore) {
  const { runs } = useStore(store.runs);
  return runs.findLast(({ shown }) => shown) ?? null;
}

/** The newest run and the one that is on, as they are drawn: every drawing follows in its turn. */
export function useDrawn(store: EvictionStore) {
  const live = useStore(store, (state) => state.live);
  const newest = useNewest(store);
  return useTurn(useMemo(() => ({ live, newest }), [live, newest]));
}

export function ResultsSection({ store }: { readonly store: EvictionStore }) {
  const { newest, live } = useDrawn(store);
  return (
    <section>
      <div className="eviction-verdict" role="status">
        {newest && !live ? (
          <Verdict result={newest.result} capacity={newest.settings.capacity} />
        ) : null}
      </div>
      <Ratios store={store} />
      {newest ? <Table result={newest.result} /> : null}
    </section>
  );
}

/** What the run that is on does not concern is not drawn again with it. */
const Ratios = memo(RatioChart);
const Table = memo(ResultTable);

function RatioChart({ store }: { readonly store: EvictionStore }) {
  const m = useTexts();
  const { newest, live } = useDrawn(store);
  const { runs } = useStore(store.runs);
  const settings = useStore(store, (state) => state.settings);
  const followed = useStore(store, (state) => state.followed);
  const position = useStore(store, (state) => state.position);
  const series = useMemo(() => {
    const name = (policy: PolicyId) => m.names[policy];
    if (live) return policySeries(live.checkpoints, live.settings.policies, name);
    if (!newest) return [];
    const own = policySeries(newest.result.checkpoints, newest.settings.policies, name);
    const older = runs.flatMap((run) => {
      if (!run.shown || run.id === newest.id || followed === null) return [];
      return olderSeries(run, followed, m.runLine(run.name, m.names[followed])) ?? [];
    });
    return [...own, ...older];
  }, [live, newest, runs, followed, m]);
  // A run that is on has its whole axis at once, so that its lines grow along it.
  const least = live ? live.accesses : (newest?.result.accesses ?? 0);
  const accesses = lastAccess(series, least);
  const x = useMemo(
    () => ({
      label: m.accesses,
      format: formatCount,
      domain: [0, accesses] as const,
    }),
    [m, accesses],
  );
  const y = useMemo(() => ratioAxis(m.hitRatioUnit), [m]);
  const at = live ? undefined : newest?.result.checkpoints[position - 1]?.at;
  const pick = (access: number) => {
    const checkpoints = newest?.result.checkpoints ?? [];
    const position = checkpoints.findIndex(({ at }) => at >= access) + 1;
    if (position > 0) store.show({ position });
  };
  return (
    <LineChart
      title={m.hitRatio}
      summary={newest && !live ? summaryOf(newest.result, m) : ''}
      x={x}
      y={y}
      series={series}
      scrub={at ?? null}
      onPick={pick}
      heightPx={256}
      fileName={`eviction-${settings.trace.kind}-seed-${settings.seed}`}
    />
  );
}

type Texts = ReturnType<typeof useTexts>;

/** From most hits to fewest. */
const ranked = ({ policies }: EvictionResult) => [...policies].sort((a, b) => b.hits - a.hits);

/** The policies that do not know what comes, the best one first. */
const rivals = (result: EvictionResult) => ranked(result).filter(({ policy }) => policy !== 'opt');

/** The best of them with its hit ratio, to tell a run from others by. */
export function bestText(result: EvictionResult, m: Texts): string {
  const best = rivals(result)[0] ?? result.policies[0];
  return best ? `${m.names[best.policy]} ${percent(best.hits / result.accesses)}` : '';
}

function summaryOf(result: EvictionResult, m: Texts): string {
  const order = ranked(result);
  const [best, worst] = [order[0], order.at(-1)];
  if (!best || !worst) return '';
  const share = (hits: number) => percent(hits / result.accesses);
  return m.hitSummary(
    m.names[best.policy],
    share(best.hits),
    m.names[worst.policy],
    share(worst.hits),
  );
}

interface VerdictProps {
  readonly result: EvictionResult;
  /** How many keys fit. */
  readonly capacity: number;
}

function Verdict({ result, capacity }: VerdictProps) {
  const m = useTexts();
  const order = rivals(result);
  const [best, worst] = [order[0] ?? result.policies[0], order.at(-1)];
  if (!best) return null;
  const share = (hits: number) => percent(hits / result.accesses);
  const { commands, maxmemoryBytes } = result;
  return (
    <>
      <h2>
        {worst && worst.hits < best.hits
          ? m.verdict(
              m.names[best.policy],
              share(best.hits),
              m.names[worst.policy],
              share(worst.hits),
            )
          : order.length > 1
            ? m.verdictAlike(share(best.hits))
            : m.verdictOne(m.names[best.policy], share(best.hits))}
      </h2>
      {result.keys === result.accesses ? (
        <p>{m.allDifferent}</p>
      ) : result.keys <= capacity ? (
        <p>{m.nothingWent}</p>
      ) : null}
      <p className="faint">
        {m.ran(result.accesses, result.keys, result.tookMs)}{' '}
        {maxmemoryBytes === null ? '' : m.ranEngine(commands, formatSize(maxmemoryBytes))}
      </p>
    </>
  );
}

function ResultTable({ result }: { readonly result: EvictionResult }) {
  const m = useTexts();
  const optimum = result.policies.find(({ policy }) => policy === 'opt');
  const hasSessions = result.sessionAccesses > 0;
  const hasRefused = result.policies.some(({ refused }) => refused > 0);
  return (
    <div className="result-table">
      <table className="lab-grid">
        <thead>
          <tr>
            <th scope="col">{m.columns.policy}</th>
            <th scope="col">{m.columns.hits}</th>
            {optimum ? <th scope="col">{m.columns.ofOptimum}</th> : null}
            <th scope="col">{m.columns.evictions}</th>
            {hasSessions ? <th scope="col">{m.columns.sessions}</th> : null}
            {hasRefused ? <th scope="col">{m.columns.refused}</th> : null}
          </tr>
        </thead>
        <tbody>
          {ranked(result).map(({ policy, hits, evictions, sessionMisses, refused }) => (
            <tr key={policy}>
              <th scope="row">
                <Swatch slot={slotOf(policy)} />{' '}
                <span className={isRedisPolicy(policy) ? 'data' : undefined}>
                  {m.names[policy]}
                </span>
              </th>
              <td>{percent(hits / result.accesses)}</td>
              {optimum ? <td>{percent(hits / Math.max(1, optimum.hits))}</td> : null}
              <td>{formatCount(evictions)}</td>
              {hasSessions ? <td>{formatCount(sessionMisses)}</td> : null}
              {hasRefused ? <td>{formatCount(refused)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
