import { expect, test } from 'vitest';
import { errorLine, luaOffers } from './lua-language.ts';

test('after a library its members are offered, elsewhere names', () => {
  expect(luaOffers('local x = redis.')).toContain('call');
  expect(luaOffers('return cjson.enc')).toEqual(['encode', 'decode', 'null']);
  expect(luaOffers('nosuch.')).toEqual([]);
  expect(luaOffers('ret')).toContain('return');
  expect(luaOffers('')).toContain('KEYS');
});

test('the line of an error', () => {
  expect(errorLine("ERR Error compiling script (new function): user_script:3: '=' expected")).toBe(
    3,
  );
  expect(errorLine('WRONGTYPE no such thing script: ab, on @user_script:12.')).toBe(12);
  expect(errorLine('ERR syntax error')).toBe(null);
});
