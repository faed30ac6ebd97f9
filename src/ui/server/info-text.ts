/** INFO as sections of fields, and which of them differ from the look before. */
import type { Bytes } from '../../base/bytes.ts';

export interface InfoField {
  readonly name: Bytes;
  readonly value: Bytes;
}

export interface InfoSection {
  readonly title: Bytes;
  readonly fields: readonly InfoField[];
}

/** `# Title` begins a section, `name:value` is a field; a value may hold colons. */
export function parseInfo(text: Bytes): InfoSection[] {
  const sections: { title: Bytes; fields: InfoField[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('# ')) sections.push({ title: line.slice(2), fields: [] });
    const colon = line.indexOf(':');
    if (colon <= 0 || line.startsWith('#')) continue;
    sections.at(-1)?.fields.push({ name: line.slice(0, colon), value: line.slice(colon + 1) });
  }
  return sections;
}

export function infoValues(sections: readonly InfoSection[]): ReadonlyMap<Bytes, Bytes> {
  return new Map(sections.flatMap(({ fields }) => fields.map(({ name, value }) => [name, value])));
}

/** `calls=1,usec=2` as pairs; null where the value is no such list. */
export function partsOf(value: Bytes): (readonly [Bytes, Bytes])[] | null {
  const parts = value.split(',').map((part) => part.split('='));
  if (!parts.every((part) => part.length === 2)) return null;
  return parts.map(([name = '', figure = '']) => [name, figure] as const);
}

/** Fields whose value is another than before; new ones are not told, there was nothing to differ. */
export function changedFields(
  before: ReadonlyMap<Bytes, Bytes>,
  now: ReadonlyMap<Bytes, Bytes>,
): ReadonlySet<Bytes> {
  const changed = new Set<Bytes>();
  for (const [name, value] of now) {
    const old = before.get(name);
    if (old !== undefined && old !== value) changed.add(name);
  }
  return changed;
}

/** Rows of one command, error or database share an explanation: their names end in what they are of. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^cmdstat_/, 'cmdstat_*'],
  [/^errorstat_/, 'errorstat_*'],
  [/^latency_percentiles_usec_/, 'latency_percentiles_usec_*'],
  [/^db\d+$/, 'db*'],
];

/** The name under which a field is explained. */
export function explainedAs(name: Bytes): string {
  return PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}
