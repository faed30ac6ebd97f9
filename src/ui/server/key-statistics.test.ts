/** Sums by type, encoding and prefix; the biggest keys; and the walk over a real database. */
import { expect, test } from 'vitest';
import { testAsk } from '../../testing/test-ask.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { createAnalysisStore } from './key-analysis.ts';
import { KeyStatisticsCounter, OTHER_PREFIXES, prefixOf } from './key-statistics.ts';

test('prefixes', () => {
  const rows: readonly (readonly [string, number, string])[] = [
    ['user:1:name', 1, 'user:'],
    ['user:1:name', 2, 'user:1:'],
    ['user:1:name', 3, 'user:1:'],
    ['user', 1, ''],
    [':a', 1, ':'],
    ['a::b', 2, 'a::'],
  ];
  for (const [key, depth, prefix] of rows) expect(prefixOf(key, depth), key).toBe(prefix);
});

test('sums', () => {
  const counter = new KeyStatisticsCounter();
  const add = (key: string, type: string, encoding: string, bytes: number, expires = false) =>
    counter.add({ key, type, encoding, bytes, expires });
  add('user:1', 'hash', 'listpack', 100);
  add('user:2', 'hash', 'hashtable', 5000, true);
  add('n', 'string', 'int', 50);
  const found = counter.read();
  expect(found).toMatchObject({ keys: 3, bytes: 5150, expiring: 1 });
  expect(found.types.get('hash')).toEqual({ keys: 2, bytes: 5100 });
  expect(found.prefixes[0]?.get('user:')).toEqual({ keys: 2, bytes: 5100 });
  expect(found.prefixes[0]?.get('')).toEqual({ keys: 1, bytes: 50 });
  expect(found.biggest.map(({ key }) => key)).toEqual(['user:2', 'user:1', 'n']);
  expect(found.encodings.map(({ encoding }) => encoding)).toEqual(['hashtable', 'listpack', 'int']);
});

test('many prefixes and many keys stay bounded', () => {
  const counter = new KeyStatisticsCounter();
  for (let i = 0; i < 12_000; i++) {
    const facts = { key: `p${i}:x`, type: 'string', encoding: 'raw', expires: false };
    counter.add({ ...facts, bytes: i });
  }
  const { prefixes, biggest } = counter.read();
  expect(prefixes[0]?.size).toBe(5001);
  expect(prefixes[0]?.get(OTHER_PREFIXES)?.keys).toBe(7000);
  expect(biggest).toHaveLength(50);
  expect([biggest[0]?.bytes, biggest.at(-1)?.bytes]).toEqual([11_999, 11_950]);
});

const atOnce = () => Promise.resolve();

test('the walk finds every key, of the database that was asked for', async () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('SET elsewhere 1');
  client.run('SELECT 2');
  for (let i = 0; i < 700; i++) client.run(`SET user:${i} ${'x'.repeat(i === 350 ? 9000 : 20)}`);
  client.run('RPUSH jobs a b c');
  client.run('EXPIRE jobs 100');
  const analysis = createAnalysisStore(testAsk(engine), atOnce);
  await analysis.start(2, null);
  const { phase, end, size, found } = analysis.getState();
  expect({ phase, end, size }).toEqual({ phase: 'finished', end: 'whole', size: 701 });
  expect(found).toMatchObject({ keys: 701, expiring: 1 });
  expect(found?.biggest[0]).toMatchObject({ key: 'user:350', type: 'string', encoding: 'raw' });
});

test('a sample says so; a walk can be stopped and paused', async () => {
  const engine = testEngine();
  const client = engine.client();
  for (let i = 0; i < 2000; i++) client.run(`SET ${i} x`);
  const sample = createAnalysisStore(testAsk(engine), atOnce);
  await sample.start(0, 300);
  expect(sample.getState()).toMatchObject({ end: 'sampled', seen: 300, size: 2000 });
  expect(sample.getState().found?.keys).toBe(300);

  let slices = 0;
  const stopped = createAnalysisStore(testAsk(engine), () => {
    slices++;
    if (slices === 2) stopped.stop();
    return Promise.resolve();
  });
  await stopped.start(0, null);
  expect(stopped.getState()).toMatchObject({ phase: 'finished', end: 'stopped' });
  expect(slices).toBe(2);

  let looks = 0;
  const paused = createAnalysisStore(testAsk(engine), () => {
    looks++;
    if (looks === 1) {
      paused.pause();
      queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => paused.goOn())));
    }
    return Promise.resolve();
  });
  await paused.start(0, null);
  expect(paused.getState()).toMatchObject({ phase: 'finished', end: 'whole' });
});

test('a refusal ends the walk and is told', async () => {
  const engine = testEngine();
  const ask = testAsk(engine);
  const analysis = createAnalysisStore(
    (...words) => (words[0] === 'SCAN' ? Promise.reject(new Error('NOPERM')) : ask(...words)),
    atOnce,
  );
  await analysis.start(0, null);
  expect(analysis.getState()).toMatchObject({ phase: 'finished', failure: 'NOPERM' });
});
