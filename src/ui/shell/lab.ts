/**
 * The labs' worker as the page has it: started when the first run is asked for. Plain async
 * functions, so that a forgotten promise is found by the linter.
 */
import * as Comlink from 'comlink';
import type { CacheAsideResult, CacheAsideSettings, LabHost } from '../../contract/lab.ts';

let started: Comlink.Remote<LabHost> | null = null;

function remote(): Comlink.Remote<LabHost> {
  started ??= Comlink.wrap<LabHost>(
    new Worker(new URL('../../hosts/worker/lab.ts', import.meta.url), {
      type: 'module',
      name: 'lab',
    }),
  );
  return started;
}

export async function runCacheAside(settings: CacheAsideSettings): Promise<CacheAsideResult> {
  return await remote().cacheAside(settings);
}

export const labHost: LabHost = {
  cacheAside: runCacheAside,
  cancel: async (runId) => await remote().cancel(runId),
};
