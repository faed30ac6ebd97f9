/** What a debugging session leaves behind in a node, and what it cannot do to it. */
import { expect, test } from 'vitest';
import { bytesOf } from '../../base/bytes.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { openEngine, testEngine } from '../../testing/test-engine.ts';

const SCRIPT = `EVAL "redis.call('SET', 'k', 'new')\\nredis.call('INCR', 'n')\\nreturn 1" 0`;

function play(engine: ReturnType<typeof testEngine>, lines: readonly string[]): string[] {
  const client = engine.client();
  return lines.map((line) => client.run(line));
}

test('a forked session changes nothing, and nothing is kept of it', async () => {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk);
  play(engine, ['SET k old']);
  const { dirty } = engine.node.server.keyspace;
  const said = play(engine, ['SCRIPT DEBUG YES', SCRIPT, 's', 'r GET k', 'c']);
  expect(said.join('\n')).toContain('<reply> "new"');
  expect(play(engine, ['GET k', 'EXISTS n', 'PING'])).toEqual(['"old"', '(integer) 0', 'PONG']);
  expect(engine.node.server.keyspace.dirty).toBe(dirty);
  expect(engine.node.server.scripting.running).toBeNull();
  await engine.node.shutdown();
  expect(await logOf(disk)).not.toContain('new');
});

test('what a synchronous session has done is logged, in one piece', async () => {
  const disk = new MemoryDisk();
  const engine = await openEngine(disk);
  const other = engine.client();
  const debugged = engine.client();
  for (const line of ['SCRIPT DEBUG SYNC', SCRIPT, 's']) debugged.run(line);
  expect(other.run('SET later x')).toBe('');
  for (const line of ['r SET typed y', 'c']) debugged.run(line);
  expect(other.heard()).toBe('OK');
  expect(debugged.isClosed).toBe(true);
  expect(play(engine, ['GET k', 'GET n', 'GET typed'])).toEqual(['"new"', '"1"', '"y"']);
  await engine.node.shutdown();
  const words = (await logOf(disk)).match(/MULTI|EXEC|SET|INCR|later|typed/g);
  expect(words).toEqual(['MULTI', 'SET', 'SET', 'typed', 'INCR', 'EXEC', 'SET', 'later']);
});

async function logOf(disk: MemoryDisk): Promise<string> {
  const [path = ''] = (await disk.list('appendonlydir/')).filter((name) => /\.aof$/.test(name));
  const bytes = await disk.read(path);
  return bytes ? bytesOf(bytes) : '';
}

/** redis-server breaks down or hangs at these. */
const evaluated: readonly (readonly [string, string])[] = [
  ['error({})', '<error> ERR unknown error'],
  ["redis.call('NOPE')", '<error> ERR Unknown Redis command called from script'],
  ['while true do end', '<error> stopped: it ran for too long'],
  ['while true do pcall(function() while true do end end) end', 'stopped: it ran for too long'],
  ["string.find(string.rep('a', 200), string.rep('a?', 200) .. 'b')", 'ran for too long'],
];

test.each(evaluated)('eval %s is told of, and the session goes on', (code, told) => {
  const said = play(testEngine(), [
    'SCRIPT DEBUG SYNC',
    'EVAL "local a = 5\\nreturn a" 0',
    `e "${code}"`,
    'p a',
    's',
    'p',
    's',
  ]);
  expect(said[2]).toContain(told);
  expect(said[4]).toContain('Stopped at 2');
  expect(said[5]).toContain('<value> a = 5');
  expect(said[6]).toContain('(integer) 5');
});

test('a table that holds itself many times is shown in no time', () => {
  const [, , , shown = ''] = play(testEngine(), [
    'SCRIPT DEBUG SYNC',
    'EVAL "local t = {}\\nfor i = 1, 50 do t[i] = t end\\nlocal u\\nreturn 1" 0',
    'b 3',
    'c',
    'p t',
  ]).slice(1);
  expect(shown).toContain('<value> {{{{');
  expect(shown).toContain(' ...');
});

test('a session of a user is held to what the user may do', () => {
  const said = play(testEngine(), [
    'ACL SETUSER eve on nopass ~mine:* +@all -@dangerous',
    'AUTH eve x',
    'SCRIPT DEBUG YES',
    'EVAL "return 1" 0',
    'r SET other 1',
    'r SET mine:1 1',
    'c',
  ]);
  expect(said[4]).toContain('NOPERM ACL failure');
  expect(said[5]).toContain('<reply> "+OK"');
});

test('in a transaction a session is synchronous or none', () => {
  const engine = testEngine();
  const said = play(engine, [
    'SCRIPT DEBUG YES',
    'MULTI',
    'SET x 1',
    'EVAL "return 1" 0',
    'EXEC',
    'SCRIPT DEBUG SYNC',
    'MULTI',
    'EVAL "return 1" 0',
    'SET x 2',
    'EXEC',
    's',
  ]);
  expect(said[4]).toContain('cannot begin inside a transaction');
  expect(said[9]).toContain('Stopped at 1');
  expect(said[10]).toContain('<endsession>');
  // What the transaction says behind the session is not heard, and is done all the same.
  expect(said[10]).not.toContain('OK');
  expect(engine.client().run('GET x')).toBe('"2"');
});
