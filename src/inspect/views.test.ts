import { expect, test } from 'vitest';
import type { InspectRequest } from '../contract/key-view.ts';
import { observe } from '../testing/observe.ts';
import { testEngine } from '../testing/test-engine.ts';
import { inspectKey } from './key-view.ts';

function lookAfter(...lines: readonly string[]) {
  const engine = testEngine();
  const { server } = engine.node;
  const observer = observe(server);
  const client = engine.client();
  for (const line of lines) client.run(line);
  return (key: string, form?: InspectRequest['form'], offset = 0) => {
    const request = { db: 0, key, offset, limit: 64, ...(form ? { form } : {}) };
    const view = inspectKey(server, observer, request);
    if (!view) throw new Error('no such key');
    return view;
  };
}

test('a string shows its bits on request, and by itself once a bit command has written to it', () => {
  const look = lookAfter(
    'SET s foobar',
    'SETBIT b 9 1',
    'SETBIT b 7 1',
    'COPY b c',
    'BITOP NOT n b',
  );
  expect(look('s', 'auto').form).toBe('plain');
  expect(look('s').forms).toEqual(['plain', 'bits']);
  expect(look('s', 'bits').structure).toEqual({
    ...{ kind: 'bits', sizeBytes: 6, offset: 0, bytes: 'foobar', ones: 26, touchedAt: null },
  });
  expect(look('b', 'auto').structure).toMatchObject({ kind: 'bits', ones: 2, bytes: '\x01@' });
  expect(look('b').structure.kind).toBe('string');
  expect(look('c', 'auto').form).toBe('bits');
  expect(look('n', 'auto').structure).toMatchObject({ kind: 'bits', ones: 14 });
  expect(look('s', 'map').form).toBe('plain');
});

test('the window of a large bitmap is cut, its ones are counted whole', () => {
  const look = lookAfter('SETBIT b 800000 1', 'SETBIT b 3 1');
  const { structure } = look('b', 'bits', 2048);
  expect(structure).toMatchObject({ kind: 'bits', sizeBytes: 100_001, offset: 2048, ones: 2 });
  expect(structure.kind === 'bits' && structure.bytes.length).toBe(2048);
});

test('the ones of a large bitmap are kept up through every kind of write', () => {
  const engine = testEngine();
  const { server } = engine.node;
  const observer = observe(server);
  const client = engine.client();
  const request = { db: 0, key: 'b', offset: 0, limit: 64, form: 'bits' } as const;
  const writes = [
    ...[
      'SETBIT b 800000 1',
      'SETBIT b 7 1',
      'SETBIT b 7 0',
      'SETRANGE b 99998 abcdef',
      'APPEND b xyz',
    ],
    ...['BITFIELD b SET u16 3 12345 INCRBY i64 700000 -1', 'SETRANGE b 5 zz', 'SETBIT b 900000 1'],
    ...['BITFIELD b SET u8 990000 255', 'BITOP NOT b b', 'SETBIT b 1 0', 'APPEND b q'],
  ];
  for (const write of writes) {
    client.run(write);
    const structure = inspectKey(server, observer, request)?.structure;
    const counted = client.run('BITCOUNT b');
    expect([write, structure?.kind === 'bits' && `(integer) ${structure.ones}`]).toEqual([
      write,
      counted,
    ]);
  }
});

test('a HyperLogLog shows its registers; its estimate says whether it is kept', () => {
  const look = lookAfter('PFADD p a', 'PFADD q a b', 'PFCOUNT q', 'PFADD d a', 'PFDEBUG TODENSE d');
  const sparse = look('p', 'auto');
  expect(sparse.forms).toEqual(['plain', 'bits', 'registers']);
  expect(sparse.structure).toMatchObject({
    ...{ kind: 'registers', encoding: 'sparse', sizeBytes: 21, runCount: 3 },
    ...{ estimate: 1, isCached: false },
    runs: [
      { kind: 'xzero', from: 0, length: 12711, value: 0 },
      { kind: 'value', from: 12711, length: 1, value: 2 },
      { kind: 'xzero', from: 12712, length: 3672, value: 0 },
    ],
  });
  expect(look('q', 'auto').structure).toMatchObject({ estimate: 2, isCached: true });
  const dense = look('d', 'auto').structure;
  expect(dense).toMatchObject({ kind: 'registers', encoding: 'dense', runs: [], estimate: 1 });
  expect(dense.kind === 'registers' && dense.registers.charCodeAt(12711)).toBe(2);
});

test('a corrupt HyperLogLog has no estimate', () => {
  const look = lookAfter('PFADD c a', 'SETRANGE c 16 x');
  expect(look('c', 'auto').structure).toMatchObject({ kind: 'registers', estimate: null });
});

test('places offer a map, a leaderboard does not', () => {
  const look = lookAfter(
    'GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania',
    'ZADD board 10 ann 7 bob',
    'ZADD times 1767225600000 a 1767225601000 b',
  );
  expect(look('g', 'auto').form).toBe('plain');
  expect(look('g').forms).toEqual(['plain', 'map']);
  expect(look('board').forms).toEqual(['plain']);
  expect(look('times').forms).toEqual(['plain']);
  const { structure } = look('g', 'map');
  expect(structure).toMatchObject({ kind: 'map', count: 2, search: null });
  if (structure.kind !== 'map') return;
  expect(structure.points.map(({ member, geohash }) => [member, geohash])).toEqual([
    ['Palermo', 'sqc8b49rny0'],
    ['Catania', 'sqdtr74hyu0'],
  ]);
  expect(structure.cells.length).toBeGreaterThan(0);
});

test('the map remembers the last search and the cells that it scanned', () => {
  const look = lookAfter(
    'GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania',
    'GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km',
  );
  const circle = look('g', 'map').structure;
  expect(circle).toMatchObject({
    search: { kind: 'circle', longitude: 15, latitude: 37, radiusM: 200_000 },
  });
  expect(circle.kind === 'map' && circle.cells.length).toBeGreaterThan(1);
});

test('a view says where something was found or changed last, wherever its window is', () => {
  const members = Array.from({ length: 300 }, (_, n) => `${n} mem${n}`).join(' ');
  const fields = Array.from({ length: 600 }, (_, n) => `f${n} ${n}`).join(' ');
  const look = lookAfter(
    `ZADD z ${members}`,
    'ZRANK z mem150',
    `HSET h ${fields}`,
    'HSET h f77 changed',
    `SADD s ${fields}`,
    'SISMEMBER s f5',
  );
  expect(look('z').structure).toMatchObject({ offset: 0, touchedAt: 150 });
  for (const [key, field] of [
    ['h', 'f77'],
    ['s', 'f5'],
  ] as const) {
    const { structure } = look(key);
    if (structure.kind !== 'table') throw new Error('no table');
    const there = look(key, 'plain', structure.touchedAt ?? -1).structure;
    if (there.kind !== 'table') throw new Error('no table');
    expect(there.buckets[0]?.chain.map((entry) => entry.field)).toContain(field);
  }
});

const numbers = (count: number, each: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => each(n)).join(' ');

test('so do lists, strings, bitmaps, listpacks and intsets, of what was changed', () => {
  const setup = [
    'RPUSH l a b c',
    'SET s 0',
    'SETRANGE s 5000 x',
    `HSET h ${numbers(50, (n) => `f${n} ${n}`)}`,
    `ZADD z ${numbers(100, (n) => `${n} m${n}`)}`,
    `SADD i ${numbers(400, (n) => `${n * 2}`)}`,
  ];
  const check = (line: string, touchedAt: number | null) => {
    const look = lookAfter(...setup, line);
    const [, key = ''] = line.split(' ');
    const { structure } = look(key, /BIT/.test(line) ? 'bits' : 'plain');
    expect([line, 'touchedAt' in structure && structure.touchedAt]).toEqual([line, touchedAt]);
  };
  check('APPEND s abc', 5001);
  check('SETRANGE s 3000 abc', 3000);
  check('SETBIT s 16001 1', 2000);
  check('BITFIELD s SET u8 24000 7', 3000);
  check('SET s 1', null);
  check('HSET h f20 changed', 40);
  check('HSET h new 1', 100);
  check('HDEL h f49', 96);
  check('ZADD z 50.5 m3', 100);
  check('ZINCRBY z 0.5 m20', 40);
  check('SADD i 301', 151);
  check('SREM i 300', 150);
  check('LPUSH l first', 0);
});

test('a node of a list shows the items around the change', () => {
  for (const [line, item] of [
    ['LSET l 1500 changed', 'changed'],
    ['LINSERT l BEFORE item1500 inserted', 'inserted'],
    ['LREM l -1 item1500', 'item1501'],
    ['LTRIM l 0 1500', 'item1500'],
    ['RPUSH l last', 'last'],
    ['LPOP l', 'item1'],
  ] as const) {
    const look = lookAfter(`RPUSH l ${numbers(2000, (n) => `item${n}`)}`, line);
    const { structure } = look('l');
    if (structure.kind !== 'quicklist') throw new Error('no quicklist');
    const node = structure.nodes[structure.touchedAt ?? -1];
    expect([line, node?.items]).toEqual([line, expect.arrayContaining([item])]);
    expect(node && node.first + node.items.length <= node.count).toBe(true);
  }
});
