/** rate-limiter-flexible over ioredis and node-redis: points, their refill, penalties and blocks. */
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bothServers, type PlainServer, until } from './both-servers.ts';

interface Connection {
  readonly options: { readonly storeClient: unknown; readonly useRedisPackage?: boolean };
  flush(): Promise<unknown>;
  ttl(key: string): Promise<number>;
  close(): void;
}

function openIoredis(port: number): Promise<Connection> {
  const redis = new Redis({ host: '127.0.0.1', port });
  return Promise.resolve({
    options: { storeClient: redis },
    flush: () => redis.flushall(),
    ttl: (key: string) => redis.pttl(key),
    close: () => redis.disconnect(),
  });
}

async function openNodeRedis(port: number): Promise<Connection> {
  const client = createClient({ socket: { host: '127.0.0.1', port } });
  await client.connect();
  return {
    options: { storeClient: client, useRedisPackage: true },
    flush: () => client.flushAll(),
    ttl: (key: string) => client.pTTL(key),
    close: () => client.destroy(),
  };
}

const clients = [
  ['ioredis', openIoredis],
  ['node-redis', openNodeRedis],
] as const;

describe.each(bothServers)('rate-limiter-flexible with %s', (_, start) => {
  let server: PlainServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  describe.each(clients)('over %s', (_name, open) => {
    let connection: Connection;
    beforeAll(async () => {
      connection = await open(server.port);
    });
    beforeEach(() => connection.flush());
    afterAll(() => connection.close());

    const limiter = (points: number, duration: number, blockDuration = 0) =>
      new RateLimiterRedis({
        ...connection.options,
        points,
        duration,
        blockDuration,
        keyPrefix: 'rl',
      });
    const outcome = (attempt: Promise<RateLimiterRes>): Promise<[string, RateLimiterRes]> =>
      attempt.then(
        (res) => ['let in', res],
        (refused) => {
          if (!(refused instanceof RateLimiterRes)) throw refused;
          return ['refused', refused];
        },
      );

    test('lets in as many as there are points, however many come at once', async () => {
      const limit = limiter(5, 60);
      const attempts = Array.from({ length: 8 }, () => outcome(limit.consume('ann')));
      const words = (await Promise.all(attempts)).map(([word]) => word);
      expect(words).toEqual([...Array(5).fill('let in'), ...Array(3).fill('refused')]);
      expect((await outcome(limit.consume('bob')))[0]).toBe('let in');
      const state = await limit.get('ann');
      expect(state).toMatchObject({ consumedPoints: 8, remainingPoints: 0 });
      expect(state?.msBeforeNext).toBeGreaterThan(50_000);
      expect(await connection.ttl('rl:ann')).toBeLessThanOrEqual(60_000);
    });

    test('fills up again when the time is over', async () => {
      const limit = limiter(1, 1);
      expect((await outcome(limit.consume('ann')))[0]).toBe('let in');
      const [word, { msBeforeNext }] = await outcome(limit.consume('ann'));
      expect(word).toBe('refused');
      expect(msBeforeNext).toBeLessThanOrEqual(1000);
      await until(async () => (await limit.get('ann')) === null, 'the refill');
      expect((await outcome(limit.consume('ann')))[0]).toBe('let in');
    });

    test('penalties, rewards and deletion', async () => {
      const limit = limiter(5, 60);
      await limit.consume('ann', 2);
      expect((await limit.penalty('ann', 2)).consumedPoints).toBe(4);
      expect((await limit.reward('ann', 1)).remainingPoints).toBe(2);
      expect((await outcome(limit.consume('ann', 3)))[0]).toBe('refused');
      expect(await limit.delete('ann')).toBe(true);
      expect(await limit.delete('ann')).toBe(false);
      expect((await limit.consume('ann')).isFirstInDuration).toBe(true);
    });

    test('blocks whoever goes too far, or is named', async () => {
      const limit = limiter(1, 1, 30);
      await limit.consume('ann');
      const [word, refused] = await outcome(limit.consume('ann'));
      expect([word, refused.msBeforeNext]).toEqual(['refused', 30_000]);
      expect(await connection.ttl('rl:ann')).toBeGreaterThan(25_000);
      await limit.block('bob', 100);
      expect((await outcome(limit.consume('bob')))[0]).toBe('refused');
      expect(await connection.ttl('rl:bob')).toBeGreaterThan(95_000);
    });

    test('sets a number of points for a key', async () => {
      const limit = limiter(10, 60);
      await limit.set('ann', 9, 60);
      expect((await limit.consume('ann')).remainingPoints).toBe(0);
      await limit.set('for ever', 3, 0);
      expect(await connection.ttl('rl:for ever')).toBe(-1);
    });
  });
});
