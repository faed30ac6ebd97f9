import { expect, test } from 'vitest';
import { globMatch } from './glob.ts';
import { seededRandom } from './random.ts';

/** pattern, texts that match, texts that do not (separated by spaces). */
test.each<[string, string, string]>([
  ['h?llo', 'hello hallo hxllo', 'hllo heello'],
  ['h*llo', 'hllo heeeello hello', 'hell ohello'],
  ['h[ae]llo', 'hello hallo', 'hillo'],
  ['h[^e]llo', 'hallo hbllo', 'hello hllo'],
  ['h[a-b]llo', 'hallo hbllo', 'hcllo h-llo'],
  ['h[b-a]llo', 'hallo hbllo', 'hcllo'],
  ['*', 'a abc', ''],
  ['**a**', 'a ba ab bab', 'b'],
  ['a*b*c', 'abc aXbXc abcbc', 'ab acb'],
  ['user:*:name', 'user:1:name user::name', 'user:1:names user:1'],
  ['h\\?llo', 'h?llo', 'hello'],
  ['a\\', 'a\\', 'a'],
  ['[\\]]', ']', '\\'],
  ['[a', 'a', 'b aa'],
  ['[^', 'a b', 'aa'],
  ['[', '', 'a ['],
  ['[]', '', 'a ]'],
  ['[^]x', 'ax', 'x'],
  ['[a-]', 'a ] _', 'b -'],
  ['[+--]', '+ , -', '.'],
  ['abc*', 'abc abcd', 'ab'],
  ['ABC', 'ABC', 'abc'],
])('%j', (pattern, matching, other) => {
  for (const text of matching.split(' ')) {
    if (text !== '') expect([text, globMatch(pattern, text)]).toEqual([text, true]);
  }
  for (const text of other.split(' ')) {
    if (text !== '') expect([text, globMatch(pattern, text)]).toEqual([text, false]);
  }
});

test.each<[string, string, boolean]>([
  ['HELLO', 'hello', true],
  ['h[A-F]llo', 'hello', true],
  ['h[^E]llo', 'hello', false],
  ['[\\A]', 'a', false],
  ['\\A', 'a', true],
])('nocase: %j and %j: %s', (pattern, text, matches) => {
  expect(globMatch(pattern, text, true)).toBe(matches);
});

test('an empty text is matched by the empty pattern only, as in Redis', () => {
  expect(['', '*', '**', '?'].map((p) => globMatch(p, ''))).toEqual([true, false, false, false]);
});

test('bytes above 127 compare as signed chars in ranges', () => {
  expect(globMatch('[a-\xff]', 'b')).toBe(false);
  expect(globMatch('[a-\xff]', 'A')).toBe(true);
  expect(globMatch('[\x80-\xff]', '\x90')).toBe(true);
});

test('many stars do not blow up', () => {
  expect(globMatch(`${'a*'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
  expect(globMatch(`${'*a'.repeat(500)}`, `${'a'.repeat(5000)}b`)).toBe(false);
  expect(globMatch('*'.repeat(5000), 'x')).toBe(true);
  expect(globMatch('*?'.repeat(1002), 'x'.repeat(2000))).toBe(false);
});

test('agrees with a regular expression where there are no quirks', () => {
  const pieces = ['a', 'b', '*', '?', '[ab]', '[^a]', '\\*', 'c'];
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed);
    let pattern = '';
    for (let i = random.below(8); i > 0; i--) pattern += pieces[random.below(pieces.length)];
    const source = pattern.replace(/\\\*|[*?]/g, (p) => (p === '*' ? '.*' : p === '?' ? '.' : p));
    const regex = new RegExp(`^${source}$`, 's');
    for (let i = 0; i < 40; i++) {
      let text = '';
      for (let n = 1 + random.below(7); n > 0; n--) text += 'abc*'[random.below(4)];
      const where = `seed ${seed}: ${pattern} ${text}`;
      expect([where, globMatch(pattern, text)]).toEqual([where, regex.test(text)]);
    }
  }
});
