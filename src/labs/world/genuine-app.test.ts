/**
 * Worlds whose app servers use ioredis and node-redis as they are published, bundled as for the
 * page: the same figures as with the light client, the same run for the same seed, and what these
 * clients do when the cache goes away.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { WorldEvent, WorldRun } from '../../contract/lab-world.ts';
import {
  type WorldClient,
  type WorldLab,
  worldLabDefaults,
} from '../../contract/lab-world-settings.ts';
import { luaFromFile } from '../../hosts/node/lua-loader.ts';
import { cachingStrategies, type StrategyText, stampedeStrategies } from '../../strategies/all.ts';
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

const turn = () => {
  return new Promise((resolve) => setImmediate(resolve));
};

interface Change {
  readonly lab?: WorldLab;
  readonly strategy?: StrategyText;
  /** Edited code, instead of a strategy. */
  readonly code?: string;
  readonly seconds?: number;
  readonly rate?: number;
  readonly events?: readonly WorldEvent[];
  readonly timeoutMs?: number;
}

function compiledFor(client: WorldClient, { code, strategy }: Change) {
  if (code) {
    const { code: compiled, map, errors } = compileStrategy(compiler, code);
    expect(errors).toEqual([]);
    return { compiled, map };
  }
  const text = strategy ?? cachingStrategies['cache-aside'];
  return { compiled: (client === 'redis' ? text.nodeRedis : text).compiled, map: '' };
}

async function packOf(client: WorldClient): Promise<ClientPackage | null> {
  if (client === 'light') return null;
  const { surroundings } = clients;
  return { client, exports: await clients.loadPackage(client), surroundings };
}

async function run(client: WorldClient, change: Change = {}): Promise<WorldRun> {
  const { lab = 'caching', seconds = 10, rate = 100, events = [], timeoutMs = 0 } = change;
  const settings = worldOf({
    ...worldLabDefaults[lab],
    seconds,
    requestsPerSecond: rate,
    commandTimeoutMs: timeoutMs,
  });
  const code = loadStrategy(compiledFor(client, change));
  const pack = await packOf(client);
  const work = worldInPieces({ ...settings, events }, code, { lua, stopwatchMs: () => 0, pack });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (pack) await turn();
  }
}

const ratio = ({ totals }: WorldRun): number => totals.hits / (totals.hits + totals.misses);
const said = ({ notes }: WorldRun): readonly string[] =>
  notes.flatMap(({ kind, text }) => (kind === 'error' || kind === 'console' ? [text] : []));

/** Nothing arrives for two seconds, and then the cache has lost all its connections. */
const silenceThenRestart = [
  { atSecond: 4, kind: 'cut-network', forSeconds: 2 },
  { atSecond: 5, kind: 'restart-cache' },
] as const;
const silence = [{ atSecond: 4, kind: 'cut-network', forSeconds: 2 }] as const;

describe.each(['ioredis', 'redis'] as const)('%s', (client) => {
  test('two thousand requests, as with the light client', async () => {
    const genuine = await run(client, { seconds: 20 });
    const light = await run('light', { seconds: 20 });
    expect(genuine.totals.requests).toBe(light.totals.requests);
    expect(genuine.totals.failed + genuine.totals.unfinished).toBe(0);
    expect(ratio(genuine)).toBeCloseTo(ratio(light), 2);
    expect(genuine.totals.queriedRequests).toBe(genuine.totals.queries);
    expect(genuine.notes).toEqual([]);
  });

  test('same seed, same run, through an outage too', async () => {
    const change = { seconds: 8, events: silenceThenRestart };
    expect(await run(client, change)).toEqual(await run(client, change));
  });

  test.each([
    ...Object.entries(cachingStrategies).map(([id, text]) => ['caching', id, text] as const),
    ...Object.entries(stampedeStrategies).map(([id, text]) => ['stampede', id, text] as const),
  ])('%s, %s: the figures of the light client', async (lab, id, strategy) => {
    // Its way of calling is the light client's: what is special about it is enough.
    if (client === 'ioredis' && !/warming|write-behind$|scan|lease/.test(id)) return;
    const change = { lab, strategy, seconds: 4, rate: 30 };
    const genuine = await run(client, change);
    const light = await run('light', change);
    expect(said(genuine)).toEqual([]);
    expect(genuine.totals.failed + genuine.totals.unfinished).toBe(0);
    expect(Math.abs(ratio(genuine) - ratio(light)) || 0).toBeLessThan(0.05);
    expect(Math.abs(genuine.totals.queries / light.totals.queries - 1)).toBeLessThan(0.1);
  });

  test('an app server that crashes takes its client along, and comes back with a new one', async () => {
    const events = [{ atSecond: 4, kind: 'crash-app', server: 1 }] as const;
    const { totals, notes } = await run(client, { events });
    expect(totals.failed).toBeLessThan(5);
    expect(totals.unfinished).toBe(0);
    expect(notes).toHaveLength(1);
  });

  test('a rejected command is at the line that waited for it', async () => {
    const set = client === 'redis' ? 'redis.sAdd' : 'redis.sadd';
    const code = `export async function read(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await ${set}('s', id);
  await redis.get(
    's');
  return row;
}`;
    const text = 'WRONGTYPE Operation against a key holding the wrong kind of value (line 4)';
    const [only, ...others] = said(await run(client, { code, seconds: 1 })).filter(
      (one) => !one.includes('no function `write`'),
    );
    expect(only).toMatch(/^\w+: WRONGTYPE/);
    expect(only).toContain(text);
    expect(others).toEqual([]);
  });
});

describe('when the cache goes away', () => {
  test('ioredis sends again what had no answer: users wait, and nobody sees an error', async () => {
    const { totals, series } = await run('ioredis', { events: silenceThenRestart });
    expect(totals.failed + totals.unfinished).toBe(0);
    expect(totals.maxMs).toBeGreaterThan(1900);
    expect(Math.max(...series.inFlight)).toBeGreaterThan(100);
  });

  test('node-redis fails what it had sent, and keeps what comes later', async () => {
    const gone = await run('redis', { events: silenceThenRestart });
    expect(gone.totals.failed).toBeGreaterThan(150);
    expect(gone.totals.failed).toBeLessThan(250);
    expect(gone.totals.unfinished).toBe(0);
    expect(said(gone)[0]).toBe('Error: Socket closed unexpectedly');
  });

  test('commandTimeout of ioredis gives up; the timeout of node-redis ends when it has sent', async () => {
    const change = { events: silence, timeoutMs: 100 };
    const ioredis = await run('ioredis', change);
    expect(said(ioredis)).toEqual(['Error: Command timed out']);
    expect(ioredis.totals.failed).toBeGreaterThan(150);
    const nodeRedis = await run('redis', change);
    expect(said(nodeRedis)).toEqual([]);
    expect(nodeRedis.totals.failed).toBe(0);
    expect(nodeRedis.totals.maxMs).toBeGreaterThan(1900);
  });
});

describe('clients that the code makes', () => {
  const body = `
export async function read(id: string): Promise<Row> {
  const row = await db.query('SELECT * FROM products WHERE id = ?', [id]);
  await redis.set(id, 'x');
  return row;
}
export const write = read;`;

  test('impatient ones fail at once', async () => {
    const code = `import Redis from 'ioredis';
const redis = new Redis({ host: 'cache', maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false, retryStrategy: () => 100 });
redis.on('error', () => {});
${body}`;
    const { totals, notes } = await run('ioredis', { code, events: silenceThenRestart });
    expect(totals.failed).toBeGreaterThan(50);
    expect(notes.at(-1)?.text).toMatch(/\(line 7\)$/);
  });

  test.each(['createClient', 'createClientPool'])('%s of node-redis', async (create) => {
    const code = `import { ${create} } from 'redis';
const redis = ${create}({ url: 'redis://cache:6379' });
redis.on('error', (error) => console.error(error));
export const start = () => redis.connect();
${body}`;
    const { totals, notes } = await run('redis', { code, seconds: 2 });
    expect(totals.failed).toBe(0);
    expect(notes).toEqual([]);
  });

  test('what nobody listens to is told', async () => {
    const code = `const other = new Redis({ host: 'nowhere', retryStrategy: () => null });
export const read = (id: string) => db.query('SELECT * FROM products WHERE id = ?', [id]);`;
    const told = said(await run('ioredis', { code, seconds: 1 })).join('\n');
    expect(told).toContain('getaddrinfo ENOTFOUND nowhere');
  });

  test('a package that was not chosen is not there', async () => {
    const code = `import Redis from 'ioredis';\nexport const read = (id: string) => Redis;`;
    await expect(run('light', { code })).rejects.toThrow(
      'no package ioredis with the light client',
    );
    await expect(run('redis', { code })).rejects.toThrow('no package ioredis here');
  });
});
