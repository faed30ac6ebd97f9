/** Large data: memory of a million keys, and a sorted set of a million members. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { findOnPath } from '../find-programs.mjs';
import { ask, printTable, startNative, startOurs } from './programs.mjs';

const run = promisify(execFile);
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

/**
 * Sends generated requests as fast as the server reads, then waits for the reply to a last PING.
 *
 * @param {number} port
 * @param {number} count
 * @param {(n: number) => string} request
 * @returns {Promise<number>} seconds
 */
function feed(port, count, request) {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const socket = connect(port, '127.0.0.1');
    let sent = 0;
    let tail = '';
    const more = () => {
      while (sent < count) {
        let batch = '';
        for (const end = Math.min(count, sent + 1000); sent < end; sent++) batch += request(sent);
        if (!socket.write(batch, 'latin1')) return;
      }
      if (sent === count) {
        sent++;
        socket.write('PING\r\n');
      }
    };
    socket.on('connect', more);
    socket.on('drain', more);
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      tail = (tail + bytes.toString('latin1')).slice(-16);
      if (!tail.endsWith('+PONG\r\n')) return;
      socket.destroy();
      resolve((performance.now() - startedMs) / 1000);
    });
  });
}

/**
 * @param {number} port
 * @param {string} field
 */
async function info(port, field) {
  const text = await ask(port, 'INFO');
  return Number(new RegExp(`${field}:(\\d+)`).exec(text)?.[1]);
}

/**
 * Resident memory of a process; NaN where /proc is missing.
 *
 * @param {number} pid
 */
function residentBytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

/** @param {{ scale: number }} options */
export async function memory({ scale }) {
  const count = Math.round(1_000_000 * scale);
  const rows = [
    [`${count} keys, 16 bytes each`, 'value', 'load', 'used_memory', 'heap', 'resident'],
  ];
  for (const size of [3, 100]) {
    for (const begin of [startNative, startOurs]) {
      const server = await begin();
      const value = 'x'.repeat(size);
      const key = (/** @type {number} */ n) => `key:${String(n).padStart(12, '0')}`;
      const seconds = await feed(
        server.port,
        count,
        (n) => `*3\r\n$3\r\nSET\r\n$16\r\n${key(n)}\r\n$${size}\r\n${value}\r\n`,
      );
      const used = megabytes(await info(server.port, 'used_memory'));
      const resident = megabytes(residentBytes(server.pid));
      const heapBytes = await server.heapBytes();
      const heap = Number.isNaN(heapBytes) ? '-' : megabytes(heapBytes);
      rows.push([server.name, `${size} B`, `${seconds.toFixed(1)} s`, used, heap, resident]);
      await server.stop();
    }
  }
  printTable('Memory', rows);
}

const zsetCommands = [
  ['ZADD board 17 member:__rand_int__', 'update'],
  ['ZRANK board member:__rand_int__', 'rank'],
  ['ZRANGE board 500000 500009', 'range of 10'],
  ['ZRANGEBYSCORE board 500000 +inf LIMIT 0 10', 'by score, 10'],
];

/**
 * @param {number} port
 * @param {string} command
 * @param {number} requests
 * @param {number} members
 */
async function rateOf(port, command, requests, members) {
  const program = findOnPath('redis-benchmark');
  if (program === null) return Number.NaN;
  const sizes = ['-P', '64', '-n', String(requests), '-r', String(members)];
  const args = ['-p', String(port), '-q', '--csv', ...sizes, ...command.split(' ')];
  const done = await run(program, args, { timeout: 120_000 }).catch(() => null);
  return Number(
    /^"[^"]*","([\d.]+)"/m.exec(done?.stdout.split('\n').slice(1).join('\n') ?? '')?.[1],
  );
}

/** @param {{ scale: number }} options */
export async function zset({ scale }) {
  const members = Math.round(1_000_000 * scale);
  const servers = [await startNative(), await startOurs()];
  const rows = [[`sorted set of ${members}, P=64`, ...servers.map(({ name }) => name), 'ratio']];
  const pad = (/** @type {number} */ n) => `member:${String(n).padStart(12, '0')}`;
  const loads = [];
  for (const { port } of servers) {
    loads.push(
      await feed(port, members, (n) => {
        const score = String(n);
        return `*4\r\n$4\r\nZADD\r\n$5\r\nboard\r\n$${score.length}\r\n${score}\r\n$19\r\n${pad(n)}\r\n`;
      }),
    );
  }
  const [nativeLoad = 0, ourLoad = 0] = loads;
  const seconds = loads.map((load) => `${load.toFixed(1)} s`);
  rows.push(['load', ...seconds, (nativeLoad / ourLoad).toFixed(2)]);
  for (const [command = '', name = ''] of zsetCommands) {
    const rates = [];
    for (const { port } of servers)
      rates.push(await rateOf(port, command, 200_000 * scale, members));
    const kilo = rates.map((rate) => `${Math.round(rate / 1000)}k/s`);
    rows.push([name, ...kilo, ((rates[1] ?? 0) / (rates[0] ?? 1)).toFixed(2)]);
  }
  for (const server of servers) await server.stop();
  printTable('Sorted set', rows);
}
