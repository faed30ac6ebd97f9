/** Worlds from start to end: in pieces for hosts that show how far they are, in one go for others. */

import type { WorldProgress, WorldRun, WorldSettings } from '../../contract/lab-world.ts';
import type { LuaLoader } from '../../engine/scripting/lua.ts';
import { type LoadedStrategy, loadStrategy } from './app-server.ts';
import type { ClientPackage } from './genuine-app.ts';
import { World } from './world.ts';

/** About a millisecond's work: a host looks at its clock after each piece. */
const EVENTS_PER_PIECE = 500;

export interface RunPorts {
  /** Lua that is there at once: a world cannot wait for it. Null where the code needs none. */
  readonly lua: LuaLoader | null;
  /** The host's real clock, for telling how long it took. */
  readonly stopwatchMs: () => number;
  /** The genuine client of the app servers. The event loop has to turn after each piece then. */
  readonly pack?: ClientPackage | null;
}

/** Yields where it stands after every piece of work. Throws a `StrategyError` for unusable code. */
export function* worldInPieces(
  settings: WorldSettings,
  code: LoadedStrategy,
  ports: RunPorts,
): Generator<WorldProgress, WorldRun> {
  const startedMs = ports.stopwatchMs();
  const world = new World(settings, code, ports.lua, ports.pack);
  while (!world.advance(EVENTS_PER_PIECE)) yield world.progress;
  return world.finish(ports.stopwatchMs() - startedMs);
}

export function runWorld(settings: WorldSettings, compiled: string, ports: RunPorts): WorldRun {
  const work = worldInPieces(settings, loadStrategy({ compiled, map: '' }), ports);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}
