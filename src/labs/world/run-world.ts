/** A world from its start to its end in one go: for tests and for lessons, which show no progress. */
import type { WasmLoader } from '../../base/ports.ts';
import type { WorldRun, WorldSettings } from '../../contract/lab-world.ts';
import { World } from './world.ts';

const EVENTS_PER_SLICE = 10_000;

export interface RunPorts {
  /** Lua that is there at once: a world cannot wait for it. Null where the code needs none. */
  readonly lua: WasmLoader | null;
  /** The host's real clock, for telling how long it took. */
  readonly stopwatchMs: () => number;
}

export function runWorld(settings: WorldSettings, compiled: string, ports: RunPorts): WorldRun {
  const startedMs = ports.stopwatchMs();
  const world = new World(settings, compiled, ports.lua);
  while (!world.advance(EVENTS_PER_SLICE));
  return world.finish(ports.stopwatchMs() - startedMs);
}
