/**
 * Lua for a node under Node: read from beside the bundle (scripts/serve.mjs puts it there) or from
 * the sources, and compiled, when the first script comes.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Instantiate, WasmImports, WasmLoader } from '../../base/ports.ts';

const PLACES = ['./redis-lua.wasm', '../../engine/scripting/redis-lua.wasm'];

/** Compiles at once: a few milliseconds, and no other client could be served meanwhile anyway. */
export function luaFromFile(): WasmLoader {
  let program: Instantiate | null = null;
  return {
    load: (loaded, failed) => {
      try {
        program ??= compile();
      } catch (error) {
        failed(error instanceof Error ? error.message : String(error));
        return;
      }
      loaded(program);
    },
  };
}

function compile(): Instantiate {
  const urls = PLACES.map((place) => new URL(place, import.meta.url));
  const url = urls.find((candidate) => existsSync(candidate)) ?? (urls[0] as URL);
  const module = new WebAssembly.Module(readFileSync(url));
  return (imports: WasmImports) => new WebAssembly.Instance(module, imports as never).exports;
}
