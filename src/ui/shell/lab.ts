/**
 * The labs' worker as the page has it: started when the first run is asked for. Plain async
 * functions, so that a forgotten promise is found by the linter.
 *
 * A worker that does not answer a cancel in time is busy with something that cannot be stopped: it
 * is ended, what waited for it fails, and the next call starts another.
 */
import * as Comlink from 'comlink';
import type { LabHost } from '../../contract/lab.ts';
import { cancelOwnWorld, runOwnWorld, steerOwnWorld } from './own-world.ts';

const CANCEL_TIMEOUT_MS = 2000;

class LabWorker {
  private readonly remote: LabHost;
  private readonly worker: Worker;
  private readonly pending = new Set<(reason: Error) => void>();

  constructor() {
    this.worker = new Worker(new URL('../../hosts/worker/lab.ts', import.meta.url), {
      type: 'module',
      name: 'lab',
    });
    // Its methods are asynchronous already, so the remote has the host's own type.
    this.remote = Comlink.wrap<LabHost>(this.worker) as unknown as LabHost;
    // A worker that could not be loaded, or threw outside any call.
    this.worker.addEventListener('error', (event) => this.end(event.message || 'worker failed'));
  }

  /** The call's answer, or a rejection when the worker ends before. */
  async answer<T>(call: (remote: LabHost) => Promise<T>): Promise<T> {
    let leave = () => {};
    const ended = new Promise<never>((_, reject) => {
      this.pending.add(reject);
      leave = () => this.pending.delete(reject);
    });
    try {
      return await Promise.race([call(this.remote), ended]);
    } finally {
      leave();
    }
  }

  end(reason: string): void {
    if (current === this) current = null;
    this.worker.terminate();
    for (const reject of this.pending) reject(new Error(reason));
  }
}

let current: LabWorker | null = null;

function call<T>(ask: (remote: LabHost) => Promise<T>): Promise<T> {
  current ??= new LabWorker();
  return current.answer(ask);
}

async function cancel(runId: number): Promise<void> {
  const worker = current;
  if (!worker) return;
  const timer = setTimeout(() => worker.end('cancelled'), CANCEL_TIMEOUT_MS);
  try {
    await worker.answer((remote) => remote.cancel(runId));
  } finally {
    clearTimeout(timer);
  }
}

export const labHost: LabHost = {
  exploreInterleavings: (runId, settings, onProgress) =>
    call((remote) => remote.exploreInterleavings(runId, settings, Comlink.proxy(onProgress))),
  replayInterleaving: (settings, schedule) =>
    call((remote) => remote.replayInterleaving(settings, schedule)),
  runWorld: (runId, settings, code, onProgress) =>
    settings.source === '' && settings.client === 'light'
      ? call((remote) => remote.runWorld(runId, settings, code, Comlink.proxy(onProgress)))
      : runOwnWorld(runId, settings, code, onProgress),
  steer: async (runId, order) => {
    if (!steerOwnWorld(runId, order)) await call((remote) => remote.steer(runId, order));
  },
  runEviction: (runId, settings, onProgress) =>
    call((remote) => remote.runEviction(runId, settings, Comlink.proxy(onProgress))),
  runCurves: (runId, settings, onProgress) =>
    call((remote) => remote.runCurves(runId, settings, Comlink.proxy(onProgress))),
  runDots: (runId, settings, onProgress) =>
    call((remote) => remote.runDots(runId, settings, Comlink.proxy(onProgress))),
  cancel: async (runId) => {
    if (!cancelOwnWorld(runId)) await cancel(runId);
  },
};
