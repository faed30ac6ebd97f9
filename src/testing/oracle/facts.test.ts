/**
 * What a server says of itself, against a real redis-server 7.0: the names and the order of INFO's
 * fields, of MEMORY STATS and of CLIENT LIST; and what it answers to odd calls of the operator's
 * commands, byte for byte.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../../base/bytes.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { type Argv, sayingScripts } from './compare.ts';
import type { Frame } from './frames.ts';
import { oddCalls } from './odd-calls.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

if (!isKnownVersion) {
  process.stdout.write('\n==== SKIPPED: no redis-server 7.0 was found to compare INFO with ====\n');
}

/** Its answers' maps and sets have been tables of Lua's, whose order is that of addresses. */
const RESP3_SCRIPT = 'redis.setresp(3) return redis.pcall(unpack(ARGV))';

/** The frame's bytes; what a set or a map holds is put in one order. */
const rawOf = ({ kind, items, raw }: Frame): string => {
  if (items.length === 0) return raw;
  const parts = items.map(rawOf);
  const pairs = parts.flatMap((part, at) => (at % 2 === 0 ? [part + parts[at + 1]] : []));
  const ordered = kind === '~' ? parts.sort() : kind === '%' ? pairs.sort() : parts;
  return raw.slice(0, raw.indexOf('\n') + 1) + ordered.join('');
};

const wordsOf = (line: string): string[] => splitArguments(utf8ToBytes(line)) ?? [];

describe.skipIf(!isKnownVersion)('what a server says of itself', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, '7.0');
    await pair.run(['SET a 1', 'GET nope', 'NOPE', 'EXPIRE a 100', 'HSET h f v'].map(wordsOf));
  });
  afterAll(() => pair.stop());

  async function sameNames(line: string, namesOf: (frame: Frame) => readonly string[]) {
    const [[wanted], [got]] = await pair.run([wordsOf(line)]);
    expect(namesOf(got!)).toEqual(namesOf(wanted!));
    expect(namesOf(wanted!).length).toBeGreaterThan(0);
  }

  /** Commands and errors by name: in the order of a hash table. */
  const isPerCommand = (line: string): boolean =>
    /^(cmdstat|errorstat|latency_percentiles_usec)_/.test(line);
  /** Section titles and field names, line by line. */
  const linesOf = ({ text }: Frame): string[] =>
    (text ?? '')
      .split('\r\n')
      .filter((line) => !isPerCommand(line))
      .map((line) => line.replace(/:.*$/, ':'));
  test.each([
    'INFO',
    'INFO default',
    'INFO everything',
    'INFO SERVER clients',
    'INFO modules cluster',
  ])('%s', (line) => sameNames(line, linesOf));

  test('INFO of sections that are none', async () => {
    const [wanted, got] = await pair.run(['INFO nope', 'INFO keysizes', 'INFO ""'].map(wordsOf));
    expect(got.map(({ raw }) => raw)).toEqual(wanted.map(({ raw }) => raw));
  });

  test.each(['CLIENT LIST', 'CLIENT INFO'])('%s', (line) =>
    sameNames(line, ({ text }) => (text ?? '').split(' ').map((field) => field.split('=')[0]!)),
  );

  const keysOf = ({ items }: Frame): string[] =>
    items.flatMap((item, at) =>
      at % 2 === 0 ? [item.text ?? '', ...keysOf(items[at + 1] ?? item)] : [],
    );
  test('MEMORY STATS', () => sameNames('MEMORY STATS', keysOf));

  /** In which ways the calls are made, each with its own way to an answer. */
  const ways: readonly { readonly way: string; readonly make: (call: Argv) => readonly Argv[] }[] =
    [
      { way: 'RESP2', make: (call) => [call] },
      { way: 'RESP3', make: (call) => [call] },
      { way: 'MULTI', make: (call) => [['MULTI'], call, ['EXEC']] },
      { way: 'redis.pcall', make: (call) => [['EVAL', sayingScripts[1] ?? '', '0', ...call]] },
      { way: 'RESP3 in a script', make: (call) => [['EVAL', RESP3_SCRIPT, '0', ...call]] },
    ];
  const rows = ways.flatMap(({ way, make }) => oddCalls.map((odd) => ({ ...odd, way, make })));

  test.each(rows)('$title, $way', async ({ calls, way, make }) => {
    const hello = ['HELLO', way.startsWith('RESP3') ? '3' : '2'];
    const all = [['FLUSHALL'], ...calls.map(wordsOf).flatMap(make)];
    await pair.run([hello]);
    const [wanted, got] = await pair.run(all);
    await pair.run([['DISCARD'], ['HELLO', '2']]);
    const lines = (frames: readonly Frame[]) =>
      frames.map((frame, at) => `${all[at]?.join(' ')} ${JSON.stringify(rawOf(frame))}`);
    expect(lines(got)).toEqual(lines(wanted));
  });
});
