/**
 * Scripts against a real redis-server: every row of script-table.ts in RESP2 and in RESP3, replies
 * compared byte for byte.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptRows, setUp } from './script-table.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();

describe.skipIf(real === null)('scripts answer as a real server answers', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    if (real) pair = await ServerPair.start(real, real.version.slice(0, 3));
  });
  afterAll(() => pair.stop());

  test.each(['2', '3'])('RESP%s', async (version) => {
    await pair.run([['HELLO', version], ...setUp]);
    const differences: string[] = [];
    for (const argv of scriptRows) {
      const [ofReal, ofOurs] = await pair.run([argv]);
      const [wanted, got] = [ofReal[0]?.raw, ofOurs[0]?.raw];
      if (wanted === got && !wanted?.startsWith('!')) continue;
      differences.push(`${JSON.stringify(argv)}\n  real ${show(wanted)}\n  ours ${show(got)}`);
      // A server that has fallen silent answers nothing more.
      if (wanted?.startsWith('!') || got?.startsWith('!')) break;
    }
    expect(differences.join('\n')).toBe('');
  });
});

const show = (raw: string | undefined): string => JSON.stringify(raw)?.slice(0, 400) ?? 'nothing';
