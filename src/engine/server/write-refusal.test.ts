/** Writes are refused while what was written cannot be kept, or too few would hear of it. */
import { expect, test } from 'vitest';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { openEngine } from '../../testing/test-engine.ts';
import { Replication } from './replication.ts';

test('after a snapshot that failed, until one succeeds', async () => {
  const disk = new MemoryDisk();
  const { client, settle } = await openEngine(disk, { appendonly: 'no', save: '3600 1000' });
  const one = client();
  const save = async (command: string) => {
    one.run(command);
    await settle();
    one.heard();
  };
  one.run('SET a 1');
  disk.failWith('EIO');
  await save('SAVE');
  expect(one.run('SET a 2')).toBe('OK');
  await save('BGSAVE');
  const refused = '(error) MISCONF Redis is configured to save RDB snapshots';
  for (const line of ['SET a 3', 'PING', 'DEL a']) expect(one.run(line)).toContain(refused);
  expect(one.run('GET a')).toBe('"2"');
  one.run('MULTI');
  expect(one.run('SET a 3')).toContain(refused);
  expect(one.run('EXEC')).toContain('EXECABORT');
  one.run('CONFIG SET stop-writes-on-bgsave-error no');
  expect(one.run('SET a 3')).toBe('OK');
  one.run('CONFIG SET stop-writes-on-bgsave-error yes');
  disk.failWith(null);
  await save('BGSAVE');
  expect(one.run('SET a 4')).toBe('OK');
});

test('without enough replicas', async () => {
  const { client, node } = await openEngine(new MemoryDisk(), { appendonly: 'no' });
  node.server.replication = new Replication(node.server);
  const one = client();
  const replica = node.connect({ send: () => {}, close: () => {} }, { addr: 'a:1', laddr: 'a:2' });
  one.run('SET a 1');
  one.run('MULTI');
  one.run('SET a 2');
  one.run('CONFIG SET min-replicas-to-write 1');
  one.run('EXEC');
  const refused = '(error) NOREPLICAS Not enough good replicas to write.';
  expect(one.run('SET a 3')).toBe(refused);
  expect(one.run('PING')).toBe('PONG');
  expect(one.run('GET a')).toBe('"2"');
  expect(one.run('INFO replication')).toContain('min_slaves_good_slaves:0');
  const other = client();
  one.run('CONFIG SET min-replicas-to-write 0');
  one.run('MULTI');
  one.run('SET a 4');
  other.run('CONFIG SET min-replicas-to-write 1');
  expect(one.run('EXEC')).toBe(
    '(error) EXECABORT Transaction discarded because of: NOREPLICAS Not enough good replicas to write.',
  );
  replica.receive(encodeRequest(['SYNC']));
  expect(one.run('INFO replication')).toContain('min_slaves_good_slaves:1');
  expect(one.run('SET a 5')).toBe('OK');
});
