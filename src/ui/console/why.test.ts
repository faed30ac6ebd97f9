/** Every error that has a card is found by the text a server sends, and has its words in both languages. */
import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { ko } from '../i18n/ko.ts';
import { whyCodeOf, whyCodes } from './why.ts';

const replies = [
  'WRONGTYPE Operation against a key holding the wrong kind of value',
  "OOM command not allowed when used memory > 'maxmemory'.",
  'NOAUTH Authentication required.',
  "CROSSSLOT Keys in request don't hash to the same slot",
  'EXECABORT Transaction discarded because of previous errors.',
  'BUSYGROUP Consumer Group name already exists',
  'NOSCRIPT No matching script. Please use EVAL.',
  'MISCONF Errors writing to the AOF file: No space left on device',
];

test('each of the eight errors has its card', () => {
  expect(replies.map(whyCodeOf)).toEqual([...whyCodes]);
  for (const messages of [en, ko]) {
    for (const code of whyCodes) {
      const { title, text, todo } = messages.why[code];
      expect([title, text, todo].every((words) => words.length > 5)).toBe(true);
    }
  }
});

test('other errors have none', () => {
  expect(whyCodeOf('ERR value is not an integer or out of range')).toBeNull();
  expect(whyCodeOf('WRONGTYPES are something else')).toBeNull();
});
