/**
 * Worlds whose app servers use ioredis and node-redis as they are published, bundled as for the
 * page: the same figures as with the light client, the same run for the same seed, and what these
 * clients do when the cache goes away.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { WorldEvent, WorldRun } from '../../contract/lab-world.ts';
import { type WorldClient, worldLabDefaults } from '../../contract/lab-world-settings.ts';
import { luaFromFile } from '../../hosts/node/lua-loader.ts';
import { cachingStrategies } from '../../strategies/all.ts';
import { type BundledClients, bundleClients, compiler } from '../../testing/code-bench.ts';
import { compileStrategy } from '../code/compile.ts';
import { loadStrategy } from './app-server.ts';
import type { ClientPackage } from './genuine-app.ts';
import { worldInPieces } from './run-world.ts';
import { worldOf } from './scenario.ts';

const lua = luaFromFile();
/** A bound for machines that are busy elsewhere: it takes a second where all is well. */
const BUNDLE_MS_MAX = 120_000;

let clients: BundledClients;
beforeAll(async () => {
  clients = await bundleClients();
}, BUNDLE_MS_MAX);

let turns = 0;
const turn = () => {
  turns++;
  return new Promise((resolve) => setImmediate(resolve));
};

interface Change {
  readonly code?: string;
  readonly seconds?: number;
  readonly rate?: number;
  readonly events?: readonly WorldEvent[];
  readonly timeoutMs?: number;
}

async function run(client: WorldClient, change: Change = {}): Promise<WorldRun> {
  const { seconds = 20, rate = 100, events = [], timeoutMs = 0 } = change;
  const base = worldOf({
    ...worldLabDefaults.caching,
    seconds,
    requestsPerSecond: rate,
    commandTimeoutMs: timeoutMs,
  });
  const { code, map } = change.code
    ? compileStrategy(compiler, change.code)
    : { code: cachingStrategies['cache-aside'].compiled, map: '' };
  const pack: ClientPackage | null =
    client === 'light'
      ? null
      : {
          client,
          exports: await clients.loadPackage(client),
          surroundings: clients.surroundings,
        };
  const work = worldInPieces({ ...base, events }, loadStrategy({ compiled: code, map }), {
    lua,
    stopwatchMs: () => 0,
    pack,
  });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (pack) await turn();
  }
}

const ratio = ({ totals }: WorldRun): number => totals.hits / (totals.hits + totals.misses);

const nodeRedisCode = `
export async function read(id: string): Promise<Row> {
  const cached = await redis.get(\`product:\${id}\`);
  if (cached) return JSON.parse(cached);
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(\`product:\${id}\`, JSON.stringify(row), { EX: params.ttl });
  return row;
}
export async function write(id: string, value: string): Promise<void> {
  await db.query('UPDATE products SET value = ? WHERE id = ?', [value, id]);
  await redis.del(\`product:\${id}\`);
}`;
const codeOf = (client: WorldClient): Change => (client === 'redis' ? { code: nodeRedisCode } : {});

describe.each(['ioredis', 'redis'] as const)('%s', (client) => {
  test('two thousand requests, as with the light client; the same again', async () => {
    const genuine = await run(client, codeOf(client));
    const light = await run('light');
    expect(genuine.totals.requests).toBe(light.totals.requests);
    expect(genuine.totals.failed).toBe(0);
    expect(genuine.totals.unfinished).toBe(0);
    expect(ratio(genuine)).toBeCloseTo(ratio(light), 2);
    expect(genuine.totals.queriedRequests).toBeGreaterThan(genuine.totals.requests * 0.2);
    expect(genuine.notes).toEqual([]);
    expect(await run(client, codeOf(client))).toEqual(genuine);
  });

  test('a restarted cache is a closed socket: it connects again by itself', async () => {
    const events = [{ atSecond: 5, kind: 'restart-cache' }] as const;
    const restarted = await run(client, { ...codeOf(client), seconds: 10, events });
    console.log(restarted.totals, restarted.notes);
  });

  test('cut', async () => {
    const events = [{ atSecond: 4, kind: 'cut-network', forSeconds: 3 }] as const;
    for (const timeoutMs of [0, 100]) {
      const ran = await run(client, { ...codeOf(client), seconds: 10, events, timeoutMs });
      console.log(timeoutMs, ran.totals, ran.notes);
    }
  });
  test('crash', async () => {
    const events = [{ atSecond: 4, kind: 'crash-app', server: 1 }] as const;
    const ran = await run(client, { ...codeOf(client), seconds: 10, events });
    console.log(ran.totals, ran.notes);
  });
});
