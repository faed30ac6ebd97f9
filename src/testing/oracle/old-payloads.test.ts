/**
 * RESTORE of what Redis 2.2 to 6.2 dumped, against a real redis-server: what is taken, in which
 * encoding, with which contents, and what a COPY and another DUMP make of it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Argv } from './compare.ts';
import type { Frame } from './frames.ts';
import { payloadOf } from './old-encodings.ts';
import { oldRows } from './old-values.ts';
import { sealed } from './payload-damage.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

const LIMITS: Readonly<Record<string, string>> = {
  'list-max-listpack-size': '-2',
  'hash-max-listpack-entries': '512',
  'hash-max-listpack-value': '64',
  'zset-max-listpack-value': '64',
};

const readings: readonly Argv[] = [
  ...['TYPE k', 'OBJECT ENCODING k', 'LRANGE k 0 -1', 'SORT k ALPHA BY nothing', 'HGETALL k'],
  ...[
    'HLEN k',
    'ZRANGE k 0 -1 WITHSCORES',
    'XRANGE k - +',
    'XINFO STREAM k',
    'XINFO GROUPS k',
    'XINFO STREAM k FULL',
  ],
  ...['XPENDING k g', 'COPY k copy', 'TYPE copy'],
  ...['OBJECT ENCODING copy'],
].map((line) => line.split(' '));

/** Hash tables have an order of their own on each server. */
const contentOf = ({ raw, items }: Frame): string =>
  items.length === 0
    ? raw
    : items
        .map((item) => item.raw)
        .sort()
        .join('');

const IS_TABLE = /hashtable/;

describe.skipIf(!isKnownVersion)('payloads of old versions', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, '7.0');
  });
  afterAll(() => pair.stop());

  /** Versions of RDB: of 2.6, of 6.2, of 7.0, and one that is too new. */
  test.each(['\x06\0', '\x09\0', '\x0a\0', '\x0b\0'])('of RDB version %j', async (version) => {
    const found: string[] = [];
    for (const { name, value, under } of version === '\x09\0' ? oldRows : oldRows.slice(0, 3)) {
      const limits = Object.entries({ ...LIMITS, ...under }).flat();
      const restore = ['RESTORE', 'k', '0', sealed(payloadOf(value), version), 'REPLACE'];
      const [wanted, got] = await pair.run([
        ['FLUSHALL'],
        ['CONFIG', 'SET', ...limits],
        restore,
        ...readings,
        ['DUMP', 'copy'],
      ]);
      const said = [wanted, got].map((frames) => frames.slice(0, -1).map(contentOf));
      const at = said[0]!.findIndex((one, i) => one !== said[1]![i]);
      const dumps = [wanted, got].map((frames) => frames.at(-1)?.raw);
      const isTable = wanted.some(({ raw }) => IS_TABLE.test(raw));
      if (at >= 0)
        found.push(`${name}, reply ${at}: ${said.map((side) => side[at]?.slice(0, 200))}`);
      else if (!isTable && dumps[0] !== dumps[1]) found.push(`${name}: dumped otherwise`);
    }
    expect(found.join('\n')).toBe('');
  });
});
