/** Who lets replies pile up is closed, counted and told of in the log. */
import { expect, test } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';

test('a reply of which there is no end is ended by the limit', () => {
  const check = (line: string): void => {
    const engine = testEngine();
    const [operator, client] = [engine.client(), engine.client()];
    operator.run('HSET h a 1');
    operator.run('SADD s a');
    operator.run('ZADD z 1 a');
    expect(client.run(line), line).toBe(
      '(error) ERR more than 33554432 elements are too many for one reply, and client-output-buffer-limit sets this client no hard limit',
    );
    operator.run('CONFIG SET client-output-buffer-limit "normal 1000000 0 0"');
    for (const around of [[line], ['MULTI', line, 'SET ran 1', 'EXEC']]) {
      const reader = engine.client();
      for (const one of around) reader.run(one);
      expect(reader.isClosed, line).toBe(true);
    }
    expect(operator.run('GET ran'), line).toBe('"1"');
  };
  for (const count of ['-999999999', '-9223372036854775807']) {
    check(`HRANDFIELD h ${count}`);
    check(`SRANDMEMBER s ${count}`);
    check(`ZRANDMEMBER z ${count}`);
  }
  check('HRANDFIELD h -999999999 WITHVALUES');
  check('ZRANDMEMBER z -999999999 WITHSCORES');
});

test('a long reply is drawn from what there was', () => {
  const engine = testEngine();
  const client = engine.client();
  const check = (line: string, count: number, pattern: RegExp): void => {
    client.run('FLUSHALL');
    for (const one of ['HSET h a 1 b 2', 'ZADD z 1 a 2 b', 'SADD s a b', 'MULTI']) client.run(one);
    client.run(line);
    client.run('FLUSHALL');
    client.run('SADD s other');
    const reply = client.run('EXEC');
    expect(reply.match(pattern)?.length, line).toBe(count);
  };
  check('HRANDFIELD h -70000', 70_000, /"[ab]"/g);
  check('HRANDFIELD h -70000 WITHVALUES', 70_000, /"a"\n.*"1"|"b"\n.*"2"/g);
  check('SRANDMEMBER s -70000', 70_000, /"[ab]"/g);
  check('ZRANDMEMBER z -70000 WITHSCORES', 70_000, /"a"\n.*"1"|"b"\n.*"2"/g);
});

test('a client above its hard limit', () => {
  const engine = testEngine({ 'emulate-version': '7.4' });
  const [operator, client] = [engine.client(), engine.client()];
  operator.run('SETRANGE big 50000 x');
  operator.run('CONFIG SET client-output-buffer-limit "normal 40000 0 0"');
  expect(client.run('GET big')).toBe('');
  expect(client.isClosed).toBe(true);
  expect(engine.messages.at(-1)).toMatch(
    /^Client id=2 .* cmd=get .* scheduled to be closed ASAP for overcoming of output buffer limits\.$/,
  );
  const count = () =>
    /client_output_buffer_limit_disconnections:\d+/.exec(operator.run('INFO stats'));
  expect(count()?.[0]).toBe('client_output_buffer_limit_disconnections:1');
  operator.run('CONFIG RESETSTAT');
  expect(count()?.[0]).toBe('client_output_buffer_limit_disconnections:0');
});
