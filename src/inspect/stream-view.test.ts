import { expect, test } from 'vitest';
import { StreamValue } from '../engine/keyspace/stream-value.ts';
import { observe } from '../testing/observe.ts';
import { type TestClient, type TestEngine, testEngine } from '../testing/test-engine.ts';
import { streamView } from './stream-view.ts';

function viewOf({ node }: TestEngine, offset = 0, limit = 64, groupOffset = 0) {
  const value = node.server.keyspace.databases[0]?.peek('s');
  if (!(value instanceof StreamValue)) throw new Error('no stream');
  return streamView(value, { offset, limit, groupOffset }, node.server.version);
}

function filled(client: TestClient): void {
  client.run('CONFIG SET stream-node-max-entries 2');
  for (const line of [
    ...['XADD s 1-1 a 1 b 2', 'XADD s 1-2 a 3 b 4', 'XADD s 2-0 c 5', 'XADD s 3-0 a 6'],
    ...['XGROUP CREATE s g 0', 'XREADGROUP GROUP g ann COUNT 1 STREAMS s >', 'XDEL s 2-0'],
  ]) {
    client.run(line);
  }
}

test('nodes show what lies in them, deleted entries included', () => {
  const engine = testEngine();
  filled(engine.client());
  const view = viewOf(engine);
  expect(view.nodes).toEqual([
    {
      ...{ index: 0, firstId: '1-1', lastId: '1-2', count: 2, deleted: 0, sizeBytes: 45 },
      fields: ['a', 'b'],
      entries: [
        { id: '1-1', deleted: false, sameFields: true, words: ['a', '1', 'b', '2'] },
        { id: '1-2', deleted: false, sameFields: true, words: ['a', '3', 'b', '4'] },
      ],
    },
    {
      ...{ index: 1, firstId: '2-0', lastId: '3-0', count: 1, deleted: 1, sizeBytes: 43 },
      fields: ['c'],
      entries: [
        { id: '2-0', deleted: true, sameFields: true, words: ['c', '5'] },
        { id: '3-0', deleted: false, sameFields: false, words: ['a', '6'] },
      ],
    },
  ]);
  expect(viewOf(engine, 1, 1).nodes.map(({ index }) => index)).toEqual([1]);
  const { count, nodeCount, lastId, maxDeletedId, entriesAdded } = view;
  expect([count, nodeCount, lastId, maxDeletedId, entriesAdded]).toEqual([3, 2, '3-0', '2-0', '4']);
});

test('groups show how far they are and what is pending', () => {
  const engine = testEngine();
  filled(engine.client());
  const nowMs = engine.clock.nowMs();
  expect(viewOf(engine).groups).toEqual([
    {
      ...{
        name: 'g',
        lastId: '1-1',
        entriesRead: '1',
        lag: null,
        consumerCount: 1,
        pendingCount: 1,
      },
      consumers: [{ name: 'ann', pendingCount: 1, seenAtMs: nowMs, activeAtMs: nowMs }],
      pending: [{ id: '1-1', consumer: 'ann', deliveredAtMs: nowMs, deliveries: '1' }],
    },
  ]);
});

test('groups are shown sixteen at a time, in the order of their names', () => {
  const engine = testEngine();
  const client = engine.client();
  const names = Array.from({ length: 35 }, (_, n) => `g${String(n).padStart(2, '0')}`);
  for (const name of names.toReversed()) client.run(`XGROUP CREATE s ${name} 0 MKSTREAM`);
  const page = (groupOffset: number) => {
    const { groups, groupOffset: first, groupCount } = viewOf(engine, 0, 64, groupOffset);
    return [first, groupCount, groups.map(({ name }) => name)];
  };
  expect(page(0)).toEqual([0, 35, names.slice(0, 16)]);
  expect(page(16)).toEqual([16, 35, names.slice(16, 32)]);
  expect(page(32)).toEqual([32, 35, names.slice(32)]);
  // Groups may go while their page is on screen.
  for (const name of names.slice(10)) client.run(`XGROUP DESTROY s ${name}`);
  expect(page(32)).toEqual([0, 10, names.slice(0, 10)]);
  for (const name of names.slice(0, 10)) client.run(`XGROUP DESTROY s ${name}`);
  expect(page(32)).toEqual([0, 0, []]);
});

test('views hear of changes in groups, too', () => {
  const engine = testEngine();
  const client = engine.client();
  const observer = observe(engine.node.server);
  filled(client);
  const revisions = [
    'XACK s g 1-1',
    'XREADGROUP GROUP g ann STREAMS s >',
    'XGROUP DESTROY s g',
  ].map((line) => {
    const before = observer.revision;
    client.run(line);
    return observer.revision > before;
  });
  expect(revisions).toEqual([true, true, true]);
});
