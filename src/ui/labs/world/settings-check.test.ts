/** Links of the labs on worlds: every field is known, and those from before a field came still open. */
import { expect, test } from 'vitest';
import { worldLabDefaults } from '../../../contract/lab-world-settings.ts';
import { programOf, settingsChecks } from './settings-check.ts';

const { caching } = worldLabDefaults;
const check = (value: object) => settingsChecks.caching(value, '');

test('the client is kept; a link that names none has the light one', () => {
  expect(check(caching)).toEqual(caching);
  expect(check({ ...caching, client: 'redis' }).client).toBe('redis');
  const { client: _, ...older } = caching;
  expect(check(older)).toEqual(caching);
  expect(() => check({ ...caching, client: 'upstash' })).toThrow();
});

test('a strategy is in its client’s way of calling', () => {
  expect(programOf(caching).source).toContain("'EX', params.ttl)");
  expect(programOf({ ...caching, client: 'ioredis' })).toEqual(programOf(caching));
  expect(programOf({ ...caching, client: 'redis' }).source).toContain('{ EX: params.ttl })');
});
