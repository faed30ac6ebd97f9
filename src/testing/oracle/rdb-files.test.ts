/** A data set travels between a real redis-server and the engine as dump.rdb, both ways. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConfigText } from '../../hosts/node/config-text.ts';
import { startServer } from '../../hosts/node/server.ts';
import { findReal, OracleClient } from './servers.ts';

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

async function ask(path: string, commands: readonly (readonly string[])[]): Promise<string[]> {
  const client = await OracleClient.open(path);
  const frames = await client.run(commands, 10_000);
  client.close();
  return frames.map(({ raw }) => raw);
}

async function startRealIn(folder: string, path: string): Promise<ChildProcess> {
  const args = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', ''];
  const child = spawn(real!.program, args, { stdio: 'ignore' });
  for (let tries = 0; tries < 200; tries++) {
    const reply = await ask(path, [['PING']]).catch(() => []);
    if (reply[0] === '+PONG\r\n') return child;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error('redis-server does not answer');
}

async function onReal<T>(folder: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, 'real.sock');
  const child = await startRealIn(folder, path);
  const ended = new Promise((done) => child.once('exit', done));
  try {
    return await work(path);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function onOurs<T>(folder: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, 'ours.sock');
  const version = real!.version.split('.').slice(0, 2).join('.');
  const text = `port 0\nunixsocket ${path}\ndir ${folder}\nsave ""\nemulate-version ${version}`;
  const server = await startServer(parseConfigText(text), { log: { write: () => {} } });
  try {
    return await work(path);
  } finally {
    await server.stop();
  }
}

test.skipIf(real === null).each([
  ['from redis-server to the engine', onReal, onOurs],
  ['from the engine to redis-server', onOurs, onReal],
] as const)('%s', async (_name, first, second) => {
  const folder = mkdtempSync(join(tmpdir(), 'stampede-rdb-'));
  try {
    const wanted = await first(folder, async (path) => {
      const replies = await ask(path, [...fill, ['SELECT', '0'], ...readings, ['SAVE']]);
      expect(replies.at(-1)).toBe('+OK\r\n');
      return replies.slice(fill.length + 1, -1);
    });
    expect(existsSync(join(folder, 'dump.rdb'))).toBe(true);
    expect(await second(folder, (path) => ask(path, readings))).toEqual(wanted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
