/** The same calls through npm's other stand-ins: ioredis-mock in process, js-redis-server on TCP. */
import { Redis } from 'ioredis';
import RedisMock from 'ioredis-mock';
import { printTable, startNative, startOurs, startPeer } from './programs.mjs';

/** @type {Record<string, (client: Redis, n: number) => Promise<unknown>>} */
const calls = {
  set: (client, n) => client.set(`key:${n % 10_000}`, `value ${n}`),
  get: (client, n) => client.get(`key:${n % 10_000}`),
  hset: (client, n) => client.hset('hash', `field ${n % 1000}`, n),
  zadd: (client, n) => client.zadd('board', n, `member ${n % 1000}`),
};

/**
 * Calls per second, 100 of them in flight.
 *
 * @param {Redis} client
 * @param {(client: Redis, n: number) => Promise<unknown>} call
 * @param {number} count
 */
async function rate(client, call, count) {
  const startedMs = performance.now();
  for (let n = 0; n < count; n += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, at) => call(client, n + at)));
  }
  return (count * 1000) / (performance.now() - startedMs);
}

/** @param {{ scale: number }} options */
export async function peers({ scale }) {
  const servers = [await startNative(), await startOurs(), await startPeer()];
  /** @type {[string, Redis][]} */
  const clients = [
    ['ioredis-mock (no wire)', new RedisMock()],
    ...servers.map(
      ({ name, port }) => /** @type {[string, Redis]} */ ([`${name} (TCP)`, new Redis({ port })]),
    ),
  ];
  const rows = [['through ioredis, 100 in flight', ...Object.keys(calls)]];
  for (const [name, client] of clients) {
    const cells = [name];
    for (const call of Object.values(calls)) {
      await rate(client, call, 1000);
      const perSecond = await rate(client, call, Math.round(20_000 * scale));
      cells.push(`${(perSecond / 1000).toFixed(1)}k`);
    }
    rows.push(cells);
    client.disconnect();
  }
  for (const server of servers) await server.stop();
  printTable('Calls per second beside npm’s other stand-ins', rows);
}
