/** A picture's title, in lines that fit its width. */
import { expect, test } from 'vitest';
import { brokenInto } from './picture.ts';

test('a title is broken between words, and loses none', () => {
  const check = (text: string, lettersMax: number, lines: readonly string[]) =>
    expect(brokenInto(text, (line) => line.length <= lettersMax)).toEqual(lines);
  check('Hit ratio', 20, ['Hit ratio']);
  check('keys by age and frequency', 12, ['keys by age', 'and', 'frequency']);
  check('keys by age and frequency', 1, ['keys', 'by', 'age', 'and', 'frequency']);
  check('allkeys-lru', 3, ['allkeys-lru']);
  check('', 3, ['']);
});
