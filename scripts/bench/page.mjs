/** The page: bytes and time until the reply to the first command, and what its frames cost. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { median, printTable } from './programs.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

function requireBuild() {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('no dist/: npm run build');
}

/** @param {string} path */
const gzipBytes = (path) => gzipSync(readFileSync(join(dist, path))).length;

export async function size() {
  requireBuild();
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const linked = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path);
  const page = linked.filter((path) => path !== undefined);
  const engine = readdirSync(join(dist, 'assets'))
    .filter((name) => /^(main|engine)-.*\.js$/.test(name))
    .map((name) => `assets/${name}`);
  const kilo = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
  const rows = [['to the first command, gzip', 'size', 'budget']];
  for (const path of ['index.html', ...page, ...engine])
    rows.push([path, kilo(gzipBytes(path)), '']);
  const sum = (/** @type {readonly string[]} */ paths) =>
    paths.reduce((total, path) => total + gzipBytes(path), 0);
  const scripts = [...page, ...engine].filter((path) => path.endsWith('.js'));
  rows.push(['engine worker', kilo(sum(engine)), '150 KiB']);
  rows.push(['all scripts', kilo(sum(scripts)), '300 KiB']);
  printTable('Bytes', rows);
}

/**
 * Runs journeys that measure, one at a time; answers with what they have printed.
 *
 * @param {readonly string[]} names
 * @param {Record<string, string>} variables
 * @returns {Promise<{ failed: boolean, output: string }>}
 */
function runJourneys(names, variables) {
  requireBuild();
  const program = fileURLToPath(
    new URL('../../node_modules/@playwright/test/cli.js', import.meta.url),
  );
  const config = ['-c', 'e2e/playwright.config.ts', '--project=desktop', '--workers=1'];
  const env = { ...process.env, ...variables };
  return new Promise((resolve) => {
    const args = [program, 'test', ...config, ...names];
    execFile(process.execPath, args, { env, maxBuffer: 1 << 26 }, (error, stdout) =>
      resolve({ failed: error !== null, output: stdout }),
    );
  });
}

/**
 * Milliseconds from a navigation to the reply to a command typed at once (e2e/navigation.spec.ts).
 *
 * @param {{ rounds: number }} options
 */
export async function navigation({ rounds }) {
  const variables = { MEASURE_NAVIGATION: String(rounds) };
  const { failed, output } = await runJourneys(['navigation'], variables);
  /** @type {Record<string, string | number>[]} */
  const visits = [...output.matchAll(/^visit (\{.+\})$/gm)].map(([, json = '']) =>
    JSON.parse(json),
  );
  const steps = ['page', 'files', 'prompt', 'reply', 'screen'];
  const row = (/** @type {string} */ name, /** @type {string} */ kind, budget = '') => {
    const those = visits.filter((visit) => visit.kind === kind);
    const times = (/** @type {string} */ step) => those.map((visit) => Number(visit[step]));
    const medians = steps.map((step) => `${Math.round(median(times(step)))} ms`);
    return [name, ...medians, budget, `${Math.round(Math.min(...times('reply')))} ms`];
  };
  printTable(`From navigation to the first reply (medians, ${rounds} rounds)`, [
    ['visit', 'page', 'files', 'prompt', 'reply', 'on screen', 'budget', 'quickest reply'],
    row('a bare page and an empty worker', 'floor'),
    row('first, local host', 'first', '1000 ms'),
    row('second, from the offline cache', 'second', '200 ms'),
    row('later, from the offline cache', 'later', '200 ms'),
  ]);
  if (failed) throw new Error('a visit failed: see e2e/navigation.spec.ts');
}

/**
 * Scrolls many replies and many keys (e2e/large-data.spec.ts), runs labs (e2e/lab-frames.spec.ts), and
 * says what a frame cost the page.
 */
export async function smoothness() {
  const journeys = ['large-data', 'lab-frames'];
  const { failed, output } = await runJourneys(journeys, { MEASURE_FRAMES: '1' });
  const rows = [...output.matchAll(/^(console|paste|key tree|\w+ lab): (.+)$/gm)].map(
    ([, name, figures]) => [name ?? '', figures ?? ''],
  );
  printTable('Frames while scrolling and while labs run (budget: none over 50 ms)', [
    ['view', 'figures'],
    ...rows,
  ]);
  if (failed) throw new Error('over the budget, or not to be measured: see above');
}
