/**
 * Undo of FLUSHALL, FLUSHDB and of a reset: the removed databases are kept whole for a while, which
 * costs nothing, because a flush only puts new tables in their place. Several are kept: a script that
 * begins with FLUSHALL and is run twice must not make the first one's keys unreachable. Undo takes
 * them back newest first.
 */
import type { UndoView } from '../contract/host.ts';
import type { Database } from '../engine/keyspace/database.ts';
import { commandsFor } from '../engine/persistence/rewrite.ts';
import type { Server } from '../engine/server/server.ts';

const OFFER_MS = 120_000;
/** Older removals are let go when there are more, or more keys in all of them. */
const REMOVALS_MAX = 8;
const KEYS_MAX = 1_000_000;

interface Removed {
  readonly dbIndex: number;
  readonly entries: Database['entries'];
  readonly expires: Database['expires'];
}

interface Removal extends UndoView {
  readonly removed: readonly Removed[];
}

export class Undo {
  /** Oldest first. */
  private removals: readonly Removal[] = [];
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
      const removed = this.gathering;
      const keys = removed.reduce((sum, { entries }) => sum + entries.size, 0);
      const removal = { command, keys, untilMs: realNowMs + OFFER_MS, removed };
      this.removals = [...this.kept(keys), removal];
    }
    this.gathering = [];
  }

  /** The removals that may stay beside a newer one of so many keys. */
  private kept(newKeys: number): readonly Removal[] {
    let keys = newKeys;
    const kept: Removal[] = [];
    for (const removal of this.removals.toReversed()) {
      keys += removal.keys;
      if (keys > KEYS_MAX || kept.length + 1 === REMOVALS_MAX) break;
      kept.unshift(removal);
    }
    return kept;
  }

  view(realNowMs: number): UndoView | null {
    this.removals = this.removals.filter((removal) => realNowMs <= removal.untilMs);
    const newest = this.removals.at(-1);
    if (!newest) return null;
    const { command, keys, untilMs } = newest;
    return { command, keys, untilMs };
  }

  /**
   * Puts the removed keys back. After a flush they come beside what has been written since; a reset
   * or a loaded file put other data in their place, which `replace` takes away (as a reset of its
   * own, so that this too can be undone). Answers with how many came back.
   */
  restore(server: Server, replace: () => void): number {
    const newest = this.removals.at(-1);
    if (!newest) return 0;
    this.removals = this.removals.slice(0, -1);
    const { removed, command } = newest;
    if (command === 'RESET') replace();
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
