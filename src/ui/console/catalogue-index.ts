/** The engine's command table, indexed for typing: names, containers (CONFIG, CLIENT) and lookups. */
import type { CommandDoc, CommandWords } from '../../contract/catalogue.ts';

export interface FoundCommand {
  readonly doc: CommandDoc;
  /** Words that the name takes: 1, or 2 for `CONFIG GET`. */
  readonly words: number;
}

export interface CatalogueIndex {
  readonly docs: readonly CommandDoc[];
  /** First words, sorted: commands and containers. */
  readonly firstWords: readonly string[];
  /** Subcommands of a container, sorted; empty for an ordinary command. */
  subcommandsOf(name: string): readonly CommandDoc[];
  /** The command that `argv` calls, or null. */
  find(argv: readonly string[]): FoundCommand | null;
}

export function indexCatalogue(docs: readonly CommandDoc[]): CatalogueIndex {
  const byName = new Map(docs.map((doc) => [doc.name.toUpperCase(), doc]));
  const containers = new Map<string, CommandDoc[]>();
  const firstWords = new Set<string>();
  for (const doc of docs) {
    const [first = '', second] = doc.name.split(' ');
    firstWords.add(first);
    if (second === undefined) continue;
    const list = containers.get(first) ?? [];
    list.push(doc);
    containers.set(first, list);
  }
  for (const list of containers.values()) list.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    docs,
    firstWords: [...firstWords].sort(),
    subcommandsOf: (name) => containers.get(name.toUpperCase()) ?? [],
    find: (argv) => {
      const first = (argv[0] ?? '').toUpperCase();
      const both = byName.get(`${first} ${(argv[1] ?? '').toUpperCase()}`);
      if (both) return { doc: both, words: 2 };
      const doc = byName.get(first);
      return doc && !containers.has(first) ? { doc, words: 1 } : null;
    },
  };
}

/** The same commands with what is said of them. */
export function withWords(
  { docs }: CatalogueIndex,
  words: readonly CommandWords[],
): CatalogueIndex {
  const byName = new Map(words.map((one) => [one.name, one]));
  return indexCatalogue(docs.map((doc) => ({ ...doc, ...byName.get(doc.name) })));
}

export const emptyCatalogue = indexCatalogue([]);
