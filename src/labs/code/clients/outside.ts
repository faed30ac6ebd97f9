/**
 * The world that the genuine clients of this worker live in. They were written for Node and take
 * timers, time and sockets from where they stand, so there is one world per copy of this module:
 * a worker has one, and enters it before a client is loaded.
 */
import type { CodeWorld } from '../code-world.ts';
import { createTimers, type Timers } from '../timers.ts';

interface Outside {
  readonly world: CodeWorld;
  readonly timers: Timers;
}

let current: Outside | null = null;

/** Must be called before a client's first line runs. Answers with the timers clients will use. */
export function enterWorld(world: CodeWorld): Timers {
  const timers = createTimers(world);
  current = { world, timers };
  return timers;
}

export function outside(): Outside {
  if (!current) throw new Error('a client was used before it was given a world');
  return current;
}
