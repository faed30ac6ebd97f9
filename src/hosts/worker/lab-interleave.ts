/** The interleaving explorer in the lab worker: Lua is fetched when a script wants it, then all is synchronous. */
import type { Instantiate, WasmLoader } from '../../base/ports.ts';
import type { LabHost } from '../../contract/lab.ts';
import type { InterleaveSettings } from '../../contract/lab-interleave.ts';
import { explore, replay } from '../../labs/interleave/explore.ts';
import { runInSlices } from './lab-runs.ts';
import { luaFromNetwork } from './lua-loader.ts';

type InterleaveLab = Pick<LabHost, 'exploreInterleavings' | 'replayInterleaving'>;

let compiled: Promise<Instantiate> | null = null;

/** A loader that answers at once: a step of an order must have its reply before the next one. */
async function luaFor({ setup, clients }: InterleaveSettings): Promise<WasmLoader> {
  if (![setup, ...clients].some((script) => /eval/i.test(script))) {
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

export const interleaveLab: InterleaveLab = {
  exploreInterleavings: async (runId, settings, onProgress) => {
    const lua = await luaFor(settings);
    const work = explore(settings, lua, () => performance.now());
    return await runInSlices(runId, work, onProgress);
  },
  replayInterleaving: async (settings, schedule) =>
    replay(settings, schedule, await luaFor(settings)),
};
