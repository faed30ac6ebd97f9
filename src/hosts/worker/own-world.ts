/**
 * The worker of a world that runs a learner's own code: one worker, one run. What the run needs of
 * the platform is taken first, then the global scope is locked, and only then does the code run.
 *
 * The page ends the worker when the run is cancelled, or when it no longer says how far it is.
 */
import type { OwnWorldFromWorker, OwnWorldToWorker } from '../../contract/lab-world.ts';
import { loadStrategy } from '../../labs/world/app-server.ts';
import { worldInPieces } from '../../labs/world/run-world.ts';
import { worldOf } from '../../labs/world/scenario.ts';
import { lockGlobals } from './code-lockdown.ts';
import { luaFor } from './lab-lua.ts';
import { runInSlices, steerRun } from './lab-runs.ts';

const RUN_ID = 1;

self.onmessage = ({ ports: [port] }: MessageEvent) => {
  if (!port) return;
  self.onmessage = null;
  const post = port.postMessage.bind(port) as (message: OwnWorldFromWorker) => void;
  port.onmessage = ({ data }: MessageEvent<OwnWorldToWorker>) => {
    if (data.kind === 'steer') steerRun(RUN_ID, data.order);
    else {
      run(data, post).catch((error: unknown) => {
        post({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
      });
    }
  };
};

async function run(
  { settings, code: text }: Extract<OwnWorldToWorker, { kind: 'run' }>,
  post: (message: OwnWorldFromWorker) => void,
): Promise<void> {
  const lua = await luaFor([text.compiled]);
  const stopwatchMs = performance.now.bind(performance);
  const code = loadStrategy(text);
  const left = lockGlobals(self);
  if (left.length > 0) throw new Error(`This browser does not let go of ${left.join(', ')}.`);
  const work = worldInPieces(worldOf(settings), code, { lua, stopwatchMs });
  const result = await runInSlices(RUN_ID, work, (progress) =>
    post({ kind: 'progress', progress }),
  );
  if (result) post({ kind: 'done', run: result });
}
