/** INFO as it is now, and what has changed since the look before. */
import type { Bytes } from '../../base/bytes.ts';
import type { Ask } from './asking.ts';
import { changedFields, type InfoSection, infoValues, parseInfo } from './info-text.ts';
import { createPanelStore, type PanelStore } from './panel-store.ts';
import { textOf } from './replies.ts';

export interface Overview {
  readonly sections: readonly InfoSection[];
  readonly values: ReadonlyMap<Bytes, Bytes>;
  readonly changed: ReadonlySet<Bytes>;
}

export interface OverviewStore extends PanelStore<Overview> {
  /** CONFIG RESETSTAT. Answers with the refusal, or null. */
  resetStatistics(): Promise<string | null>;
}

export function createOverviewStore(ask: Ask): OverviewStore {
  const store = createPanelStore<Overview>(async (before) => {
    const sections = parseInfo(textOf(await ask('INFO', 'everything')));
    const values = infoValues(sections);
    const changed = before ? changedFields(before.values, values) : new Set<Bytes>();
    return { sections, values, changed };
  });
  return { ...store, resetStatistics: () => store.change(() => ask('CONFIG', 'RESETSTAT')) };
}

/** Sections reduced to the fields whose name, value or explanation holds every word typed. */
export function filterInfo(
  sections: readonly InfoSection[],
  typed: string,
  explain: (name: Bytes) => string,
  wanted: ReadonlySet<Bytes> | null,
): InfoSection[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return sections
    .map(({ title, fields }) => ({
      title,
      fields: fields.filter(({ name, value }) => {
        if (wanted && !wanted.has(name)) return false;
        const text = `${title} ${name} ${value} ${explain(name)}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ fields }) => fields.length > 0 || (words.length === 0 && !wanted));
}
