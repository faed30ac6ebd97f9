/** Ghost text, completion and highlighting over a small command table. */
import { expect, test } from 'vitest';
import type { CommandDoc, Syntax } from '../../contract/catalogue.ts';
import { indexCatalogue } from './catalogue-index.ts';
import { createHistory, holdsSecret } from './history.ts';
import { createPromptStore } from './prompt-store.ts';
import { walkSyntax } from './syntax-walk.ts';
import {
  applyCompletion,
  commonStart,
  completionsAt,
  hintFor,
  keysOf,
  piecesOf,
} from './typing.ts';

const value = (name: string, type: 'key' | 'string' | 'integer' | 'double' = 'string'): Syntax => ({
  kind: 'value',
  name,
  type,
});
const token = (token: string): Syntax => ({ kind: 'token', token });
const seq = (...items: Syntax[]): Syntax => ({ kind: 'sequence', items });
const choice = (...items: Syntax[]): Syntax => ({ kind: 'choice', items });
const opt = (item: Syntax): Syntax => ({ kind: 'optional', item });
const many = (item: Syntax): Syntax => ({ kind: 'repeat', item });
const doc = (name: string, keyType: string | null, ...syntax: Syntax[]): CommandDoc => ({
  name,
  keyType,
  syntax,
  group: 'x',
  since: '1.0.0',
  summary: `does ${name}`,
  complexity: 'O(1)',
  usage: '',
  flags: [],
  deprecatedSince: null,
});

test('pasted lines are coloured one by one', () => {
  const pieces = piecesOf('GET a\n\nSET b 1', catalogue);
  expect(pieces.map(({ text }) => text).join('')).toBe('GET a\n\nSET b 1');
  expect(pieces.filter(({ role }) => role === 'command').map(({ text }) => text)).toEqual([
    'GET',
    'SET',
  ]);
});

const catalogue = indexCatalogue([
  doc('GET', 'string', value('key', 'key')),
  doc(
    'SET',
    'string',
    value('key', 'key'),
    value('value'),
    opt(choice(token('NX'), token('XX'))),
    opt(token('GET')),
    opt(
      choice(
        seq(token('EX'), value('seconds', 'integer')),
        seq(token('PX'), value('milliseconds', 'integer')),
        token('KEEPTTL'),
      ),
    ),
  ),
  doc(
    'ZADD',
    'zset',
    value('key', 'key'),
    opt(choice(token('NX'), token('XX'))),
    opt(token('CH')),
    many(seq(value('score', 'double'), value('member'))),
  ),
  doc('DEL', null, many(value('key', 'key'))),
  doc('COMMAND INFO', null, many(value('command-name'))),
  doc('CONFIG GET', null, many(value('parameter'))),
  doc('CONFIG SET', null, many(seq(value('parameter'), value('value')))),
]);

test('ghost text is what may still follow', () => {
  const check = (text: string, ghost: string) => expect(hintFor(text, catalogue).ghost).toBe(ghost);
  check('get', ' key');
  check('get ', 'key');
  check('get k', '');
  check('set k v ', '[NX | XX] [GET] [EX seconds | PX milliseconds | KEEPTTL]');
  check('set k v EX ', 'seconds [NX | XX] [GET]');
  check('set k v ex 5 get ', '[NX | XX]');
  check('set k v E', '');
  check('zadd z CH 1 a ', '[score member ...]');
  check('zadd z CH 1', ' member [score member ...]');
  check('config get ', 'parameter [parameter ...]');
  check('config', ' GET | SET');
  check('config ', 'GET | SET');
  check('config x ', '');
  check('5 get ', 'key');
  check('nonsense ', '');
  check('get "a', '');
});

test('completion offers what may stand here', () => {
  const words = (text: string) =>
    completionsAt(text, text.length, catalogue)?.words.map(({ text }) => text);
  expect(words('')).toEqual(['COMMAND', 'CONFIG', 'DEL', 'GET', 'SET', 'ZADD']);
  expect(words('se')).toEqual(['SET']);
  expect(words('help ')).toEqual(['COMMAND', 'CONFIG', 'DEL', 'GET', 'SET', 'ZADD', '@x']);
  expect(words('? z')).toEqual(['ZADD']);
  expect(words('help config s')).toEqual(['SET']);
  expect(words('help set k')).toEqual([]);
  expect(words('config ')).toEqual(['GET', 'SET']);
  expect(words('config s')).toEqual(['SET']);
  expect(words('set k v ')).toEqual(['NX', 'XX', 'GET', 'EX', 'PX', 'KEEPTTL']);
  expect(words('set k v NX ')).toEqual(['GET', 'EX', 'PX', 'KEEPTTL']);
  expect(words('set k v EX ')).toEqual([]);
  expect(completionsAt('get us', 6, catalogue)?.keyType).toBe('string');
  expect(completionsAt('del a ', 6, catalogue)?.keyType).toBeNull();
  expect(completionsAt('set k ', 6, catalogue)?.keyType).toBeUndefined();
  expect(completionsAt('5', 1, catalogue)).toBeNull();
  const directive = (text: string) => completionsAt(text, text.length, catalogue)?.directive;
  expect(directive('config get max')).toEqual({ kind: 'name' });
  expect(directive('config set ')).toEqual({ kind: 'name' });
  expect(directive('config set maxmemory-policy ')).toEqual({
    kind: 'value',
    of: 'maxmemory-policy',
  });
  expect(directive('config set maxmemory 1mb save ')).toEqual({ kind: 'value', of: 'save' });
  expect(directive('set k ')).toBeNull();
  expect(words('command info s')).toEqual(['SET']);
});

test('a completion replaces the word under the caret', () => {
  const place = completionsAt('get us', 6, catalogue);
  expect(place && applyCompletion('get us', place, 'user:1')).toEqual({
    text: 'get user:1 ',
    caret: 11,
  });
  expect(commonStart(['user:1', 'user:22', 'user:'])).toBe('user:');
});

test('pieces join to the line and know their roles', () => {
  const line = '2 zadd  board ch 1 "a b"';
  const pieces = piecesOf(line, catalogue);
  expect(pieces.map(({ text }) => text).join('')).toBe(line);
  expect(pieces.filter(({ role }) => role !== 'blank').map(({ role }) => role)).toEqual([
    'value',
    'command',
    'key',
    'token',
    'value',
    'value',
  ]);
  expect(keysOf(['del', 'a', 'b'], catalogue)).toEqual(['a', 'b']);
});

test('a long command line is walked to its end', () => {
  const args = ['z', ...Array.from({ length: 2000 }, (_, i) => [String(i), `m${i}`]).flat()];
  expect(walkSyntax(catalogue.find(['zadd'])?.doc.syntax ?? [], args)?.roles).toHaveLength(
    args.length,
  );
});

test('history keeps no line that is too long to be edited', () => {
  const history = createHistory([], () => undefined);
  history.add(`SET a ${'x'.repeat(1_000_000)}`);
  history.add('GET a');
  expect(history.lines).toEqual(['GET a']);
});

test('history forgets secrets and repeats, and is searched from the newest', () => {
  let saved: readonly string[] = [];
  const history = createHistory(['get a'], (lines) => (saved = lines));
  for (const line of ['set a 1', 'set a 1', 'auth secret', 'get b', '  ']) history.add(line);
  expect(saved).toEqual(['get a', 'set a 1', 'get b']);
  expect(history.search('GET', 99)).toEqual({ line: 'get b', index: 2 });
  expect(history.search('get', 2)).toEqual({ line: 'get a', index: 0 });
  expect(history.search('zz', 9)).toBeNull();
  expect(holdsSecret('hello 3 auth bob pw')).toBe(true);
  expect(holdsSecret('config set maxmemory 1mb')).toBe(false);
});

test('an open list follows the typing, and goes with the last letter of the word', async () => {
  const prompt = createPromptStore({
    catalogue: () => catalogue,
    history: createHistory([], () => undefined),
    keys: async () => [],
    directives: async () => [],
  });
  const typed = async (text: string) => {
    prompt.edit(text, text.length);
    await new Promise((resolve) => setTimeout(resolve));
    return prompt.getState().completion?.suggestions.map((one) => one.text) ?? null;
  };
  await typed('SET k v ');
  await prompt.complete();
  expect(await typed('SET k v n')).toEqual(['NX']);
  expect(await typed('SET k v nx')).toBeNull();
});
