/** HELP, answered from the engine's own command table: `HELP`, `HELP @hash`, `HELP SET`, `HELP CONFIG`. */
import type { CommandDoc } from '../../contract/catalogue.ts';
import type { CatalogueIndex } from './catalogue-index.ts';

export interface Help {
  /** What was asked for; empty for the general help. */
  readonly topic: string;
  readonly docs: readonly CommandDoc[];
}

export const isHelp = (word = ''): boolean => word === '?' || word.toUpperCase() === 'HELP';

/** The help that a line asks for, or null when it is no HELP command. */
export function helpFor(argv: readonly string[], catalogue: CatalogueIndex): Help | null {
  if (!isHelp(argv[0])) return null;
  const topic = argv.slice(1).join(' ').toUpperCase();
  if (topic === '') return { topic, docs: [] };
  if (topic.startsWith('@')) {
    const group = topic.slice(1).toLowerCase().replace(/[ _]/g, '-');
    return {
      topic,
      docs: catalogue.docs.filter((doc) => doc.group.toLowerCase().replace(/[ _]/g, '-') === group),
    };
  }
  const exact = catalogue.docs.filter(
    (doc) => doc.name === topic || doc.name.startsWith(`${topic} `),
  );
  const docs =
    exact.length > 0 ? exact : catalogue.docs.filter((doc) => doc.name.startsWith(topic));
  return { topic, docs };
}

export function groupsOf(catalogue: CatalogueIndex): string[] {
  return [...new Set(catalogue.docs.map((doc) => doc.group))].sort();
}
