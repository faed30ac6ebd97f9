/**
 * Undo of FLUSHALL, FLUSHDB and of a reset: the removed databases are kept whole for a while, which
 * costs nothing, because a flush only puts new tables in their place.
 */
import type { UndoView } from '../contract/host.ts';
import type { Database } from '../engine/keyspace/database.ts';
import { commandsFor } from '../engine/persistence/rewrite.ts';
import type { Server } from '../engine/server/server.ts';

const OFFER_MS = 120_000;

interface Removed {
  readonly dbIndex: number;
  readonly entries: Database['entries'];
  readonly expires: Database['expires'];
}

export class Undo {
  private removed: Removed[] = [];
  private command: UndoView['command'] = 'FLUSHALL';
  private untilMs = 0;
  /** What the running command has removed so far. */
  private gathering: Removed[] = [];

  /** A database is about to be emptied. */
  gather(database: Database): void {
    if (database.size === 0) return;
    const { entries, expires } = database;
    this.gathering.push({ dbIndex: database.index, entries, expires });
  }

  /** The command that emptied databases has ended. */
  settle(command: UndoView['command'] | null, realNowMs: number): void {
    if (this.gathering.length === 0) return;
    if (command) {
      this.removed = this.gathering;
      this.command = command;
      this.untilMs = realNowMs + OFFER_MS;
    }
    this.gathering = [];
  }

  view(realNowMs: number): UndoView | null {
    if (realNowMs > this.untilMs) this.removed = [];
    if (this.removed.length === 0) return null;
    let keys = 0;
    for (const { entries } of this.removed) keys += entries.size;
    return { command: this.command, keys, untilMs: this.untilMs };
  }

  /**
   * Puts the removed keys back. After a flush they come beside what has been written since; a reset
   * or a loaded file put other data in their place, which `replace` takes away (as a reset of its
   * own, so that this too can be undone). Answers with how many came back.
   */
  restore(server: Server, replace: () => void): number {
    const { removed, command } = this;
    this.removed = [];
    if (removed.length > 0 && command === 'RESET') replace();
    let restored = 0;
    server.turn(() => {
      for (const { dbIndex, entries, expires } of removed) {
        const database = server.keyspace.databases[dbIndex] as Database;
        for (let i = 0; i < entries.size; i++) {
          const key = entries.keyAt(i);
          const expiresAtMs = expires.get(key) ?? null;
          if (database.has(key) || (expiresAtMs !== null && expiresAtMs < server.keyspace.nowMs))
            continue;
          const value = entries.valueAt(i);
          database.add(key, value);
          if (expiresAtMs !== null) database.setExpiry(key, expiresAtMs);
          for (const argv of commandsFor(key, value, expiresAtMs))
            server.propagation.add(dbIndex, argv);
          server.keyspace.dirty++;
          restored++;
        }
      }
      server.propagation.commit();
    });
    return restored;
  }
}
