/** Values as Node prints them: each row was printed by Node's console. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { showArguments, showValue } from './show-value.ts';

class Point {
  x = 1;
  y = 'two';
}

const rows: readonly unknown[] = [
  1,
  -0,
  10n,
  null,
  undefined,
  true,
  Symbol('s'),
  'text',
  "it's",
  [],
  {},
  [1, 'a', null, undefined],
  { a: 1, 'b-c': 'x', nested: { deep: { deeper: {} } } },
  { deep: { deeper: { deepest: { end: 1 } } } },
  new Map([['k', { v: 1 }]]),
  new Set([1, 2]),
  new Date(0),
  /a+/g,
  new Point(),
  Buffer.from('hi'),
  () => {},
  function named() {},
  Point,
  { method() {}, arrow: () => 1 },
  { long: 'x'.repeat(50), other: 'y'.repeat(40) },
];

test.each(rows)('%# as Node', (value) => {
  expect(showValue(value)).toBe(inspect(value));
});

test('circles end, and what throws is not in the way', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(showValue(circle)).toBe('{ self: [Circular *1] }');
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no');
      },
    },
  );
  expect(showArguments(['a', trap, 1])).toBe('a [Object] 1');
});

test('errors tell their class and fields', () => {
  class WatchError extends Error {}
  expect(showValue(new WatchError('changed'))).toBe('WatchError: changed');
  expect(showValue({ error: new TypeError('bad') })).toBe('{ error: [TypeError: bad] }');
  expect(showValue(Object.assign(new Error('refused'), { code: 'E' }))).toBe(
    "Error: refused { code: 'E' }",
  );
});
