/**
 * What is needed before the first command is one chunk, besides libraries: each further file is a
 * request more that the browser, or the service worker, answers before anything happens. Without
 * this every module that something later needs too would be split off.
 */
import { fileURLToPath } from 'node:url';

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const fromSource = (path: string): string =>
  fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** The modules reached without a dynamic import. */
function closure(root: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set([root]);
  for (const id of reached) {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  }
  return reached;
}

/**
 * A chunk group of all that `root` imports, but for what `entry` imports too: a tiny entry never
 * waits for what it loads.
 */
export function wholeChunk(name: string, root: string, entry: string) {
  let members: ReadonlySet<string> | null = null;
  return {
    name: (id: string, graph: Graph): string | null => {
      // A build of something else, such as another worker.
      if (!graph.getModuleInfo(fromSource(root))) return null;
      if (!members) {
        const early = closure(fromSource(entry), graph);
        const all = [...closure(fromSource(root), graph)];
        members = new Set(all.filter((one) => !early.has(one)));
      }
      return members.has(id) ? name : null;
    },
    includeDependenciesRecursively: false,
  };
}
