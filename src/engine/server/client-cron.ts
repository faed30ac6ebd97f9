/**
 * What is looked at in clients from time to time: the most that any of them has held lately, whether
 * it lets too much pile up, and how large its buffer of replies has to be. A few clients at each beat,
 * so that all have been seen within a second. Redis's clientsCron.
 *
 * A peak is remembered by the second, in as many slots as seconds it lasts.
 */
import { EndlessWalk } from '../../base/endless-walk.ts';
import type { Client } from './client.ts';
import { clientFigures } from './client-memory.ts';
import { ReplyBuffers } from './reply-buffers.ts';
import type { Server } from './server.ts';

const CLIENTS_MIN = 5;
const BEATS_PER_SECOND = 10;
const SLOTS = 8;

export class ClientCron {
  readonly replyBuffers: ReplyBuffers;
  private readonly server: Server;
  private readonly inputBytes = new Float64Array(SLOTS);
  private readonly outputBytes = new Float64Array(SLOTS);
  private slot = 0;
  private readonly walk: EndlessWalk<Client>;

  constructor(server: Server) {
    this.server = server;
    this.replyBuffers = new ReplyBuffers(server);
    this.walk = new EndlessWalk(() => server.clients.values());
  }

  /** client_recent_max_input_buffer. */
  get recentInputBytes(): number {
    return Math.max(...this.inputBytes);
  }

  /** client_recent_max_output_buffer. */
  get recentOutputBytes(): number {
    return Math.max(...this.outputBytes);
  }

  tick(): void {
    const { clients, keyspace } = this.server;
    const slot = Math.floor(keyspace.nowMs / 1000) % SLOTS;
    if (slot !== this.slot) {
      this.slot = slot;
      this.inputBytes[slot] = 0;
      this.outputBytes[slot] = 0;
    }
    const share = Math.ceil(clients.size / BEATS_PER_SECOND);
    for (let left = Math.min(clients.size, Math.max(CLIENTS_MIN, share)); left > 0; left--) {
      const client = this.walk.next();
      if (client) this.look(client, slot);
    }
  }

  private look(client: Client, slot: number): void {
    const unsentBytes = this.server.unsentBytesOf(client);
    this.replyBuffers.look(client, unsentBytes);
    const figures = clientFigures(client, unsentBytes);
    const input = figures.qbuf + figures.qbufFree + figures.argvMem + figures.multiMem;
    if (unsentBytes > 0) this.server.outputLimits.checkNow(client);
    this.inputBytes[slot] = Math.max(this.inputBytes[slot] as number, input);
    this.outputBytes[slot] = Math.max(this.outputBytes[slot] as number, figures.omem);
  }
}
