/** Three scripts that every course on Redis has: releasing a lock, a sliding window, a token bucket. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderCli } from '../client/render-cli.ts';
import { RespReader } from '../client/resp-reader.ts';
import { encodeRequest } from '../protocol/resp-request.ts';
import { testEngine } from './test-engine.ts';

const source = (name: string): string =>
  readFileSync(new URL(`./data/lua/${name}.lua`, import.meta.url), 'utf8');

/** Calls a script and gives its answer as redis-cli prints it. */
function caller() {
  const { node } = testEngine();
  const reader = new RespReader();
  let said = '';
  const link = {
    send: (bytes: Uint8Array) => {
      reader.feed(bytes);
      for (let value = reader.next(); value !== null; value = reader.next()) {
        said = renderCli(value, { utf8: false });
      }
    },
    close: () => {},
  };
  const connection = node.connect(link, { addr: 'a:1', laddr: 'b:1' });
  return (...argv: string[]): string => {
    connection.receive(encodeRequest(argv));
    return said;
  };
}

test('a lock is released by its owner only', () => {
  const run = caller();
  const script = source('lock-release');
  run('SET', 'lock:a', 'token-1');
  expect(run('EVAL', script, '1', 'lock:a', 'token-2')).toBe('(integer) 0');
  expect(run('EVAL', script, '1', 'lock:a', 'token-1')).toBe('(integer) 1');
  expect(run('EVAL', script, '1', 'lock:a', 'token-1')).toBe('(integer) 0');
});

test('calls of the same instant overwrite each other in the sliding window', () => {
  const run = caller();
  const script = source('sliding-window');
  const call = (now: string): string => run('EVAL', script, '1', 'w', '0', now, '3');
  expect(call('100')).toBe('1) (integer) 1\n2) (integer) 1');
  expect(call('100')).toBe('1) (integer) 1\n2) (integer) 2');
  expect(call('100')).toBe('1) (integer) 1\n2) (integer) 2');
  expect(call('101')).toBe('1) (integer) 1\n2) (integer) 2');
  expect(call('102')).toBe('1) (integer) 1\n2) (integer) 3');
  expect(call('103')).toBe('1) (integer) 0\n2) (integer) 3');
});

test('the token bucket lets through what has been refilled; whole periods only', () => {
  const run = caller();
  const script = source('token-bucket');
  const allowed = ['100', '100.3', '100.6', '100.9', '101.2', '101.5'].map((now) =>
    run('EVAL', script, '1', 'b', '3', '1', '1', now).startsWith('1) (integer) 1') ? 1 : 0,
  );
  expect(allowed).toEqual([1, 1, 1, 0, 1, 0]);
  expect(run('EVAL', script, '1', 'c', '3', '1', '1.3', '100')).toMatch(
    /value is not an integer or out of range/,
  );
});
