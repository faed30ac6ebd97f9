/** MEMORY, WAIT, WAITAOF, DEBUG and LASTSAVE through RESP. */
import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../../hosts/simulated/memory-disk.ts';
import { openEngine, script, testEngine } from '../../../testing/test-engine.ts';

describe('MEMORY', () => {
  test('USAGE answers for keys that are there, and reads its options', () =>
    script(`
    > MEMORY USAGE nothing
    (nil)
    > SET n 5
    OK
    > MEMORY USAGE n
    (integer) 48
    > MEMORY USAGE n SAMPLES 0
    (integer) 48
    > MEMORY USAGE n SAMPLES -1
    (error) ERR syntax error
    > MEMORY USAGE n SAMPLES
    (error) ERR syntax error
    > MEMORY USAGE n NOPE 1
    (error) ERR syntax error
    > MEMORY NOPE
    (error) ERR unknown subcommand 'NOPE'. Try MEMORY HELP.
    > MEMORY PURGE
    OK`));
  test('STATS adds up, and counts what is there', () => {
    const client = testEngine().client();
    client.run('MSET a 1 b 2 c 3');
    client.run('HELLO 3');
    const text = client.run('MEMORY STATS');
    const figure = (name: string): number =>
      Number(new RegExp(`"${name}" => \\((?:integer|double)\\) (.*)`).exec(text)?.[1]);
    expect(figure('keys.count')).toBe(3);
    expect(figure('total.allocated')).toBe(figure('overhead.total') + figure('dataset.bytes'));
    expect(figure('keys.bytes-per-key')).toBeGreaterThan(40);
    expect(text).toContain('"db.0" =>');
    expect(text).toContain('"overhead.hashtable.main" =>');
    expect(client.run('MEMORY DOCTOR')).toContain('nothing to diagnose');
  });
});

describe('WAIT', () => {
  test('without replicas nobody acknowledges', () =>
    script(`
    > WAIT 0 0
    (integer) 0
    > WAIT x 0
    (error) ERR value is not an integer or out of range
    > WAIT 1 -1
    (error) ERR timeout is negative
    > WAIT 1 x
    (error) ERR timeout is not an integer or out of range
    > MULTI
    OK
    > WAIT 1 0
    QUEUED
    > EXEC
    1) (integer) 0`));
  test('it waits for its time, or until an operator ends that', () => {
    const engine = testEngine();
    const [client, operator] = [engine.client(), engine.client()];
    expect(client.run('WAIT 1 100')).toBe('');
    engine.advance(99);
    expect(client.heard()).toBe('');
    engine.advance(1);
    expect(client.heard()).toBe('(integer) 0');
    client.run('WAIT 1 0');
    expect(operator.run(`CLIENT UNBLOCK ${client.id}`)).toBe('(integer) 1');
    expect(client.heard()).toBe('(integer) 0');
    expect(client.run('PING')).toBe('PONG');
  });
  test('WAITAOF answers when the own disk has it', async () => {
    const engine = await openEngine(new MemoryDisk());
    const client = engine.client();
    expect(client.run('WAITAOF 1 0 0')).toBe('1) (integer) 1\n2) (integer) 0');
    client.run('SET a 1');
    expect(client.run('WAITAOF 1 0 0')).toBe('');
    engine.advance(999);
    await engine.settle();
    expect(client.heard()).toBe('');
    engine.advance(1);
    await engine.settle();
    expect(client.heard()).toBe('1) (integer) 1\n2) (integer) 0');
    client.run('SET a 2');
    client.run('WAITAOF 1 1 50');
    engine.advance(50);
    expect(client.heard()).toBe('1) (integer) 0\n2) (integer) 0');
  });
});

describe('DEBUG', () => {
  test('the subcommands that clients use', () =>
    script(`
    > RPUSH l a b c
    (integer) 3
    > DEBUG NOPE
    (error) ERR unknown subcommand or wrong number of arguments for 'NOPE'. Try DEBUG HELP.
    > DEBUG OBJECT nothing
    (error) ERR no such key
    > DEBUG POPULATE 2 p 12
    OK
    > MGET p:0 p:1
    1) "value:0\\x00\\x00\\x00\\x00\\x00"
    2) "value:1\\x00\\x00\\x00\\x00\\x00"
    > DEBUG PROTOCOL array
    1) (integer) 0
    2) (integer) 1
    3) (integer) 2
    > DEBUG ERROR "ERR boo"
    (error) ERR boo
    > DEBUG SLEEP 0
    OK`));
  test('OBJECT', () => {
    const client = testEngine().client();
    client.run('SET a hello');
    expect(client.run('DEBUG OBJECT a')).toMatch(
      /^Value at:0x[0-9a-f]+ refcount:1 encoding:embstr serializedlength:6 lru:\d+ lru_seconds_idle:0$/,
    );
  });
});
