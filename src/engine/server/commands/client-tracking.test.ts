/** Which keys a tracking client hears of: read by its scripts, and under CLIENT CACHING. */
import { expect, test } from 'vitest';
import { testEngine } from '../../../testing/test-engine.ts';

/** The keys that the client hears of when all of them change after it has run `lines`. */
function told(tracking: string, lines: readonly string[], version = '7.0'): string {
  const engine = testEngine({ 'emulate-version': version });
  const [reader, writer] = [engine.client(), engine.client()];
  writer.run('MSET a 1 b 2');
  reader.run('HELLO 3');
  reader.run(`CLIENT TRACKING ON ${tracking}`.trim());
  for (const line of lines) reader.run(line);
  for (const key of ['a', 'b']) writer.run(`SET ${key} 3`);
  return [...reader.heard().matchAll(/'([ab])'/g)].map(([, key]) => key).join(' ');
}

const GET_A = `EVAL "return redis.call('GET','a')"`;
const GET_A_RO = GET_A.replace('EVAL', 'EVAL_RO');

test('what a script reads is read by its caller', () => {
  const check = (line: string, in70: string, in72: string): void => {
    expect(told('', [line]), line).toBe(in70);
    expect(told('', [line], '7.2'), line).toBe(in72);
    expect(told('', ['MULTI', line, 'EXEC']), `${line} in MULTI`).toBe(in70);
  };
  check(`${GET_A} 1 a`, 'a', 'a');
  check(`${GET_A} 1 b`, 'b', 'a');
  check(`${GET_A} 0`, '', 'a');
  check(`${GET_A_RO} 1 b`, 'b', 'a');
  check(`EVAL "return redis.call('SET','a',1)" 1 a`, '', '');
});

test('a function, and a script that was paused, read for their callers', () => {
  const lib = `#!lua name=l\nredis.register_function('f', function(k) return redis.call('GET', k[1]) end)`;
  expect(told('', [`FUNCTION LOAD "${lib}"`, 'FCALL f 1 b'])).toBe('b');
  const engine = testEngine();
  const [reader, writer] = [engine.client(), engine.client()];
  reader.run('HELLO 3');
  reader.run('CLIENT TRACKING ON');
  reader.run(`EVAL "for i=1,1e7 do end return redis.call('GET',KEYS[1])" 1 a`);
  engine.advance(5000);
  expect(reader.heard()).toBe('(nil)');
  writer.run('SET a 1');
  expect(reader.heard()).toBe("-> invalidate: 'a'");
});

test('CLIENT CACHING counts for the next command, or for the whole next transaction', () => {
  const yes = 'CLIENT CACHING YES';
  const check = (tracking: string, lines: readonly string[], keys: string): void =>
    expect(told(tracking, lines), lines.join('; ')).toBe(keys);
  check('OPTIN', [yes, 'GET a', 'GET b'], 'a');
  check('OPTIN', [yes, 'CLIENT ID', 'GET a', 'GET b'], 'a');
  check('OPTIN', [yes, 'PING', 'GET a'], '');
  check('OPTIN', [yes, 'NOPE', 'GET a'], '');
  check('OPTIN', [yes, 'CLIENT NOPE', 'GET a'], '');
  check('OPTIN', [yes, `${GET_A} 1 a`], 'a');
  check('OPTIN', [`${GET_A} 1 a`], '');
  check('OPTIN', [yes, 'MULTI', 'GET a', 'GET b', 'EXEC'], 'a b');
  check('OPTIN', [yes, 'MULTI', 'GET a', 'EXEC', 'GET b'], 'a');
  check('OPTIN', ['MULTI', yes, 'GET a', 'GET b', 'EXEC'], 'a b');
  check('OPTIN', [yes, 'MULTI', 'DISCARD', 'GET a'], '');
  check('OPTOUT', ['CLIENT CACHING NO', 'MULTI', 'GET a', 'GET b', 'EXEC'], '');
});

test('who has waited hears of what its command changed, behind the answer', () => {
  const engine = testEngine();
  const [waiter, pusher] = [engine.client(), engine.client()];
  for (const line of ['HELLO 3', 'CLIENT TRACKING ON', 'LRANGE m 0 -1']) waiter.run(line);
  expect(waiter.run('BLMOVE l m LEFT LEFT 0')).toBe('');
  pusher.run('RPUSH l x');
  expect(waiter.heard()).toBe('"x"\n-> invalidate: \'m\'');
});

test('keys that are too many are forgotten at the next command, also where it is queued', () => {
  const engine = testEngine();
  const [reader, other] = [engine.client(), engine.client()];
  other.run('DEBUG PAUSE-CRON 1');
  reader.run('HELLO 3');
  reader.run('CLIENT TRACKING ON');
  reader.run('MGET a b c');
  reader.run('MULTI');
  other.run('CONFIG SET tracking-table-max-keys 2');
  expect(reader.run('PING')).toMatch(/^-> invalidate: '[abc]'\nQUEUED$/);
  other.run('CONFIG SET tracking-table-max-keys 1');
  // The clients' limit holds for all: whoever speaks next.
  other.run('PING');
  expect(reader.heard()).toMatch(/^-> invalidate: '[abc]'$/);
  expect(other.run('INFO stats')).toMatch(/tracking_total_keys:1\D/);
  expect(reader.run('EXEC')).toBe('1) PONG');
});
