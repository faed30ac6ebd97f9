/** The genuine redis-benchmark: its whole default set, without and with pipelining. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram, runProgram, startOurs, type TestServer } from './programs.ts';

const benchmark = findProgram('redis-benchmark');

const titles = [
  ...['PING_INLINE', 'PING_MBULK', 'SET', 'GET', 'INCR', 'LPUSH', 'RPUSH', 'LPOP', 'RPOP', 'SADD'],
  ...['HSET', 'SPOP', 'ZADD', 'ZPOPMIN', 'LPUSH (needed to benchmark LRANGE)'],
  ...['LRANGE_100 (first 100 elements)', 'LRANGE_300 (first 300 elements)'],
  ...['LRANGE_500 (first 500 elements)', 'LRANGE_600 (first 600 elements)', 'MSET (10 keys)'],
];

describe.skipIf(benchmark === null)('redis-benchmark', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startOurs();
  });
  afterAll(() => server.stop());

  const check = async (...args: readonly string[]) => {
    const all = ['-p', String(server.port), '-q', '-n', '1000', ...args];
    const { code, output, errors } = await runProgram(benchmark!, all);
    // The default start-up question is CONFIG GET save and appendonly; a failure is a warning here.
    expect(errors).toBe('');
    expect(code).toBe(0);
    const rows = output.split(/[\r\n]+/).filter((line) => / requests per second/.test(line));
    expect(rows.map((row) => row.slice(0, row.lastIndexOf(':')))).toEqual(titles);
    for (const row of rows)
      expect(row).toMatch(/: \d+\.\d+ requests per second, p50=\d+\.\d+ msec/);
  };

  test('the default set', () => check());
  test('pipelined', () => check('-P', '64'));
  test('over a random key space, RESP3', () => check('-P', '16', '-r', '1000', '-3'));
  test('a command of one’s own', async () => {
    const words = [
      '-p',
      String(server.port),
      '-q',
      '-n',
      '1000',
      '-r',
      '9',
      'ZADD',
      'own',
      '__rand_int__',
      'm',
    ];
    const { code, output, errors } = await runProgram(benchmark!, words);
    expect([code, errors]).toEqual([0, '']);
    expect(output).toContain('requests per second');
  });
});
