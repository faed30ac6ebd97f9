/** MIGRATE between two servers on TCP, and to one that is not there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfigText } from './config-text.ts';
import { type RunningServer, startServer } from './server.ts';

let folder: string;
let from: RunningServer;
let to: RunningServer;
const clientOf = async ({ port }: RunningServer, password?: string) => {
  const client = createClient({ socket: { port }, ...(password ? { password } : {}) });
  await client.connect();
  return client;
};
const start = (text: string) =>
  startServer(parseConfigText(`dir ${folder}\nsave ""\n${text}`), {
    ephemeral: true,
    log: { write: () => {} },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stampede-migrate-'));
  from = await start('');
  to = await start('requirepass secret');
});
afterAll(async () => {
  await from.stop();
  await to.stop();
  rmSync(folder, { recursive: true });
});

test('keys move, with their values and expiries', async () => {
  const [source, target] = [await clientOf(from), await clientOf(to, 'secret')];
  await source.set('a', '1', { EX: 1000 });
  await source.rPush('l', ['x', 'y']);
  await source.set('stays', '1');
  const migrate = (...words: string[]) =>
    source.sendCommand(['MIGRATE', '127.0.0.1', String(to.port), ...words]);
  expect(await migrate('nothing', '0', '1000')).toBe('NOKEY');
  await expect(migrate('a', '0', '1000')).rejects.toThrow(
    'ERR Target instance replied with error: NOAUTH Authentication required.',
  );
  expect(await migrate('', '2', '1000', 'AUTH', 'secret', 'KEYS', 'a', 'l', 'nothing')).toBe('OK');
  expect(await source.exists(['a', 'l'])).toBe(0);
  await target.select(2);
  expect(await target.get('a')).toBe('1');
  expect(await target.ttl('a')).toBeGreaterThan(900);
  expect(await target.lRange('l', 0, -1)).toEqual(['x', 'y']);
  await source.set('a', '2');
  await expect(migrate('a', '2', '1000', 'AUTH', 'secret')).rejects.toThrow('BUSYKEY');
  expect(await source.get('a')).toBe('2');
  expect(await migrate('a', '2', '1000', 'COPY', 'REPLACE', 'AUTH', 'secret')).toBe('OK');
  expect(await source.get('a')).toBe('2');
  expect(await target.get('a')).toBe('2');
  source.destroy();
  target.destroy();
});

type Answering = (socket: Socket) => void;
const reads = (answer: Answering): Answering => {
  return (socket) => void socket.once('data', () => answer(socket));
};

/** What the other end does with a connection; Redis's answers, of a redis-server 7.0 that was asked. */
const ENDS: readonly (readonly [string, Answering, string])[] = [
  ['closes at once', (socket) => socket.destroy(), 'IOERR error or timeout reading to target'],
  ['says nothing', () => {}, 'IOERR error or timeout reading to target instance'],
  ['closes when asked', reads((socket) => socket.destroy()), 'IOERR error or timeout reading to'],
  ['answers half', reads((socket) => socket.end('+OK\r\n')), 'IOERR error or timeout reading to'],
  [
    'refuses',
    reads((socket) => socket.end('-ERR a\r\n-ERR b\r\n')),
    'ERR Target instance replied with error: ERR a',
  ],
];

const UNWRITTEN = 'IOERR error or timeout writing to target instance';
const UNREACHABLE = 'IOERR error or timeout connecting to the client';
const NOWHERE: readonly (readonly [string, string, string])[] = [
  ['127.0.0.1', '1', UNWRITTEN],
  ['::1', '1', UNWRITTEN],
  ['127.0.0.1', '0', UNWRITTEN],
  ['127.0.0.1', 'x', UNWRITTEN],
  ['127.0.0.1', '65537', UNWRITTEN],
  ['127.0.0.1', '-1', UNREACHABLE],
  ['nohost.invalid', '6379', UNREACHABLE],
];

test('nobody at the other end', async () => {
  const source = await clientOf(from);
  await source.set('a', '1');
  for (const [host, port, error] of NOWHERE) {
    const asked = source.sendCommand(['MIGRATE', host, port, 'a', '0', '500']);
    await expect(asked, `${host} ${port}`).rejects.toThrow(error);
  }
  expect(await source.get('a')).toBe('1');
  await expect(
    source.sendCommand(['MIGRATE', 'h', '1', 'a', '0', '1', 'KEYS', 'a']),
  ).rejects.toThrow('must be set to the empty string');
  source.destroy();
});

test.each(ENDS)('somebody who %s', async (_title, answer, error) => {
  const sockets: Socket[] = [];
  const other = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    answer(socket);
  });
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  const source = await clientOf(from);
  await source.set('a', '1');
  const asked = source.sendCommand(['MIGRATE', '127.0.0.1', String(port), 'a', '0', '200']);
  await expect(asked).rejects.toThrow(error);
  expect(await source.get('a')).toBe('1');
  source.destroy();
  for (const socket of sockets) socket.destroy();
  other.close();
});
