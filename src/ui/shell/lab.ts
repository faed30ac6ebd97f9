/** The lab's worker as the page has it: started when the first run is asked for. */
import * as Comlink from 'comlink';
import type { CacheAsideResult, CacheAsideSettings, LabHost } from '../../contract/lab.ts';

let remote: Comlink.Remote<LabHost> | null = null;

export async function runCacheAside(settings: CacheAsideSettings): Promise<CacheAsideResult> {
  remote ??= Comlink.wrap<LabHost>(
    new Worker(new URL('../../hosts/worker/lab.ts', import.meta.url), {
      type: 'module',
      name: 'lab',
    }),
  );
  return await remote.cacheAside(settings);
}
