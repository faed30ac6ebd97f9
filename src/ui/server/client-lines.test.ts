/** CLIENT LIST read back: what the engine prints, and lines of other versions. */
import { expect, test } from 'vitest';
import { testAsk } from '../../testing/test-ask.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { parseClientLine, parseClientList } from './client-lines.ts';
import { createClientsStore } from './clients-store.ts';

test('what the engine prints', async () => {
  const engine = testEngine();
  const other = engine.client();
  other.run('CLIENT SETNAME worker');
  other.run('SELECT 3');
  other.run('MULTI');
  other.run('SET a 1');
  const store = createClientsStore(testAsk(engine));
  await store.refresh();
  const [first, second] = store.getState().figures ?? [];
  expect(first).toMatchObject({ name: 'worker', db: 3, queued: 1, user: 'default', flags: ['x'] });
  expect(first).toMatchObject({ channels: 0, watched: 0 });
  expect(second).toMatchObject({ addr: 'tab:0', flags: ['N'], lastCommand: 'client|list' });
  expect(await store.kill(first?.id ?? 0)).toBe(true);
  expect(other.isClosed).toBe(true);
  expect(store.getState().figures).toHaveLength(1);
  expect(await store.kill(4711)).toBe(false);
});

test('fields that are missing or unknown', () => {
  const row = parseClientLine('id=7 addr=[::1]:80 name=a=b flags=Pt sub=2 ssub=1 psub=3 new=x');
  expect(row).toMatchObject({ id: 7, addr: '[::1]:80', name: 'a=b', flags: ['P', 't'] });
  expect(row).toMatchObject({ channels: 3, patterns: 3, memoryBytes: 0, user: '' });
  expect(parseClientList('')).toEqual([]);
});
