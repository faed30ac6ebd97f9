/** One event's spikes over time: bars, with the same figures as a table and as LATENCY GRAPH. */
import { useLanguage } from '../i18n/i18n.tsx';
import { formatMoment } from '../kit/format.ts';
import type { LatencyEvent } from './latency-store.ts';
import { Table } from './table.tsx';
import { useTexts } from './texts.tsx';

const WIDTH = 640;
const HEIGHT = 96;
const BAR_MAX = 24;

/** Bars from left to right, one for each second that had a spike, as high as it was long. */
function Bars({ event }: { readonly event: LatencyEvent }) {
  const { history } = event;
  const highest = Math.max(1, ...history.map(({ latencyMs }) => latencyMs));
  const step = Math.min(BAR_MAX, WIDTH / history.length);
  return (
    <svg
      className="latency-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMinYMax meet"
      aria-hidden="true"
    >
      {history.map(({ atMs, latencyMs }, index) => {
        const height = Math.max(2, (latencyMs / highest) * (HEIGHT - 8));
        return (
          <rect
            key={atMs}
            x={index * step}
            y={HEIGHT - 1 - height}
            width={Math.max(1, step - 2)}
            height={height}
          />
        );
      })}
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
    </svg>
  );
}

export function SpikeHistory({ event }: { readonly event: LatencyEvent }) {
  const { room: m } = useTexts();
  const language = useLanguage();
  const { name, history, graph } = event;
  const highest = Math.max(...history.map(({ latencyMs }) => latencyMs));
  return (
    <figure className="latency-history" aria-label={m.latency.history(name)}>
      <Bars event={event} />
      <figcaption className="faint server-note">
        {m.latency.history(name)}: {m.latency.historySummary(history.length, highest)}
      </figcaption>
      <details className="server-details">
        <summary>{m.latency.asTable}</summary>
        <Table
          caption={m.latency.history(name)}
          columns={[
            { head: m.latency.at, cell: ({ atMs }) => formatMoment(atMs) },
            {
              head: m.latency.longest,
              cell: ({ latencyMs }) =>
                language === 'ko' ? `${latencyMs}밀리초` : `${latencyMs} ms`,
            },
          ]}
          rows={[...history].reverse()}
          keyOf={({ atMs }) => atMs}
        />
      </details>
      {graph === '' ? null : (
        <details className="server-details">
          <summary>{m.latency.asText}</summary>
          <pre className="server-text data" data-drawn="">
            {graph}
          </pre>
        </details>
      )}
    </figure>
  );
}
