/** The genuine redis-cli against our server: every mode of it that needs no cluster and no file. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findProgram,
  type RunOptions,
  runProgram,
  startOurs,
  type TestServer,
} from './programs.ts';

const cli = findProgram('redis-cli');
const script = findProgram('script');

describe.skipIf(cli === null)('redis-cli', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startOurs('emulate-version 7.0');
  });
  afterAll(() => server.stop());

  const run = (args: readonly string[], options?: RunOptions) =>
    runProgram(cli!, ['-p', String(server.port), ...args], options);
  const lines = async (...args: string[]) => (await run(args)).output.trimEnd().split('\n');
  const fill = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `SET key:${from + i} ${i}\n`).join('');

  test('commands on standard input', async () => {
    const input =
      'FLUSHALL\nSET a 1\nINCR a\nGET nothing\nRPUSH l x y\nLRANGE l 0 -1\nNOPE\nINCR l\n';
    const { code, output } = await run([], { input });
    expect(code).toBe(0);
    expect(output.split('\n').filter((line) => line !== '')).toEqual([
      'OK',
      'OK',
      '2',
      '2',
      'x',
      'y',
      "ERR unknown command 'NOPE', with args beginning with: ",
      'WRONGTYPE Operation against a key holding the wrong kind of value',
    ]);
  });

  test('RESP3, and a command as arguments', async () => {
    await lines('HSET', 'h', 'f', 'v');
    expect(await lines('-3', '--no-raw', 'HGETALL', 'h')).toEqual(['1# "f" => "v"']);
    expect(await lines('--no-raw', 'HGETALL', 'h')).toEqual(['1) "f"', '2) "v"']);
    expect(await lines('-3', '--json', 'HGETALL', 'h')).toEqual(['{"f":"v"}']);
    expect(await lines('-n', '3', '-r', '3', 'INCR', 'counter')).toEqual(['1', '2', '3']);
    expect((await run(['-e', 'NOPE'])).code).toBe(1);
    expect((await run(['-x', 'SET', 'piped'], { input: 'a value' })).output).toBe('OK\n');
    expect(await lines('GET', 'piped')).toEqual(['a value']);
  });

  test.skipIf(script === null)(
    'typed at a terminal, with help from COMMAND DOCS',
    async () => {
      const command = `stty cols 100 rows 30; ${cli} -p ${server.port}`;
      const typed = [
        'SET t 1\r',
        'get t\r',
        'help getrange\r',
        'help @pubsub\r',
        'multi\r',
        'exit\r',
      ];
      const { output } = await runProgram(script!, ['-qec', command, '/dev/null'], {
        typed: [...typed, ''],
        endAfterMs: 10_000,
      });
      expect(output).toContain('OK');
      expect(output).toContain('"1"');
      expect(output).toContain('key start end');
      expect(output).toContain('group:\x1b[0m string');
      expect(output).toContain('PSUBSCRIBE');
      expect(output).toContain('(TX)> ');
    },
    15_000,
  );

  test('--scan, with and without a pattern', async () => {
    await run([], { input: `FLUSHALL\n${fill(0, 250)}SADD set:1 a\n` });
    expect((await lines('--scan')).length).toBe(251);
    expect((await lines('--scan', '--pattern', 'key:1?')).sort()).toEqual(
      Array.from({ length: 10 }, (_, i) => `key:1${i}`),
    );
    expect(await lines('--scan', '--pattern', 's*')).toEqual(['set:1']);
  });

  test('--bigkeys and --memkeys', async () => {
    const input =
      'FLUSHALL\nSET s hello\nRPUSH l a b c\nSADD t a b\nHSET h f v\nZADD z 1 a 2 b 3 c 4 d\n';
    await run([], { input });
    const big = await run(['--bigkeys']);
    expect(big.code).toBe(0);
    expect(big.errors).toBe('');
    for (const text of [
      'Sampled 5 keys in the keyspace!',
      `Biggest string found '"s"' has 5 bytes`,
      `Biggest   list found '"l"' has 3 items`,
      `Biggest    set found '"t"' has 2 members`,
      `Biggest   hash found '"h"' has 1 fields`,
      `Biggest   zset found '"z"' has 4 members`,
    ]) {
      expect(big.output).toContain(text);
    }
    const memory = await run(['--memkeys']);
    expect(memory.code).toBe(0);
    expect(memory.output).not.toContain('Warning');
    expect(memory.output).toMatch(/Biggest string found '"s"' has [1-9]\d+ bytes/);
    expect((await run(['--memkeys-samples', '5'])).output).toMatch(
      /zset found .* has [1-9]\d+ bytes/,
    );
  });

  test('--hotkeys under an LFU policy', async () => {
    await lines('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu');
    await lines('SET', 'hot', '1');
    const { output } = await run(['--hotkeys']);
    expect(output).toContain('hot key found with counter');
    await lines('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });

  test('--latency', async () => {
    const { code, output } = await run(['--latency', '-i', '1']);
    expect(code).toBe(0);
    expect(output).toMatch(/^\d+ \d+ \d+\.\d+ \d+\n$/);
  });

  /** At a terminal, where the program writes line by line, for a while. */
  const watched = async (words: string): Promise<string> => {
    const command = `${cli} -p ${server.port} ${words}`;
    const shown = runProgram(script!, ['-qec', command, '/dev/null'], {
      typed: Array.from({ length: 10 }, () => ''),
      endAfterMs: 2400,
    });
    return (await shown).output;
  };

  test.skipIf(script === null)('--latency-history and --stat', async () => {
    await run([], { input: `FLUSHALL\n${fill(0, 5)}` });
    const [history, stat] = await Promise.all([
      watched('--latency-history -i 1'),
      watched('--stat -i 0.2'),
    ]);
    expect(history).toMatch(/min: \d+, max: \d+, avg: \d+\.\d+ \(\d+ samples\)/);
    expect(stat).toContain('------- data ------');
    // Both are connected, but for the other's beginning and end.
    expect(stat).toMatch(/\n5 +\d+\.\d\d[KM] +[12] +0 +\d+ \(\+\d+\) +\d+/);
  });

  test('--pipe takes thousands of commands', async () => {
    const word = (text: string) => `$${text.length}\r\n${text}\r\n`;
    const input = Array.from(
      { length: 5000 },
      (_, i) => `*3\r\n${word('SET')}${word(`pipe:${i}`)}${word('x'.repeat(i % 100))}`,
    ).join('');
    const { code, output } = await run(['--pipe'], { input });
    expect(code).toBe(0);
    expect(output).toContain('errors: 0, replies: 5000');
    expect(await lines('GET', 'pipe:4099')).toEqual(['x'.repeat(99)]);
  });

  test('SUBSCRIBE, MONITOR and BLPOP wait and hear', async () => {
    await lines('DEL', 'queue');
    const heard = [
      run(['SUBSCRIBE', 'news'], { endWhen: 'hello\n' }),
      run(['MONITOR'], { endWhen: '"RPUSH" "queue" "job"\n' }),
      run(['BLPOP', 'queue', '0']),
    ];
    // All three are there: by their flags in CLIENT LIST.
    await expect
      .poll(() => lines('CLIENT', 'LIST'), { timeout: 15_000 })
      .toEqual(
        expect.arrayContaining(
          ['P', 'O', 'b'].map((flag) => expect.stringContaining(`flags=${flag} `)),
        ),
      );
    await lines('PUBLISH', 'news', 'hello');
    await lines('RPUSH', 'queue', 'job');
    const [subscribed, monitored, popped] = await Promise.all(heard);
    expect(subscribed?.output).toContain('message\nnews\nhello\n');
    expect(monitored?.output).toMatch(/\[0 127\.0\.0\.1:\d+\] "RPUSH" "queue" "job"/);
    expect(popped?.output).toBe('queue\njob\n');
  });

  test('verbatim replies', async () => {
    expect((await lines('-3', 'LOLWUT')).join('\n')).toContain('Redis ver. 7.0.15');
    expect((await lines('INFO', 'server')).join('\n')).toContain('redis_version:7.0.15');
  });
});
