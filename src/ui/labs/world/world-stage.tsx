/**
 * The world at a moment: users, app servers, cache and database, each with what was counted at the
 * end of that second. Dots are requests in flight and queries that wait, one for one while there is
 * room; the sentence below says the same.
 */
import { memo } from 'react';
import { useStore } from 'zustand';
import { formatSize } from '../../kit/format.ts';
import { PlaybackBar } from '../kit/playback-bar.tsx';
import { useTurn } from '../kit/turns.tsx';
import { clockOf, percent } from './figures.ts';
import { useStagedRun } from './shown-runs.ts';
import { useTexts } from './texts.ts';
import type { ShownRun, WorldStore } from './world-store.ts';

const SECONDS_PER_SECOND = 10;

export function WorldStage({ store }: { readonly store: WorldStore }) {
  const m = useTexts();
  const run = useTurn(useStagedRun(store));
  const second = useStore(store, (state) => state.second);
  const seconds = run?.series.requests.length ?? 0;
  if (!run || seconds === 0) return <p className="world-empty faint">{m.stage.empty}</p>;
  const at = Math.max(1, Math.min(second ?? tellingSecond(run), seconds));
  return (
    <section aria-label={m.stage.title} className="world-stage">
      <Picture run={run} index={at - 1} />
      <p className="faint" aria-live="off">
        {m.stage.sentence(
          clockOf(at),
          run.series.inFlight[at - 1] ?? 0,
          run.series.databaseBusy[at - 1] ?? 0,
          run.series.databaseQueue[at - 1] ?? 0,
        )}
      </p>
      {run.id === 'running' ? null : (
        <PlaybackBar
          position={at}
          steps={seconds}
          stepsPerSecond={SECONDS_PER_SECOND}
          describe={(position) => m.stage.at(clockOf(position))}
          onMove={(position) => store.setSecond(Math.max(1, position))}
        />
      )}
    </section>
  );
}

/** Of a run that is on the last second, of a finished one the first with most requests in flight. */
function tellingSecond({ id, series }: ShownRun): number {
  if (id === 'running') return series.inFlight.length;
  const most = series.inFlight.reduce((high, n) => Math.max(high, n), 0);
  return series.inFlight.indexOf(most) + 1;
}

interface PictureProps {
  readonly run: ShownRun;
  readonly index: number;
}

/** Drawn again with what it shows, not with what waits for its turn. */
const Picture = memo(function Picture({ run, index }: PictureProps) {
  const m = useTexts();
  const { series, settings } = run;
  const value = (name: keyof typeof series): number => series[name][index] ?? 0;
  const busy = value('databaseBusy');
  const queued = value('databaseQueue');
  return (
    <div className="world-picture">
      <Box
        tone="string"
        title={m.stage.servers(settings.appServers)}
        lines={[
          m.stage.serversUp(value('serversUp'), value('serversDraining')),
          m.stage.inFlight(value('inFlight')),
        ]}
        dots={value('inFlight')}
      />
      <Box
        tone="accent"
        title={m.stage.redis}
        lines={[
          m.stage.hitRatio(percent(value('hits'), value('misses'))),
          settings.lab === 'stampede'
            ? hotKeyLine(value('hotTtlSeconds'), m)
            : m.stage.memory(formatSize(value('memoryBytes'))),
        ]}
      />
      <Box
        tone="bad"
        title={m.stage.database}
        lines={[
          m.stage.queries(value('queries')),
          m.stage.busy(busy, settings.concurrency),
          m.stage.queued(queued),
        ]}
        dots={busy + queued}
        filled={busy}
      />
    </div>
  );
});

function hotKeyLine(ttlSeconds: number, m: ReturnType<typeof useTexts>): string {
  if (ttlSeconds === -2) return m.stage.keyGone;
  if (ttlSeconds === -1) return m.stage.keyForever;
  return m.stage.keyLives(ttlSeconds.toFixed(0));
}

const DOTS_MAX = 120;
const DOTS_PER_ROW = 20;
const DOT_PX = 9;

interface BoxProps {
  readonly tone: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly dots?: number;
  /** So many of the dots are filled: queries at work, the others wait. */
  readonly filled?: number;
}

function Box({ tone, title, lines, dots = 0, filled = dots }: BoxProps) {
  const m = useTexts();
  const shown = Math.min(dots, DOTS_MAX);
  const share = dots > 0 ? shown / dots : 1;
  return (
    <div className="world-box" data-tone-name={tone}>
      <strong>{title}</strong>
      <ul>
        {lines.map((line) => (
          <li key={line} className="data">
            {line}
          </li>
        ))}
      </ul>
      <svg
        width={DOTS_PER_ROW * DOT_PX}
        height={(DOTS_MAX / DOTS_PER_ROW) * DOT_PX}
        aria-hidden="true"
      >
        {Array.from({ length: shown }, (_, at) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
            key={at}
            data-filled={at < Math.ceil(filled * share)}
            cx={(at % DOTS_PER_ROW) * DOT_PX + DOT_PX / 2}
            cy={Math.floor(at / DOTS_PER_ROW) * DOT_PX + DOT_PX / 2}
            r={3}
          />
        ))}
      </svg>
      <span className="faint world-dots">{m.stage.dots(shown, dots)}</span>
    </div>
  );
}
