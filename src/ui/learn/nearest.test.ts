import { expect, test } from 'vitest';
import { nearestName } from './nearest.ts';

test('the name with the fewest letters to change, the first of equals', () => {
  const names = ['write', 'read', 'reread'];
  const check = (wanted: string, nearest: string | null) =>
    expect(nearestName(wanted, names)).toBe(nearest);
  check('raed', 'read');
  check('re-read', 'reread');
  check('writes', 'write');
  check('', 'read');
  check('x'.repeat(10_000), 'write');
  expect(nearestName('a', [])).toBe(null);
  expect(nearestName('a', ['b', 'c'])).toBe('b');
});
