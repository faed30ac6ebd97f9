/** What the node says of its memory; the analysis of its keys is in key-analysis.ts. */
import { showBytes } from '../../client/render-cli.ts';
import type { Ask } from './asking.ts';
import { infoValues, parseInfo, partsOf } from './info-text.ts';
import { type AnalysisStore, createAnalysisStore } from './key-analysis.ts';
import { createPanelStore, type PanelStore } from './panel-store.ts';
import { numberOf, pairsOf, textOf } from './replies.ts';

export interface MemoryFigures {
  readonly usedBytes: number;
  /** 0 for no limit. */
  readonly maxBytes: number;
  readonly policy: string;
  readonly startBytes: number;
  readonly overheadBytes: number;
  readonly datasetBytes: number;
  readonly peakBytes: number;
  readonly bytesPerKey: number;
  readonly doctor: string;
  readonly databases: readonly { readonly db: number; readonly keys: number }[];
}

export interface MemoryStore extends PanelStore<MemoryFigures> {
  readonly analysis: AnalysisStore;
}

export function createMemoryStore(ask: Ask, idle: () => Promise<void>): MemoryStore {
  const store = createPanelStore<MemoryFigures>(async () => {
    // The figures that are seen side by side are of one moment, and it comes first: a reply that
    // waits for those behind it takes memory, too.
    const [stats, info, doctor] = await Promise.all([
      ask('MEMORY', 'STATS'),
      ask('INFO', 'memory', 'keyspace'),
      ask('MEMORY', 'DOCTOR'),
    ]);
    const sections = parseInfo(textOf(info));
    const values = infoValues(sections);
    const told = new Map(pairsOf(stats));
    const keyspace = sections.find(({ title }) => title === 'Keyspace')?.fields ?? [];
    return {
      usedBytes: numberOf(told.get('total.allocated')),
      maxBytes: Number(values.get('maxmemory') ?? 0),
      policy: values.get('maxmemory_policy') ?? '',
      startBytes: numberOf(told.get('startup.allocated')),
      overheadBytes: numberOf(told.get('overhead.total')),
      datasetBytes: numberOf(told.get('dataset.bytes')),
      peakBytes: numberOf(told.get('peak.allocated')),
      bytesPerKey: numberOf(told.get('keys.bytes-per-key')),
      doctor: showBytes(textOf(doctor), { utf8: true }).trim(),
      databases: keyspace.map(({ name, value }) => ({
        db: Number(name.slice(2)),
        keys: Number(new Map(partsOf(value)).get('keys') ?? 0),
      })),
    };
  });
  return { ...store, analysis: createAnalysisStore(ask, idle) };
}
