/** redis-lua.wasm is what scripts/build/lua-wasm.mjs made of the package at hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lockFile, lockOf } from '../../scripts/build/lua-wasm.mjs';

test('the Lua machine was made by its script from the installed package', () => {
  const lock: unknown = JSON.parse(readFileSync(lockFile, 'utf8'));
  expect(lockOf(), 'run `node scripts/build/lua-wasm.mjs` and look at the change').toEqual(lock);
});
