/** What survives: the append-only file under each fsync policy, torn, damaged and on a full disk. */
import { describe, expect, test } from 'vitest';
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { openEngine } from '../../testing/test-engine.ts';

const LOG = 'appendonlydir/appendonly.aof.1.incr.aof';

const contents = async (disk: MemoryDisk): Promise<string> =>
  bytesOf((await disk.read(LOG)) ?? new Uint8Array(0));

describe('reopening', () => {
  test('everything written comes back, in every database and with its expiry', async () => {
    const disk = new MemoryDisk();
    const first = await openEngine(disk);
    const client = first.client();
    const lines = [
      'SET a 1',
      'INCR a',
      'APPEND s hello',
      'RPUSH l a b c',
      'LPOP l',
      'SADD t x y z',
      'SPOP t',
      'ZADD z 1.5 m 2 n',
      'ZINCRBY z 0.1 m',
      'HSET h f v g w',
      'HINCRBYFLOAT h n 0.1',
      'SELECT 3',
      'SET other 1 EX 100',
      'INCRBYFLOAT pi 3.14',
      'SELECT 0',
      'GETDEL s',
      'RENAME a b',
    ];
    for (const line of lines) client.run(line);
    const seen = [
      'GET b',
      'LRANGE l 0 -1',
      'SCARD t',
      'ZRANGE z 0 -1 WITHSCORES',
      'HGETALL h',
      'EXISTS s a',
    ];
    const before = seen.map((line) => client.run(line));
    await first.node.shutdown();
    const second = await openEngine(disk);
    const again = second.client();
    expect(seen.map((line) => again.run(line))).toEqual(before);
    again.run('SELECT 3');
    expect(again.run('GET other')).toBe('"1"');
    expect(again.run('TTL other')).toBe('(integer) 100');
    expect(second.outcome.notices).toEqual([]);
  });

  test('a transaction is written as one', async () => {
    const disk = new MemoryDisk();
    const { client, node } = await openEngine(disk);
    const c = client();
    for (const line of ['MULTI', 'SET a 1', 'GET a', 'INCR a', 'EXEC']) c.run(line);
    await node.shutdown();
    const words = (await contents(disk)).split('\r\n').filter((line) => /^[A-Z]+$/.test(line));
    expect(words).toEqual(['SELECT', 'MULTI', 'SET', 'INCR', 'EXEC']);
  });

  test('what changed nothing is not written', async () => {
    const disk = new MemoryDisk();
    const { client, node } = await openEngine(disk);
    const c = client();
    for (const line of ['DEL none', 'GET a', 'SADD s a', 'SADD s a', 'EXPIRE none 10']) c.run(line);
    await node.shutdown();
    expect((await contents(disk)).match(/SADD|DEL|EXPIRE/g)).toEqual(['SADD']);
  });
});

describe('a power cut', () => {
  const survivors = async (
    policy: string,
    steps: (advance: (ms: number) => void, run: (line: string) => void) => void,
  ) => {
    const disk = new MemoryDisk();
    const engine = await openEngine(disk, { appendfsync: policy });
    const client = engine.client();
    const written: number[] = [];
    let n = 0;
    steps(engine.advance, () => {
      written.push(n);
      client.run(`SET k${n++} v`);
    });
    await engine.settle();
    disk.powerCut();
    const { client: again } = await openEngine(disk);
    return Number(/\d+/.exec(again().run('DBSIZE'))?.[0]);
  };
  test('always: a reply means it is on disk', async () => {
    const disk = new MemoryDisk();
    const engine = await openEngine(disk, { appendfsync: 'always' });
    const client = engine.client();
    expect(client.run('SET a 1')).toBe('');
    await engine.settle();
    expect(client.heard()).toBe('OK');
    disk.powerCut();
    expect((await openEngine(disk)).client().run('GET a')).toBe('"1"');
  });
  test('everysec: at most the last second is lost', async () => {
    const kept = await survivors('everysec', (advance, run) => {
      for (let i = 0; i < 10; i++) run('');
      advance(1000);
    });
    expect(kept).toBe(10);
    const lost = await survivors('everysec', (advance, run) => {
      run('');
      advance(500);
      run('');
    });
    expect(lost).toBe(0);
  });
});

describe('what cannot be read', () => {
  const damagedAt = async (tail: string, config: Readonly<Record<string, string>> = {}) => {
    const disk = new MemoryDisk();
    const first = await openEngine(disk);
    const client = first.client();
    client.run('SET a 1');
    client.run('SET b 2');
    await first.node.shutdown();
    const good = await contents(disk);
    await disk.write(LOG, toUint8Array(good + tail));
    return { disk, good, engine: await openEngine(disk, config) };
  };
  test('a torn tail is cut off, with a notice', async () => {
    for (const tail of [
      '*3\r\n$3\r\nSET\r\n$1\r\nc',
      '*',
      '*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$1\r\n3\r\n',
    ]) {
      const { disk, good, engine } = await damagedAt(tail);
      expect(engine.outcome.notices).toMatchObject([
        { kind: 'truncated-tail', offset: good.length, keptAs: null },
      ]);
      expect(engine.client().run('MGET a b c')).toBe('1) "1"\n2) "2"\n3) (nil)');
      expect(await contents(disk)).toBe(good);
    }
  });
  test('damage in the middle is reported with its offset and kept aside', async () => {
    const tail = 'rubbish\r\n*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$1\r\n3\r\n';
    const { disk, good, engine } = await damagedAt(tail);
    const [notice] = engine.outcome.notices;
    expect(notice).toMatchObject({
      kind: 'damaged',
      offset: good.length,
      keptAs: `${LOG}.damaged-1`,
    });
    expect(bytesOf((await disk.read(`${LOG}.damaged-1`)) as Uint8Array)).toBe(good + tail);
    const client = engine.client();
    expect(client.run('MGET a b c')).toBe('1) "1"\n2) "2"\n3) (nil)');
    client.run('SET d 4');
    await engine.node.shutdown();
    const again = await openEngine(disk);
    expect(again.outcome.notices).toEqual([]);
    expect(again.client().run('MGET a d')).toBe('1) "1"\n2) "4"');
  });
  test('a damaged base is damaged once: what is written afterwards stays', async () => {
    const disk = new MemoryDisk();
    const first = await openEngine(disk, { appendfsync: 'always' });
    first.client().run('SET a 1');
    await first.node.shutdown();
    const base = 'appendonlydir/appendonly.aof.1.base.rdb';
    const bytes = (await disk.read(base)) as Uint8Array;
    bytes[20] = (bytes[20] as number) ^ 1;
    await disk.write(base, bytes);
    const second = await openEngine(disk);
    expect(second.outcome.notices).toMatchObject([
      { kind: 'damaged', keptAs: `${base}.damaged-1` },
    ]);
    second.client().run('SET b 2');
    await second.node.shutdown();
    const third = await openEngine(disk);
    expect(third.outcome.notices).toEqual([]);
    expect(third.client().run('MGET a b')).toBe('1) (nil)\n2) "2"');
    // Behind the damage, where a person may look for it.
    expect(await contents(disk)).toContain('SET');
  });
  test('a host that refuses damage touches nothing', async () => {
    const disk = new MemoryDisk();
    await openEngine(disk);
    await disk.write(LOG, toUint8Array('rubbish'));
    await expect(openEngine(disk, {}, { onDamage: 'refuse' })).rejects.toThrow(/Byte 0/);
    expect(await contents(disk)).toBe('rubbish');
  });
});

describe('a full disk', () => {
  test('writes are refused, reads go on, and all is well once there is room', async () => {
    const disk = new MemoryDisk();
    const engine = await openEngine(disk);
    const client = engine.client();
    client.run('SET a 1');
    engine.advance(1000);
    await engine.settle();
    disk.failWith('ENOSPC');
    client.run('SET b 2');
    engine.advance(1000);
    await engine.settle();
    expect(client.run('SET c 3')).toMatch(/^\(error\) MISCONF Errors writing to the AOF file: /);
    expect(client.run('GET b')).toBe('"2"');
    disk.failWith(null);
    engine.advance(1000);
    await engine.settle();
    expect(client.run('SET c 3')).toBe('OK');
    await engine.node.shutdown();
    disk.powerCut();
    expect((await openEngine(disk)).client().run('MGET a b c')).toBe('1) "1"\n2) "2"\n3) "3"');
  });

  describe('under appendfsync always', () => {
    /** No room is left for SET b, while syncing what is there still works; CONFIG SET waits with it. */
    async function failing() {
      const disk = new MemoryDisk();
      const engine = await openEngine(disk);
      const writer = engine.client();
      // Its timer of everysec is still to come when the disk fails.
      writer.run('SET a 1');
      await engine.settle();
      writer.run('CONFIG SET appendfsync always');
      disk.limitTo(disk.sizeBytes);
      expect(writer.run('SET b 2')).toBe('');
      await engine.settle();
      return { disk, engine, writer, other: engine.client() };
    }

    test('a write is not acknowledged before it is on disk, whatever else has begun', async () => {
      const { disk, engine, writer, other } = await failing();
      for (let second = 0; second < 3; second++) {
        engine.advance(1000);
        await engine.settle();
        expect(writer.heard()).toBe('');
      }
      expect(other.run('SET c 3')).toMatch(/^\(error\) MISCONF /);
      expect(other.run('GET a')).toBe('"1"');
      disk.limitTo(Infinity);
      engine.advance(1000);
      await engine.settle();
      expect(writer.heard()).toBe('OK\nOK');
      disk.powerCut();
      expect((await openEngine(disk)).client().run('MGET a b')).toBe('1) "1"\n2) "2"');
    });

    test('without the log nobody waits for it', async () => {
      const { engine, writer, other } = await failing();
      other.run('CONFIG SET appendonly no');
      await engine.settle();
      expect(writer.heard()).toBe('OK\nOK');
      expect(writer.run('SET c 3')).toBe('OK');
    });
  });
});
