/** Database queries per second over the run's minute, the earlier run as a line over it; and as a table. */
import { useState } from 'react';
import type { CacheAsideResult } from '../../contract/lab.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';

const WIDTH = 600;
const HEIGHT = 140;

interface LabChartProps {
  readonly run: CacheAsideResult;
  readonly before: CacheAsideResult | null;
}

const peakOf = (run: CacheAsideResult | null): number =>
  Math.max(0, ...(run?.timeline.map(({ databaseQueries }) => databaseQueries) ?? []));

/** A line with a step for each second. */
function stairs(run: CacheAsideResult, peak: number): string {
  const stepPx = WIDTH / Math.max(1, run.timeline.length);
  return run.timeline
    .map(({ databaseQueries }, index) => {
      const y = HEIGHT - (databaseQueries / peak) * HEIGHT;
      return `${index === 0 ? 'M' : 'L'}${index * stepPx} ${y}H${(index + 1) * stepPx}`;
    })
    .join('');
}

export function LabChart({ run, before }: LabChartProps) {
  const m = useMessages();
  const words = m.learn.lab;
  const [asTable, setAsTable] = useState(false);
  const peak = Math.max(1, peakOf(run), peakOf(before));
  const note = words.chartNote(run.databaseQueries, peakOf(run));
  return (
    <figure className="lab-chart">
      <figcaption>
        <span>{words.chart}</span>
        <span className="lab-legend">
          <i data-series="now" /> {words.thisRun}
          {before ? (
            <>
              <i data-series="before" /> {words.earlier}
            </>
          ) : null}
        </span>
        <Button onClick={() => setAsTable(!asTable)}>
          {asTable ? words.asChart : words.asTable}
        </Button>
      </figcaption>
      {asTable ? (
        <SecondsTable run={run} before={before} />
      ) : (
        <>
          <div className="lab-plot">
            <span className="lab-peak data">{peak}</span>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`${words.chart}: ${note}`}
            >
              <path className="series-now" d={`${stairs(run, peak)}V${HEIGHT}H0Z`} />
              {before ? <path className="series-before" d={stairs(before, peak)} /> : null}
            </svg>
          </div>
          <div className="lab-axis data" aria-hidden="true">
            <span>0 s</span>
            <span>{run.settings.seconds / 2} s</span>
            <span>{run.settings.seconds} s</span>
          </div>
          <p className="faint">{note}</p>
        </>
      )}
    </figure>
  );
}

function SecondsTable({ run, before }: LabChartProps) {
  const words = useMessages().learn.lab;
  const headings = [words.second, words.requests, words.hits, words.queries];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="lab-seconds scroll" tabIndex={0} aria-label={words.chart}>
      <table>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
            {before ? (
              <th scope="col">
                {words.queries}, {words.earlier}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {run.timeline.map(({ second, requests, hits, databaseQueries }) => (
            <tr key={second}>
              <th scope="row">{second}</th>
              <td>{requests}</td>
              <td>{hits}</td>
              <td>{databaseQueries}</td>
              {before ? <td>{before.timeline[second]?.databaseQueries ?? ''}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
