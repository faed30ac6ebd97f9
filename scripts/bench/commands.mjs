/**
 * Streams, bits, HyperLogLogs, places, scripts and messages per second over TCP, as ratios to the
 * real redis-server in the same run.
 */
import { connect } from 'node:net';
import { ask, benchmark, compareRates, printTable, startNative, startOurs } from './programs.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string[]} command
 * @property {number} [share] of the requests, for what is slow
 * @property {(port: number, requests: number) => Promise<unknown>} [prepare] before each round
 */

const pipelines = [1, 16, 64];
const subscribers = 50;

/** @type {readonly Row[]} */
const rows = [
  { name: 'XADD', command: ['XADD', 'log', '*', 'field', '__rand_int__'] },
  {
    name: 'XREADGROUP COUNT 1',
    command: ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', 'queue', '>'],
    prepare: fillQueue,
  },
  { name: 'PFADD', command: ['PFADD', 'visitors', '__rand_int__'] },
  {
    name: 'GEOSEARCH, 10 of 10000',
    command: 'GEOSEARCH places FROMLONLAT 127 37 BYRADIUS 50 km ASC COUNT 10'.split(' '),
    share: 0.05,
    prepare: fillPlaces,
  },
  { name: 'SETBIT', command: ['SETBIT', 'bits:__rand_int__', '7', '1'] },
  { name: 'EVAL return 1', command: ['EVAL', 'return 1', '0'] },
  {
    name: 'EVAL with one call',
    command: ['EVAL', "return redis.call('INCR', KEYS[1])", '1', 'key:__rand_int__'],
  },
];

/**
 * A stream with as many entries as will be read, and a group that has read none of them.
 *
 * @param {number} port
 * @param {number} requests
 */
async function fillQueue(port, requests) {
  const have = Number((await ask(port, 'XLEN queue')).slice(1));
  if (have < requests) {
    await benchmark(port, ['XADD', 'queue', '*', 'field', '__rand_int__'], 64, requests - have);
  }
  await ask(port, 'XGROUP DESTROY queue g');
  await ask(port, 'XGROUP CREATE queue g 0');
}

/** @param {number} port */
async function fillPlaces(port) {
  if ((await ask(port, 'ZCARD places')) !== ':0\r\n') return;
  const cells = Array.from({ length: 100 }, (_, n) => n / 100);
  for (const x of cells) {
    const places = cells.map((y) => `${126 + 2 * x} ${36 + 2 * y} place:${x}:${y}`);
    await ask(port, `GEOADD places ${places.join(' ')}`);
  }
}

/**
 * Messages per second to subscribers that read them, in this process.
 *
 * @param {number} port
 * @param {number} pipeline
 * @param {number} requests
 */
async function publish(port, pipeline, requests) {
  const sockets = await Promise.all(
    Array.from({ length: subscribers }, async () => {
      const socket = connect(port, '127.0.0.1');
      await new Promise((ready) => {
        socket.once('data', ready);
        socket.write('SUBSCRIBE news\r\n');
      });
      socket.on('data', () => {});
      return socket;
    }),
  );
  const rate = await benchmark(port, ['PUBLISH', 'news', 'a message'], pipeline, requests);
  for (const socket of sockets) socket.destroy();
  return rate;
}

/** @param {{ rounds: number, scale: number }} options */
export async function commands({ rounds, scale }) {
  const native = await startNative();
  const ours = await startOurs();
  const table = [['command', ...pipelines.flatMap((p) => [`P=${p} redis`, 'ours', 'ratio'])]];
  for (const { name, command, share = 1, prepare } of rows) {
    const cells = [name];
    for (const pipeline of pipelines) {
      const requests = Math.round((pipeline === 1 ? 50_000 : 200_000) * share * scale);
      const measure = async (/** @type {{ port: number }} */ { port }) => {
        await prepare?.(port, requests);
        return benchmark(port, command, pipeline, requests);
      };
      cells.push(...(await compareRates([native, ours], rounds, measure)));
    }
    table.push(cells);
  }
  const cells = [`PUBLISH to ${subscribers}`];
  for (const pipeline of pipelines) {
    const measure = (/** @type {{ port: number }} */ { port }) =>
      publish(port, pipeline, Math.round(10_000 * scale));
    cells.push(...(await compareRates([native, ours], rounds, measure)));
  }
  table.push(cells);
  await ours.stop();
  await native.stop();
  printTable(`Other commands over TCP (redis-benchmark -c 50, medians of ${rounds} rounds)`, table);
}
