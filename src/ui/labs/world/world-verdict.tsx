/** The last run in a sentence: whether the database drowned, what users had of it, and what it cost to simulate. */
import { useStore } from 'zustand';
import type { WorldRun } from '../../../contract/lab-world.ts';
import type { WorldLabSettings } from '../../../contract/lab-world-settings.ts';
import { useTurn } from '../kit/turns.tsx';
import { latency, milliseconds, percent } from './figures.ts';
import { useTexts } from './texts.ts';
import { hasMeasuredQueue, verdictOf } from './verdict.ts';
import type { WorldStore } from './world-store.ts';

export function WorldVerdict({ store }: { readonly store: WorldStore }) {
  const { runs } = useStore(store.runs);
  const last = useTurn(runs.findLast(({ shown }) => shown) ?? null);
  return (
    <div className="world-verdict" role="status">
      {last ? <Sentences {...last} /> : null}
    </div>
  );
}

interface SentencesProps {
  readonly name: string;
  readonly settings: WorldLabSettings;
  readonly result: WorldRun;
}

function Sentences({ name, settings, result }: SentencesProps) {
  const { verdict: m } = useTexts();
  const { totals, tookMs } = result;
  const verdict = verdictOf(result);
  const { fate, fullSeconds, seconds, busyMost, queueMost } = verdict;
  const { concurrency, arrivals, users } = settings;
  const lost = totals.failed + totals.unfinished;
  return (
    <>
      <h2 data-fate={fate}>{m.fates[fate](name)}</h2>
      <p>
        {fate === 'survived'
          ? m.free(busyMost, concurrency)
          : m.full(fullSeconds, seconds, concurrency, queueMost)}{' '}
        {totals.databaseRefused > 0 ? `${m.refused(totals.databaseRefused)} ` : ''}
        {m.users(
          percent(totals.hits, totals.misses),
          latency(totals, totals.p99Ms),
          lost,
          totals.requests,
        )}
      </p>
      {hasMeasuredQueue(settings, result) ? (
        <p className="lab-note">
          {m.measuredQueue(
            milliseconds(totals.queryMeanMs),
            milliseconds(totals.queryMaxMs),
            milliseconds(totals.workMeanMs),
          )}
        </p>
      ) : null}
      <p className="faint">
        {arrivals === 'closed' ? `${m.clients(users)} ` : ''}
        {m.ran(
          totals.requests,
          seconds,
          milliseconds(tookMs),
          totals.requests / Math.max(0.001, tookMs / 1000),
        )}
      </p>
    </>
  );
}
