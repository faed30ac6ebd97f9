/** Saves that take their time: what is seen of them, what waits for them, and what gives them up. */
import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { openEngine } from '../../testing/test-engine.ts';

async function slowServer(config: Record<string, string> = {}) {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk, { appendonly: 'no', 'emulate-version': '7.0', ...config });
  const client = engine.client();
  for (const key of ['a', 'b', 'c', 'd']) client.run(`SET ${key} 1`);
  client.run('CONFIG SET rdb-key-save-delay 1000000');
  const info = (name: string) =>
    new RegExp(`${name}:(-?\\w+)`).exec(client.run('INFO persistence'))?.[1];
  return { ...engine, disk, one: client, info };
}

test('hidden directives answer to nothing but their names', async () => {
  const { one } = await slowServer();
  expect(one.run('CONFIG GET rdb-key-save-delay')).toContain('1000000');
  expect(one.run('CONFIG GET rdb-key-save*')).toBe('(empty array)');
  expect(one.run('CONFIG GET *')).not.toContain('key-load-delay');
});

test('BGSAVE is under way for the time of its keys, and has the data of its beginning', async () => {
  const { one, info, advance, settle, disk } = await slowServer();
  expect(one.run('BGSAVE')).toBe('Background saving started');
  one.run('SET e 1');
  advance(3000);
  expect(info('rdb_bgsave_in_progress')).toBe('1');
  expect(info('rdb_current_bgsave_time_sec')).toBe('3');
  expect(info('current_save_keys_processed')).toBe('3');
  expect(info('current_save_keys_total')).toBe('4');
  expect(one.run('BGSAVE')).toBe('(error) ERR Background save already in progress');
  expect(await disk.read('dump.rdb')).toBe(null);
  advance(1000);
  await settle();
  expect(info('rdb_bgsave_in_progress')).toBe('0');
  expect(info('rdb_changes_since_last_save')).toBe('1');
  const again = await openEngine(disk, { appendonly: 'no', 'emulate-version': '7.0' });
  expect(again.client().run('DBSIZE')).toBe('(integer) 4');
});

test('the delay is followed while a save waits', async () => {
  const { one, info, advance, settle } = await slowServer();
  one.run('BGSAVE');
  one.run('CONFIG SET rdb-key-save-delay 0');
  advance(1);
  await settle();
  expect(info('rdb_bgsave_in_progress')).toBe('0');
});

test('BGREWRITEAOF and BGSAVE wait for each other', async () => {
  const { one, info, advance, settle } = await slowServer();
  one.run('BGSAVE');
  expect(one.run('BGREWRITEAOF')).toBe('Background append only file rewriting scheduled');
  expect(info('aof_rewrite_scheduled')).toBe('1');
  advance(4000);
  await settle();
  advance(200);
  await settle();
  expect(info('aof_rewrite_scheduled')).toBe('0');
  expect(info('aof_rewrite_in_progress')).toBe('1');
  expect(one.run('BGSAVE')).toContain("(error) ERR Another child process is active (AOF?): can't");
  expect(one.run('BGSAVE SCHEDULE')).toBe('Background saving scheduled');
  advance(4000);
  await settle();
  advance(200);
  expect(info('aof_rewrite_in_progress')).toBe('0');
  expect(info('rdb_bgsave_in_progress')).toBe('1');
});

test('in a transaction both are scheduled', async () => {
  const { one } = await slowServer();
  for (const line of ['MULTI', 'BGSAVE', 'BGREWRITEAOF']) one.run(line);
  expect(one.run('EXEC')).toBe(
    '1) Background saving scheduled\n2) Background append only file rewriting scheduled',
  );
});

describe('given up', () => {
  test('FLUSHALL, which saves that nothing is left', async () => {
    const { one, info, settle, disk } = await slowServer({ save: '3600 1000' });
    one.run('BGSAVE');
    one.run('FLUSHALL');
    expect(info('rdb_changes_since_last_save')).toBe('0');
    await settle();
    expect(info('rdb_bgsave_in_progress')).toBe('0');
    expect(info('rdb_last_bgsave_status')).toBe('ok');
    const again = await openEngine(disk, { appendonly: 'no', 'emulate-version': '7.0' });
    expect(again.client().run('DBSIZE')).toBe('(integer) 0');
  });

  test('appendonly no ends a rewrite, and what was written is there', async () => {
    const { one, info, settle, disk, messages } = await slowServer({ appendonly: 'yes' });
    one.run('BGREWRITEAOF');
    await settle();
    one.run('SET e 1');
    one.run('CONFIG SET appendonly no');
    await settle();
    expect(messages).toContain('Killing running AOF rewrite child');
    expect(info('aof_rewrite_in_progress')).toBe('0');
    expect(info('aof_last_bgrewrite_status')).toBe('ok');
    const again = await openEngine(disk, { 'emulate-version': '7.0' });
    expect(again.client().run('DBSIZE')).toBe('(integer) 5');
  });
});

test('BGREWRITEAOF without a log writes a base, and begins none', async () => {
  const { one, info, settle, disk } = await slowServer();
  one.run('CONFIG SET rdb-key-save-delay 0');
  one.run('BGREWRITEAOF');
  await settle();
  one.run('SET e 1');
  expect(info('aof_enabled')).toBe('0');
  expect(await disk.list('appendonlydir/')).toEqual([
    'appendonlydir/appendonly.aof.1.base.rdb',
    'appendonlydir/appendonly.aof.manifest',
  ]);
  const again = await openEngine(disk, { 'emulate-version': '7.0' });
  expect(again.client().run('DBSIZE')).toBe('(integer) 4');
});
