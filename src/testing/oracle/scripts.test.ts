/**
 * Scripts and functions against a real redis-server: every row of the tables in RESP2 and in RESP3,
 * replies compared byte for byte, FUNCTION DUMP's payloads among them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionRows } from './function-table.ts';
import { scriptRows, setUp } from './script-table.ts';
import { findReal, ServerPair } from './servers.ts';

type Argv = readonly string[];

const real = findReal();

describe.skipIf(real === null)('scripts answer as a real server answers', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    if (real) pair = await ServerPair.start(real, real.version.slice(0, 3));
  });
  afterAll(() => pair.stop());

  async function compare(rows: readonly Argv[]): Promise<string[]> {
    const differences: string[] = [];
    for (const argv of rows) {
      const [ofReal, ofOurs] = await pair.run([argv]);
      const [wanted, got] = [ofReal[0]?.raw, ofOurs[0]?.raw];
      if (wanted === got && !wanted?.startsWith('!')) continue;
      differences.push(`${JSON.stringify(argv)}\n  real ${show(wanted)}\n  ours ${show(got)}`);
      // A server that has fallen silent answers nothing more.
      if (wanted?.startsWith('!') || got?.startsWith('!')) break;
    }
    return differences;
  }

  test.each(['2', '3'])('scripts, RESP%s', async (version) => {
    await pair.run([['HELLO', version], ...setUp]);
    expect((await compare(scriptRows)).join('\n')).toBe('');
  });

  test.each(['2', '3'])('functions, RESP%s', async (version) => {
    await pair.run([['HELLO', version], ...setUp]);
    expect((await compare(functionRows)).join('\n')).toBe('');
  });

  test.each(['FLUSH', 'APPEND', 'REPLACE'])(
    "each other's dumps, FUNCTION RESTORE %s",
    async (policy) => {
      const code = (name: string, n: number): string =>
        `#!lua name=${name}\nredis.register_function('${name}f', function() return ${n} end)${' '.repeat(n)}`;
      const differences = await compare([
        ['FUNCTION', 'FLUSH'],
        ['FUNCTION', 'LOAD', code('one', 1)],
      ]);
      const [[ofReal], [ofOurs]] = await pair.run([['FUNCTION', 'DUMP']]);
      expect(ofOurs?.text).toBe(ofReal?.text);
      const payload = ofReal?.text as string;
      const broken = `${payload.slice(0, -1)}\x01`;
      differences.push(
        ...(await compare([
          ['FUNCTION', 'RESTORE', payload, policy],
          ['FUNCTION', 'RESTORE', broken, policy],
          ['FUNCTION', 'DELETE', 'one'],
          ['FUNCTION', 'LOAD', code('two', 200)],
          ['FUNCTION', 'RESTORE', payload, policy],
          ['FCALL', 'onef', '0'],
          ['FCALL', 'twof', '0'],
          ['FUNCTION', 'FLUSH'],
          ['FUNCTION', 'LOAD', code('three', 3).replace('threef', 'onef')],
          ['FUNCTION', 'RESTORE', payload, policy],
          ['FCALL', 'onef', '0'],
          ['FUNCTION', 'STATS'],
        ])),
      );
      expect(differences.join('\n')).toBe('');
    },
  );
});

const show = (raw: string | undefined): string => JSON.stringify(raw)?.slice(0, 400) ?? 'nothing';
