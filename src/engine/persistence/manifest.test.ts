/** The manifest of an append-only log: what redis-server writes, and what it would not start with. */
import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { openEngine } from '../../testing/test-engine.ts';
import { formatManifest, ManifestError, parseManifest } from './manifest.ts';

const BASE = 'file a.1.base.rdb seq 1 type b\n';
const FIRST = 'file a.1.incr.aof seq 1 type i\n';
const THIRD = 'file a.3.incr.aof seq 3 type i\n';

test('files in order, comments and words of later versions aside', () => {
  const text = `# made by hand\n${BASE}FILE "a 1" seq 1 type h later 2\n${FIRST}${THIRD}`;
  expect(parseManifest(text).map(({ name, sequence, type }) => [name, sequence, type])).toEqual([
    ['a.1.base.rdb', 1, 'b'],
    ['a 1', 1, 'h'],
    ['a.1.incr.aof', 1, 'i'],
    ['a.3.incr.aof', 3, 'i'],
  ]);
});

test('names of any kind come back', () => {
  const names = ['plain.aof', 'with space', 'a"b', "a'b", 'tab\there\n', '\u00e9\u00a9'];
  const files = names.map((name, i) => ({ name, sequence: i + 1, type: 'i' as const }));
  expect(parseManifest(formatManifest(files))).toEqual(files);
});

const FORMAT = 'Invalid AOF manifest file format';

describe('what is none', () => {
  test.each([
    ['', 'Found an empty AOF manifest', 0],
    [`${FIRST}\n${THIRD}`, FORMAT, 2],
    [`${BASE}file b seq 2 type b\n`, 'Found duplicate base file information', 2],
    [THIRD + FIRST, 'Found a non-monotonic sequence number', 2],
    ['file x seq 1 type x\n', 'Unknown AOF file type', 1],
    ['file x seq 1\n', FORMAT, 1],
    ['file x seq 1 type i more\n', FORMAT, 1],
    ['file x sequence 1 type i\n', FORMAT, 1],
    ['file "x seq 1 type i\n', FORMAT, 1],
    ['file ../x seq 1 type i\n', "File can't be a path, just a filename", 1],
    [FIRST.trimEnd(), 'The AOF manifest file contains too long line', 1],
    [`file ${'x'.repeat(1100)} seq 1 type i\n`, 'The AOF manifest file contains too long line', 1],
  ])('%j', (text, reason, line) => {
    expect(() => parseManifest(text)).toThrow(new ManifestError(reason, line));
  });
});

test('a file that is missing in the middle is told, and what comes after it is not loaded', async () => {
  const disk = new MemoryDisk();
  const log = (key: string) =>
    new TextEncoder().encode(`*3\r\n$3\r\nSET\r\n$1\r\n${key}\r\n$1\r\n1\r\n`);
  const name = (n: number) => `appendonly.aof.${n}.incr.aof`;
  const manifest = [1, 2, 3].map((n) => `file ${name(n)} seq ${n} type i\n`).join('');
  await disk.write('appendonlydir/appendonly.aof.manifest', new TextEncoder().encode(manifest));
  await disk.write(`appendonlydir/${name(1)}`, log('a'));
  await disk.write(`appendonlydir/${name(3)}`, log('c'));
  const { client, node, outcome } = await openEngine(disk);
  expect(outcome.notices.map(({ detail }) => detail)).toEqual([
    `The append log file appendonlydir/${name(2)} doesn't exist: No such file or directory`,
  ]);
  const one = client();
  expect(one.run('KEYS *')).toBe('1) "a"');
  one.run('SET d 1');
  await node.shutdown();
  // What was there is the base now, and what is missing is not missed again.
  const again = await openEngine(disk);
  expect(again.outcome.notices).toHaveLength(0);
  expect(again.client().run('MGET a d')).toBe('1) "1"\n2) "1"');
  expect(await disk.read(`appendonlydir/${name(3)}`)).toEqual(log('c'));
});
