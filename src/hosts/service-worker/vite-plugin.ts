/**
 * Emits ./sw.js beside the page: the service worker, with the list of the build's files in it.
 *
 * What the first command needs is the shell: the page, what its entry and the page's own code import
 * statically, styles, the engine's worker, icons. Everything loaded later (editors, lessons, languages) is the rest.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type ResolvedConfig, type Rolldown } from 'vite';
import type { BuildFiles, CachedFile } from './cache-files.ts';

const source = fileURLToPath(new URL('./sw.ts', import.meta.url));

/** Workers, their later parts and assets that only editors load. */
const heavy =
  /(monaco|editor\.worker|ts-worker|code-main|assets\/(lab|own-world)-|assets\/parts\/|codicon|screenshot|\.wasm$)/;

const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);

/** What the tiny entry imports dynamically so that the engine's worker starts first, and what that does. */
const page = /\/ui\/(shell\/page|kit\/floating)\.tsx$/;

/** File names that the entry, or the page behind it, reaches without a dynamic import. */
function staticClosure(bundle: Rolldown.OutputBundle): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const chunk = bundle[name];
    if (chunk?.type === 'chunk') for (const imported of chunk.imports) visit(imported);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    if (chunk.isEntry || chunk.moduleIds.some((id) => page.test(id))) visit(chunk.fileName);
  }
  return reached;
}

function publicFiles(folder: string): CachedFile[] {
  if (folder === '' || !existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const relative = posix.normalize(path.slice(folder.length + 1).replaceAll('\\', '/'));
      return { path: relative, hash: hashOf(readFileSync(path)) };
    });
}

function listFiles(bundle: Rolldown.OutputBundle, publicFolder: string): BuildFiles {
  const reached = staticClosure(bundle);
  const [shell, rest]: [CachedFile[], CachedFile[]] = [[], []];
  for (const file of publicFiles(publicFolder)) (heavy.test(file.path) ? rest : shell).push(file);
  for (const file of Object.values(bundle)) {
    if (file.fileName.endsWith('.map')) continue;
    const isPage = file.fileName === 'index.html';
    const hash = hashOf(file.type === 'chunk' ? file.code : file.source);
    const isShell = file.type === 'chunk' ? reached.has(file.fileName) : !heavy.test(file.fileName);
    (isShell ? shell : rest).push({ path: isPage ? '' : file.fileName, hash });
  }
  const byPath = (a: CachedFile, b: CachedFile) => (a.path < b.path ? -1 : 1);
  shell.sort(byPath);
  rest.sort(byPath);
  return { version: hashOf(JSON.stringify([shell, rest])), shell, rest };
}

async function bundleWorker(files: BuildFiles): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    define: { BUILD_FILES: JSON.stringify(files) },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: source, formats: ['iife'], name: 'serviceWorker', fileName: () => 'sw.js' },
    },
  });
  const first = Array.isArray(output) ? output[0] : output;
  if (first === undefined || !('output' in first))
    throw new Error('the service worker is not built');
  return first.output[0].code;
}

export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved;
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        if (bundle['index.html'] === undefined) return;
        const files = listFiles(bundle, config.publicDir);
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: await bundleWorker(files) });
      },
    },
  };
}
