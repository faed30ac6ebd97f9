/**
 * The last commands a node carried out: what lessons check, and what "changed by the last command"
 * points at. A ring of fixed size: recording costs one slot and never grows.
 *
 * Numbers begin at the moment the log does, in microseconds, so that those of a server started again
 * go on from those before: whoever asks for what came after a number misses nothing.
 */
import type { Bytes } from '../base/bytes.ts';
import type { EngineEvent } from '../contract/host.ts';
import type { CallRecord } from '../engine/server/call.ts';
import { isError } from '../protocol/reply.ts';

const EVENTS_MAX = 10_000;
/** Longer arguments are shortened: the log is for looking at, not for replaying. */
const ARGUMENT_BYTES_MAX = 256;
const ARGUMENTS_MAX = 64;

export class EventLog {
  private readonly ring: (EngineEvent | undefined)[] = new Array(EVENTS_MAX);
  private lastSeq: number;
  private touched: Bytes[] = [];

  constructor(nowMs: number) {
    this.lastSeq = Math.floor(nowMs * 1000);
  }

  /** A key was changed by the command that is running. */
  touch(key: Bytes): void {
    if (this.touched.length < ARGUMENTS_MAX) this.touched.push(key);
  }

  record(call: CallRecord, atMs: number): void {
    const { client, args, reply } = call;
    const error = isError(reply) ? reply.text : null;
    const event: EngineEvent = {
      seq: ++this.lastSeq,
      atMs,
      clientId: client.id,
      db: client.dbIndex,
      argv: shortened(args.toArray()),
      outcome: error !== null ? 'error' : call.blocked ? 'blocked' : reply === null ? 'nil' : 'ok',
      error,
      durationUs: call.durationUs,
      hits: call.hits,
      misses: call.misses,
      touched: this.touched,
    };
    this.touched = [];
    this.ring[event.seq % EVENTS_MAX] = event;
  }

  get newest(): EngineEvent | null {
    return this.ring[this.lastSeq % EVENTS_MAX] ?? null;
  }

  /** Events after `seq`, oldest first. */
  since(seq: number, limit: number): EngineEvent[] {
    const found: EngineEvent[] = [];
    const first = Math.max(seq + 1, this.lastSeq - EVENTS_MAX + 1, 1);
    for (let at = first; at <= this.lastSeq && found.length < limit; at++) {
      const event = this.ring[at % EVENTS_MAX];
      if (event?.seq === at) found.push(event);
    }
    return found;
  }
}

function shortened(argv: readonly Bytes[]): Bytes[] {
  return argv
    .slice(0, ARGUMENTS_MAX)
    .map((word) => (word.length > ARGUMENT_BYTES_MAX ? word.slice(0, ARGUMENT_BYTES_MAX) : word));
}
