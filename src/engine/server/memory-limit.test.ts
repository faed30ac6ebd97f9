/** maxmemory through RESP: what goes, who is told, and what is refused. */
import { describe, expect, test } from 'vitest';
import { effectsOf, script, type TestEngine, testEngine } from '../../testing/test-engine.ts';
import type { Eviction } from './memory-limit.ts';
import { limitedMemoryBytes } from './memory-usage.ts';

const value = 'v'.repeat(1000);
const OOM = "(error) OOM command not allowed when used memory > 'maxmemory'.";

/** A node with 100 keys of a kilobyte, the last ones used last, and room for a few connections more. */
function full(policy: string, config: Readonly<Record<string, string>> = {}): TestEngine {
  const engine = testEngine({ 'maxmemory-policy': policy, ...config });
  const client = engine.client();
  for (let n = 0; n < 100; n++) {
    client.run(`SET key:${n} ${value} EX ${10_000 - n}`);
    engine.advance(2000);
  }
  const used = limitedMemoryBytes(engine.node.server);
  client.run(`CONFIG SET maxmemory ${used + 10_000}`);
  return { ...engine, client: () => clientAtRest(engine) };
}

/** With a buffer for replies as small as it gets. */
function clientAtRest(engine: TestEngine): ReturnType<TestEngine['client']> {
  const client = engine.client();
  engine.advance(200);
  return client;
}

/** A figure of INFO, as it stands in the printed text. */
const info = (engine: TestEngine, field: string): string =>
  new RegExp(`${field}:([^\\\\]*)`).exec(engine.client().run('INFO everything'))?.[1] ?? '';

describe('at the limit', () => {
  test.each([
    ...['allkeys-lru', 'volatile-lru', 'allkeys-lfu', 'volatile-lfu'],
    ...['allkeys-random', 'volatile-random', 'volatile-ttl'],
  ])('%s makes room, one key for another', (policy) => {
    const engine = full(policy);
    const client = engine.client();
    for (let n = 0; n < 60; n++) expect(client.run(`SET new:${n} ${value} EX 9`)).toBe('OK');
    const { server } = engine.node;
    expect(limitedMemoryBytes(server)).toBeLessThan(server.memoryLimit.maxBytes + 2000);
    const evicted = Number(info(engine, 'evicted_keys'));
    expect(evicted).toBeGreaterThanOrEqual(45);
    expect(server.keyspace.databases[0]?.size).toBe(160 - evicted);
  });
  test.each([
    ['noeviction', ''],
    ['volatile-lru', 'PERSIST'],
    ['volatile-ttl', 'PERSIST'],
    ['volatile-random', 'PERSIST'],
  ])('%s refuses, where nothing may go', (policy, persist) => {
    const engine = full(policy);
    const client = engine.client();
    for (let n = 0; n < 100 && persist; n++) client.run(`PERSIST key:${n}`);
    const filling = Array.from({ length: 30 }, (_, n) => client.run(`SET one:${n} ${value}`));
    expect([filling[0], filling.at(-1)]).toEqual(['OK', OOM]);
    expect(client.run('SET two v')).toBe(OOM);
    expect(client.run('GET key:1')).toBe(`"${value}"`);
    expect(client.run('DEL one:0 one:1 one:2')).toBe('(integer) 3');
    expect(client.run('SET two v')).toBe('OK');
    expect(Number(info(engine, 'errorstat_OOM').slice('count='.length))).toBeGreaterThan(10);
  });
  test('a queue is not filled, and not run where it needs memory', () => {
    const engine = testEngine();
    const [client, other] = [engine.client(), engine.client()];
    client.run('MULTI');
    client.run('SET a 1');
    other.run('CONFIG SET maxmemory 1');
    expect(client.run('EXEC')).toBe(
      "(error) EXECABORT Transaction discarded because of: OOM command not allowed when used memory > 'maxmemory'.",
    );
    client.run('MULTI');
    expect(client.run('GET a')).toBe(OOM);
    expect(client.run('DISCARD')).toBe('OK');
  });
  test('a limit that is lowered evicts at once', () => {
    const engine = full('allkeys-lru');
    const { server } = engine.node;
    const half = server.memoryLimit.maxBytes - 60_000;
    engine.client().run(`CONFIG SET maxmemory ${half}`);
    expect(limitedMemoryBytes(server)).toBeLessThanOrEqual(half);
    expect(engine.messages.some((text) => text.startsWith('WARNING: the new maxmemory'))).toBe(
      true,
    );
    expect(server.keyspace.databases[0]?.has('key:99')).toBe(true);
  });
  test('what is evicted is told to everybody', () => {
    const engine = full('volatile-ttl', { 'notify-keyspace-events': 'Ee' });
    const [client, watcher] = [engine.client(), engine.client()];
    const [tracker, listener] = [engine.client(), engine.client()];
    const effects = effectsOf(engine);
    const seen: Eviction[] = [];
    engine.node.server.memoryLimit.onEvicted = (eviction) => seen.push(eviction);
    const soonest = 'key:0';
    watcher.run(`WATCH ${soonest}`);
    tracker.run('HELLO 3');
    tracker.run('CLIENT TRACKING ON');
    tracker.run(`GET ${soonest}`);
    listener.run('SUBSCRIBE __keyevent@0__:evicted');
    while (engine.node.server.keyspace.databases[0]?.has(soonest)) {
      client.run(`SET more:${seen.length}:${effects.length} ${value}`);
    }
    expect(listener.heard()).toContain(`3) "${soonest}"`);
    expect(tracker.heard()).toContain('invalidate');
    watcher.run('MULTI');
    watcher.run('PING');
    expect(watcher.run('EXEC')).toBe('(nil)');
    expect(effects).toContain(`DEL ${soonest}`);
    expect(effects).not.toContain('MULTI');
    const told = seen.find(({ key }) => key === soonest) as Eviction;
    expect(told).toMatchObject({ db: 0, policy: 'volatile-ttl' });
    const scores = told.pool.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
  });
  test('lazyfree-lazy-eviction propagates UNLINK, and counts large values', () => {
    const engine = testEngine({
      'maxmemory-policy': 'allkeys-lru',
      'lazyfree-lazy-eviction': 'yes',
    });
    const client = engine.client();
    client.run(`SADD large ${Array.from({ length: 200 }, (_, n) => `member:${n}`).join(' ')}`);
    const effects = effectsOf(engine);
    client.run('CONFIG SET maxmemory 1');
    expect(effects).toContain('UNLINK large');
    expect(info(engine, 'lazyfreed_objects')).toBe('1');
  });
  test('a paused server evicts nothing', () => {
    const engine = full('allkeys-lru');
    const client = engine.client();
    client.run('CLIENT PAUSE 1000 WRITE');
    client.run('CONFIG SET maxmemory 1');
    expect(engine.node.server.keyspace.stats.evictedKeys).toBe(0);
    expect(client.run('GET key:1')).toBe(`"${value}"`);
    engine.advance(1001);
    client.run('PING');
    expect(engine.node.server.keyspace.stats.evictedKeys).toBe(100);
  });
  test('one go takes no longer than maxmemory-eviction-tenacity allows; a timer does the rest', () => {
    const engine = full('allkeys-lru');
    const { server } = engine.node;
    // A stopwatch that moves at each look, as evicting does.
    let us = server.ports.clock.monotonicUs();
    Object.assign(engine.clock, { monotonicUs: () => (us += 100) });
    const client = engine.client();
    client.run('CONFIG SET maxmemory 1');
    const { stats } = server.keyspace;
    expect(stats.evictedKeys).toBe(16);
    expect(client.run('SET more v')).toBe('OK');
    expect(stats.evictedKeys).toBe(32);
    engine.advance(1);
    expect(stats.evictedKeys).toBe(101);
    expect(client.run('SET more v')).toBe(OOM);
  });
  test('time above the limit is counted, until it is over', () => {
    const engine = full('noeviction');
    const client = engine.client();
    client.run('CONFIG SET maxmemory 1');
    // The client that asks takes 200 ms.
    engine.advance(2800);
    expect(info(engine, 'current_eviction_exceeded_time')).toBe('3000');
    client.run('CONFIG SET maxmemory 100mb');
    engine.advance(500);
    client.run('PING');
    expect(info(engine, 'current_eviction_exceeded_time')).toBe('0');
    expect(info(engine, 'total_eviction_exceeded_time')).toMatch(/^3[0-9]00$/);
    client.run('CONFIG RESETSTAT');
    expect(info(engine, 'total_eviction_exceeded_time')).toBe('0');
  });
});

test('a policy that is not there in this version is refused', () =>
  script(`
    > CONFIG SET maxmemory-policy allkeys-lrm
    (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction`));

test('a table of keys does not grow beyond the limit', () => {
  const engine = testEngine({ 'maxmemory-policy': 'allkeys-random' });
  const client = engine.client();
  const { server } = engine.node;
  client.run('DEBUG POPULATE 4096 key 1');
  engine.advance(1000);
  client.run(`CONFIG SET maxmemory ${limitedMemoryBytes(server) + 10 * 1024}`);
  client.run('SET a 1');
  client.run('SET b 1');
  expect(client.run('DBSIZE')).toBe('(integer) 4098');
  expect(client.run('DEBUG HTSTATS 0')).toContain('table size: 4096');
  client.run('CONFIG SET maxmemory 0');
  client.run('SET c 1');
  expect(client.run('DEBUG HTSTATS 0')).toContain('table size: 8192');
});

test('small integers are shared, but not where each key needs a clock', () => {
  const engine = testEngine();
  const client = engine.client();
  const { server } = engine.node;
  for (let n = 0; n < 100; n++) client.run(`SET key:${n} ${n}`);
  const shared = limitedMemoryBytes(server);
  client.run('CONFIG SET maxmemory 100mb maxmemory-policy allkeys-lru');
  expect(limitedMemoryBytes(server) - shared).toBe(100 * 16);
  client.run('CONFIG SET maxmemory-policy allkeys-random');
  expect(limitedMemoryBytes(server)).toBe(shared);
});
