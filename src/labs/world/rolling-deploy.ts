/**
 * A deploy: app servers are replaced one after another. Each takes no new requests, ends those it
 * has, stops, and is started anew; only then, and a step later, comes the next.
 *
 * What a process keeps in memory beside its requests is lost, as by any restart.
 */
import type { Clock } from '../../base/ports.ts';
import type { AppServer } from './app-server.ts';

/** Whoever is not done by then is stopped in the middle, as orchestrators do. */
const GRACE_MS = 30_000;

export interface Fleet {
  readonly clock: Pick<Clock, 'after'>;
  readonly size: number;
  /** The server in that place; undefined while it is down. */
  app(place: number): AppServer | undefined;
  /** Stops it and starts another in its place; tells when that is there. */
  replace(place: number, started: () => void): void;
}

export function rollingDeploy(fleet: Fleet, stepMs: number, place = 0): void {
  if (place >= fleet.size) return;
  const next = (): void => {
    fleet.clock.after(stepMs, () => rollingDeploy(fleet, stepMs, place + 1));
  };
  const app = fleet.app(place);
  if (!app) {
    next();
    return;
  }
  let isStopped = false;
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    cancelGrace();
    // It may have crashed while it drained, and been started anew.
    if (fleet.app(place) === app) fleet.replace(place, next);
    else next();
  };
  const cancelGrace = fleet.clock.after(GRACE_MS, stop);
  app.drain(stop);
}
