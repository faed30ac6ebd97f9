/**
 * What learners' code is given instead of a machine: time, randomness, a network and a place to
 * print. The code, the fakes and the genuine clients reach the outside through this and nothing else.
 *
 * There are two kinds of worlds. In real time, each run has a worker of its own. On a virtual clock
 * code is compiled to generators (see `EmitForm`), so that with the light client, whose promises are
 * all the world's, nothing ever waits for the real event loop.
 *
 * Invariants: no callback runs inside the call that registered it; `Promise` has the semantics of
 * the built-in one, but it is the world that decides when its reactions run.
 */
import type { Clock, Network, Random } from '../../base/ports.ts';

export type PrintLevel = 'log' | 'info' | 'debug' | 'warn' | 'error';

export interface CodeWorld {
  /** What async functions return and `new Promise` makes. */
  readonly Promise: PromiseConstructor;
  /** Behind Date, performance.now and every timer of the code. */
  readonly clock: Clock;
  /** Calls `task` once, soon: after what runs now and its promises' reactions, before time passes. */
  soon(task: () => void): void;
  /** Behind Math.random and crypto. */
  readonly random: Random;
  /** Reaches servers by address, never by name. */
  readonly network: Network;
  /** Addresses by lower-case host name. A name that is not here is not found (ENOTFOUND). */
  readonly hosts: ReadonlyMap<string, string>;
  /** What `process.env` holds. */
  readonly env: Readonly<Record<string, string>>;
  /** An exception that nobody caught: from a timer, an event, a reaction. */
  uncaught(error: unknown): void;
  /** One call of console.log and its kin, as text. */
  print(level: PrintLevel, text: string): void;
}

/** `native`: async functions as they are; `generators`: for worlds with a Promise of their own. */
export type EmitForm = 'native' | 'generators';
