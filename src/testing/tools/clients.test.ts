/** The genuine client libraries, ioredis and node-redis, over TCP: what applications do with them. */
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startOurs, type TestServer } from './programs.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startOurs();
});
afterAll(() => server.stop());

const soon = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

describe('ioredis', () => {
  let redis: Redis;
  let other: Redis;
  beforeAll(async () => {
    redis = new Redis({ host: '127.0.0.1', port: server.port, retryStrategy: () => 20 });
    other = redis.duplicate();
    // A connection that is killed is an error event; what it means is in the tests.
    redis.on('error', () => {});
    await other.ping();
  });
  beforeEach(() => redis.flushall());
  afterAll(() => {
    redis.disconnect();
    other.disconnect();
  });

  test('says which library it is', async () => {
    const line = String(await redis.client('INFO'));
    expect(line).toMatch(/lib-name=ioredis/);
    expect(line).toMatch(/lib-ver=\d+\.\d+/);
  });
  test('strings', async () => {
    expect(await redis.set('s', 'väl\0ue', 'EX', 100)).toBe('OK');
    expect(await redis.get('s')).toBe('väl\0ue');
    expect(await redis.getBuffer('s')).toEqual(Buffer.from('väl\0ue'));
    expect(await redis.ttl('s')).toBe(100);
    expect(await redis.set('s', 'x', 'NX')).toBe(null);
    expect(await redis.mget('s', 'nothing')).toEqual(['väl\0ue', null]);
    expect(await redis.incrbyfloat('f', 1.5)).toBe('1.5');
  });
  test('hashes, lists, sets and sorted sets', async () => {
    expect(await redis.hset('h', { a: 1, b: 'two' })).toBe(2);
    expect(await redis.hgetall('h')).toEqual({ a: '1', b: 'two' });
    expect(await redis.rpush('l', 'a', 'b', 'c')).toBe(3);
    expect(await redis.lrange('l', 0, -1)).toEqual(['a', 'b', 'c']);
    expect(await redis.sadd('t', 'x', 'y', 'x')).toBe(2);
    expect((await redis.smembers('t')).sort()).toEqual(['x', 'y']);
    expect(await redis.zadd('z', 1, 'a', 2.5, 'b')).toBe(2);
    expect(await redis.zrange('z', '0', '-1', 'WITHSCORES')).toEqual(['a', '1', 'b', '2.5']);
    expect(await redis.zrangebyscore('z', '(1', '+inf')).toEqual(['b']);
  });
  test('a pipeline answers in order, errors in their places', async () => {
    const pipeline = redis.pipeline().set('p', 'x').incr('p').get('p');
    for (let i = 0; i < 1000; i++) pipeline.rpush('long', i);
    const replies = (await pipeline.exec()) ?? [];
    expect(replies.slice(0, 3)).toMatchObject([
      [null, 'OK'],
      [{ message: 'ERR value is not an integer or out of range' }],
      [null, 'x'],
    ]);
    expect(replies.at(-1)).toEqual([null, 1000]);
  });
  test('a transaction, and one that a watch spoils', async () => {
    expect(await redis.multi().set('m', 1).incr('m').exec()).toEqual([
      [null, 'OK'],
      [null, 2],
    ]);
    await redis.watch('m');
    await other.set('m', 10);
    expect(await redis.multi().set('m', 3).exec()).toBe(null);
    expect(await redis.get('m')).toBe('10');
  });
  test('a blocking pop', async () => {
    const popped = redis.blpop('queue', 5);
    await soon(30);
    await other.rpush('queue', 'job');
    expect(await popped).toEqual(['queue', 'job']);
    expect(await redis.blpop('queue', 0.05)).toBe(null);
  });
  test('Pub/Sub', async () => {
    const listener = redis.duplicate();
    const heard: string[][] = [];
    listener.on('message', (channel, message) => heard.push([channel, message]));
    listener.on('pmessage', (pattern, channel, message) => heard.push([pattern, channel, message]));
    expect(await listener.subscribe('news', 'sport')).toBe(2);
    expect(await listener.psubscribe('n*')).toBe(3);
    expect(await redis.publish('news', 'hi')).toBe(2);
    await soon(30);
    expect(heard).toEqual([
      ['news', 'hi'],
      ['n*', 'news', 'hi'],
    ]);
    expect(await listener.unsubscribe('news', 'sport')).toBe(1);
    listener.disconnect();
  });
  test('scan streams', async () => {
    const pipeline = redis.pipeline();
    for (let i = 0; i < 500; i++) pipeline.set(`k:${i}`, i).sadd('members', `${i}`);
    await pipeline.exec();
    const keys = new Set<string>();
    for await (const batch of redis.scanStream({ match: 'k:*', count: 50 })) {
      for (const key of batch as string[]) keys.add(key);
    }
    expect(keys.size).toBe(500);
    const members = new Set<string>();
    for await (const batch of redis.sscanStream('members')) {
      for (const member of batch as string[]) members.add(member);
    }
    expect(members.size).toBe(500);
  });
  test('error texts', async () => {
    await redis.set('s', 'text');
    await expect(redis.lpush('s', 'x')).rejects.toThrow(
      'WRONGTYPE Operation against a key holding the wrong kind of value',
    );
    await expect(redis.call('NOPE', 'a')).rejects.toThrow(
      "ERR unknown command 'NOPE', with args beginning with: 'a'",
    );
  });
  test('comes back after CLIENT KILL', async () => {
    const id = await redis.client('ID');
    expect(await other.client('KILL', 'ID', id)).toBe(1);
    await soon(100);
    expect(await redis.ping()).toBe('PONG');
    expect(await redis.client('ID')).not.toBe(id);
  });
});

describe.each([2, 3] as const)('node-redis over RESP%d', (RESP) => {
  const open = () => {
    const socket = { host: '127.0.0.1', port: server.port, reconnectStrategy: () => 20 };
    const client = createClient({ RESP, socket });
    // A connection that is killed is an error event; what it means is in the tests.
    client.on('error', () => {});
    return client;
  };
  let redis: ReturnType<typeof open>;
  let other: ReturnType<typeof open>;
  beforeAll(async () => {
    redis = open();
    other = open();
    await Promise.all([redis.connect(), other.connect()]);
  });
  beforeEach(async () => {
    await redis.flushAll();
  });
  afterAll(() => {
    redis.destroy();
    other.destroy();
  });

  test('says which library it is, and which protocol it speaks', async () => {
    const me = await redis.clientInfo();
    expect(me.resp).toBe(RESP);
    expect(me.libName).toMatch(/redis/);
    expect(me.libVer).toMatch(/^\d+\.\d+/);
  });
  test('strings', async () => {
    expect(await redis.set('s', 'väl\0ue', { expiration: { type: 'EX', value: 100 } })).toBe('OK');
    expect(await redis.get('s')).toBe('väl\0ue');
    expect(await redis.ttl('s')).toBe(100);
    expect(await redis.mGet(['s', 'nothing'])).toEqual(['väl\0ue', null]);
    expect(await redis.incrBy('n', 5)).toBe(5);
  });
  test('hashes, lists, sets and sorted sets', async () => {
    expect(await redis.hSet('h', { a: 1, b: 'two' })).toBe(2);
    expect({ ...(await redis.hGetAll('h')) }).toEqual({ a: '1', b: 'two' });
    expect(await redis.rPush('l', ['a', 'b', 'c'])).toBe(3);
    expect(await redis.lRange('l', 0, -1)).toEqual(['a', 'b', 'c']);
    expect(await redis.sAdd('t', ['x', 'y', 'x'])).toBe(2);
    expect([...(await redis.sMembers('t'))].sort()).toEqual(['x', 'y']);
    const members = [
      { score: 1, value: 'a' },
      { score: 2.5, value: 'b' },
    ];
    expect(await redis.zAdd('z', members)).toBe(2);
    expect(await redis.zRangeWithScores('z', 0, -1)).toEqual(members);
    expect(await redis.zScore('z', 'b')).toBe(2.5);
    expect(await redis.hExpire('h', 'a', 100)).toEqual([1]);
  });
  test('a transaction, and one that a watch spoils', async () => {
    expect(await redis.multi().set('m', 1).incr('m').exec()).toEqual(['OK', 2]);
    const isolated = open();
    await isolated.connect();
    await isolated.watch('m');
    await other.set('m', 10);
    await expect(isolated.multi().set('m', 3).exec()).rejects.toThrow('watched keys');
    isolated.destroy();
    expect(await redis.get('m')).toBe('10');
  });
  test('commands of one tick travel together', async () => {
    const replies = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => redis.rPush('l', `${i}`)),
    );
    expect(replies.at(-1)).toBe(1000);
  });
  test('a blocking pop', async () => {
    const popped = redis.blPop('queue', 5);
    await soon(30);
    await other.rPush('queue', 'job');
    expect({ ...(await popped) }).toEqual({ key: 'queue', element: 'job' });
    expect(await redis.blPop('queue', 0.05)).toBe(null);
  });
  test('Pub/Sub', async () => {
    const listener = open();
    await listener.connect();
    const heard: string[][] = [];
    await listener.subscribe('news', (message, channel) => heard.push([channel, message]));
    await listener.pSubscribe('n*', (message, channel) => heard.push(['n*', channel, message]));
    await listener.sSubscribe('shard', (message, channel) => heard.push([channel, message]));
    expect(await redis.publish('news', 'hi')).toBe(2);
    expect(await redis.sPublish('shard', 'part')).toBe(1);
    await soon(30);
    expect(heard).toEqual([
      ['news', 'hi'],
      ['n*', 'news', 'hi'],
      ['shard', 'part'],
    ]);
    await listener.unsubscribe('news');
    await listener.pUnsubscribe('n*');
    expect(await redis.publish('news', 'hi')).toBe(0);
    listener.destroy();
  });
  test('scan iterators', async () => {
    await redis.mSet(Array.from({ length: 500 }, (_, i): [string, string] => [`k:${i}`, `${i}`]));
    await redis.hSet('fields', Object.fromEntries(Array.from({ length: 500 }, (_, i) => [i, i])));
    const keys = new Set<string>();
    for await (const batch of redis.scanIterator({ MATCH: 'k:*', COUNT: 50 })) {
      for (const key of batch) keys.add(key);
    }
    expect(keys.size).toBe(500);
    let fields = 0;
    for await (const batch of redis.hScanIterator('fields')) fields += batch.length;
    expect(fields).toBe(500);
  });
  test('error texts', async () => {
    await redis.set('s', 'text');
    await expect(redis.lPush('s', 'x')).rejects.toThrow(
      'WRONGTYPE Operation against a key holding the wrong kind of value',
    );
    await expect(redis.sendCommand(['NOPE', 'a'])).rejects.toThrow(
      "ERR unknown command 'NOPE', with args beginning with: 'a'",
    );
  });
  test('comes back after CLIENT KILL', async () => {
    const id = await redis.clientId();
    expect(await other.sendCommand(['CLIENT', 'KILL', 'ID', String(id)])).toBe(1);
    await soon(150);
    expect(await redis.ping()).toBe('PONG');
    expect(await redis.clientId()).not.toBe(id);
  });
  test('what it asks of a server: INFO, CONFIG, COMMAND, MEMORY', async () => {
    expect(await redis.info('server')).toContain('redis_version:7.4');
    expect({ ...(await redis.configGet('maxmemory*')) }).toHaveProperty(
      'maxmemory-policy',
      'noeviction',
    );
    expect(await redis.commandCount()).toBeGreaterThan(150);
    expect((await redis.commandInfo(['get']))[0]).toMatchObject({ name: 'get', arity: 2 });
    await redis.set('s', 'x');
    expect(await redis.memoryUsage('s')).toBeGreaterThan(40);
    expect(await redis.memoryStats()).toMatchObject({ 'keys.count': 1 });
    expect((await redis.clientList()).length).toBeGreaterThanOrEqual(2);
  });
});
