/** The interleaving explorer in the lab worker: Lua is fetched when a script wants it, then all is synchronous. */
import type { LabHost } from '../../contract/lab.ts';
import type { InterleaveSettings } from '../../contract/lab-interleave.ts';
import { explore, replay } from '../../labs/interleave/explore.ts';
import { luaFor } from './lab-lua.ts';
import { runInSlices } from './lab-runs.ts';

type InterleaveLab = Pick<LabHost, 'exploreInterleavings' | 'replayInterleaving'>;

const textsOf = ({ setup, clients }: InterleaveSettings) => [setup, ...clients];

export const interleaveLab: InterleaveLab = {
  exploreInterleavings: async (runId, settings, onProgress) => {
    const lua = await luaFor(textsOf(settings));
    const work = explore(settings, lua, () => performance.now());
    return await runInSlices(runId, work, onProgress);
  },
  replayInterleaving: async (settings, schedule) =>
    replay(settings, schedule, await luaFor(textsOf(settings))),
};
