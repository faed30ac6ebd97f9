/**
 * client-output-buffer-limit: a client that lets replies pile up is closed, and what it has not got
 * is lost. At once above the hard limit, above the soft one when it has been so for some seconds.
 *
 * Looked at when something is added for a client, and by clients' cron, since time passes and clients
 * read without telling. Who has fewer bytes than the least of the limits is not looked at, which costs
 * a command one comparison. A client is closed when the turn ends, but gets and runs nothing more
 * before. Message ports do not tell what is unread, so there only what one turn makes is known.
 */
import { type Client, REPLY_BUFFER_BYTES } from './client.ts';
import { describeClient } from './client-info.ts';
import { outputBytes, unsentBytesBelow } from './client-memory.ts';
import type { Server } from './server.ts';

interface Limit {
  /** 0 for none, as for the soft one. */
  readonly hardBytes: number;
  readonly softBytes: number;
  readonly softSeconds: number;
}

type ClientClass = 'normal' | 'slave' | 'pubsub';

const NO_LIMIT: Limit = { hardBytes: 0, softBytes: 0, softSeconds: 0 };

function classOf(client: Client): ClientClass {
  if (client.isReplica) return 'slave';
  return client.isSubscribed ? 'pubsub' : 'normal';
}

export class OutputLimits {
  /** client_output_buffer_limit_disconnections. */
  disconnections = 0;
  /** Replies of no more bytes are below every limit. */
  leastBytes = Number.POSITIVE_INFINITY;
  private readonly server: Server;
  private limits: Readonly<Record<string, Limit>> = {};
  /** Since when clients have been above their soft limit, in whole seconds as Redis has them. */
  private readonly overSince = new Map<Client, number>();

  constructor(server: Server) {
    this.server = server;
  }

  /** `value` as CONFIG GET shows it. */
  setLimits(value: string): void {
    const words = value.split(' ');
    const limits: Record<string, Limit> = {};
    this.leastBytes = Number.POSITIVE_INFINITY;
    for (let i = 0; i < words.length; i += 4) {
      const [hardBytes = 0, softBytes = 0, softSeconds = 0] = words.slice(i + 1, i + 4).map(Number);
      limits[words[i] as string] = { hardBytes, softBytes, softSeconds };
      for (const bytes of [hardBytes, softBytes]) {
        if (bytes > 0) this.leastBytes = Math.min(this.leastBytes, unsentBytesBelow(bytes));
      }
    }
    this.limits = limits;
  }

  /** With a longer reply the client is above its hard limit, whatever the size of its buffer. */
  replyBytesMax(client: Client): number {
    const { hardBytes } = this.limits[classOf(client)] ?? NO_LIMIT;
    return hardBytes > 0 ? hardBytes + 2 * REPLY_BUFFER_BYTES : Number.POSITIVE_INFINITY;
  }

  /** Something was added for the client. */
  check(client: Client): void {
    if (client.doomed || client.closed || !this.isOver(client)) return;
    this.tell(client, 'scheduled to be closed ASAP');
    this.server.abortSoon(client);
  }

  /** Closes at once: nothing of the client is being run. */
  checkNow(client: Client): void {
    if (client.doomed || client.closed || !this.isOver(client)) return;
    this.tell(client, 'closed');
    this.server.abort(client);
  }

  /** The client has gone. */
  drop(client: Client): void {
    this.overSince.delete(client);
  }

  private isOver(client: Client): boolean {
    const held = outputBytes(this.heldBytesOf(client), client.replyBufferBytes);
    const { hardBytes, softBytes, softSeconds } = this.limits[classOf(client)] ?? NO_LIMIT;
    // No replica is closed for less than could be kept for it.
    const least = client.isReplica ? this.server.config.number('repl-backlog-size') : 0;
    if (hardBytes > 0 && held >= Math.max(hardBytes, least)) return true;
    if (softBytes === 0 || held < softBytes) {
      this.overSince.delete(client);
      return false;
    }
    const now = Math.floor(this.server.keyspace.nowMs / 1000);
    const since = this.overSince.get(client) ?? now;
    this.overSince.set(client, since);
    return now - since > softSeconds;
  }

  /** The data set that a replica is sent at first does not count. */
  private heldBytesOf(client: Client): number {
    const unsent = this.server.unsentBytesOf(client);
    const { isReplica, replica } = client;
    return isReplica && replica ? Math.min(unsent, replica.streamedBytes) : unsent;
  }

  private tell(client: Client, what: string): void {
    this.disconnections++;
    const text = `Client ${describeClient(this.server, client)} ${what} for overcoming of output buffer limits.`;
    this.server.ports.log.write('warning', text);
  }
}
