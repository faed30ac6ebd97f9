/** Who gets in, on a host with files and an address: ACL files, users in redis.conf, protected mode. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';
import { parseConfigText } from './config-text.ts';
import { isProtectedFrom, startServer } from './server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stampede-access-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (text: string) =>
  startServer(parseConfigText(`dir ${folder}\n${text}`), {
    ephemeral: true,
    log: { write: () => {} },
  });

test('an ACL file is read at the start, saved and loaded', async () => {
  const path = join(folder, 'users.acl');
  writeFileSync(path, 'user al on >pw ~* +@all\nuser default on nopass ~* &* +@all\n');
  const server = await start(`aclfile ${path}`);
  const client = createClient({ socket: { port: server.port } });
  await client.connect();
  expect(await client.aclUsers()).toEqual(['al', 'default']);
  await client.aclSetUser('bo', ['on', 'nopass', '+get', '~b*']);
  expect(await client.aclSave()).toBe('OK');
  expect(readFileSync(path, 'latin1')).toContain('user bo on nopass sanitize-payload ~b* ');
  writeFileSync(path, 'user default on nopass ~* &* +@all\nbogus\n');
  await expect(client.aclLoad()).rejects.toThrow(
    `ERR ${path}:2 should start with user keyword followed by the username. WARNING: ACL errors detected, no change to the previously active ACL rules was performed`,
  );
  expect(await client.aclUsers()).toEqual(['al', 'bo', 'default']);
  writeFileSync(path, 'user default on nopass ~* &* +@all\n');
  expect(await client.aclLoad()).toBe('OK');
  expect(await client.aclUsers()).toEqual(['default']);
  client.destroy();
  await server.stop();
});

test('users that cannot be are no reason to start', async () => {
  const path = join(folder, 'users.acl');
  writeFileSync(path, 'user al +bogus\n');
  await expect(start(`aclfile ${path}`)).rejects.toThrow(
    'Aborting Redis startup because of ACL errors: ' +
      `${path}:1: Error in applying operation '+bogus': Unknown command or category name in ACL. `,
  );
  await expect(start(`aclfile ${join(folder, 'missing')}`)).rejects.toThrow('ACL errors');
  await expect(start('user al +bogus')).rejects.toThrow('Critical error while loading ACLs');
  await expect(start(`aclfile ${path}\nuser al on`)).rejects.toThrow('but not both');
});

test('users and renamed commands of redis.conf', async () => {
  const server = await start(
    'user al on >pw ~a* +@all (+get ~b*)\nrename-command FLUSHALL ""\nrename-command CONFIG hidden',
  );
  const client = createClient({ socket: { port: server.port }, username: 'al', password: 'pw' });
  await client.connect();
  expect(await client.aclWhoAmI()).toBe('al');
  expect(await client.get('b1')).toBe(null);
  await expect(client.set('b1', '1')).rejects.toThrow('NOPERM No permissions to access a key');
  await expect(client.flushAll()).rejects.toThrow("ERR unknown command 'FLUSHALL'");
  await expect(client.configGet('port')).rejects.toThrow("ERR unknown command 'CONFIG'");
  expect(await client.sendCommand(['HIDDEN', 'GET', 'aclfile'])).toEqual({ aclfile: '' });
  client.destroy();
  await server.stop();
  await expect(start('rename-command NOPE x')).rejects.toThrow('No such command');
  await expect(start('rename-command GET SET')).rejects.toThrow('already exists');
});

test('protected mode keeps strangers out while there is no password', () => {
  const check = (config: Record<string, string>, address: string | undefined, wanted: boolean) =>
    expect(isProtectedFrom(address, testEngine(config).node)).toBe(wanted);
  check({}, '10.1.2.3', true);
  check({}, '127.0.0.1', false);
  check({}, '::ffff:127.0.0.1', false);
  check({}, '::1', false);
  check({}, '2001:db8::1', true);
  // A Unix socket has no address.
  check({}, undefined, false);
  check({ 'protected-mode': 'no' }, '10.1.2.3', false);
  check({ requirepass: 'x' }, '10.1.2.3', false);
});

test('the sockets follow CONFIG SET port and bind; connections stay, and so does all where it fails', async () => {
  const logged: string[] = [];
  const server = await startServer(parseConfigText(`dir ${folder}\nbind 127.0.0.1`), {
    ephemeral: true,
    log: { write: (_level, text) => logged.push(text) },
  });
  const other = await start('bind 127.0.0.1');
  const first = server.port;
  const client = createClient({ socket: { port: first } });
  await client.connect();
  const free = await start('bind 127.0.0.1');
  const next = free.port;
  await free.stop();
  await client.configSet('port', String(next));
  expect(server.port).toBe(next);
  const second = createClient({ socket: { port: next } });
  await second.connect();
  expect(await second.ping()).toBe('PONG');
  expect(await client.ping()).toBe('PONG');
  const gone = createClient({ socket: { port: first, reconnectStrategy: false } });
  gone.on('error', () => {});
  await expect(gone.connect()).rejects.toThrow('ECONNREFUSED');

  const maxmemory = { maxmemory: '10000001' };
  await expect(client.configSet({ ...maxmemory, port: String(other.port) })).rejects.toThrow(
    "ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.",
  );
  await expect(client.configSet('bind', '999.999.999.999')).rejects.toThrow(
    'Failed to bind to specified addresses.',
  );
  expect(logged.some((text) => text.startsWith('Failed listening on port'))).toBe(true);
  expect(server.port).toBe(next);
  expect(await client.configGet(['port', 'maxmemory'])).toEqual({
    port: String(next),
    maxmemory: '0',
  });

  await client.configSet('bind', '127.0.0.1 -::1');
  const third = createClient({ socket: { host: '127.0.0.1', port: next } });
  third.on('error', () => {});
  await third.connect();
  expect(await third.ping()).toBe('PONG');
  for (const one of [client, second, third]) one.destroy();
  await server.stop();
  await other.stop();
});
