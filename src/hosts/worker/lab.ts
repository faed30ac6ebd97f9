/** The lab worker's entry: simulations run here, beside the playground's engine and off the page's thread. */
import * as Comlink from 'comlink';
import type { LabHost } from '../../contract/lab.ts';
import { evictionLab } from './lab-eviction.ts';
import { interleaveLab } from './lab-interleave.ts';
import { cancelRun, steerRun } from './lab-runs.ts';
import { worldLab } from './lab-world.ts';

const host: LabHost = {
  ...interleaveLab,
  ...evictionLab,
  ...worldLab,
  steer: async (runId, order) => steerRun(runId, order),
  cancel: async (runId) => cancelRun(runId),
};

Comlink.expose(host);
