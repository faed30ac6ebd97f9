/** Spikes by event with their history, and how long each command takes. */

import { showBytes } from '../../client/render-cli.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { Ask } from './asking.ts';
import { infoValues, parseInfo, partsOf } from './info-text.ts';
import { createPanelStore, type ThresholdStore } from './panel-store.ts';
import { listOf, numberOf, pairsOf, textOf } from './replies.ts';

export interface LatencySpike {
  readonly atMs: number;
  readonly latencyMs: number;
}

export interface LatencyEvent {
  readonly name: string;
  readonly last: LatencySpike;
  readonly maxMs: number;
  /** Oldest first. */
  readonly history: readonly LatencySpike[];
  /** What LATENCY GRAPH draws. */
  readonly graph: string;
}

export interface HistogramBar {
  /** The bar holds calls up to this duration and above that of the bar before. */
  readonly upToUs: number;
  readonly calls: number;
}

export interface CommandLatency {
  /** As in `config|get`. */
  readonly name: string;
  readonly calls: number;
  readonly bars: readonly HistogramBar[];
  /** `p50` and its kin, in microseconds, as INFO prints them. */
  readonly percentiles: readonly (readonly [string, string])[];
}

export interface LatencyFigures {
  readonly thresholdMs: number;
  readonly events: readonly LatencyEvent[];
  readonly commands: readonly CommandLatency[];
  readonly doctor: string;
}

/** The threshold is in milliseconds. */
export type LatencyStore = ThresholdStore<LatencyFigures>;

const spikeOf = (value: RespValue): LatencySpike => {
  const [seconds, latencyMs] = listOf(value);
  return { atMs: numberOf(seconds) * 1000, latencyMs: numberOf(latencyMs) };
};

/** LATENCY HISTOGRAM counts cumulatively: a bar is the difference to the row before. */
export function barsOf(rows: readonly (readonly [string, number])[]): HistogramBar[] {
  let before = 0;
  return rows.map(([us, cumulative]) => {
    const calls = cumulative - before;
    before = cumulative;
    return { upToUs: Number(us), calls };
  });
}

export function commandLatencies(histogram: RespValue, latencystats: string): CommandLatency[] {
  const values = infoValues(parseInfo(latencystats));
  return pairsOf(histogram)
    .map(([name, value]): CommandLatency => {
      const fields = new Map(pairsOf(value));
      const rows = pairsOf(fields.get('histogram_usec'));
      const told = values.get(`latency_percentiles_usec_${name}`);
      return {
        name,
        calls: numberOf(fields.get('calls')),
        bars: barsOf(rows.map(([us, count]) => [us, numberOf(count)] as const)),
        percentiles: (told && partsOf(told)) || [],
      };
    })
    .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
}

async function eventOf(ask: Ask, row: RespValue): Promise<LatencyEvent> {
  const [name, seconds, last, max] = listOf(row);
  const event = textOf(name);
  const [history, graph] = await Promise.all([
    ask('LATENCY', 'HISTORY', event),
    ask('LATENCY', 'GRAPH', event).catch(() => undefined),
  ]);
  return {
    name: event,
    last: { atMs: numberOf(seconds) * 1000, latencyMs: numberOf(last) },
    maxMs: numberOf(max),
    history: listOf(history).map(spikeOf),
    graph: textOf(graph),
  };
}

export function createLatencyStore(ask: Ask): LatencyStore {
  const store = createPanelStore<LatencyFigures>(async () => {
    const [latest, histogram, stats, threshold, doctor] = await Promise.all([
      ask('LATENCY', 'LATEST'),
      ask('LATENCY', 'HISTOGRAM'),
      ask('INFO', 'latencystats'),
      ask('CONFIG', 'GET', 'latency-monitor-threshold'),
      ask('LATENCY', 'DOCTOR'),
    ]);
    return {
      thresholdMs: numberOf(pairsOf(threshold)[0]?.[1]),
      events: await Promise.all(listOf(latest).map((row) => eventOf(ask, row))),
      commands: commandLatencies(histogram, textOf(stats)),
      doctor: showBytes(textOf(doctor), { utf8: true }).trim(),
    };
  });
  return {
    ...store,
    setThreshold: (ms) =>
      store.change(() => ask('CONFIG', 'SET', 'latency-monitor-threshold', ms.trim())),
    reset: () => store.change(() => ask('LATENCY', 'RESET')),
  };
}
