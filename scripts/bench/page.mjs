/** The page: bytes until the first command, and the time from navigation to its reply. */
import { execFile } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { browserFlags, findBrowser } from '../find-programs.mjs';
import { median, printTable } from './programs.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

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

/** @returns {Promise<{ url: string, stop: () => void }>} */
function serveDist() {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(dist, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = types[/** @type {keyof typeof types} */ (extname(file))];
    response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ url: `http://localhost:${port}/`, stop: () => server.close() });
    });
  });
}

/**
 * Milliseconds from navigation until the reply to a command typed at once is on the screen.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 */
async function firstReply(page, url) {
  const startedMs = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('#prompt').fill('ECHO first-reply');
  await page.locator('#prompt').press('Enter');
  await page.getByRole('log').getByText('"first-reply"').waitFor();
  return performance.now() - startedMs;
}

/** @param {{ rounds: number }} options */
export async function navigation({ rounds }) {
  requireBuild();
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no Chromium: node scripts/setup.mjs --browser');
  const site = await serveDist();
  const browser = await chromium.launch({ executablePath, args: browserFlags() });
  const cold = [];
  const warm = [];
  for (let round = 0; round < rounds; round++) {
    const page = await browser.newPage();
    cold.push(await firstReply(page, site.url));
    const hasWorker = 'navigator.serviceWorker.controller !== null';
    await page.waitForFunction(hasWorker, undefined, { timeout: 15_000 }).catch(() => {});
    warm.push(await firstReply(page, `${site.url}?again`));
    await page.close();
  }
  await browser.close();
  site.stop();
  const ms = (/** @type {readonly number[]} */ times) => `${Math.round(median(times))} ms`;
  printTable(`From navigation to the first reply (medians of ${rounds})`, [
    ['visit', 'time', 'budget'],
    ['first, local host', ms(cold), '1000 ms'],
    ['again, from the offline cache', ms(warm), '200 ms'],
  ]);
}

/**
 * Scrolls many replies and many keys (e2e/large-data.spec.ts), runs labs (e2e/lab-frames.spec.ts), and
 * says what a frame cost the page.
 */
export async function smoothness() {
  requireBuild();
  const program = fileURLToPath(
    new URL('../../node_modules/@playwright/test/cli.js', import.meta.url),
  );
  const args = [
    program,
    'test',
    '-c',
    'e2e/playwright.config.ts',
    '--project=desktop',
    '--workers=1',
  ];
  const env = { ...process.env, MEASURE_FRAMES: '1' };
  /** @type {{ failed: boolean, output: string }} */
  const { failed, output } = await new Promise((resolve) => {
    execFile(process.execPath, [...args, 'large-data', 'lab-frames'], { env }, (error, stdout) =>
      resolve({ failed: error !== null, output: stdout }),
    );
  });
  const rows = [...output.matchAll(/^(console|key tree|\w+ lab): (.+)$/gm)].map(
    ([, name, figures]) => [name ?? '', figures ?? ''],
  );
  printTable('Frames while scrolling and while labs run (budget: none over 50 ms)', [
    ['view', 'figures'],
    ...rows,
  ]);
  if (failed) throw new Error('over the budget, or not to be measured: see above');
}
