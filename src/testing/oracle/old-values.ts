/** Values of Redis 2.2 to 6.2 for the tests that load them: every type, every entry encoding. */
import type { Bytes } from '../../base/bytes.ts';
import {
  hash,
  list,
  type OldStream,
  type OldValue,
  quicklist,
  set,
  sortedSet,
  stream,
  type ZiplistEntry,
  ziplist,
  ziplistHash,
  ziplistList,
  ziplistSortedSet,
  zipmap,
  zipmapHash,
} from './old-encodings.ts';

export interface OldRow {
  readonly name: string;
  readonly value: OldValue;
  /** Directives to set before. */
  readonly under?: Readonly<Record<string, string>>;
}

const many = (count: number, each: (n: number) => readonly Bytes[]): Bytes[] =>
  Array.from({ length: count }, (_, n) => each(n)).flat();
const text = 'the quick brown fox jumps over the lazy dog ';

/** Each entry encoding of ziplists, at the ends of its range and beside the next one. */
const entries: readonly ZiplistEntry[] = [
  { as: 'str6', text: '' },
  { as: 'str6', text: 'short' },
  { as: 'str6', text: 'x'.repeat(63) },
  { as: 'str14', text: 'y'.repeat(64) },
  { as: 'str14', text: 'needlessly long head' },
  { as: 'str14', text: text.repeat(300) },
  { as: 'str32', text: 'longest head' },
  { as: 'str32', text: 'z'.repeat(16384) },
  { as: 'str6', text: '77' },
  { as: 'small', n: 0 },
  { as: 'small', n: 12 },
  { as: 'int8', n: -128 },
  { as: 'int8', n: 127 },
  { as: 'int8', n: 3 },
  { as: 'int16', n: -32768 },
  { as: 'int16', n: 32767 },
  { as: 'int24', n: -8388608 },
  { as: 'int24', n: 8388607 },
  { as: 'int24', n: -1 },
  { as: 'int32', n: -2147483648 },
  { as: 'int32', n: 2147483647 },
  { as: 'int64', n: -9223372036854775808n },
  { as: 'int64', n: 9223372036854775807n },
  { as: 'int64', n: 4095 },
];
const entryPairs = entries.flatMap((value, n): (Bytes | ZiplistEntry)[] => [`field ${n}`, value]);

const node = (id: readonly [number, number], values: readonly Bytes[], deleted = 0) => ({
  id,
  elements: [
    ...[`${values.length - deleted}`, `${deleted}`, '1', 'f', '0'],
    ...values.flatMap((value, n) => [n < deleted ? '3' : '2', `${n}`, '0', value, '4']),
  ],
});

const streams: Readonly<Record<string, OldStream>> = {
  'of one node': { nodes: [node([5, 1], ['a', 'b', 'c'])], length: 3, lastId: [7, 1] },
  'of two nodes, the second one first': {
    nodes: [node([100, 0], ['c', 'd']), node([5, 1], ['a', 'b'])],
    length: 4,
    lastId: [101, 0],
  },
  'whose first entries are deleted': {
    nodes: [node([5, 1], ['a', 'b', 'c'], 2)],
    length: 1,
    lastId: [7, 1],
  },
  'without entries': { nodes: [], length: 0, lastId: [9, 9] },
  'never used': { nodes: [], length: 0, lastId: [0, 0], groups: [{ name: 'g', lastId: [0, 0] }] },
  'with all of a node deleted': { nodes: [node([5, 1], ['a'], 1)], length: 0, lastId: [5, 1] },
  'with groups at each place': {
    nodes: [node([5, 1], ['a', 'b', 'c'])],
    length: 3,
    lastId: [7, 1],
    groups: [
      { name: 'before', lastId: [0, 0] },
      { name: 'first', lastId: [5, 1] },
      { name: 'inside', lastId: [6, 1] },
      { name: 'last', lastId: [7, 1] },
      { name: 'ahead', lastId: [9, 0] },
    ],
  },
  'with groups, emptied': {
    nodes: [],
    length: 0,
    lastId: [7, 1],
    groups: [
      { name: 'before', lastId: [0, 0] },
      { name: 'last', lastId: [7, 1] },
    ],
  },
  'with pending entries': {
    nodes: [node([5, 1], ['a', 'b', 'c'])],
    length: 3,
    lastId: [7, 1],
    groups: [
      {
        name: 'g',
        lastId: [7, 1],
        pending: [
          [5, 1, 1_600_000_000_000, 1],
          [6, 1, 1_600_000_000_001, 70_000],
        ],
        consumers: [
          { name: 'ann', seenAtMs: 1_600_000_000_002, pending: [[6, 1]] },
          { name: 'bob', seenAtMs: 1_600_000_000_003, pending: [[5, 1]] },
          { name: 'idle', seenAtMs: 1_600_000_000_004, pending: [] },
        ],
      },
    ],
  },
};

const small = many(5, (n) => [`field ${n}`, `${n * 1000}`]);
const ranked = many(5, (n) => [`m${n}`, `${n / 2}`]);

const ofZiplists: readonly OldRow[] = [
  { name: 'list, every encoding', value: ziplistList(ziplist(entries)) },
  {
    name: 'list, every encoding, long lengths of what is before',
    value: ziplistList(ziplist(entries, { longPrevious: true })),
  },
  { name: 'list of unknown length', value: ziplistList(ziplist(entries, { count: 65535 })) },
  { name: 'list of a wrong length', value: ziplistList(ziplist(entries, { count: 3 })) },
  { name: 'list with a wrong tail', value: ziplistList(ziplist(entries, { tail: 12 })) },
  { name: 'list without elements', value: ziplistList(ziplist([])) },
  { name: 'list of many', value: ziplistList(ziplist(many(70_000, (n) => [`${n % 9}`]))) },
  { name: 'list of many nodes', value: ziplistList(ziplist(many(1500, (n) => [`element ${n}`]))) },
  {
    name: 'list under a limit by count',
    value: ziplistList(ziplist(many(20, (n) => [`${n}`]))),
    under: { 'list-max-listpack-size': '3' },
  },
  { name: 'hash, every encoding', value: ziplistHash(ziplist(entryPairs)) },
  {
    name: 'hash, every encoding, long lengths of what is before',
    value: ziplistHash(ziplist(entryPairs, { longPrevious: true })),
  },
  { name: 'hash without fields', value: ziplistHash(ziplist([])) },
  { name: 'hash of an odd length', value: ziplistHash(ziplist(['a', 'b', 'c'])) },
  { name: 'hash with a repeated field', value: ziplistHash(ziplist(['a', '1', 'a', '2'])) },
  {
    name: 'hash with a field repeated in another encoding',
    value: ziplistHash(ziplist([{ as: 'int8', n: 7 }, '1', { as: 'str6', text: '7' }, '2'])),
  },
  { name: 'hash at the limit', value: ziplistHash(ziplist(many(512, (n) => [`f${n}`, '1']))) },
  { name: 'hash above the limit', value: ziplistHash(ziplist(many(513, (n) => [`f${n}`, '1']))) },
  {
    name: 'hash above a lower limit',
    value: ziplistHash(ziplist(small)),
    under: { 'hash-max-listpack-entries': '3' },
  },
  {
    name: 'hash with strings above the limit',
    value: ziplistHash(ziplist(small)),
    under: { 'hash-max-listpack-value': '3' },
  },
  { name: 'sorted set', value: ziplistSortedSet(ziplist(ranked)) },
  {
    name: 'sorted set with scores of every kind',
    value: ziplistSortedSet(
      ziplist(['a', '-inf', 'b', '-1.5', 'c', '0', 'd', '3', 'e', '1e+17', 'f', 'inf']),
    ),
  },
  { name: 'sorted set without members', value: ziplistSortedSet(ziplist([])) },
  { name: 'sorted set of an odd length', value: ziplistSortedSet(ziplist(['a', '1', 'b'])) },
  {
    name: 'sorted set with a repeated member',
    value: ziplistSortedSet(ziplist(['a', '1', 'a', '2'])),
  },
  {
    name: 'sorted set above the limit',
    value: ziplistSortedSet(ziplist(many(129, (n) => [`m${n}`, `${n}`]))),
  },
  {
    name: 'sorted set with members above the limit',
    value: ziplistSortedSet(ziplist(ranked)),
    under: { 'zset-max-listpack-value': '1' },
  },
  { name: 'quicklist', value: quicklist([ziplist(['a', '1']), ziplist(['b', text.repeat(9)])]) },
  { name: 'quicklist, every encoding', value: quicklist([ziplist(entries), ziplist(entries)]) },
  {
    name: 'quicklist with empty nodes',
    value: quicklist([ziplist([]), ziplist(['a']), ziplist([]), ziplist(['b'])]),
  },
  { name: 'quicklist of empty nodes', value: quicklist([ziplist([]), ziplist([])]) },
  { name: 'quicklist without nodes', value: quicklist([]) },
  { name: 'quicklist with an empty string for a node', value: quicklist(['', ziplist(['a'])]) },
  {
    name: 'quicklist with nodes above the limit',
    value: quicklist([ziplist(many(9, (n) => [`${n}`])), ziplist(['a', 'b'])]),
    under: { 'list-max-listpack-size': '3' },
  },
  { name: 'ziplist that is cut', value: ziplistHash(ziplist(small).slice(0, -3)) },
];

const ofZipmaps: readonly OldRow[] = [
  { name: 'zipmap', value: zipmapHash(zipmap(small)) },
  { name: 'zipmap with free bytes', value: zipmapHash(zipmap(small, { free: 4 })) },
  {
    name: 'zipmap with long strings',
    value: zipmapHash(zipmap(['f'.repeat(253), 'v'.repeat(254), 'g', text.repeat(20)])),
  },
  { name: 'zipmap of integers', value: zipmapHash(zipmap(['1', '2', '-3', '007', '4', ''])) },
  { name: 'zipmap of unknown length', value: zipmapHash(zipmap(small, { count: 254 })) },
  { name: 'zipmap of a wrong length', value: zipmapHash(zipmap(small, { count: 9 })) },
  { name: 'zipmap of 300', value: zipmapHash(zipmap(many(300, (n) => [`f${n}`, `${n}`]))) },
  { name: 'zipmap without fields', value: zipmapHash(zipmap([])) },
  { name: 'zipmap with a repeated field', value: zipmapHash(zipmap(['a', '1', 'a', '2'])) },
  { name: 'zipmap with more behind its end', value: zipmapHash(`${zipmap(small)}more\xff`) },
  { name: 'zipmap that is cut', value: zipmapHash(zipmap(small).slice(0, -1)) },
  {
    name: 'zipmap above the limit',
    value: zipmapHash(zipmap(small)),
    under: { 'hash-max-listpack-entries': '3' },
  },
  {
    name: 'zipmap with strings above the limit',
    value: zipmapHash(zipmap(small)),
    under: { 'hash-max-listpack-value': '3' },
  },
];

const plain: readonly OldRow[] = [
  { name: 'plain list', value: list(many(300, (n) => [`${n}`, text])) },
  { name: 'plain list without elements', value: list([]) },
  { name: 'plain set', value: set(['a', '1', 'b']) },
  { name: 'plain set of integers', value: set(['1', '-5', '70000']) },
  { name: 'plain set with a repeated member', value: set(['a', 'a']) },
  { name: 'plain hash', value: hash(small) },
  { name: 'plain hash with a long value', value: hash([...small, 'long', text.repeat(3)]) },
  {
    name: 'plain sorted set',
    value: sortedSet([
      ['a', '1.5'],
      ['b', '-3'],
      ['c', 254],
      ['d', 255],
      ['e', '1.2345678901234567e-300'],
    ]),
  },
  { name: 'plain sorted set with no number', value: sortedSet([['a', 253]]) },
  {
    name: 'plain sorted set with a repeated member',
    value: sortedSet([
      ['a', '1'],
      ['a', '2'],
    ]),
  },
  { name: 'plain sorted set of long members', value: sortedSet([[text.repeat(3), '7']]) },
  { name: 'module value', value: { type: 7, body: '\x81\x4a\xd5\xc6\xf5\xd5\xc6\xf5\0\0' } },
  { name: 'old module value', value: { type: 6, body: '\x81\x4a\xd5\xc6\xf5\xd5\xc6\xf5\0\0' } },
  { name: 'type 8', value: { type: 8, body: '\x01a' } },
];

/** Scores as text, as C's scanf reads them. */
const SCORES = [
  ...['1', ' 1', '\t\n 1.5', '1.5abc', '1e', '1e+', '1e5x', '0x', '0x1p', '0x1p3', '0x.8', '0xg'],
  ...['inf', '-INF', 'infi', 'infinity', 'infinitx', 'in', 'nan', '-nan', 'nan(12)', '+5', '--5'],
  ...['', ' ', '.', '.5', '5.', '1\x002', '\x001', '1e400', '-1e400', '1e-400', '1e-320', '1,5'],
  ...['9'.repeat(250), '0x1.fffffffffffff8p0', '-0', '.e5', '1.e5', '+.5', '-', '1e5.5', '0X1P-2'],
  ...[
    '0x1.8',
    '0x1.8p+',
    '01',
    '0b1',
    '1d5',
    '\x0b1',
    '\xa01',
    'inf\0x',
    '1_000',
    '1e 5',
    '0x1e+5',
  ],
];

export const oldRows: readonly OldRow[] = [
  ...ofZiplists,
  ...ofZipmaps,
  ...plain,
  ...Object.entries(streams).map(([name, told]) => ({
    name: `stream ${name}`,
    value: stream(told),
  })),
  ...SCORES.map((score) => ({
    name: `score ${JSON.stringify(score)}`,
    value: sortedSet([['a', score]]),
  })),
];

/** Small ones of every old type, so that damage hits structure, not content. */
export const damagedOldValues: readonly OldValue[] = [
  ziplistList(ziplist(['a', '7', '-5', '300', '-70000', '9223372036854775807', 'some text'])),
  ziplistHash(ziplist(['f', 'v', 'g', '12', 'h', ''])),
  ziplistHash(ziplist(['f', 'v', '1', 'w'], { longPrevious: true, count: 65535 })),
  ziplistSortedSet(ziplist(['c', '-inf', 'a', '1', 'b', '2.5', '17', '3'])),
  zipmapHash(zipmap(['f', 'v', 'g', '12', 'h', ''], { free: 2 })),
  zipmapHash(zipmap(['f', 'v'.repeat(254), 'g', '1'], { count: 254 })),
  quicklist([ziplist(['a', '1']), ziplist([]), ziplist(['-70000', 'b'])]),
  sortedSet([
    ['a', '1.5'],
    ['b', 255],
    ['c', '-3e2'],
  ]),
  ...['of one node', 'whose first entries are deleted', 'with pending entries'].map((name) =>
    stream(streams[name] as OldStream),
  ),
];
