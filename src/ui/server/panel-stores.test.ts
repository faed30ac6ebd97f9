/** The panels' stores against a real node: what they read, what they change, what is refused. */
import { expect, test } from 'vitest';
import { directivesOf } from '../../inspect/directives.ts';
import { testAsk } from '../../testing/test-ask.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { createConfigStore } from './config-store.ts';
import { barsOf, createLatencyStore } from './latency-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createOverviewStore } from './overview-store.ts';
import { createPanelStore } from './panel-store.ts';
import { createSlowLogStore } from './slow-log-store.ts';
import { createUsersStore, pendingWords } from './users-store.ts';

test('one question at a time; a failure keeps the figures', async () => {
  let asked = 0;
  let fails = false;
  const store = createPanelStore<number>(async (before) => {
    asked++;
    if (fails) throw new Error('ERR no');
    return (before ?? 0) + 1;
  });
  await Promise.all([store.refresh(), store.refresh()]);
  expect([asked, store.getState().figures]).toEqual([1, 1]);
  fails = true;
  await store.refresh();
  expect(store.getState()).toEqual({ figures: 1, failure: 'ERR no', busy: false });
  expect(await store.change(() => Promise.reject(new Error('ERR never')))).toBe('ERR never');
});

test('overview: what changes is marked', async () => {
  const engine = testEngine();
  const store = createOverviewStore(testAsk(engine));
  await store.refresh();
  engine.client().run('SET a 1');
  await store.refresh();
  const changed = store.getState().figures?.changed ?? new Set();
  expect(changed.has('total_commands_processed')).toBe(true);
  expect(changed.has('redis_version')).toBe(false);
  expect(await store.resetStatistics()).toBeNull();
});

test('configuration: changed, refused, set back', async () => {
  const store = createConfigStore(testAsk(testEngine()), async () => directivesOf(704, []));
  await store.refresh();
  store.open('maxmemory');
  expect(await store.set('maxmemory', 'abc')).toBe(false);
  expect(store.editing.getState().refusal).toContain('argument must be a memory value');
  expect(await store.set('maxmemory', '64mb')).toBe(true);
  expect(store.getState().figures?.values.get('maxmemory')).toBe('67108864');
  expect(store.editing.getState()).toMatchObject({ open: null, refusal: null });
  expect(store.editing.getState().earlier.get('maxmemory')).toBe('0');
});

test('slow log: a real command gets into it and leaves nothing behind', async () => {
  const engine = testEngine({ 'slowlog-log-slower-than': '0' });
  const client = engine.client();
  const store = createSlowLogStore(testAsk(engine), () => 1);
  await store.refresh();
  expect(await store.setThreshold('x')).toContain('ERR CONFIG SET failed');
  await store.make();
  expect(client.run('DBSIZE')).toBe('(integer) 0');
  const sort = store.getState().figures?.entries.find(({ argv }) => argv[0] === 'SORT');
  expect(sort).toMatchObject({ addr: 'tab:0', clientName: '' });
  expect(await store.reset()).toBeNull();
  expect(store.getState().figures?.entries.some(({ argv }) => argv[0] === 'SORT')).toBe(false);
});

test('latency: bars are differences, commands come by calls', async () => {
  const rows = [
    ['1', 2],
    ['4', 5],
  ] as const;
  expect(barsOf(rows)).toEqual([
    { upToUs: 1, calls: 2 },
    { upToUs: 4, calls: 3 },
  ]);
  const engine = testEngine();
  const client = engine.client();
  for (let i = 0; i < 20; i++) client.run('SET a 1');
  const store = createLatencyStore(testAsk(engine));
  await store.refresh();
  const [first] = store.getState().figures?.commands ?? [];
  expect(first).toMatchObject({ name: 'set', calls: 20 });
  expect(first?.percentiles.map(([name]) => name)).toEqual(['p50', 'p99', 'p99.9']);
  expect(store.getState().figures).toMatchObject({ thresholdMs: 0, events: [] });
  expect(await store.setThreshold('5')).toBeNull();
  expect(store.getState().figures?.thresholdMs).toBe(5);
});

test('users: made, probed, denied, deleted', async () => {
  const engine = testEngine();
  const store = createUsersStore(testAsk(engine));
  await store.refresh();
  expect(store.getState().figures).toMatchObject({ self: 'default', denied: [] });
  store.edit(null);
  store.rename('ann');
  store.revise({ newPasswords: ['pw'], rules: ['+get'] });
  store.typeRules('on >pw ~app:* -@all +get +nosuchcommand');
  expect(await store.apply()).toBe(false);
  expect(store.editing.getState().refusal).toContain('Unknown command or category name in ACL');
  store.typeRules('on >pw ~app:* -@all +get');
  expect(await store.apply()).toBe(true);
  expect(pendingWords(store.editing.getState())).toEqual([]);
  expect(await store.probe('ann', 'GET app:1')).toEqual({ kind: 'may' });
  expect(await store.probe('ann', 'SET app:1 x')).toMatchObject({ kind: 'may-not' });
  expect(await store.probe('ann', 'NOSUCH')).toMatchObject({ kind: 'unknown' });
  expect(await store.probe('ann', '"')).toEqual({ kind: 'unbalanced' });
  const client = engine.client();
  client.run('AUTH ann pw');
  client.run('SET app:1 x');
  await store.refresh();
  const [denied] = store.getState().figures?.denied ?? [];
  expect(denied).toMatchObject({ reason: 'command', object: 'set', user: 'ann', count: 1 });
  expect(denied?.clientId).toBe(String(client.id));
  expect(await store.drop('default')).toContain("The 'default' user cannot be removed");
  expect(await store.drop('ann')).toBeNull();
  expect(client.isClosed).toBe(true);
  expect(await store.resetLog()).toBeNull();
});

test('memory: the node’s own account', async () => {
  const engine = testEngine({ maxmemory: '10mb' });
  engine.client().run('SET a 1');
  const store = createMemoryStore(testAsk(engine), () => Promise.resolve());
  await store.refresh();
  const { figures } = store.getState();
  expect(figures).toMatchObject({ maxBytes: 10_485_760, policy: 'noeviction' });
  expect(figures?.databases).toEqual([{ db: 0, keys: 1 }]);
  expect(figures?.usedBytes).toBeGreaterThan(figures?.startBytes ?? 0);
  const parts = (figures?.overheadBytes ?? 0) + (figures?.datasetBytes ?? 0);
  expect(figures?.usedBytes).toBe(parts);
});
