/**
 * Lua for a node in the browser: a file of its own, fetched and compiled when the first script
 * comes. The service worker keeps it with the rest of the build, so it is there offline too.
 */
import type { WasmImports } from '../../base/ports.ts';
import type { Lua, LuaLoader } from '../../engine/scripting/lua.ts';
import luaUrl from '../../engine/scripting/redis-lua.wasm?url';

/** Taken before a scope is locked, as it is for learners' code. */
const { Instance } = WebAssembly;

export function luaFromNetwork(): LuaLoader {
  return {
    load: (loaded, failed) => {
      fetchLua().then(loaded, (error: unknown) =>
        failed(error instanceof Error ? error.message : String(error)),
      );
    },
  };
}

/** The program, and the part of the engine that drives it. */
async function fetchLua(): Promise<Lua> {
  const [module, { luaFrom }] = await Promise.all([
    compile(),
    import('../../engine/scripting/lua.ts'),
  ]);
  return luaFrom((imports: WasmImports) => new Instance(module, imports as never).exports);
}

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(luaUrl);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  // Not compileStreaming: it insists on a content type that not every static host sends.
  return WebAssembly.compile(await response.arrayBuffer());
}
