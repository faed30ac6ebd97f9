/**
 * The world that the genuine clients of this worker live in. They were written for Node and take
 * timers, time and sockets from where they stand, so one world at a time is around each copy of
 * this module. It is entered before a client is loaded.
 *
 * A simulation has several processes: each is a world of its own, entered before any of its code
 * runs. What a client has begun inside of one comes back through that one's world.
 */
import type { CodeWorld } from '../code-world.ts';
import type { Surroundings } from '../scope.ts';
import { createTimers, type Timers } from '../timers.ts';

interface Outside {
  readonly world: CodeWorld;
  readonly timers: Timers;
}

let current: Outside | null = null;

export function surroundings(world: CodeWorld): Surroundings {
  const around: Outside = { world, timers: createTimers(world) };
  return {
    timers: around.timers,
    enter: () => {
      current = around;
    },
  };
}

/** Must be called before a client's first line runs. Answers with the timers clients will use. */
export function enterWorld(world: CodeWorld): Timers {
  const { timers, enter } = surroundings(world);
  enter();
  return timers;
}

export function outside(): Outside {
  if (!current) throw new Error('a client was used before it was given a world');
  return current;
}
