/** The log is rewritten while it is written to; whenever the power goes, nothing safe is lost. */
import { describe, expect, test } from 'vitest';
import type { Disk } from '../../base/ports.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { openEngine } from '../../testing/test-engine.ts';

const FOLDER = 'appendonlydir/';
const ALWAYS = { appendfsync: 'always' };

async function settle(times = 60): Promise<void> {
  for (let i = 0; i < times; i++) await Promise.resolve();
}

const keysOf = async (disk: Disk): Promise<string> => {
  const { client, outcome } = await openEngine(disk);
  expect(outcome.notices).toEqual([]);
  return client().run('SORT_RO all');
};

describe('BGREWRITEAOF', () => {
  test.each([
    ['yes', 'appendonly.aof.2.base.rdb'],
    ['no', 'appendonly.aof.2.base.aof'],
  ])('aof-use-rdb-preamble %s', async (preamble, base) => {
    const disk = new MemoryDisk();
    const engine = await openEngine(disk, { ...ALWAYS, 'aof-use-rdb-preamble': preamble });
    const client = engine.client();
    for (let n = 0; n < 50; n++) client.run(`SET counter ${n}`);
    client.run('XADD x 1-1 f v');
    await settle();
    client.heard();
    expect(client.run('BGREWRITEAOF')).toBe('Background append only file rewriting started');
    expect(client.run('BGREWRITEAOF')).toBe(
      '(error) ERR Background append only file rewriting already in progress',
    );
    await settle();
    client.run('SET after 1');
    await settle();
    client.heard();
    expect(await disk.list(FOLDER)).toEqual([
      FOLDER + base,
      `${FOLDER}appendonly.aof.2.incr.aof`,
      `${FOLDER}appendonly.aof.manifest`,
    ]);
    const told = client.run('INFO persistence');
    const figure = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(told)?.[1]);
    expect(figure('aof_rewrites')).toBe(1);
    const baseBytes = (await disk.read(FOLDER + base))?.length ?? 0;
    const incrBytes = (await disk.read(`${FOLDER}appendonly.aof.2.incr.aof`))?.length ?? 0;
    expect(figure('aof_current_size')).toBe(baseBytes + incrBytes);
    expect(figure('aof_base_size')).toBe(baseBytes);
    const again = (await openEngine(disk)).client();
    expect(again.run('MGET counter after')).toBe('1) "49"\n2) "1"');
    expect(again.run('XLEN x')).toBe('(integer) 1');
  });
});

/** Counts what is asked of a disk, and goes dead after a number of those. */
class DyingDisk extends MemoryDisk {
  left = Number.POSITIVE_INFINITY;

  private spend<T>(work: () => Promise<T>): Promise<T> {
    if (this.left-- > 0) return work();
    // A machine without power answers nobody.
    return new Promise(() => {});
  }

  override write(path: string, bytes: Uint8Array): Promise<void> {
    return this.spend(() => super.write(path, bytes));
  }

  override remove(path: string): Promise<void> {
    return this.spend(() => super.remove(path));
  }
}

test('the power may go at any step', async () => {
  for (let steps = 0; steps < 6; steps++) {
    const disk = new DyingDisk();
    const engine = await openEngine(disk, ALWAYS);
    const client = engine.client();
    client.run('SADD all 1 2 3');
    await settle();
    disk.left = steps;
    client.run('BGREWRITEAOF');
    await settle();
    client.run('SADD all 4');
    await settle();
    disk.powerCut();
    disk.left = Number.POSITIVE_INFINITY;
    expect(await keysOf(disk), `after ${steps} steps`).toBe('1) "1"\n2) "2"\n3) "3"\n4) "4"');
  }
});

test('a disk that is full leaves the old log as it was', async () => {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk, ALWAYS);
  const client = engine.client();
  client.run('SADD all 1');
  await settle();
  disk.failWith('ENOSPC');
  client.run('BGREWRITEAOF');
  await settle();
  expect(client.run('INFO persistence')).toContain('aof_last_bgrewrite_status:err');
  disk.failWith(null);
  client.run('SADD all 2');
  await settle();
  expect(await keysOf(disk)).toBe('1) "1"\n2) "2"');
});

test('a log that has doubled is rewritten by itself', async () => {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk, { ...ALWAYS, 'auto-aof-rewrite-min-size': '2000' });
  const client = engine.client();
  for (let n = 0; n < 100; n++) client.run(`SET counter ${n}`);
  await settle();
  engine.advance(200);
  await settle();
  expect(client.run('INFO persistence')).toMatch(/aof_rewrites:1[^\d]/);
  engine.advance(1000);
  await settle();
  expect(client.run('INFO persistence')).toMatch(/aof_rewrites:1[^\d]/);
});

test('CONFIG SET appendonly begins a log with what is there, and ends it', async () => {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk, { ...ALWAYS, appendonly: 'no' });
  const client = engine.client();
  client.run('SADD all 1');
  client.run('CONFIG SET appendonly yes');
  await settle();
  client.run('SADD all 2');
  await settle();
  expect(await keysOf(disk)).toBe('1) "1"\n2) "2"');
  client.run('CONFIG SET appendonly no');
  client.run('SADD all 3');
  await settle();
  expect(client.run('INFO persistence')).toContain('aof_enabled:0');
  expect(await keysOf(disk)).toBe('1) "1"\n2) "2"');
});

test('CONFIG SET appendonly within EXEC leaves the beginning of the log to a beat', async () => {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk, { ...ALWAYS, appendonly: 'no' });
  const client = engine.client();
  for (const line of ['MULTI', 'SADD all 1', 'CONFIG SET appendonly yes', 'SADD all 2', 'EXEC']) {
    client.run(line);
  }
  const info = () => client.run('INFO persistence');
  expect(info()).toContain('aof_rewrite_scheduled:1');
  engine.advance(200);
  await settle();
  expect(info()).toContain('aof_rewrite_scheduled:0');
  expect(await keysOf(disk)).toBe('1) "1"\n2) "2"');
});

test('a background save and a rewrite count as forks, SAVE does not', async () => {
  const engine = await openEngine(new MemoryDisk());
  const client = engine.client();
  const forks = () => /total_forks:\d+/.exec(client.run('INFO stats'))?.[0];
  expect(forks()).toBe('total_forks:0');
  for (const line of ['SAVE', 'BGSAVE', 'BGREWRITEAOF']) {
    client.run(line);
    await settle();
    client.heard();
  }
  expect(forks()).toBe('total_forks:2');
  client.run('CONFIG RESETSTAT');
  expect(forks()).toBe('total_forks:0');
});
