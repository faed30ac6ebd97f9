/** DEBUG's subcommands: what they do to the data, to others, and what the real server answers. */
import { describe, expect, test } from 'vitest';
import { script, testEngine } from '../../../testing/test-engine.ts';

test('refused unless it is enabled', () => {
  const engine = testEngine({ 'enable-debug-command': 'no' });
  expect(engine.client().run('DEBUG SLEEP 0')).toMatch(/^\(error\) ERR DEBUG command not allowed/);
});

test('SLEEP holds everybody up, and the slow log knows how long', () => {
  const engine = testEngine({ 'latency-monitor-threshold': '100' });
  const [sleeper, other] = [engine.client(), engine.client()];
  expect(sleeper.run('DEBUG SLEEP 1.5')).toBe('');
  expect(other.run('PING')).toBe('');
  engine.advance(1499);
  expect(sleeper.heard() + other.heard()).toBe('');
  engine.advance(1);
  expect([sleeper.heard(), other.heard()]).toEqual(['OK', 'PONG']);
  expect(other.run('SLOWLOG GET')).toMatch(/3\) \(integer\) 1500000\n +4\) 1\) "DEBUG"/);
  expect(other.run('LATENCY LATEST')).toContain('(integer) 1500');
});

test('SLEEP within EXEC holds up what follows in it, and everybody', () => {
  const engine = testEngine();
  const [sleeper, other, waiting] = [engine.client(), engine.client(), engine.client()];
  waiting.run('BLPOP list 0');
  for (const line of ['MULTI', 'RPUSH list a', 'PEXPIRE list 100', 'DEBUG SLEEP 0.2', 'INCR n']) {
    sleeper.run(line);
  }
  expect(sleeper.run('EXEC')).toBe('');
  expect(other.run('GET n')).toBe('');
  engine.advance(199);
  expect(sleeper.heard() + other.heard()).toBe('');
  engine.advance(1);
  expect(sleeper.heard()).toBe('1) (integer) 1\n2) (integer) 1\n3) OK\n4) (integer) 1');
  expect(other.heard()).toBe('"1"');
  // The list had expired by the time that anybody was served.
  expect(waiting.heard()).toBe('');
  expect(other.run('SLOWLOG GET')).toMatch(/3\) \(integer\) 200000\n +4\) 1\) "DEBUG"/);
});

test('SLEEP within a script holds up the others', () => {
  const engine = testEngine();
  const [sleeper, other] = [engine.client(), engine.client()];
  sleeper.run('DEBUG SET-DISABLE-DENY-SCRIPTS 1');
  expect(sleeper.run(`EVAL "redis.call('DEBUG','SLEEP','0.1') return 1" 0`)).toBe('(integer) 1');
  expect(other.run('PING')).toBe('');
  engine.advance(100);
  expect(other.heard()).toBe('PONG');
});

describe('digests are the real server’s', () => {
  // Asked of redis-server 7.0.15 after the same commands.
  test('of keys and of all data', () =>
    script(`
    > SET a 1
    OK
    > RPUSH l a b
    (integer) 2
    > HSET h f v
    (integer) 1
    > SADD s a b c
    (integer) 3
    > DEBUG DIGEST
    aa3553faef0a6dd9748d5d9e383614a9d4f18684
    > DEBUG DIGEST-VALUE a l h s none
    1) b4fc66738120fba0b5aa500ab5c2bf89cea1c5da
    2) 62f55a532623cf6c3d81081db480b6fd8461eb3f
    3) 90c76e9e9f4c62d642a34fc97c7dad503b51f906
    4) 593c2414786d75446e97f4ea5d4b731f3313da72
    5) 0000000000000000000000000000000000000000`));
});

test('RELOAD takes everything through a file and back', () => {
  const client = testEngine().client();
  for (const line of [
    'SET s x PX 5000',
    'HSET h f v',
    'ZADD z 1 a',
    'XADD x 1-1 f v',
    'SADD t a',
  ]) {
    client.run(line);
  }
  const before = client.run('DEBUG DIGEST');
  expect(client.run('DEBUG RELOAD')).toBe('OK');
  expect(client.run('DEBUG DIGEST')).toBe(before);
  expect(client.run('PTTL s')).toBe('(integer) 5000');
  expect(client.run('DEBUG RELOAD NOSAVE X')).toBe(
    '(error) ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.',
  );
});

test('tables, listpacks, thresholds', () => {
  const engine = testEngine();
  script(
    `
    > SADD s a b c
    (integer) 3
    > DEBUG LISTPACK s
    Listpack structure printed on stdout
    > DEBUG HTSTATS-KEY s
    (error) ERR The value stored at the specified key is not represented using an hash table
    > DEBUG HTSTATS-KEY none
    (error) ERR no such key
    > DEBUG HTSTATS 99
    (error) ERR Out of range database
    > DEBUG STRINGMATCH-LEN 100 a*b
    OK
    > DEBUG QUICKLIST-PACKED-THRESHOLD 5gb
    (error) ERR argument must be a memory value bigger than 1 and smaller than 4gb
    > DEBUG QUICKLIST-PACKED-THRESHOLD 10b
    OK
    > RPUSH l a-long-element short
    (integer) 2
    > DEBUG QUICKLIST-PACKED-THRESHOLD 0
    OK`,
    engine,
  );
  const client = engine.client();
  expect(engine.messages.join()).toContain('DEBUG LISTPACK: "a" "b" "c"');
  expect(client.run('DEBUG HTSTATS 0')).toContain('[Dictionary HT]\\nHash table 0 stats');
  expect(client.run('INFO replication')).toMatch(/master_replid:[0-9a-f]{40}/);
  const before = client.run('INFO replication');
  expect(client.run('DEBUG CHANGE-REPL-ID')).toBe('OK');
  expect(client.run('INFO replication')).not.toBe(before);
});

test('what needs more than this node says so', () => {
  const client = testEngine().client();
  for (const word of ['SEGFAULT', 'PANIC', 'OOM', 'ASSERT'])
    expect(client.run(`DEBUG ${word}`)).toContain('there is no process to do it to');
  expect(client.run('DEBUG RESTART')).toBe(
    '(error) ERR failed to restart the server. Check server logs.',
  );
  expect(client.run('DEBUG LOADAOF')).toContain('there is no append-only file');
});

test('CLIENT-EVICTION counts who may be closed, by what they hold', () => {
  const client = testEngine({ 'maxmemory-clients': '10mb' }).client();
  client.run('PING');
  const text = client.run('DEBUG CLIENT-EVICTION');
  expect(text).toMatch(/bucket {10}0 - {6}32767: tot-mem: +[1-9]\d+, clients: 1/);
  expect(text).toMatch(/bucket 4294967296\+ {12}: tot-mem: {10}0, clients: 0/);
  client.run('CLIENT NO-EVICT ON');
  expect(client.run('DEBUG CLIENT-EVICTION')).not.toContain('clients: 1');
});

test('PAUSE-CRON stops what is done now and then', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('SET k v PX 50');
  client.run('DEBUG PAUSE-CRON 1');
  engine.advance(1000);
  expect(client.run('DBSIZE')).toBe('(integer) 1');
  client.run('DEBUG PAUSE-CRON 0');
  engine.advance(1000);
  expect(client.run('DBSIZE')).toBe('(integer) 0');
});

test('HELP tells what the version has', () => {
  const help = (version: string, words: string) =>
    testEngine({ 'emulate-version': version }).client().run(words);
  expect(help('7.0', 'CLIENT HELP')).not.toContain('NO-TOUCH');
  expect(help('7.4', 'CLIENT HELP')).toContain('NO-TOUCH');
  expect(help('7.0', 'DEBUG HELP')).not.toContain('STRINGMATCH-LEN');
  expect(help('7.2', 'DEBUG HELP')).toContain('STRINGMATCH-LEN');
  expect(help('7.0', 'DEBUG STRINGMATCH-LEN 5 a*')).toContain('ERR unknown subcommand');
});
