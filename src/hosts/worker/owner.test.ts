/** The engine of a tab through SHUTDOWN and the next start, on one disk. */
import { expect, test } from 'vitest';
import { RespReader } from '../../client/resp-reader.ts';
import type { HostNews, PortMessage } from '../../contract/host.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { MemoryDisk } from '../simulated/memory-disk.ts';
import { openOn } from './open-owner.ts';
import { Owner } from './owner.ts';
import { attachClient } from './port-link.ts';

function connect(owner: Owner) {
  const reader = new RespReader();
  const farewells: string[] = [];
  const send = (message: PortMessage) => {
    if (message.kind === 'bytes') reader.feed(message.bytes);
    else farewells.push(message.reason);
  };
  const client = attachClient(owner.host, { send, close: () => {} }, 'test');
  const run = (line: string) => {
    client.receive({ kind: 'bytes', bytes: encodeRequest(splitArguments(line) ?? []) });
    return reader.next();
  };
  return { run, farewells, next: () => reader.next() };
}

async function open(disk = new MemoryDisk()) {
  const owner = await Owner.open(disk, 'test');
  const news: HostNews[] = [];
  owner.watch((one) => {
    if (one.kind !== 'beat') news.push(one);
  });
  const stopped = () =>
    new Promise<void>((resolve) => {
      owner.watch(({ kind }) => kind === 'stopped' && resolve());
    });
  return { owner, news, stopped };
}

/** Each row: what runs before, the SHUTDOWN, what is said of it, and the keys after the next start. */
test('what SHUTDOWN keeps', async () => {
  const rows: [string[], string, object, string][] = [
    [['SET a 1'], 'SHUTDOWN', { logged: true, saved: false, keys: 1 }, '1'],
    [['SET a 1'], 'SHUTDOWN NOSAVE', { logged: true, saved: false }, '1'],
    [['SET a 1'], 'SHUTDOWN SAVE', { logged: true, saved: true }, '1'],
    [
      ['CONFIG SET appendonly no', 'SET a 1'],
      'SHUTDOWN',
      { logged: false, saved: false, unsavedChanges: 1 },
      '0',
    ],
    [['CONFIG SET appendonly no', 'SET a 1'], 'SHUTDOWN SAVE', { saved: true }, '1'],
    [
      ['CONFIG SET appendonly no save "3600 1"', 'SET a 1'],
      'SHUTDOWN',
      { logged: false, saved: true, unsavedChanges: 0 },
      '1',
    ],
    [
      ['CONFIG SET appendonly no save "3600 1"', 'SET a 1'],
      'SHUTDOWN NOSAVE',
      { saved: false },
      '0',
    ],
  ];
  for (const [before, command, report, keys] of rows) {
    const { owner, news, stopped } = await open();
    const { run, farewells } = connect(owner);
    for (const line of before) run(line);
    const over = stopped();
    expect(run(command), command).toBe(null);
    await over;
    expect(news, command).toMatchObject([{ kind: 'stopped', report }]);
    expect(farewells).toEqual(['the server has stopped']);
    expect(() => owner.host).toThrow('the server has stopped');
    const [first, second] = await Promise.all([owner.start(), owner.start()]);
    expect(first).toBe(second);
    expect(news).toMatchObject([{}, { kind: 'started' }]);
    expect(connect(owner).run('DBSIZE'), command).toEqual({ kind: 'integer', digits: keys });
  }
});

test('who follows the events goes on with those of the next node', async () => {
  const { owner, stopped } = await open();
  const first = connect(owner);
  for (let i = 0; i < 20; i++) first.run('PING');
  const seen = owner.host.eventsSince(0, 100).at(-1)?.seq ?? 0;
  const over = stopped();
  first.run('SHUTDOWN');
  await over;
  // Who comes while it starts waits for that, and for no longer.
  void owner.start();
  await owner.settled();
  connect(owner).run('SET a 1');
  expect(owner.host.eventsSince(seen, 100)).toMatchObject([{ argv: ['SET', 'a', '1'] }]);
});

test('what CONFIG SET changed is forgotten, but for how data are kept', async () => {
  const { owner, stopped } = await open();
  const { run } = connect(owner);
  run('CONFIG SET maxmemory 1000000 appendonly no');
  const over = stopped();
  run('SHUTDOWN');
  await over;
  await owner.start();
  const again = connect(owner);
  expect(again.run('CONFIG GET maxmemory')).toMatchObject({ items: [{}, { text: '0' }] });
  expect(again.run('CONFIG GET appendonly')).toMatchObject({ items: [{}, { text: 'no' }] });
  run('SET late 1');
  expect(again.run('DBSIZE')).toMatchObject({ digits: '0' });
});

test('a SHUTDOWN that cannot save is answered, and the server goes on', async () => {
  const disk = new MemoryDisk();
  const { owner, news } = await open(disk);
  const { run, next } = connect(owner);
  run('CONFIG SET appendonly no');
  disk.failWith('ENOSPC');
  expect(run('SHUTDOWN SAVE')).toBe(null);
  await expect.poll(next).toMatchObject({ text: 'ERR Errors trying to SHUTDOWN. Check logs.' });
  expect(news).toEqual([]);
  expect(run('SET a 1')).toMatchObject({ text: 'OK' });
});

test('a disk without room for a first file gives way to memory, one with files does not', async () => {
  const full = new MemoryDisk();
  full.failWith('ENOSPC');
  const owner = await openOn(full, 'test');
  expect(owner.report.notices).toMatchObject([{ kind: 'disk-unavailable' }]);
  expect(connect(owner).run('SET a 1')).toMatchObject({ text: 'OK' });
  const used = new MemoryDisk();
  await used.write('appendonlydir/appendonly.aof.1.base.rdb', new Uint8Array(3));
  used.failWith('ENOSPC');
  await expect(openOn(used, 'test')).rejects.toThrow('ENOSPC');
});

test('who takes over a stopped server starts it when asked, in the way it was kept', async () => {
  const disk = new MemoryDisk();
  const { owner, stopped } = await open(disk);
  const { run } = connect(owner);
  for (const line of ['SET logged 1', 'CONFIG SET appendonly no', 'SET saved 1']) run(line);
  const over = stopped();
  run('SHUTDOWN SAVE');
  await over;
  if (!owner.stopped) throw new Error('it has not stopped');
  const heir = Owner.inherit(disk, 'test', owner.stopped);
  const news: HostNews[] = [];
  heir.watch((one) => one.kind !== 'beat' && news.push(one));
  expect(news).toMatchObject([{ kind: 'stopped', report: { keys: 2 } }]);
  expect(() => heir.host).toThrow('the server has stopped');
  expect(await heir.start()).toMatchObject({ keysLoaded: 2 });
  expect(news.at(-1)).toMatchObject({ kind: 'started' });
});
