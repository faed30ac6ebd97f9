/**
 * Lua for the nodes of labs, fetched once and there at once: a step of an order, or a world, cannot
 * wait for it.
 */
import type { Lua, LuaLoader } from '../../engine/scripting/lua.ts';
import { luaFromNetwork } from './lua-loader.ts';

let compiled: Promise<Lua> | null = null;

/** A loader that answers at once; one that says so where none of the texts calls for a script. */
export async function luaFor(texts: readonly string[]): Promise<LuaLoader> {
  if (!texts.some((text) => /eval|fcall|defineCommand/i.test(text))) {
    return { load: (_loaded, failed) => failed('not fetched') };
  }
  compiled ??= new Promise<Lua>((resolve, reject) => {
    luaFromNetwork().load(resolve, (detail) => reject(new Error(detail)));
  });
  try {
    const lua = await compiled;
    return { load: (loaded) => loaded(lua) };
  } catch (error) {
    compiled = null;
    throw error;
  }
}
