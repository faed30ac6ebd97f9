/** A data set travels between a real redis-server and the engine as dump.rdb, both ways. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Commands, visitOurs, visitReal } from './folder-servers.ts';
import { findReal } from './servers.ts';

const real = findReal();
if (real === null) {
  process.stdout.write('\n==== SKIPPED: no redis-server was found to exchange files with ====\n');
}

const fill: readonly (readonly string[])[] = [
  ['SET', 'string', 'a value '.repeat(40)],
  ['SET', 'number', '-12345'],
  ['SET', 'expiring', 'x', 'PX', '100000000'],
  ['RPUSH', 'list', ...Array.from({ length: 600 }, (_, n) => `element ${n}`)],
  ['SADD', 'ints', '1', '2', '300000'],
  ['SADD', 'set', ...Array.from({ length: 600 }, (_, n) => `member ${n}`)],
  ['HSET', 'hash', 'f', 'v'],
  ['HSET', 'large hash', ...Array.from({ length: 600 }, (_, n) => [`f${n}`, `${n}`]).flat()],
  ['ZADD', 'zset', '1', 'a', '2.5', 'b', 'inf', 'c'],
  ['ZADD', 'large zset', ...Array.from({ length: 600 }, (_, n) => [`${n / 3}`, `m${n}`]).flat()],
  ['XADD', 'stream', '5-1', 'f', 'v'],
  ['XGROUP', 'CREATE', 'stream', 'g', '0'],
  ['SELECT', '9'],
  ['SET', 'elsewhere', '1'],
];

const readings: readonly (readonly string[])[] = [
  ...['string', 'number', 'expiring'].map((key) => ['GET', key]),
  ['PEXPIRETIME', 'expiring'],
  ['LRANGE', 'list', '0', '-1'],
  ['SORT', 'ints'],
  ['SORT', 'set', 'ALPHA'],
  ['HGETALL', 'hash'],
  ['SORT', 'large hash', 'BY', 'x', 'ALPHA'],
  ['HMGET', 'large hash', 'f0', 'f599'],
  ['ZRANGE', 'zset', '0', '-1', 'WITHSCORES'],
  ['ZRANGE', 'large zset', '0', '-1', 'WITHSCORES'],
  ['XRANGE', 'stream', '-', '+'],
  ['XINFO', 'GROUPS', 'stream'],
  ['DBSIZE'],
  ...['list', 'ints', 'set', 'hash', 'zset'].map((key) => ['OBJECT', 'ENCODING', key]),
  ['SELECT', '9'],
  ['GET', 'elsewhere'],
];

test
  .skipIf(real === null)
  .each(['from redis-server to the engine', 'from the engine to redis-server'])(
  '%s',
  async (direction) => {
    const folder = mkdtempSync(join(tmpdir(), 'stampede-rdb-'));
    const version = real!.version.split('.').slice(0, 2).join('.');
    const atReal = (commands: Commands) => visitReal(real!, folder, commands);
    const atOurs = (commands: Commands) => visitOurs(version, folder, commands);
    const isOut = direction === 'from redis-server to the engine';
    const [first, second] = isOut ? [atReal, atOurs] : [atOurs, atReal];
    try {
      const { replies } = await first([...fill, ['SELECT', '0'], ...readings, ['SAVE']]);
      expect(replies?.at(-1)).toBe('+OK\r\n');
      expect(existsSync(join(folder, 'dump.rdb'))).toBe(true);
      const wanted = replies?.slice(fill.length + 1, -1);
      expect((await second(readings)).replies).toEqual(wanted);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
