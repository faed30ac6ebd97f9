/**
 * What the page needs before its first command is one chunk, besides its libraries: each further
 * file is a request more that the browser, or the service worker, answers before anything is shown.
 * Without this every module that a later room needs too would be split off.
 *
 * Invariant: nothing of the tiny entry is in it, so that the entry never waits for the page.
 */
import { fileURLToPath } from 'node:url';

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const shell = (name: string): string =>
  fileURLToPath(new URL(`../../src/ui/shell/${name}`, import.meta.url));

/** The modules reached without a dynamic import. */
function closure(root: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set([root]);
  for (const id of reached) {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  }
  return reached;
}

/** The name of the page's chunk for a module that belongs into it. */
export function pageChunk(): (id: string, graph: Graph) => string | null {
  let members: ReadonlySet<string> | null = null;
  return (id, graph) => {
    if (!members) {
      const entry = closure(shell('main.ts'), graph);
      const page = [...closure(shell('page.tsx'), graph)];
      members = new Set(page.filter((one) => !entry.has(one)));
    }
    return members.has(id) ? 'page' : null;
  };
}
