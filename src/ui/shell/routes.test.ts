import { expect, test } from 'vitest';
import { parseRoute } from './routes.ts';

test('an address of the Learn room names a track, a lesson or a step', () => {
  const check = (hash: string, lesson: string | null, step: string | null = null) =>
    expect(parseRoute(hash)).toEqual({ kind: 'learn', lesson, step });
  check('#/learn', null);
  check('#/learn/caching', 'caching');
  check('#/learn/caching/', 'caching');
  check('#/learn/caching/01-cache-aside', 'caching/01-cache-aside');
  check('#/learn/caching/01-cache-aside/read', 'caching/01-cache-aside', 'read');
  expect(parseRoute('#/learn/a/b/c/d').kind).toBe('unknown');
});
