/** Ziplists and zipmaps, byte by byte; whole ones are compared with redis-server's by the oracle. */
import { expect, test } from 'vitest';
import { toUint8Array } from '../base/bytes.ts';
import { ziplistElements } from './ziplist.ts';
import { zipmapElements } from './zipmap.ts';

const EMPTY = '\x0b\0\0\0\x0a\0\0\0\0\0\xff';
/** "a", 7, -2 as int8, 300. */
const SMALL = '\x17\0\0\0\x12\0\0\0\x04\0\0\x01a\x03\xf8\x02\xfe\xfe\x03\xc0\x2c\x01\xff';

const check = (bytes: string, elements: readonly string[] | null): void =>
  expect(ziplistElements(toUint8Array(bytes))).toEqual(elements);
const checkMap = (bytes: string, elements: readonly string[] | null): void =>
  expect(zipmapElements(toUint8Array(bytes))).toEqual(elements);

test('ziplists', () => {
  check(EMPTY, []);
  check(SMALL, ['a', '7', '-2', '300']);
  check(SMALL.replace('\x04\0\0\x01', '\xff\xff\0\x01'), ['a', '7', '-2', '300']);
  check(SMALL.replace('\x04\0\0\x01', '\x05\0\0\x01'), null);
  check('', null);
  check(`${EMPTY}\xff`, null);
  check(EMPTY.replace('\x0a', '\x0b'), null);
});

test('no cut and no byte behind the end of a ziplist is overlooked', () => {
  for (let end = 0; end < SMALL.length; end++) check(SMALL.slice(0, end), null);
  check(`\x18${SMALL.slice(1)}\xff`, null);
});

test('zipmaps', () => {
  checkMap('\x02\x01a\x03\0one\x01b\x03\x02two..\xff', ['a', 'one', 'b', 'two']);
  checkMap('\xfe\x01a\x01\x001\xff', ['a', '1']);
  checkMap('\x03\x01a\x01\x001\xff', null);
  checkMap('\0\xff', null);
  checkMap('\x01\x01a\xff', null);
  checkMap('\x01\x01a\x05\x001\xff', null);
  // A length below 254 in five bytes: redis-server would read it from the wrong place.
  checkMap('\x01\xfe\x01\0\0\0a\x01\x001\xff', null);
});
