/** WAITAOF: clients that wait until what they wrote is on disk. */
import type { Reply } from '../../protocol/reply.ts';
import type { Client } from './client.ts';

interface SyncWait {
  readonly reply: Reply;
  /** The sync that runs already may not cover the client's last write; the one after it does. */
  syncsLeft: number;
}

export class SyncWaits {
  private readonly waiting = new Map<Client, SyncWait>();

  add(client: Client, reply: Reply): void {
    this.waiting.set(client, { reply, syncsLeft: 2 });
  }

  drop(client: Client): void {
    this.waiting.delete(client);
  }

  /** A sync has succeeded; `isWhole` when nothing is left to be synced. */
  synced(isWhole: boolean, answer: (client: Client, reply: Reply) => void): void {
    for (const [client, wait] of [...this.waiting]) {
      wait.syncsLeft--;
      if (wait.syncsLeft > 0 && !isWhole) continue;
      this.waiting.delete(client);
      if (client.blocked?.entry.command.name === 'WAITAOF') answer(client, wait.reply);
    }
  }
}
