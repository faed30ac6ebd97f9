/**
 * Lua for a node under Node: read from beside the bundle (scripts/serve.mjs puts it there) or from
 * the sources, and compiled, when the first script comes.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Instantiate, WasmImports } from '../../base/ports.ts';
import { type Lua, type LuaLoader, luaFrom } from '../../engine/scripting/lua.ts';

const PLACES = ['./redis-lua.wasm', '../../engine/scripting/redis-lua.wasm'];

/** Compiles at once: a few milliseconds, and no other client could be served meanwhile anyway. */
export function luaFromFile(): LuaLoader {
  let lua: Lua | null = null;
  return {
    load: (loaded, failed) => {
      try {
        lua ??= luaFrom(compile());
      } catch (error) {
        failed(error instanceof Error ? error.message : String(error));
        return;
      }
      loaded(lua);
    },
  };
}

function compile(): Instantiate {
  const urls = PLACES.map((place) => new URL(place, import.meta.url));
  const url = urls.find((candidate) => existsSync(candidate)) ?? (urls[0] as URL);
  const module = new WebAssembly.Module(readFileSync(url));
  return (imports: WasmImports) => new WebAssembly.Instance(module, imports as never).exports;
}
