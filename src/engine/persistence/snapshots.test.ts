/** RDB files: written by SAVE and by save points, read when a node opens, refused when damaged. */
import { describe, expect, test } from 'vitest';
import { openNode } from '../../hosts/open-node.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { type TestEngine, testEngine } from '../../testing/test-engine.ts';

const FILL = [
  'SET s hello',
  'SET expiring x PXAT 1800000000000',
  'RPUSH l a b 3',
  'SADD t 1 2 3',
  'SADD words a b',
  'HSET h f v',
  'HSET timed a 1 b 2',
  'HPEXPIREAT timed 1800000000000 FIELDS 1 a',
  'ZADD z 1 a 2.5 b',
  'XADD x 1-1 f v',
  'XGROUP CREATE x g 0',
  'SELECT 3',
  'SET other database',
];

async function open(disk: MemoryDisk, config: Record<string, string> = {}): Promise<TestEngine> {
  const engine = testEngine(config, disk);
  await openNode(engine.node, { onDamage: 'keep-aside' });
  return engine;
}

async function saved(config: Record<string, string> = {}) {
  const disk = new MemoryDisk();
  const engine = await open(disk, config);
  const client = engine.client();
  for (const line of FILL) client.run(line);
  client.run('SAVE');
  await engine.settle();
  return { disk, engine, client };
}

const READ = [
  ...[
    'GET s',
    'PEXPIRETIME expiring',
    'LRANGE l 0 -1',
    'SMEMBERS t',
    'SMEMBERS words',
    'HGETALL h',
  ],
  ...['HPEXPIRETIME timed FIELDS 2 a b', 'ZRANGE z 0 -1 WITHSCORES', 'XRANGE x - +'],
  ...['XINFO GROUPS x', 'OBJECT ENCODING timed', 'DBSIZE', 'SELECT 3', 'GET other', 'SELECT 0'],
];

describe('a saved data set comes back', () => {
  test.each(['7.0', '7.2', '7.4'])('of version %s', async (version) => {
    const { disk, client, engine } = await saved({ 'emulate-version': version });
    expect(client.heard()).toBe('OK');
    client.run('SELECT 0');
    const wanted = READ.map((line) => client.run(line));
    const again = (await open(disk, { 'emulate-version': version })).client();
    expect(READ.map((line) => again.run(line))).toEqual(wanted);
    expect(client.run('INFO persistence')).toContain('rdb_saves:1');
    engine.node.server.stop();
  });
});

test('keys whose time has passed are left out', async () => {
  const { disk } = await saved();
  const late = testEngine({}, disk, Date.UTC(2030, 0, 1));
  await openNode(late.node, { onDamage: 'refuse' });
  expect(late.client().run('EXISTS s expiring')).toBe('(integer) 1');
});

test('a damaged file is kept aside, or refused', async () => {
  const { disk } = await saved();
  const bytes = (await disk.read('dump.rdb')) as Uint8Array;
  const broken = bytes.slice();
  broken[40] = (broken[40] as number) ^ 1;
  await disk.write('dump.rdb', broken);
  const refusing = testEngine({}, disk);
  await expect(openNode(refusing.node, { onDamage: 'refuse' })).rejects.toThrow(
    'Unexpected EOF reading RDB file',
  );
  const engine = testEngine({}, disk);
  const { notices } = await openNode(engine.node, { onDamage: 'keep-aside' });
  expect(notices).toMatchObject([
    { kind: 'damaged', file: 'dump.rdb', keptAs: 'dump.rdb.damaged-1' },
  ]);
  expect(await disk.read('dump.rdb.damaged-1')).toEqual(broken);
});

test('no cut of a file is taken for a whole one', async () => {
  const { disk } = await saved();
  const bytes = (await disk.read('dump.rdb')) as Uint8Array;
  for (let size = 9; size < bytes.length; size += 7) {
    const target = new MemoryDisk();
    await target.write('dump.rdb', bytes.slice(0, size));
    const engine = testEngine({}, target);
    await expect(openNode(engine.node, { onDamage: 'refuse' })).rejects.toThrow();
  }
});

test('a newer version’s file is not read', async () => {
  const { disk } = await saved();
  const old = testEngine({ 'emulate-version': '7.0' }, disk);
  await expect(openNode(old.node, { onDamage: 'refuse' })).rejects.toThrow(
    "Can't handle RDB format version 12",
  );
});

test('save points save by themselves, and an orderly end saves too', async () => {
  const disk = new MemoryDisk();
  const engine = await open(disk, { save: '60 2' });
  const client = engine.client();
  client.run('SET a 1');
  engine.advance(61_000);
  await engine.settle();
  expect(await disk.read('dump.rdb')).toBe(null);
  client.run('SET b 1');
  engine.advance(1000);
  await engine.settle();
  expect(await disk.read('dump.rdb')).not.toBe(null);
  expect(client.run('INFO persistence')).toContain('rdb_changes_since_last_save:0');
  client.run('SET c 1');
  await engine.node.shutdown();
  expect((await open(disk)).client().run('DBSIZE')).toBe('(integer) 3');
});

test('BGSAVE answers at once; a second save has to wait; a full disk is told', async () => {
  const disk = new MemoryDisk();
  const engine = await open(disk);
  const client = engine.client();
  expect(client.run('BGSAVE')).toBe('Background saving started');
  expect(client.run('BGSAVE')).toBe('(error) ERR Background save already in progress');
  expect(client.run('SAVE')).toBe('(error) ERR Background save already in progress');
  await engine.settle();
  expect(client.run('LASTSAVE')).toBe(`(integer) ${Date.UTC(2026, 0, 1) / 1000}`);
});
