/** redlock: locks that are contended, extended, left to expire, and never released by others. */
import { Redis } from 'ioredis';
import Redlock from 'redlock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bothServers, type PlainServer, until } from './both-servers.ts';

describe.each(bothServers)('redlock with %s', (_, start) => {
  let server: PlainServer;
  let ann: Redis;
  let bob: Redis;
  beforeAll(async () => {
    server = await start();
    ann = new Redis({ host: '127.0.0.1', port: server.port });
    bob = ann.duplicate();
  });
  beforeEach(() => ann.flushall());
  afterAll(async () => {
    ann.disconnect();
    bob.disconnect();
    await server.stop();
  });

  const atOnce = { retryCount: 0 };
  const patient = { retryCount: 1000, retryDelay: 2, retryJitter: 2 };

  test('one holds the lock, the other is refused until it is released', async () => {
    const lock = await new Redlock([ann], atOnce).lock('door', 10_000);
    expect(await ann.get('door')).toBe(lock.value);
    expect(await ann.pttl('door')).toBeGreaterThan(9000);
    const other = new Redlock([bob], atOnce);
    await expect(other.lock('door', 10_000)).rejects.toThrow(Redlock.LockError);
    await lock.unlock();
    expect(await ann.exists('door')).toBe(0);
    await (await other.lock('door', 10_000)).unlock();
  });

  test('a critical section is entered by one at a time', async () => {
    const locks = [new Redlock([ann], patient), new Redlock([bob], patient)];
    let inside = 0;
    let most = 0;
    const enter = async (n: number) => {
      const lock = await locks[n % 2]!.lock('door', 10_000);
      most = Math.max(most, ++inside);
      const count = Number(await ann.get('count'));
      await ann.set('count', count + 1);
      inside--;
      await lock.unlock();
    };
    await Promise.all(Array.from({ length: 20 }, (_unused, n) => enter(n)));
    expect([most, await ann.get('count')]).toEqual([1, '20']);
  });

  test('several resources are locked all or none', async () => {
    const lock = await new Redlock([ann], atOnce).lock(['a', 'b'], 10_000);
    await expect(new Redlock([bob], atOnce).lock(['b', 'c'], 10_000)).rejects.toThrow();
    expect(await ann.exists('a', 'b', 'c')).toBe(2);
    await lock.unlock();
    expect(await ann.dbsize()).toBe(0);
  });

  test('a lock is extended by its holder', async () => {
    const lock = await new Redlock([ann], atOnce).lock('door', 1000);
    const extended = await lock.extend(60_000);
    expect(extended.value).toBe(lock.value);
    expect(await ann.pttl('door')).toBeGreaterThan(50_000);
    await extended.unlock();
    await expect(extended.extend(1000)).rejects.toThrow(Redlock.LockError);
  });

  test('who comes late never deletes the lock of another', async () => {
    const late = await new Redlock([ann], atOnce).lock('door', 30);
    await until(async () => (await ann.exists('door')) === 0, 'the expiry');
    const lock = await new Redlock([bob], atOnce).lock('door', 10_000);
    await expect(late.extend(1000)).rejects.toThrow();
    await late.unlock().catch(() => {});
    expect(await ann.get('door')).toBe(lock.value);
    await lock.unlock();
  });

  test('a waiting client gets a lock that expires', async () => {
    await new Redlock([ann], atOnce).lock('door', 100);
    const lock = await new Redlock([bob], patient).lock('door', 10_000);
    expect(await bob.get('door')).toBe(lock.value);
  });

  test('a majority of five is enough, and two are not', async () => {
    const clients = Array.from({ length: 5 }, (_unused, db) => ann.duplicate({ db }));
    const [first, second, third] = clients;
    await first!.set('door', 'taken');
    await second!.set('door', 'taken');
    const lock = await new Redlock(clients, atOnce).lock('door', 10_000);
    expect(await third!.get('door')).toBe(lock.value);
    expect(await first!.get('door')).toBe('taken');
    await lock.unlock().catch(() => {});
    await third!.set('door', 'taken');
    await expect(new Redlock(clients, atOnce).lock('door', 10_000)).rejects.toThrow();
    for (const client of clients) client.disconnect();
  });
});
