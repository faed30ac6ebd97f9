/**
 * Replies that wait for the disk, under `appendfsync always`: each turn's output of a client, with the
 * position in the log that has to be safe before it leaves.
 *
 * Invariant: a client gets its replies in order. While the disk works all wait behind all; while it
 * fails, nobody waits for the writes of others, which may never be safe.
 */
import type { Client } from './client.ts';

export interface HeldReply {
  /** Where the log has to be safe up to; 0 for what only stands behind others. */
  readonly position: number;
  readonly client: Client;
  readonly bytes: Uint8Array;
}

export class HeldReplies {
  /** Of all of them. */
  bytes = 0;
  private waiting: HeldReply[] = [];

  /** Something is held that has to leave before what the client is sent now. */
  isAhead(client: Client, diskFails: boolean): boolean {
    return this.waiting.some((held) => !diskFails || held.client === client);
  }

  hold(reply: HeldReply): void {
    this.waiting.push(reply);
    this.bytes += reply.bytes.length;
  }

  /** Takes out those that may leave now that the log is safe up to `position`, in order. */
  takeUpTo(position: number): readonly HeldReply[] {
    const { waiting } = this;
    const end = waiting.findIndex((held) => held.position > position);
    const free = waiting.splice(0, end < 0 ? waiting.length : end);
    for (const { bytes } of free) this.bytes -= bytes.length;
    return free;
  }
}
