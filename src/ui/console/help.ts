/** HELP, answered from the engine's own command table: `HELP`, `HELP @hash`, `HELP SET`, `HELP CONFIG`. */
import type { CommandDoc } from '../../contract/catalogue.ts';
import type { CatalogueIndex } from './catalogue-index.ts';

export const isHelp = (word = ''): boolean => word === '?' || word.toUpperCase() === 'HELP';

/** What a line asks HELP about, empty for help in general, or null when it is no HELP command. */
export function helpTopic(argv: readonly string[]): string | null {
  return isHelp(argv[0]) ? argv.slice(1).join(' ').toUpperCase() : null;
}

/** The commands that a topic means. */
export function helpOn(topic: string, catalogue: CatalogueIndex): readonly CommandDoc[] {
  if (topic.startsWith('@')) {
    const group = topic.slice(1).toLowerCase().replace(/[ _]/g, '-');
    return catalogue.docs.filter((doc) => doc.group.toLowerCase().replace(/[ _]/g, '-') === group);
  }
  const exact = catalogue.docs.filter(
    (doc) => doc.name === topic || doc.name.startsWith(`${topic} `),
  );
  return exact.length > 0 ? exact : catalogue.docs.filter((doc) => doc.name.startsWith(topic));
}

export function groupsOf(catalogue: CatalogueIndex): string[] {
  return [...new Set(catalogue.docs.map((doc) => doc.group))].sort();
}
