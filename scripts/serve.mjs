/**
 * Runs the engine on TCP like redis-server: bundles src/hosts/node into dist-node/ when a source
 * has changed, then runs it in this process, so that signals and exit codes are its own.
 *
 *   node scripts/serve.mjs [redis.conf] [--port N] [--directive value ...]
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist-node');
const bundle = join(folder, 'main.mjs');
const stamp = join(folder, '.sources-hash');

/** What the bundle is made from; the page and the tests are not part of it. */
const parts = [
  'src/base',
  'src/protocol',
  'src/structures',
  'src/engine',
  'src/hosts',
  'package.json',
];

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  if (/\.(ts|json|wasm)$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /(?<!\.test)\.(ts|wasm)$/.test(entry.name))
    .flatMap((entry) => filesBelow(`${path}/${entry.name}`));
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const path of parts.flatMap(filesBelow).sort()) {
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** Builds the bundle where it is not that of the present sources. */
export async function bundleServer() {
  const hash = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(bundle)) {
    return bundle;
  }
  const { build } = await import('vite');
  const fresh = `main-${process.pid}.mjs`;
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: 'src/hosts/node/main.ts',
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: fresh, codeSplitting: false } },
    },
  });
  copyFileSync(join(root, 'src/engine/scripting/redis-lua.wasm'), join(folder, 'redis-lua.wasm'));
  // In one step: another process may be about to run it.
  renameSync(join(folder, fresh), bundle);
  writeFileSync(stamp, hash);
  return bundle;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { main } = await import(pathToFileURL(await bundleServer()).href);
  await main(process.argv.slice(2), version);
}
