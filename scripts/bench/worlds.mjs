/** Worlds of the labs: simulated requests per second, in this process. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, runnerImport } from 'vite';
import { printTable } from './programs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist-node/worlds');
/** A million requests have so long. */
const BUDGET_S = 10;

/** @param {{ scale: number }} options */
export async function worlds({ scale }) {
  const { module } = await runnerImport(join(root, 'scripts/build/strategy-code.ts'));
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [module.strategyCode()],
    ssr: { noExternal: true },
    build: {
      ssr: 'src/testing/world-bench.ts',
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'bench.mjs' } },
    },
  });
  const { worldSpeeds } = await import(pathToFileURL(join(folder, 'bench.mjs')).href);
  const rows = [
    ['a world', 'requests', 'seconds', 'requests/s', `a million in (budget ${BUDGET_S} s)`],
  ];
  for (const { name, requests, tookMs } of worldSpeeds(scale)) {
    const perSecond = requests / (tookMs / 1000);
    rows.push([
      name,
      requests.toLocaleString('en'),
      (tookMs / 1000).toFixed(1),
      Math.round(perSecond).toLocaleString('en'),
      `${(1e6 / perSecond).toFixed(1)} s`,
    ]);
  }
  rmSync(folder, { recursive: true });
  printTable('Worlds', rows);
}
