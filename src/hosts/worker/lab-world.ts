/** Worlds in the lab worker. */
import type { LabHost } from '../../contract/lab.ts';
import { loadStrategy } from '../../labs/world/app-server.ts';
import { worldInPieces } from '../../labs/world/run-world.ts';
import { worldOf } from '../../labs/world/scenario.ts';
import { luaFor } from './lab-lua.ts';
import { runInSlices } from './lab-runs.ts';

export const worldLab: Pick<LabHost, 'runWorld'> = {
  runWorld: async (runId, settings, code, onProgress) => {
    const lua = await luaFor([code.compiled]);
    const ports = { lua, stopwatchMs: () => performance.now() };
    const work = worldInPieces(worldOf(settings), loadStrategy(code), ports);
    return await runInSlices(runId, work, onProgress);
  },
};
