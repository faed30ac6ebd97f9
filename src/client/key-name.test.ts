/** Keys that are text are shown as they are; what would be invisible or lost is escaped. */
import { expect, test } from 'vitest';
import { utf8ToBytes } from '../base/bytes.ts';
import { keyName } from './key-name.ts';

test.each([
  ['', '""'],
  ['user:1', 'user:1'],
  ['say "hi"', 'say "hi"'],
  ['k\xff\x00b', 'k\\xff\\x00b'],
  ['a\nb', 'a\\nb'],
  [utf8ToBytes('한글키'), '한글키'],
  [`${utf8ToBytes('한')}\xed`, '한\\xed'],
])('%j', (key, name) => {
  expect(keyName(key)).toBe(name);
});
