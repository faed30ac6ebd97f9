/** The script or function that runs now, from its start to its reply. */
import type { Bytes } from '../../base/bytes.ts';
import type { ScriptMachine } from '../scripting/interpreter.ts';
import type { Client } from './client.ts';

export interface RunningScript {
  readonly kind: 'eval' | 'function';
  /** The SHA or the function's name. */
  readonly name: Bytes;
  /** The command that called it; empty until it has been paused. */
  argv: readonly Bytes[];
  readonly client: Client;
  readonly machine: ScriptMachine;
  readonly readOnly: boolean;
  /** Its flags let it call commands that need memory where memory is full. */
  readonly allowsOom: boolean;
  /** False where nothing can wait for it: a log being replayed. */
  readonly mayPause: boolean;
  readonly startUs: number;
  /** Where its effects go: a sum of REPLICATE_*. */
  replication: number;
  /** It has called a command that writes. */
  wrote: boolean;
  /** SCRIPT KILL has been answered with OK. */
  killed: boolean;
  /** Past busy-reply-threshold: others are told so. */
  busy: boolean;
  sliceStartUs: number;
  /** Times the hook was called in this slice. */
  ticks: number;
}
