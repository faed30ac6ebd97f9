/** What the columns of a reply are, by the command; the replies are those of redis-server 7.0. */
import { expect, test } from 'vitest';
import { toUint8Array, utf8ToBytes } from '../base/bytes.ts';
import { renderTable } from './render-table.ts';
import { RespReader } from './resp-reader.ts';
import type { RespValue } from './resp-value.ts';

type Told = string | number | null | readonly Told[];

/** A RESP2 reply of strings, integers and arrays. */
function reply(told: Told): string {
  if (told === null) return '*-1\r\n';
  if (typeof told === 'number') return `:${told}\r\n`;
  if (typeof told !== 'string') return `*${told.length}\r\n${told.map(reply).join('')}`;
  const bytes = utf8ToBytes(told);
  return `$${bytes.length}\r\n${bytes}\r\n`;
}
function decode(bytes: string): RespValue {
  const reader = new RespReader();
  reader.feed(toUint8Array(bytes));
  return reader.next() as RespValue;
}
const check = (line: string, told: Told, columns: string, ...rows: readonly string[]) => {
  const table = renderTable(decode(reply(told)), line.split(' ').map(utf8ToBytes));
  expect([line, table?.columns.join(' ')]).toEqual([line, columns]);
  expect(table?.rows.map((row) => row.join(' | '))).toEqual(rows);
};

test('pairs are named by the command', () => {
  check('HGETALL h', ['a', '1', 'b', '값'], 'field value', 'a | 1', 'b | 값');
  check('HRANDFIELD h 1 WITHVALUES', ['a', '1'], 'field value', 'a | 1');
  check('CONFIG GET save', ['save', ''], 'directive value', 'save | ');
  check('PUBSUB NUMSUB c', ['c', 0], 'channel subscribers', 'c | 0');
  check('ZRANGE z 0 -1 WITHSCORES', ['a', '1', 'b', '2'], 'member score', 'a | 1', 'b | 2');
  check('zrange z 0 -1 withscores', [['a', '1']], 'member score', 'a | 1');
  check('ZPOPMIN z', ['a', '1'], 'member score', 'a | 1');
  check('LRANGE l 0 -1', ['a', '1'], 'index value', '1 | a', '2 | 1');
  expect(renderTable(decode('%1\r\n+proto\r\n:3\r\n'), ['HELLO', '3'])?.columns.join(' ')).toBe(
    'field value',
  );
});
test('what was asked for stands beside its answer', () => {
  check('MGET a b', ['1', null], 'key value', 'a | 1', 'b | (nil)');
  check('HMGET h a b', ['1', '2'], 'field value', 'a | 1', 'b | 2');
  check('ZMSCORE z a', ['1'], 'member score', 'a | 1');
  check('SMISMEMBER s a b', [1, 0], 'member value', 'a | 1', 'b | 0');
  check('GEOHASH g p', ['sqc8b49rny0'], 'member geohash', 'p | sqc8b49rny0');
});
test('entries of a stream and places', () => {
  check('XRANGE s - +', [['1-0', ['a', '1', 'b', '2']]], 'id fields', '1-0 | a: 1, b: 2');
  check(
    'GEOPOS g p q',
    [['13.3', '38.1'], null],
    'member longitude latitude',
    'p | 13.3 | 38.1',
    'q | (nil) | (nil)',
  );
  check('GEOSEARCH g FROMMEMBER p BYRADIUS 1 km', ['p'], 'index value', '1 | p');
  check(
    'GEOSEARCH g FROMMEMBER p BYRADIUS 1 km WITHCOORD WITHDIST WITHHASH',
    [['p', '0.0000', 3479099956230698, ['13.3', '38.1']]],
    'member distance geohash longitude latitude',
    'p | 0.0000 | 3479099956230698 | 13.3 | 38.1',
  );
});
test('a scalar is no table, an empty reply one without rows', () => {
  expect(renderTable(decode(':1\r\n'), ['INCR', 'a'])).toBe(null);
  expect(renderTable(decode('*0\r\n'), ['HGETALL', 'a'])?.rows).toEqual([]);
});
