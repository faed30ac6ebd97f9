/** redis-lua.wasm is what scripts/build/lua-wasm.mjs makes of the package at hand. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeLuaWasm, target } from '../../../scripts/build/lua-wasm.mjs';

test('the Lua machine in the repository is the one its script makes', () => {
  const made = Buffer.from(makeLuaWasm());
  expect(made.equals(readFileSync(target))).toBe(true);
});
