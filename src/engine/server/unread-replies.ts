/**
 * Replies that have left the server and that clients have not read: they wait in the link.
 *
 * Links do not tell when something has been read, so those that held something are asked again.
 */
import type { Client } from './client.ts';

export class UnreadReplies {
  private readonly slow = new Set<Client>();

  /** Something was delivered to the client. Answers with what it has not read. */
  note(client: Client): number {
    const { unreadBytes } = client;
    if (unreadBytes > 0) this.slow.add(client);
    return unreadBytes;
  }

  drop(client: Client): void {
    this.slow.delete(client);
  }

  /** Those that had not read everything when they were looked at last. */
  get clients(): Iterable<Client> {
    return this.slow;
  }

  /** Of all clients, now. */
  get bytes(): number {
    let total = 0;
    for (const client of this.slow) {
      const { unreadBytes } = client;
      if (unreadBytes === 0) this.slow.delete(client);
      total += unreadBytes;
    }
    return total;
  }
}
