/** What is said of caches, beside what these runs measured. */

import type { LabRecord } from '../../course/labs.ts';
import { formatShare } from '../kit/format.ts';
import { formatMs } from './findings.ts';
import { useLearnTexts } from './messages.ts';

type Claim = 'faster' | 'load' | 'good' | 'poor';
const claims: readonly Claim[] = ['faster', 'load', 'good', 'poor'];
const NO_CACHE = 'no-cache';

const figure = (run: LabRecord, name: string): number => run.figures[name] ?? 0;
const ratioOf = (run: LabRecord): number => figure(run, 'hit-ratio');

/** A run that can be compared with `run`: the same visitors, without a cache. */
function baselineFor(run: LabRecord, runs: readonly LabRecord[]): LabRecord | undefined {
  const { seed, requestsPerSecond } = run.values;
  return runs.findLast(
    ({ values }) =>
      values.strategy === NO_CACHE &&
      values.seed === seed &&
      values.requestsPerSecond === requestsPerSecond,
  );
}

export function Claims({ runs }: { readonly runs: readonly LabRecord[] }) {
  const m = useLearnTexts();
  const words = m.learn.lab;
  const byRatio = runs
    .filter(({ values }) => values.strategy !== NO_CACHE)
    .toSorted((a, b) => ratioOf(b) - ratioOf(a));
  const best = byRatio[0];
  const baseline = best ? baselineFor(best, runs) : undefined;
  const good = byRatio.findLast((run) => ratioOf(run) >= 0.9);
  const poor = byRatio.find((run) => ratioOf(run) <= 0.55);
  const mean = (run: LabRecord) => formatMs(figure(run, 'mean-ms'));
  const both = best && baseline;
  const saved = both
    ? 1 - figure(best, 'queries') / Math.max(1, figure(baseline, 'queries'))
    : null;
  const saw: Readonly<Record<Claim, string | null>> = {
    faster: both ? words.saw.faster(mean(baseline), mean(best)) : null,
    load: saved === null ? null : words.saw.load(formatShare(saved)),
    good: good ? words.saw.good(formatShare(ratioOf(good)), mean(good)) : null,
    poor: poor ? words.saw.poor(formatShare(ratioOf(poor)), mean(poor)) : null,
  };
  return (
    <section className="lab-claims">
      <h3>{words.claims}</h3>
      <dl>
        {claims.map((claim) => (
          <div key={claim}>
            <dt>{words.said[claim]}</dt>
            <dd className={saw[claim] ? undefined : 'faint'}>{saw[claim] ?? words.notMeasured}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
