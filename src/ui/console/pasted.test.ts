/** What a paste runs, what it leaves in the field, and what it takes for replies. */
import { expect, test } from 'vitest';
import { createHistory } from './history.ts';
import { readPaste } from './pasted.ts';

const script = (text: string, before = '') => {
  const read = readPaste(text, before);
  return read.kind === 'script' ? [read.lines, read.rest, read.skipped] : read.text;
};
const check = (text: string, lines: readonly string[], rest = '', skipped = 0, before = '') =>
  expect(script(text, before)).toEqual([lines, rest, skipped]);

test('complete lines run, the last one stays in the field', () => {
  check('SET a 1\nSET b 2\n', ['SET a 1', 'SET b 2']);
  check('SET a 1\r\nSET b 2\rGET a', ['SET a 1', 'SET b 2'], 'GET a');
  check('# one\n\n  SET a 1  \n# two\nGET', ['SET a 1'], 'GET');
  check('a\nSET b 2\n', ['GET a', 'SET b 2'], '', 0, 'GET ');
});
test('a single line only goes into the field', () => {
  expect(script('FLUSHALL\n')).toBe('FLUSHALL');
  expect(script('GET a')).toBe('GET a');
  expect(script('127.0.0.1:6379> GET a\n')).toBe('GET a');
  expect(script('a:1> b', 'SET k ')).toBe('a:1> b');
});
test('a single line that no field can hold is run', () => {
  const long = 'x'.repeat(10_000_000);
  check(`> SET a ${long}`, [`SET a ${long}`]);
  check(long, [`SET a ${long}`], '', 0, 'SET a ');
});
test('prompts are taken away, and lines without one are replies', () => {
  for (const prompt of [
    '127.0.0.1:6379>',
    '127.0.0.1:6379[3](TX)>',
    'localhost:6380(subscribed mode)>',
    'redis 127.0.0.1:6379>',
    'redis[2]>',
    'not connected>',
    '>',
  ])
    check(`${prompt} SET a 1\nOK\n${prompt} GET a\n"1"\n${prompt} `, ['SET a 1', 'GET a'], '', 2);
  check('> INCR a\n(integer) 1\n> GET', ['INCR a'], 'GET', 1);
  check('SET a:1 x>y\nSET "b> c" 1\n', ['SET a:1 x>y', 'SET "b> c" 1']);
});
test('a script leaves its last lines in the history, saved once', () => {
  let saves = 0;
  const history = createHistory(['PING'], () => {
    saves++;
  });
  history.addScript(Array.from({ length: 10_000 }, (_, i) => `SET k ${i}`));
  expect(saves).toBe(1);
  expect(history.lines).toHaveLength(51);
  expect(history.lines.at(-1)).toBe('SET k 9999');
  history.addScript(['AUTH secret', 'SET k 9999', '']);
  expect(saves).toBe(1);
});
