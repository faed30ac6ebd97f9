/**
 * DUMP and RESTORE against a real redis-server: what one dumps the other takes, for every type and
 * encoding, and where the order of the elements is part of the encoding the bytes are the same.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import { crc64, crc64Bytes } from '../../base/crc64.ts';
import type { Argv } from './compare.ts';
import type { Frame } from './frames.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
if (real === null) {
  process.stdout.write('\n==== SKIPPED: no redis-server was found to exchange dumps with ====\n');
}

const many = (count: number, each: (n: number) => readonly string[]): string[] =>
  Array.from({ length: count }, (_, n) => each(n)).flat();
const text = 'the quick brown fox jumps over the lazy dog, again and again and again';
const noise = Array.from({ length: 300 }, (_, n) => String.fromCharCode((n * 167 + 13) % 256));

/** Each makes the key `k`; `unordered` ones are hash tables, whose order is each server's own. */
const values: readonly { name: string; make: readonly Argv[]; unordered?: true }[] = [
  { name: 'short string', make: [['SET', 'k', 'hello']] },
  { name: 'empty string', make: [['SET', 'k', '']] },
  { name: 'int 8', make: [['SET', 'k', '-128']] },
  { name: 'int 16', make: [['SET', 'k', '32767']] },
  { name: 'int 32', make: [['SET', 'k', '-2147483648']] },
  { name: 'int 64', make: [['SET', 'k', '9223372036854775807']] },
  { name: 'almost an integer', make: [['SET', 'k', '007']] },
  { name: 'compressible string', make: [['SET', 'k', text.repeat(40)]] },
  { name: 'incompressible string', make: [['SET', 'k', noise.join('')]] },
  { name: 'long run', make: [['SET', 'k', 'a'.repeat(100_000)]] },
  {
    name: 'appended string',
    make: [
      ['SET', 'k', '12'],
      ['APPEND', 'k', '34'],
    ],
  },
  { name: 'list', make: [['RPUSH', 'k', 'a', '1', '-5', text]] },
  { name: 'long list', make: [['RPUSH', 'k', ...many(2000, (n) => [`element ${n}`])]] },
  { name: 'list with a plain node', make: [['RPUSH', 'k', 'a', text.repeat(400), 'b']] },
  { name: 'intset 16', make: [['SADD', 'k', '1', '2', '3']] },
  { name: 'intset 64', make: [['SADD', 'k', '1', '-9223372036854775808', '70000']] },
  { name: 'set', make: [['SADD', 'k', 'a', 'b', '3']], unordered: true },
  { name: 'large set', make: [['SADD', 'k', ...many(700, (n) => [`${n}`])]], unordered: true },
  { name: 'hash', make: [['HSET', 'k', 'f', 'v', 'g', '12', 'h', '']] },
  {
    name: 'large hash',
    make: [['HSET', 'k', ...many(300, (n) => [`f${n}`, text])]],
    unordered: true,
  },
  { name: 'sorted set', make: [['ZADD', 'k', '1', 'a', '2.5', 'b', '-inf', 'c', '3', '17']] },
  {
    name: 'stream',
    make: [
      ['XADD', 'k', '1-1', 'f', 'v'],
      ['XADD', 'k', '1-2', 'f', 'w', 'g', '1'],
    ],
  },
  {
    name: 'emptied stream',
    make: [
      ['XADD', 'k', '5-1', 'f', 'v'],
      ['XDEL', 'k', '5-1'],
    ],
  },
  {
    name: 'stream with groups',
    make: [
      ...Array.from({ length: 250 }, (_, n) => ['XADD', 'k', `${n + 1}-0`, 'f', `${n}`, 'g', 'x']),
      ['XDEL', 'k', '7-0', '100-0'],
      ['XGROUP', 'CREATE', 'k', 'one', '3-0'],
      ['XGROUP', 'CREATE', 'k', 'none', '$', 'ENTRIESREAD', '9'],
      ['XGROUP', 'CREATECONSUMER', 'k', 'none', 'idle'],
      ['XCLAIM', 'k', 'one', 'ann', '0', '4-0', '5-0', 'TIME', '1700000000000', 'FORCE', 'JUSTID'],
      [
        'XCLAIM',
        'k',
        'one',
        'bob',
        '0',
        '9-0',
        'TIME',
        '1700000000123',
        'RETRYCOUNT',
        '70000',
        'FORCE',
      ],
    ],
    // A consumer's own clock is in it.
    unordered: true,
  },
  { name: 'large sorted set', make: [['ZADD', 'k', ...many(300, (n) => [`${n / 7}`, `m${n}`])]] },
];

/** The first may change on the way: what was appended to is an integer again, if it looks like one. */
const readings: readonly Argv[] = [
  ['OBJECT', 'ENCODING', 'k'],
  ['TYPE', 'k'],
  ['GET', 'k'],
  ['LRANGE', 'k', '0', '-1'],
  ['SORT', 'k', 'ALPHA'],
  ['HLEN', 'k'],
  ['HGETALL', 'k'],
  ['ZRANGE', 'k', '0', '-1', 'WITHSCORES'],
  ['XRANGE', 'k', '-', '+'],
  ['XINFO', 'STREAM', 'k'],
  ['XINFO', 'GROUPS', 'k'],
  ['XPENDING', 'k', 'one'],
  ['XREADGROUP', 'GROUP', 'one', 'ann', 'STREAMS', 'k', '0'],
  ['XREADGROUP', 'GROUP', 'one', 'bob', 'STREAMS', 'k', '0'],
];

const contentOf = (frames: readonly Frame[]): string[] =>
  frames.map(({ raw, items }) =>
    items.length > 0
      ? items
          .map((item) => item.raw)
          .sort()
          .join('')
      : raw,
  );

describe.skipIf(real === null)('dumps travel between redis-server and the engine', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    const version = (real?.version ?? '7.0').split('.').slice(0, 2).join('.');
    pair = await ServerPair.start(real!, version);
  });
  afterAll(() => pair.stop());

  test.each(values)('$name', async ({ make, unordered }) => {
    const made = await pair.run([['FLUSHALL'], ...make, ...readings, ['DUMP', 'k']]);
    const [theirs, ours] = made.map((frames) => frames.at(-1)?.text ?? '') as [string, string];
    if (!unordered) expect(ours).toBe(theirs);
    const wanted = contentOf(made[0].slice(2 + make.length, -1));
    for (const payload of [theirs, ours]) {
      const restored = await pair.run([['RESTORE', 'k', '0', payload, 'REPLACE'], ...readings]);
      const [atTheirs, atOurs] = restored.map(([reply, encoding, ...content]) => {
        expect(reply?.raw).toBe('+OK\r\n');
        expect(contentOf(content)).toEqual(wanted);
        return encoding?.raw;
      });
      expect(atOurs).toBe(atTheirs);
    }
  });

  test('damaged payloads are refused in the same words', async () => {
    const [[, dumped]] = await pair.run([
      ['SET', 'k', text],
      ['DUMP', 'k'],
    ]);
    const good = dumped?.text ?? '';
    const flipped = (at: number): string =>
      good.slice(0, at) + String.fromCharCode(good.charCodeAt(at) ^ 1) + good.slice(at + 1);
    const payloads = ['', 'short', ...good.split('').map((_, at) => flipped(at))];
    const newer = `${good.slice(0, -10)}\x63\0${good.slice(-8)}`;
    const requests = [...payloads, newer].map((one) => ['RESTORE', 'q', '0', one]);
    const [theirs, ours] = await pair.run(requests);
    expect(ours.map(({ raw }) => raw)).toEqual(theirs.map(({ raw }) => raw));
  });

  test('sealed payloads whose value is longer, shorter or other than it says', async () => {
    const seal = (body: string): string => {
      const bytes = toUint8Array(`${body}\x0a\0`);
      return bytesOf(bytes) + bytesOf(crc64Bytes(crc64(bytes)));
    };
    const bodies = [
      ...['\0\x05hello', '\0\x05hello and more', '\0\x05hell', '\0\x05h', '\0\xc2\x01', '\0\x85'],
      ...[
        '',
        '\0',
        '\x02\xc2\x01a\x01b',
        '\x02\0',
        '\x02\x02\x01a\x01a',
        '\x04\x01\x01a',
        '\x09\x01',
      ],
      ...[
        '\x0b\x0a\x02\0\0\0\x01\0\0\0\x01\0',
        '\x14\x01',
        '\x15\x01',
        '\x18\x01',
        '\xff',
        '\x07\x01',
      ],
    ];
    const requests = [...bodies.map(seal), `${seal('\0\x05hello').slice(0, -8)}\0\0\0\0\0\0\0\0`];
    const [theirs, ours] = await pair.run(
      requests.flatMap((one) => [
        ['RESTORE', 'q', '0', one, 'REPLACE'],
        ['TYPE', 'q'],
        ['DEL', 'q'],
      ]),
    );
    expect(ours.map(({ raw }) => raw)).toEqual(theirs.map(({ raw }) => raw));
  });
});
