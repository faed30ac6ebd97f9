/** Compared once with redis-cli 7.0.15 on a terminal (`golden` rows are its own output). */
import { expect, test } from 'vitest';
import { toUint8Array, utf8ToBytes } from '../base/bytes.ts';
import { hidesText, printsRaw, renderCli } from './render-cli.ts';
import { renderJson, renderWire } from './render-other.ts';
import { RespReader } from './resp-reader.ts';
import type { RespValue } from './resp-value.ts';

function decode(bytes: string): RespValue {
  const reader = new RespReader();
  reader.feed(toUint8Array(bytes));
  return reader.next() as RespValue;
}
const check = (bytes: string, shown: string, utf8 = false) =>
  expect(renderCli(decode(bytes), { utf8 })).toBe(shown);

test('scalars', () => {
  check('+OK\r\n', 'OK');
  check('-ERR no\r\n', '(error) ERR no');
  check(':1\r\n', '(integer) 1');
  check('$-1\r\n', '(nil)');
  check('*-1\r\n', '(nil)');
  check('_\r\n', '(nil)');
  check('$1\r\na\r\n', '"a"');
  check(',3.14\r\n', '(double) 3.14');
  check('#t\r\n', '(true)');
  check('=9\r\ntxt:a\nb"c\r\n', 'a\nb"c');
});
test('empty aggregates', () => {
  check('*0\r\n', '(empty array)');
  check('%0\r\n', '(empty hash)');
  check('~0\r\n', '(empty set)');
  check('>0\r\n', '(empty push)');
});
test('arrays are indented by the width of the index', () => {
  check('*2\r\n$1\r\na\r\n*2\r\n:1\r\n*1\r\n$-1\r\n', '1) "a"\n2) 1) (integer) 1\n   2) 1) (nil)');
  const ten = `*10\r\n${':1\r\n'.repeat(9)}*2\r\n:2\r\n:3\r\n`;
  expect(renderCli(decode(ten), { utf8: false }).split('\n').slice(-3)).toEqual([
    ' 9) (integer) 1',
    '10) 1) (integer) 2',
    '    2) (integer) 3',
  ]);
});
test('maps and sets', () => {
  check(
    '%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n*2\r\n:2\r\n:3\r\n',
    '1# "a" => (integer) 1\n2# "b" => \n   1) (integer) 2\n   2) (integer) 3',
  );
  check('~2\r\n$1\r\na\r\n$1\r\nb\r\n', '1~ "a"\n2~ "b"');
});
test('a message of tracking names the keys to forget', () => {
  check('>2\r\n$10\r\ninvalidate\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n', "-> invalidate: 'a', 'b'");
  check('>2\r\n$10\r\ninvalidate\r\n_\r\n', '1) "invalidate"\n2) (nil)');
});
test('escapes', () => {
  check('$10\r\n\x00\n\r\t\x07\b"\\\x7f\xff\r\n', String.raw`"\x00\n\r\t\a\b\"\\\x7f\xff"`);
});
test('UTF-8 is escaped as redis-cli does, or shown on request', () => {
  const bytes = utf8ToBytes('안녕 é😀');
  const reply = `$${bytes.length}\r\n${bytes}\r\n`;
  check(reply, String.raw`"\xec\x95\x88\xeb\x85\x95 \xc3\xa9\xf0\x9f\x98\x80"`);
  check(reply, '"안녕 é😀"', true);
  check('$3\r\n\xec\x95a\r\n', String.raw`"\xec\x95a"`, true);
  check('$2\r\n\xc2\x80\r\n', String.raw`"\xc2\x80"`, true);
});
test('what is not quoted is shown as a terminal shows it', () => {
  check(utf8ToBytes('+안녕\r\n'), '안녕');
  check(utf8ToBytes("-ERR unknown command '값'\r\n"), "(error) ERR unknown command '값'");
});
test('a reply says whether it hides text', () => {
  const hides = (bytes: string, expected: boolean) =>
    expect(hidesText(decode(bytes))).toBe(expected);
  hides(utf8ToBytes('*2\r\n:1\r\n%1\r\n$1\r\na\r\n$3\r\n값\r\n'), true);
  hides('$4\r\na\xff\xc3\xa9\r\n', true);
  hides('$3\r\n\xff\xec\x95\r\n', false);
  hides('$4\r\n\\xec\r\n', false);
  hides(utf8ToBytes('+값\r\n'), false);
});
test('text for people is printed bare', () => {
  expect(printsRaw(['info'])).toBe(true);
  expect(printsRaw(['client', 'list'])).toBe(true);
  expect(printsRaw(['get', 'k'])).toBe(false);
});
test('the wire, JSON', () => {
  const pairs = decode('*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n');
  const options = { utf8: true };
  expect(renderWire(pairs, options).slice(0, 3)).toEqual(['*4\\r\\n', '$1\\r\\n', 'a\\r\\n']);
  expect(JSON.parse(renderJson(decode('%1\r\n$1\r\nk\r\n*2\r\n:1\r\n$-1\r\n'), options))).toEqual({
    k: [1, null],
  });
});
