/**
 * Lua for the nodes of labs, fetched once and there at once: a step of an order, or a world, cannot
 * wait for it.
 */
import type { Instantiate, WasmLoader } from '../../base/ports.ts';
import { luaFromNetwork } from './lua-loader.ts';

let compiled: Promise<Instantiate> | null = null;

/** A loader that answers at once; one that says so where none of the texts calls for a script. */
export async function luaFor(texts: readonly string[]): Promise<WasmLoader> {
  if (!texts.some((text) => /eval|fcall/i.test(text))) {
    return { load: (_loaded, failed) => failed('not fetched') };
  }
  compiled ??= new Promise<Instantiate>((resolve, reject) => {
    luaFromNetwork().load(resolve, (detail) => reject(new Error(detail)));
  });
  try {
    const instantiate = await compiled;
    return { load: (loaded) => loaded(instantiate) };
  } catch (error) {
    compiled = null;
    throw error;
  }
}
