/** Worlds as fast as they go: what `npm run bench -- worlds` runs, bundled as for the page. */
import { worldLabDefaults } from '../contract/lab-world-settings.ts';
import { runWorld } from '../labs/world/run-world.ts';
import { worldOf } from '../labs/world/scenario.ts';
import { cachingStrategies, stampedeStrategies } from '../strategies/all.ts';

export interface WorldSpeed {
  readonly name: string;
  readonly requests: number;
  readonly tookMs: number;
}

const ports = { lua: null, stopwatchMs: () => performance.now() };

/** A thousand virtual seconds at a thousand requests per second, a million requests, by strategy. */
export function worldSpeeds(scale: number): WorldSpeed[] {
  const size = { seconds: Math.round(1000 * scale), requestsPerSecond: 1000 };
  const caching = worldOf({ ...worldLabDefaults.caching, ...size, writeShare: 0 });
  const stampede = worldOf({ ...worldLabDefaults.stampede, ...size, serviceMs: 100 });
  const rows = [
    ['cache-aside', caching, cachingStrategies['cache-aside']],
    ['xfetch', stampede, stampedeStrategies.xfetch],
  ] as const;
  return rows.map(([name, settings, { compiled }]) => {
    const { totals, tookMs } = runWorld(settings, compiled, ports);
    return { name, requests: totals.requests, tookMs };
  });
}
