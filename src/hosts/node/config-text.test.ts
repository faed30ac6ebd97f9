/** Command lines and redis.conf, as redis-server reads them. */
import { expect, test } from 'vitest';
import { lastValues, parseCommandLine, parseConfigText } from './config-text.ts';

const wordsOf = (text: string) => parseConfigText(text).map(({ words }) => words);

test('options become configuration text, quoted', () => {
  const { file, options, readsInput } = parseCommandLine([
    'redis.conf',
    '--port',
    '7000',
    '--save',
    '',
    '--requirepass',
    'a "b"',
    '-',
  ]);
  expect(file).toBe('redis.conf');
  expect(readsInput).toBe(true);
  expect(options).toBe('\nport "7000" \nsave "" \nrequirepass "a \\"b\\"" ');
  expect(wordsOf(options)).toEqual([
    ['port', '7000'],
    ['save', ''],
    ['requirepass', 'a "b"'],
  ]);
});

test('lines: remarks, blank lines, case, quotes, several values', () => {
  const text = '# remark\n\n  PORT 7000\r\nbind 127.0.0.1 -::1\nuser "a b"\n';
  expect(wordsOf(text)).toEqual([
    ['port', '7000'],
    ['bind', '127.0.0.1', '-::1'],
    ['user', 'a b'],
  ]);
  expect(parseConfigText(text).map(({ number }) => number)).toEqual([3, 4, 5]);
});

test('- is standard input in front of the options and behind them', () => {
  expect(parseCommandLine(['-', '--port', '1']).readsInput).toBe(true);
  const behind = parseCommandLine(['--port', '1', '-']);
  expect([behind.readsInput, behind.options]).toEqual([true, '\nport "1" ']);
  expect(parseCommandLine(['--bind', '-', '--port', '1']).readsInput).toBe(false);
});

test('the last line wins', () => {
  const lines = parseConfigText('port 1\nport 2');
  expect(lastValues(lines, 'port')).toEqual(['2']);
  expect(lastValues(lines, 'bind')).toBe(null);
});

test('quotes that are not closed are reported in redis-server’s form', () => {
  expect(() => parseConfigText('port 1\nbind "x')).toThrow(
    "*** FATAL CONFIG FILE ERROR (Redis 7.4.2) ***\nReading the configuration file, at line 2\n>>> 'bind \"x'\nUnbalanced quotes in configuration line",
  );
});

test('questions about the program itself', () => {
  expect(parseCommandLine(['--version']).shows).toBe('version');
  expect(parseCommandLine(['-h']).shows).toBe('help');
  expect(parseCommandLine([]).shows).toBe(null);
});
