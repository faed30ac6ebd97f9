/** All runs of the lab as a table, and the sayings about caches beside what these runs measured. */
import type { CacheAsideResult } from '../../contract/lab.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { formatCount, formatShare } from '../kit/format.ts';
import { formatMs } from './findings.ts';

const ratioOf = (run: CacheAsideResult): number => run.hits / Math.max(1, run.requests);

export function RunsTable({ runs }: { readonly runs: readonly CacheAsideResult[] }) {
  const m = useMessages();
  const language = useLanguage();
  const words = m.learn.lab;
  const headings = [
    words.ttl,
    words.rate,
    words.hitRatio,
    words.queries,
    words.mean,
    words.p50,
    words.p99,
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="lab-table scroll" tabIndex={0} aria-label={words.runs}>
      <h3>{words.runs}</h3>
      <table>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a run's place is its identity
            <tr key={index} data-newest={index === runs.length - 1 || undefined}>
              <th scope="row">{words.ttlValue(run.settings.ttlSeconds)}</th>
              <td>{words.rateValue(run.settings.requestsPerSecond)}</td>
              <td>{formatShare(ratioOf(run))}</td>
              <td>{formatCount(run.databaseQueries, language)}</td>
              <td>{formatMs(run.meanMs)}</td>
              <td>{formatMs(run.p50Ms)}</td>
              <td>{formatMs(run.p99Ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type Claim = 'faster' | 'load' | 'good' | 'poor';
const claims: readonly Claim[] = ['faster', 'load', 'good', 'poor'];

/** Runs that can be compared with `run`: the same visitors, without a cache. */
function baselineFor(run: CacheAsideResult, runs: readonly CacheAsideResult[]) {
  const { seed, requestsPerSecond } = run.settings;
  return runs.findLast(
    ({ settings }) =>
      settings.ttlSeconds === 0 &&
      settings.seed === seed &&
      settings.requestsPerSecond === requestsPerSecond,
  );
}

export function Claims({ runs }: { readonly runs: readonly CacheAsideResult[] }) {
  const m = useMessages();
  const words = m.learn.lab;
  const cached = runs.filter(({ settings }) => settings.ttlSeconds > 0);
  const byRatio = [...cached].sort((a, b) => ratioOf(b) - ratioOf(a));
  const best = byRatio[0];
  const baseline = best ? baselineFor(best, runs) : undefined;
  const good = byRatio.findLast((run) => ratioOf(run) >= 0.9);
  const poor = byRatio.find((run) => ratioOf(run) <= 0.55);
  const both = best && baseline;
  const saw: Readonly<Record<Claim, string | null>> = {
    faster: both ? words.saw.faster(formatMs(baseline.meanMs), formatMs(best.meanMs)) : null,
    load: both
      ? words.saw.load(
          formatShare(1 - best.databaseQueries / Math.max(1, baseline.databaseQueries)),
        )
      : null,
    good: good ? words.saw.good(formatShare(ratioOf(good)), formatMs(good.meanMs)) : null,
    poor: poor ? words.saw.poor(formatShare(ratioOf(poor)), formatMs(poor.meanMs)) : null,
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
