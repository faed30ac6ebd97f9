/** Worlds in the lab worker. */
import type { LabHost } from '../../contract/lab.ts';
import { worldInPieces } from '../../labs/world/run-world.ts';
import { luaFor } from './lab-lua.ts';
import { runInSlices } from './lab-runs.ts';

export const worldLab: Pick<LabHost, 'runWorld'> = {
  runWorld: async (runId, settings, { compiled }, onProgress) => {
    const lua = await luaFor([compiled]);
    const ports = { lua, stopwatchMs: () => performance.now() };
    return await runInSlices(runId, worldInPieces(settings, compiled, ports), onProgress);
  },
};
