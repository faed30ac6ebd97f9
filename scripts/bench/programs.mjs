/** Starts and stops the servers that are measured, and drives redis-benchmark against them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOnPath, findRedisServer } from '../find-programs.mjs';

const run = promisify(execFile);
const serveScript = fileURLToPath(new URL('../serve.mjs', import.meta.url));
const heapReport = new URL('./heap-report.mjs', import.meta.url).href;

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {number} port
 * @property {number} pid
 * @property {() => Promise<void>} stop
 * @property {() => Promise<number>} heapBytes what its heap holds after a collection; NaN where there is none
 */

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Sends inline commands on a connection of its own; answers with the first bytes that come back.
 *
 * @param {number} port
 * @param {string} request
 * @returns {Promise<string>}
 */
export function ask(port, request) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${request}\r\n`));
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString('latin1'));
    });
    socket.once('error', reject);
  });
}

/**
 * @param {number} port
 * @param {string} name
 */
async function waitFor(port, name) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await ask(port, 'PING').catch(() => '')) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`${name} does not answer`);
}

/**
 * @param {string} name
 * @param {(port: number, folder: string) => [command: string, ...args: string[]]} commandLine
 * @returns {Promise<Measured>}
 */
async function start(name, commandLine) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'stampede-bench-'));
  const [command, ...args] = commandLine(port, folder);
  const isNode = command === process.execPath;
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'ignore', isNode ? 'ipc' : 'ignore'],
    cwd: folder,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await waitFor(port, name);
  return {
    name,
    port,
    pid: child.pid ?? 0,
    heapBytes: async () => {
      if (!isNode) return Number.NaN;
      const told = once(child, 'message');
      child.send('heap');
      const [{ heapUsed, arrayBuffers }] = await told;
      return heapUsed + arrayBuffers;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function startNative() {
  const program = findRedisServer();
  if (program === null) throw new Error('no redis-server: node scripts/setup.mjs --redis');
  return start('redis-server', (port, folder) => {
    return [program, '--port', String(port), '--dir', folder, '--save', ''];
  });
}

export function startOurs() {
  return start('stampede', (port, folder) => {
    const options = ['--port', String(port), '--dir', folder, '--save', ''];
    const heap = ['--max-old-space-size=4096', '--expose-gc', '--import', heapReport];
    return [process.execPath, ...heap, serveScript, ...options];
  });
}

/** The nearest relative on npm, on TCP. */
export async function startPeer() {
  const { createRedisMock } = await import('js-redis-server');
  const mock = await createRedisMock();
  const heapBytes = () => Promise.resolve(Number.NaN);
  return {
    name: 'js-redis-server',
    port: mock.port,
    pid: process.pid,
    heapBytes,
    stop: () => mock.close(),
  };
}

/**
 * Requests per second by redis-benchmark, or null where the server lacks the command.
 *
 * @param {number} port
 * @param {readonly string[]} what `-t` and one of its tests, or the words of a command
 * @param {number} pipeline
 * @param {number} requests
 * @returns {Promise<number | null>}
 */
export async function benchmark(port, what, pipeline, requests) {
  const program = findOnPath('redis-benchmark');
  if (program === null) throw new Error('no redis-benchmark: node scripts/setup.mjs --redis');
  const args = ['-p', String(port), '-q', '--csv', '-c', '50', '-r', '100000'];
  const sizes = ['-P', String(pipeline), '-n', String(requests)];
  const done = await run(program, [...args, ...sizes, ...what], { timeout: 120_000 }).catch(
    () => null,
  );
  // A row begins with the test's name in quotes; a command's name has its own arguments in it.
  const last = done?.stdout.trim().split('\n').at(-1) ?? '';
  const rate = Number(/^".*?","([\d.]+)","[\d.]+"/.exec(last)?.[1]);
  return Number.isFinite(rate) ? rate : null;
}

/**
 * Rates of two servers in turns, and their ratio, as cells of a table.
 *
 * @param {readonly [Measured, Measured]} servers the real one first
 * @param {number} rounds
 * @param {(server: Measured) => Promise<number | null>} measure
 */
export async function compareRates([native, ours], rounds, measure) {
  /** @type {[number[], number[]]} */
  const rates = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [at, server] of [native, ours].entries()) {
      const rate = await measure(server);
      if (rate !== null) rates[at]?.push(rate);
    }
  }
  const [a, b] = [median(rates[0]), median(rates[1])];
  const kilo = (/** @type {number} */ rate) => (rate ? `${(rate / 1000).toPrecision(3)}k` : '-');
  return [kilo(a), kilo(b), (b / a).toFixed(2)];
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/**
 * Prints a table with its first column to the left and the others to the right.
 *
 * @param {string} title
 * @param {readonly (readonly string[])[]} rows
 */
export function printTable(title, rows) {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (/** @type {readonly string[]} */ row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  process.stdout.write(`\n${title}\n${rows.map(line).join('\n')}\n`);
}
