/** Files in and out of the engine of a tab, and the way back after one was loaded. */
import { expect, test, vi } from 'vitest';
import { toUint8Array } from '../../base/bytes.ts';
import { RespReader } from '../../client/resp-reader.ts';
import { rdbBytes } from '../../engine/persistence/snapshots.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { MemoryDisk } from '../simulated/memory-disk.ts';
import { LocalHost } from './local-host.ts';

async function openHost(disk = new MemoryDisk()) {
  const host = new LocalHost(disk);
  await host.open('test');
  const reader = new RespReader();
  const link = { send: (bytes: Uint8Array) => reader.feed(bytes), close: () => {} };
  const connection = host.node.connect(link, { addr: 'test:0', laddr: 'engine:0' });
  const run = (...argv: string[]) => {
    connection.receive(encodeRequest(argv));
    return reader.next();
  };
  return { host, run };
}

test('what is exported can be imported', async () => {
  const { host, run } = await openHost();
  run('MSET', 'a', '1', 'b', 'two');
  run('RPUSH', 'list', 'x', 'y');
  const file = host.exportAof();
  const other = await openHost();
  other.run('SET', 'gone', '1');
  expect(await other.host.importFile(file)).toBe(3);
  expect(other.run('GET', 'b')).toEqual({ kind: 'bulk', text: 'two' });
  expect(other.run('EXISTS', 'gone')).toEqual({ kind: 'integer', digits: '0' });
});

test('a snapshot of a redis-server can be imported, and a damaged one changes nothing', async () => {
  const { host, run } = await openHost();
  const other = await openHost();
  other.run('SADD', 'tags', '1', '2');
  const file = rdbBytes(other.host.node.server, false);
  run('SET', 'gone', '1');
  const flipped = file.slice();
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  await expect(host.importFile(flipped)).rejects.toThrow('Wrong RDB checksum');
  expect(run('DBSIZE')).toEqual({ kind: 'integer', digits: '1' });
  expect(await host.importFile(file)).toBe(1);
  expect(run('SCARD', 'tags')).toEqual({ kind: 'integer', digits: '2' });
  expect(run('EXISTS', 'gone')).toEqual({ kind: 'integer', digits: '0' });
});

test('a loaded file can be undone, also where names are the same, and so can the undo', async () => {
  const { host, run } = await openHost();
  run('SET', 'a', 'from the file');
  const file = host.exportAof();
  run('SET', 'a', 'before');
  run('SET', 'b', 'before');
  await host.importFile(file);
  expect(host.vitals().undo).toMatchObject({ command: 'RESET', keys: 2 });
  expect(host.undo()).toBe(2);
  expect(run('GET', 'a')).toEqual({ kind: 'bulk', text: 'before' });
  expect(host.vitals().undo).toMatchObject({ command: 'RESET', keys: 1 });
  expect(host.undo()).toBe(1);
  expect(run('GET', 'a')).toEqual({ kind: 'bulk', text: 'from the file' });
  expect(run('DBSIZE')).toEqual({ kind: 'integer', digits: '1' });
});

test('the next expiry is a key’s or a field’s, and known the moment somebody goes there', async () => {
  const { host, run } = await openHost();
  const jump = () => host.clock({ kind: 'jump-to-next-expiry' });
  run('SET', 'old', '1', 'EX', '30');
  jump();
  expect(run('EXISTS', 'old')).toMatchObject({ digits: '0' });
  run('SET', 'new', '1', 'EX', '60');
  jump();
  expect(run('EXISTS', 'new')).toMatchObject({ digits: '0' });
  run('HSET', 'h', 'a', '1', 'b', '2');
  run('HEXPIRE', 'h', '90', 'FIELDS', '1', 'a');
  jump();
  expect(run('HEXISTS', 'h', 'a')).toMatchObject({ digits: '0' });
  expect(jump().nextExpiryMs).toBe(null);
});

test('undoing a flush keeps what has been written since', async () => {
  const { host, run } = await openHost();
  run('MSET', 'a', '1', 'b', '2');
  run('FLUSHALL');
  run('SET', 'a', 'new');
  expect(host.undo()).toBe(1);
  expect(run('MGET', 'a', 'b')).toMatchObject({ items: [{ text: 'new' }, { text: '2' }] });
});

test('several flushes are undone one after another, newest first', async () => {
  const { host, run } = await openHost();
  run('MSET', 'a', '1', 'b', '2');
  run('FLUSHALL');
  run('SET', 'c', '3');
  run('FLUSHDB');
  run('FLUSHALL');
  expect(host.vitals().undo).toMatchObject({ command: 'FLUSHDB', keys: 1 });
  expect(host.undo()).toBe(1);
  expect(host.vitals().undo).toMatchObject({ command: 'FLUSHALL', keys: 2 });
  expect(host.undo()).toBe(2);
  expect(host.vitals().undo).toBe(null);
  expect(host.undo()).toBe(0);
  expect(run('DBSIZE')).toEqual({ kind: 'integer', digits: '3' });
});

test('a file that cannot be executed changes nothing', async () => {
  const { host, run } = await openHost();
  run('SET', 'a', '1');
  const good = encodeRequest(['SET', 'b', '2']);
  const bad = new Uint8Array([...good, ...toUint8Array('*1\r\n$4\r\nNOPE\r\n')]);
  await expect(host.importFile(bad)).rejects.toThrow(
    `Good up to byte ${good.length}, then: Unknown command 'NOPE'.`,
  );
  expect(run('DBSIZE')).toEqual({ kind: 'integer', digits: '1' });
});

test('without its log the engine begins with the log as it was; turned on again, with all data', async () => {
  const disk = new MemoryDisk();
  /** The keys that an engine on the same disk begins with. */
  const keysAfterReload = async () => {
    const { run } = await openHost(disk);
    const reply = run('KEYS', '*');
    return reply?.kind === 'array'
      ? reply.items.map((item) => (item.kind === 'bulk' ? item.text : '')).sort()
      : [];
  };
  const { host, run } = await openHost(disk);
  run('SET', 'logged', '1');
  run('CONFIG', 'SET', 'appendonly', 'no');
  await vi.waitFor(() => expect(host.vitals().aof.enabled).toBe(false));
  run('SET', 'unlogged', '1');
  run('SAVE');
  expect(await keysAfterReload()).toEqual(['logged']);
  run('CONFIG', 'SET', 'appendonly', 'yes');
  await vi.waitFor(() => expect(host.vitals().aof.enabled).toBe(true));
  expect(await keysAfterReload()).toEqual(['logged', 'unlogged']);
});

test('a clock that was moved goes on from there after a reload, so that keys keep their TTLs', async () => {
  const disk = new MemoryDisk();
  const ttl = (run: (...argv: string[]) => unknown, key: string) =>
    Number((run('PTTL', key) as { readonly digits: string }).digits);
  const first = await openHost(disk);
  first.run('SET', 'before', '1', 'EX', '7200');
  first.run('SET', 'gone', '1', 'EX', '1800');
  first.host.clock({ kind: 'advance', byMs: 3_600_000 });
  first.run('SET', 'after', '1', 'EX', '60');
  const aheadMs = first.host.vitals().clock.aheadMs;
  expect(Math.round(aheadMs / 1000)).toBe(3600);
  await vi.waitFor(async () => expect(await disk.read('playground-clock')).not.toBe(null));

  const second = await openHost(disk);
  expect(Math.round(second.host.vitals().clock.aheadMs / 1000)).toBe(3600);
  expect(Math.round(ttl(second.run, 'before') / 60_000)).toBe(60);
  expect(ttl(second.run, 'after')).toBeLessThanOrEqual(60_000);
  expect(ttl(second.run, 'after')).toBeGreaterThan(30_000);
  expect(second.run('EXISTS', 'gone')).toMatchObject({ digits: '0' });
  second.run('FLUSHALL');

  const third = await openHost(disk);
  expect(Math.abs(third.host.vitals().clock.aheadMs)).toBeLessThan(1);
});

test('neither pause nor speed outlive a reload, what they have moved the clock by does', async () => {
  const disk = new MemoryDisk();
  const { host, run } = await openHost(disk);
  run('SET', 'a', '1');
  host.clock({ kind: 'speed', speed: 3600 });
  await vi.waitFor(() => expect(host.vitals().clock.aheadMs).toBeGreaterThan(60_000));
  host.clock({ kind: 'pause' });
  const { nowMs } = host.clock({ kind: 'speed', speed: 1 });
  await vi.waitFor(async () => {
    const kept = await disk.read('playground-clock');
    expect(Number(new TextDecoder().decode(kept ?? undefined))).toBeGreaterThan(60_000);
  });
  const { clock } = (await openHost(disk)).host.vitals();
  expect(clock).toMatchObject({ paused: false, speed: 1 });
  expect(clock.nowMs).toBeGreaterThan(nowMs - 1000);
  host.clock({ kind: 'resume' });
});

test('back in real time, keys and fields live as long as before, also after a reload', async () => {
  const disk = new MemoryDisk();
  const { host, run } = await openHost(disk);
  const leftSeconds = (...argv: string[]) => {
    const reply = run(...argv);
    return reply?.kind === 'integer' ? Number(reply.digits) : reply;
  };
  run('SET', 'k', '1', 'EX', '10000');
  run('HSET', 'h', 'f', '1');
  run('HEXPIRE', 'h', '10000', 'FIELDS', '1', 'f');
  run('SET', 'plain', '1');
  const moved = host.clock({ kind: 'advance', byMs: 7_200_000 });
  expect(Math.round(moved.aheadMs / 1000)).toBe(7200);
  const idleSeconds = leftSeconds('OBJECT', 'IDLETIME', 'plain');
  host.clock({ kind: 'speed', speed: 60 });
  host.clock({ kind: 'speed', speed: 1 });
  const back = host.clock({ kind: 'real-time' });
  expect(Math.abs(back.aheadMs)).toBeLessThan(500);
  expect(back).toMatchObject({ paused: false, speed: 1 });
  expect(leftSeconds('TTL', 'k')).toBeGreaterThan(2700);
  expect(leftSeconds('TTL', 'k')).toBeLessThanOrEqual(2800);
  expect(leftSeconds('OBJECT', 'IDLETIME', 'plain')).toBe(idleSeconds);
  expect(run('HTTL', 'h', 'FIELDS', '1', 'f')).toMatchObject({
    items: [{ digits: expect.stringMatching(/^2[78]\d\d$/) }],
  });
  expect(run('CLIENT', 'LIST')).not.toMatchObject({ text: expect.stringMatching(/idle=-/) });
  run('CONFIG', 'SET', 'appendfsync', 'always');
  run('SET', 'last', '1');
  await vi.waitFor(() => expect(host.vitals().aof.pendingCommands).toBe(0));
  const again = await openHost(disk);
  expect(Math.abs(again.host.vitals().clock.aheadMs)).toBeLessThan(500);
  const reply = again.run('TTL', 'k');
  expect(Number((reply as { digits: string }).digits)).toBeLessThanOrEqual(2800);
});
