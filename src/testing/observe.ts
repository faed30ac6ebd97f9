/** An observer whose clock stands at 0 and whose changes nobody is told of: for tests that ask it. */
import type { Server } from '../engine/server/server.ts';
import { Observer } from '../inspect/observer.ts';

export function observe(server: Server): Observer {
  const observer = new Observer(
    server,
    () => 0,
    () => {},
  );
  observer.start();
  return observer;
}
