/**
 * What an app server has of a client: the one its code finds as `redis`, what comes with it in
 * scope, and the process around it.
 */
import type { Clock } from '../../base/ports.ts';
import { LightClient, type LightClientPorts } from './light-client.ts';

export interface AppClient {
  readonly redis: unknown;
  /** Names of its package that code finds in scope: `Redis`, `createClient`. */
  readonly names: Readonly<Record<string, unknown>>;
  /** What `import` of a package gives. Throws where the package is not there. */
  readonly require: (name: string) => unknown;
  /** The time of the process: what waits on it goes when the process does. */
  readonly clock: Clock;
  /** Commands that have no answer yet. */
  readonly underWay: number;
  /** Before code of the app server runs that nothing of the client has called. */
  enter(): void;
  /** The same for code that waits for this. */
  entering<T>(work: PromiseLike<T>): PromiseLike<T>;
  /** The process dies. */
  close(): void;
}

/** The light client is part of the world: it needs no process around it. */
export function lightApp(ports: LightClientPorts): AppClient {
  const redis = new LightClient(ports);
  return {
    redis,
    names: {},
    require: (name) => {
      throw new Error(
        `There is no package ${name} with the light client: choose another as the client.`,
      );
    },
    clock: ports.clock,
    get underWay() {
      return redis.underWay;
    },
    enter: () => {},
    entering: (work) => work,
    close: () => redis.abandon(),
  };
}
