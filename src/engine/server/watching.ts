/** WATCH: which clients look at which keys, and the flag that fails their EXEC when one changes. */
import type { Bytes } from '../../base/bytes.ts';
import type { Database } from '../keyspace/database.ts';
import type { Client } from './client.ts';
import { argumentBytes, SOUGHT_NAME_BYTES, tableBytes, WATCH_BYTES } from './client-memory.ts';

const keyOf = (database: Database, key: Bytes): Bytes => `${database.index}:${key}`;

/** Of one client's watch of a key. */
const watchBytes = (name: Bytes): number =>
  WATCH_BYTES + argumentBytes(name.slice(name.indexOf(':') + 1));

export class Watching {
  private readonly clients = new Map<Bytes, Set<Client>>();
  private watchesBytes = 0;

  get watchedKeys(): number {
    return this.clients.size;
  }

  /** What watched keys take; as if those of all databases were in one table. */
  get memoryBytes(): number {
    const { size } = this.clients;
    return this.watchesBytes + size * SOUGHT_NAME_BYTES + tableBytes(size);
  }

  /** Clients that watch at least one key. */
  get watchers(): number {
    const all = new Set<Client>();
    for (const clients of this.clients.values()) for (const client of clients) all.add(client);
    return all.size;
  }

  watch(client: Client, database: Database, key: Bytes): void {
    const name = keyOf(database, key);
    if (client.watched.has(name)) return;
    client.watched.set(name, database.isExpired(key));
    this.watchesBytes += watchBytes(name);
    const clients = this.clients.get(name) ?? new Set();
    this.clients.set(name, clients.add(client));
  }

  unwatchAll(client: Client): void {
    for (const name of client.watched.keys()) {
      const clients = this.clients.get(name);
      this.watchesBytes -= watchBytes(name);
      clients?.delete(client);
      if (clients?.size === 0) this.clients.delete(name);
    }
    client.watched.clear();
    client.watchBroken = false;
  }

  /** The key was changed, or has expired. */
  touch(database: Database, key: Bytes): void {
    if (this.clients.size === 0) return;
    const name = keyOf(database, key);
    for (const client of this.clients.get(name) ?? []) {
      // Had it expired before WATCH, its removal changes nothing that the client has seen.
      if (client.watched.get(name) && database.entries.find(key) < 0)
        client.watched.set(name, false);
      else client.watchBroken = true;
    }
  }

  /** A whole database is about to be emptied, or exchanged for `by`: keys there before or after are touched. */
  touchAll(database: Database, by: Database | null): void {
    const prefix = `${database.index}:`;
    for (const [name, clients] of this.clients) {
      if (!name.startsWith(prefix)) continue;
      const key = name.slice(prefix.length);
      const isThere = database.entries.find(key) >= 0;
      const next = by !== null && by.entries.find(key) >= 0 ? by : null;
      if (!isThere && next === null) continue;
      for (const client of clients) replaceWatched(client, name, isThere, next?.isExpired(key));
    }
  }

  /** True where a key the client watches has expired without anybody having met it yet. */
  anyExpired(client: Client, databases: readonly Database[]): boolean {
    for (const [name, wasExpired] of client.watched) {
      if (wasExpired) continue;
      const bar = name.indexOf(':');
      const database = databases[Number(name.slice(0, bar))];
      if (database?.isExpired(name.slice(bar + 1))) return true;
    }
    return false;
  }
}

/** `expiredNext`: whether what comes in the key's place has expired; undefined where nothing does. */
function replaceWatched(
  client: Client,
  name: Bytes,
  isThere: boolean,
  expiredNext: boolean | undefined,
): void {
  const hadExpired = client.watched.get(name) === true;
  // To who watches, an expired key and none are the same.
  if (hadExpired ? expiredNext !== false : !isThere && expiredNext === true) {
    client.watched.set(name, expiredNext === true);
  } else client.watchBroken = true;
}
