/**
 * The worker of a world that runs a learner's own code, or a genuine client: one worker, one run.
 * What the run needs of the platform is taken first, the client's package with it, then the global
 * scope is locked, and only then does the code run.
 *
 * The page ends the worker when the run is cancelled, or when it no longer says how far it is.
 */
import type { OwnWorldFromWorker, OwnWorldToWorker } from '../../contract/lab-world.ts';
import { loadStrategy } from '../../labs/world/app-server.ts';
import type { ClientPackage, GenuineClient } from '../../labs/world/genuine-app.ts';
import { worldInPieces } from '../../labs/world/run-world.ts';
import { worldOf } from '../../labs/world/scenario.ts';
import { CodeStopped } from '../../labs/world/step-limit.ts';
import { lockGlobals } from './code-lockdown.ts';
import { luaFor } from './lab-lua.ts';
import { runInSlices, runInTurns, steerRun } from './lab-runs.ts';

const RUN_ID = 1;

self.onmessage = ({ ports: [port] }: MessageEvent) => {
  if (!port) return;
  self.onmessage = null;
  const post = port.postMessage.bind(port) as (message: OwnWorldFromWorker) => void;
  port.onmessage = ({ data }: MessageEvent<OwnWorldToWorker>) => {
    if (data.kind === 'steer') steerRun(RUN_ID, data.order);
    else {
      run(data, post).catch((error: unknown) => {
        if (error instanceof CodeStopped) post({ kind: 'stopped', stop: error.stop });
        else post({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
      });
    }
  };
};

async function run(
  { settings, code: text }: Extract<OwnWorldToWorker, { kind: 'run' }>,
  post: (message: OwnWorldFromWorker) => void,
): Promise<void> {
  const { client } = settings;
  const lua = await luaFor([text.compiled]);
  const pack = client === 'light' ? null : await loadClient(client);
  const stopwatchMs = performance.now.bind(performance);
  post({ kind: 'ready' });
  const code = loadStrategy(text);
  const left = lockGlobals(self);
  if (left.length > 0) throw new Error(`This browser does not let go of ${left.join(', ')}.`);
  const work = worldInPieces(worldOf(settings), code, { lua, stopwatchMs, pack });
  const drive = pack ? runInTurns : runInSlices;
  const result = await drive(RUN_ID, work, (progress) => post({ kind: 'progress', progress }));
  if (result) post({ kind: 'done', run: result });
}

/** Fetched when it is chosen. */
async function loadClient(client: GenuineClient): Promise<ClientPackage> {
  const { loadPackage, surroundings } = await import('../../labs/code/clients/genuine.ts');
  return { client, exports: await loadPackage(client), surroundings };
}
