/** Worlds of the labs: simulated requests per second, in this process and in a worker of Chromium. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { build, runnerImport } from 'vite';
import { browserFlags, findBrowser } from '../find-programs.mjs';
import { printTable } from './programs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'dist-node/worlds');
/** @typedef {{ readonly name: string, readonly requests: number, readonly tookMs: number }} WorldSpeed */

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
  const file = join(folder, 'bench.mjs');
  const { worldSpeeds } = await import(pathToFileURL(file).href);
  const measured = {
    Node: /** @type {readonly WorldSpeed[]} */ (worldSpeeds(scale)),
    'a worker in Chromium': await inWorker(readFileSync(file, 'utf8'), scale),
  };
  const rows = [
    ['a world', 'in', 'requests', 'seconds', 'requests/s', `a million in (budget ${BUDGET_S} s)`],
  ];
  for (const [place, speeds] of Object.entries(measured)) {
    for (const { name, requests, tookMs } of speeds) {
      const perSecond = requests / (tookMs / 1000);
      rows.push([
        name,
        place,
        requests.toLocaleString('en'),
        (tookMs / 1000).toFixed(1),
        Math.round(perSecond).toLocaleString('en'),
        `${(1e6 / perSecond).toFixed(1)} s`,
      ]);
    }
  }
  rmSync(folder, { recursive: true });
  printTable('Worlds', rows);
}

/** For the page: this program knows no Worker of a browser. */
const runWorker = `new Promise((resolve, reject) => {
  const worker = new Worker('/worlds.js', { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
})`;

/**
 * The same module, as the one script of a worker.
 *
 * @param {string} module
 * @param {number} scale
 * @returns {Promise<readonly WorldSpeed[]>}
 */
async function inWorker(module, scale) {
  const executablePath = findBrowser();
  if (executablePath === null) return [];
  const browser = await chromium.launch({ executablePath, args: browserFlags() });
  const page = await browser.newPage();
  const script = `${module}\npostMessage(worldSpeeds(${scale}));`;
  await page.route('http://worlds.test/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '' }),
  );
  await page.goto('http://worlds.test/');
  const speeds = /** @type {readonly WorldSpeed[]} */ (await page.evaluate(runWorker));
  await browser.close();
  return speeds;
}
