/** Values of expressions, and where a text stops being one. */
import { expect, test } from 'vitest';
import {
  EvaluationError,
  ExpressionSyntaxError,
  parseExpression,
  textOf,
  type Value,
} from './expression.ts';

const scope: Readonly<Record<string, Value>> = {
  x: '5',
  none: null,
  word: 'abc',
  list: ['1', null],
  bad: { error: 'ERR no' },
  'user:1': 'ann',
};

const value = (source: string): Value =>
  parseExpression(source).evaluate(({ name }) => scope[name] ?? null);

test('values', () => {
  const rows: readonly (readonly [source: string, value: Value])[] = [
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-x + 10 % 4', -3],
    ['x / 2', 2.5],
    ['x - 1 - 1', 3],
    ['x-1', 4],
    ['none or 0', 0],
    ['(none or 0) + 1', 1],
    ['x and word', 'abc'],
    ['none and word', null],
    ['not none', true],
    ['not x == 5', false],
    ['x == 5.0', true],
    ['word == \'abc\' and word != "abd"', true],
    ['word < "abd"', true],
    ['x < 10', true],
    ['x >= 5 and x <= 5 and not x > 5', true],
    ['none is nil', true],
    ['x is not nil', true],
    ['bad is error', true],
    ['x is not error', true],
    ["word is 'abc'", true],
    ['none == nil', true],
    ['none == 0', false],
    ["list == '[1, nil]'", true],
    ['user:1', 'ann'],
    ['true or x', true],
  ];
  for (const [source, expected] of rows)
    expect([source, value(source)]).toEqual([source, expected]);
});

test('what has no value says why', () => {
  for (const source of ['none + 1', 'word * 2', 'x / 0', 'none < 1', '-word', 'bad + 1']) {
    expect(() => value(source), source).toThrow(EvaluationError);
  }
});

test('what is no expression says where', () => {
  const rows: readonly (readonly [source: string, at: string])[] = [
    ['', ''],
    ['1 +', ''],
    ['x y', 'y'],
    ['(x', ''],
    ['x = 1', '= 1'],
    ['and x', 'and'],
    ["'open", "'open"],
    ['x && y', '&& y'],
    ['process.exit()', '('],
    ['key(x)', 'x'],
    ['key("x"', ''],
    ['not '.repeat(60), 'not'],
  ];
  for (const [source, at] of rows) {
    try {
      parseExpression(source);
      throw new Error(`${source} was taken`);
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError)) throw error;
      expect([source, error.at]).toEqual([source, at]);
    }
  }
});

test('text of values', () => {
  expect([null, 1, true, 'a', ['a', null, ['b']], { error: 'E' }].map(textOf)).toEqual([
    null,
    '1',
    'true',
    'a',
    '[a, nil, [b]]',
    'error: E',
  ]);
});
