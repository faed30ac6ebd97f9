/** Rules as blocks and back; changes as the fewest words; and the engine agrees. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testEngine } from '../../testing/test-engine.ts';
import {
  changeWords,
  emptyUser,
  formatRules,
  lockouts,
  parseRules,
  parseUserLine,
  signOf,
  splitRules,
  type UserDraft,
  withoutRule,
  withRule,
} from './acl-rules.ts';

test('words, with selectors as one', () => {
  expect(splitRules(' on  ~a:* (+get ~b) +@read')).toEqual(['on', '~a:*', '(+get ~b)', '+@read']);
  expect(splitRules('(+get')).toEqual(['(+get']);
});

test('reading rules', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['on nopass ~* &* +@all', 'on nopass ~* &* +@all'],
    ['allkeys allchannels allcommands', 'off ~* &* +@all'],
    ['~a ~b resetkeys %R~c %w~d %RW~e', 'off %R~c %W~d ~e -@all'],
    ['%R~a ~b %W~a', 'off ~a ~b -@all'],
    ['+@read -get +GET', 'off -@all +@read +get'],
    ['+get -@all +set', 'off -@all +set'],
    ['nopass >secret', 'off >secret -@all'],
    ['#aa #bb !aa', 'off #bb -@all'],
    ['(+get ~x) (-@all +set)', 'off -@all (~x -@all +get) (-@all +set)'],
    ['(+get) clearselectors', 'off -@all'],
    ['on >a reset', 'off -@all'],
    ['on what (is this)', 'on -@all what (is this)'],
    ['sanitize-payload resetchannels', 'off -@all'],
  ];
  for (const [text, shown] of rows) expect(formatRules(parseRules(text)), text).toBe(shown);
});

test('a line of ACL LIST', () => {
  const { name, draft } = parseUserLine('user al on #aa ~a:* resetchannels -@all +get (~z +set)');
  expect(name).toBe('al');
  expect(draft).toMatchObject({ enabled: true, hashes: ['aa'], rules: ['+get'] });
  expect(draft.selectors).toHaveLength(1);
});

test('a category is untouched, allowed or denied', () => {
  const rules = withRule(withRule(['+@read'], '-@write'), '-@read');
  expect(rules).toEqual(['-@write', '-@read']);
  expect([signOf(rules, '@read'), signOf(rules, '@geo')]).toEqual(['-', '']);
  expect(withoutRule(rules, '@read')).toEqual(['-@write']);
});

test('the fewest words', () => {
  const before = parseRules('on #aa ~a &c -@all +@read');
  const check = (after: string, words: string) =>
    expect(changeWords(before, parseRules(after)).join(' ')).toBe(words);
  check('on #aa ~a &c -@all +@read', '');
  check('off #aa ~a &c -@all +@read', 'off');
  check('on #aa >new ~a &c -@all +@read', '>new');
  check('on ~a &c -@all +@read', '!aa');
  check('on nopass ~a &c -@all +@read', 'nopass');
  check('on #aa ~a ~b &c -@all +@read', '~b');
  check('on #aa ~b &c -@all +@read', 'resetkeys ~b');
  check('on #aa ~a -@all +@read', 'resetchannels');
  check('on #aa ~a &c -@all +@read -get', '-get');
  check('on #aa ~a &c -@all +get', '-@all +get');
  check('on #aa ~a &c -@all +@read (~z +set)', '(~z -@all +set)');
  check('on #aa ~a &c -@all +@read nonsense', 'nonsense');
  expect(changeWords(parseRules('nopass'), parseRules('>a')).join(' ')).toBe('resetpass >a');
  expect(changeWords(null, parseRules('on +get')).join(' ')).toBe('on -@all +get');
});

const name = fc.constantFrom('get', 'set', '@read', '@write', '@dangerous', 'config|get');
const rule = fc.tuple(fc.constantFrom('+', '-'), name).map(([sign, what]) => sign + what);
const pattern = fc.constantFrom('a:*', 'b', 'c?', 'd[xy]');
const permissions = fc.record({
  base: fc.constantFrom('all' as const, 'none' as const),
  rules: fc.uniqueArray(rule, { selector: (one) => one.slice(1), maxLength: 4 }),
  keys: fc.uniqueArray(
    fc.record({ pattern, access: fc.constantFrom('rw' as const, 'r' as const, 'w' as const) }),
    { selector: ({ pattern: key }) => key, maxLength: 3 },
  ),
  channels: fc.uniqueArray(pattern, { maxLength: 2 }),
});
const hash = fc.constantFrom('a', 'b', 'c').map((digit) => digit.repeat(64));
const user: fc.Arbitrary<UserDraft> = fc
  .record({
    permissions,
    enabled: fc.boolean(),
    noPassword: fc.boolean(),
    hashes: fc.uniqueArray(hash, { maxLength: 2 }),
    selectors: fc.array(permissions, { maxLength: 2 }),
  })
  .map(({ permissions: root, hashes, noPassword, ...rest }) => ({
    ...emptyUser,
    ...root,
    ...rest,
    noPassword,
    hashes: noPassword ? [] : hashes,
  }));

test('formatting and reading are each other’s reverse', () => {
  fc.assert(
    fc.property(user, (draft) => {
      expect(parseRules(formatRules(draft))).toEqual(draft);
    }),
  );
});

test('the engine makes of the words what the blocks say', () => {
  const client = testEngine().client();
  const line = (): UserDraft => {
    const shown = client
      .run('ACL LIST')
      .split('\n')
      .find((row) => row.includes('user al '));
    return parseUserLine(/"(.*)"/.exec(shown ?? '')?.[1] ?? '').draft;
  };
  fc.assert(
    fc.property(user, user, (first, second) => {
      client.run('ACL DELUSER al');
      expect(client.run(`ACL SETUSER al ${changeWords(null, first).join(' ')}`)).toBe('OK');
      expect(line()).toEqual(first);
      expect(client.run(`ACL SETUSER al ${changeWords(line(), second).join(' ')}`)).toBe('OK');
      expect(line()).toEqual(second);
    }),
    { numRuns: 60 },
  );
});

test('what locks oneself out', () => {
  const before = parseRules('on nopass ~* &* +@all');
  const check = (text: string, found: readonly string[]) =>
    expect(lockouts(before, parseRules(text)), text).toEqual(found);
  check('on nopass ~* &* +@all', []);
  check('off nopass ~* &* +@all', ['off']);
  check('on >a ~* &* +@all', ['password']);
  check('on nopass ~* &* +@all -acl', ['commands']);
  check('on nopass ~app:* &* -@all', ['commands', 'keys']);
});
