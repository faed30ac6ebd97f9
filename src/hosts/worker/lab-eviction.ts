/** The eviction lab in the lab worker. */
import type { LabHost } from '../../contract/lab.ts';
import { runCurves } from '../../labs/eviction/curves.ts';
import { runDots } from '../../labs/eviction/dots.ts';
import { runEviction } from '../../labs/eviction/run-eviction.ts';
import { runInSlices } from './lab-runs.ts';

export const evictionLab: Pick<LabHost, 'runEviction' | 'runCurves' | 'runDots'> = {
  runEviction: (runId, settings, onProgress) =>
    runInSlices(
      runId,
      runEviction(settings, () => performance.now()),
      onProgress,
    ),
  runCurves: (runId, settings, onProgress) => runInSlices(runId, runCurves(settings), onProgress),
  runDots: (runId, settings, onProgress) => runInSlices(runId, runDots(settings), onProgress),
};
