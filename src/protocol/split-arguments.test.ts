/** redis-cli's quoting rules, row by row. */
import { expect, test } from 'vitest';
import { quoteArgument, scanArguments, splitArguments } from './split-arguments.ts';

const check = (line: string, ...argv: string[]) => expect(splitArguments(line)).toEqual(argv);
const refuse = (line: string) => expect(splitArguments(line)).toBeNull();

test('blanks separate', () => check('  set  k\tv \n', 'set', 'k', 'v'));
test('an empty line has no arguments', () => check('   '));
test('double quotes keep blanks', () => check('set k "a b"', 'set', 'k', 'a b'));
test('hex escapes name any byte', () => check(String.raw`"\x00\xff\xZZ"`, '\x00\xffxZZ'));
test('letter escapes', () => check(String.raw`"\n\r\t\b\a\q\"\\"`, '\n\r\t\b\x07q"\\'));
test('single quotes know only their own escape', () => check(String.raw`'a\'b\n'`, "a'b\\n"));
test('an empty string', () => check('""', ''));
test('a quote may open inside a word', () => check('ab"c d"', 'abc d'));
test('a quote must be closed', () => refuse('"abc'));
test('a blank must follow a closing quote', () => refuse('"a"b'));
test('an escape at the very end leaves the quote open', () => refuse('"abc\\'));

test('the scan forgives a quote that is still open, and says so', () => {
  expect(scanArguments('set "a b')).toEqual([
    { text: 'set', start: 0, end: 3, open: false },
    { text: 'a b', start: 4, end: 8, open: true },
  ]);
});

test('what is quoted is split back', () => {
  for (const arg of ['plain', '', 'a b', '"', "it's", '\x00\n\xff', 'back\\slash', 'key:*']) {
    expect(splitArguments(quoteArgument(arg))).toEqual([arg]);
  }
});
