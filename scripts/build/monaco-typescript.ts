/**
 * Monaco's TypeScript as this page uses it: in a worker of our own (`src/ui/code/ts-worker.ts`), and
 * without the declarations of browsers, which learners' code does not run in.
 */
import type { Plugin } from 'vite';

const manager = /monaco-editor\/esm\/vs\/languages\/features\/typescript\/workerManager\.js$/;
const libraries = /monaco-editor\/esm\/vs\/languages\/features\/typescript\/lib\/lib\.js$/;

const workers = /monaco-editor\/esm\/vs\/internal\/common\/workers\.js$/;
const sideEffects = /^import '[^']+';$/gm;

/** Declarations that nothing here refers to. */
const unwanted = /^libFileMap\["lib\.(dom|webworker)[^"]*"\] = .*$/gm;

export function monacoTypeScript(): Plugin {
  return {
    name: 'monaco-typescript',
    enforce: 'pre',
    transform(code, id) {
      const [path = ''] = id.replaceAll('\\', '/').split('?');
      // Its own worker would be built, and kept for offline use, beside ours.
      if (manager.test(path)) {
        const own = /createWorker: \(\) => new Worker\(.*?\{ type: "module" \}\),/s;
        if (!own.test(code)) this.error('the worker of TypeScript is not where it was');
        return { code: code.replace(own, ''), map: null };
      }
      // It makes a worker, and imports every feature of the editor with it.
      if (workers.test(path)) return { code: code.replace(sideEffects, ''), map: null };
      if (libraries.test(path)) {
        if (code.search(unwanted) < 0) this.error('the declarations are not where they were');
        return { code: code.replace(unwanted, ''), map: null };
      }
      return null;
    },
  };
}
