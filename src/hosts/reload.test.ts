/** DEBUG RELOAD and LOADAOF: what the files hold comes back, and others wait meanwhile. */
import { expect, test } from 'vitest';
import { openEngine } from '../testing/test-engine.ts';
import { prepared } from './load-files.ts';
import { MemoryDisk } from './simulated/memory-disk.ts';

const LIBRARY = (name: string) =>
  `FUNCTION LOAD "#!lua name=${name}\\nredis.register_function('${name}', function() return '${name}' end)"`;

async function server(config: Record<string, string> = {}) {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk, { appendonly: 'no', 'emulate-version': '7.0', ...config });
  await prepared(engine.node.server.scripting);
  const one = engine.client();
  const debug = async (words: string) => {
    const before = one.run(`DEBUG ${words}`);
    for (let waits = 0; waits < 5; waits++) await engine.settle();
    return before + one.heard();
  };
  return { ...engine, disk, one, debug };
}

const NOT_LOADED = '(error) ERR Error trying to load the RDB dump, check server logs.';

test('RELOAD, with what is on disk and with what was there', async () => {
  const { one, debug } = await server();
  one.run('SET a 1');
  one.run(LIBRARY('first'));
  expect(await debug('RELOAD')).toBe('OK');
  expect(one.run('FCALL first 0')).toBe('"first"');
  expect(await debug('RELOAD NOSAVE NOFLUSH')).toBe(NOT_LOADED);
  one.run('SET a 2');
  one.run('SET b 2');
  one.run(LIBRARY('second'));
  expect(await debug('RELOAD NOSAVE NOFLUSH MERGE')).toBe('OK');
  expect(one.run('MGET a b')).toBe('1) "1"\n2) "2"');
  expect(one.run('FCALL first 0')).toBe('"first"');
  expect(one.run('FCALL second 0')).toBe('"second"');
  expect(await debug('RELOAD NOSAVE')).toBe('OK');
  expect(one.run('DBSIZE')).toBe('(integer) 1');
  expect(one.run('FCALL second 0')).toBe('(error) ERR Function not found');
});

test('libraries alone are refused twice, too', async () => {
  const { one, debug } = await server();
  one.run(LIBRARY('first'));
  expect(await debug('RELOAD NOFLUSH')).toBe(NOT_LOADED);
  expect(await debug('RELOAD NOFLUSH MERGE')).toBe('OK');
});

test('what is not on disk is not loaded, and nothing is lost', async () => {
  const { one, debug } = await server();
  one.run('SET a 1');
  expect(await debug('RELOAD NOSAVE')).toBe(NOT_LOADED);
  expect(one.run('GET a')).toBe('"1"');
});

test('others wait until it is over', async () => {
  const { one, client, settle } = await server();
  one.run('SET a 1');
  one.run('DEBUG RELOAD');
  const other = client();
  expect(other.run('GET a')).toBe('');
  await settle();
  expect(one.heard()).toBe('OK');
  expect(other.heard()).toBe('"1"');
});

test('LOADAOF brings back what the log leads to', async () => {
  const { one, debug, settle } = await server({ appendonly: 'yes' });
  one.run('SET a 1');
  one.run(LIBRARY('first'));
  expect(await debug('LOADAOF')).toBe('OK');
  expect(one.run('FCALL first 0')).toBe('"first"');
  one.run('BGREWRITEAOF');
  await settle();
  one.run('SET b 1');
  expect(await debug('LOADAOF')).toBe('OK');
  expect(one.run('MGET a b')).toBe('1) "1"\n2) "1"');
});

test('LOADAOF without a log loads the base that BGREWRITEAOF has written', async () => {
  const { one, debug, settle } = await server();
  one.run('SET a 1');
  expect(await debug('LOADAOF')).toBe(
    '(error) ERR Error trying to load the AOF, check server logs.',
  );
  one.run(LIBRARY('first'));
  one.run('BGREWRITEAOF');
  await settle();
  one.run('FUNCTION FLUSH');
  one.run('SET b 1');
  expect(await debug('LOADAOF')).toBe('OK');
  expect(one.run('FCALL first 0')).toBe('"first"');
  expect(one.run('DBSIZE')).toBe('(integer) 1');
});

test('a damaged file, or an old one, takes nothing away', async () => {
  const { one, debug, disk } = await server();
  one.run('SET a 1');
  one.run('SAVE');
  await debug('DIGEST');
  const good = (await disk.read('dump.rdb')) as Uint8Array;
  one.run('SET b 2');
  const flipped = good.slice();
  flipped[20] = (flipped[20] as number) ^ 1;
  // Without a checksum what is wrong shows only where it is met, behind the first key.
  const unchecked = Uint8Array.from([...good.slice(0, -9), 0, 1, 0x62, 0xff]);
  for (const bytes of [flipped, unchecked, good.slice(0, 12), good.slice(0, 0)]) {
    await disk.write('dump.rdb', bytes);
    for (const words of ['', ' NOFLUSH', ' NOFLUSH MERGE']) {
      expect(await debug(`RELOAD NOSAVE${words}`)).toBe(NOT_LOADED);
      expect(one.run('MGET a b')).toBe('1) "1"\n2) "2"');
    }
  }
});

test('a damaged log takes nothing away', async () => {
  const { one, debug, disk } = await server({ appendonly: 'yes' });
  one.run('SET a 1');
  disk.append('appendonlydir/appendonly.aof.1.incr.aof', new TextEncoder().encode('rubbish\r\n'));
  one.run('SET b 1');
  expect(await debug('LOADAOF')).toContain('Error trying to load the AOF');
  expect(one.run('MGET a b')).toBe('1) "1"\n2) "1"');
});
