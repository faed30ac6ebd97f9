/**
 * Clients that wait for keys: who waits for what, in the order they came.
 *
 * A blocked command is kept as its arguments. When a key it waits for comes into being the command
 * simply runs again (as Redis 7.2 does): if it still finds nothing it goes on waiting, in its old
 * place and with its old deadline. So it does when a key it waits for goes, if it asked for that.
 * Redis 7.0 served a client from the key that had become ready first: there the command runs again
 * with that key alone.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Database } from '../keyspace/database.ts';
import type { BlockedState, Client } from './client.ts';
import { argvBytes, SOUGHT_NAME_BYTES, tableBytes, WAIT_BYTES } from './client-memory.ts';

interface ReadyKey {
  readonly database: Database;
  readonly key: Bytes;
}

/** The arguments of a blocked command that names `key` only, of all the keys it waits for. */
export function argvWithOnly({ entry, argv, wait }: BlockedState, key: Bytes): readonly Bytes[] {
  const { keys } = wait;
  const { name } = entry.command;
  if (keys.length < 2) return argv;
  if (name.startsWith('XREAD')) {
    const start = argv.length - 2 * keys.length;
    const id = argv[start + keys.length + keys.indexOf(key)] as Bytes;
    return [...argv.slice(0, start), key, id];
  }
  if (name.endsWith('MPOP')) {
    const [command = '', timeout = ''] = argv;
    return [command, timeout, '1', key, ...argv.slice(3 + keys.length)];
  }
  return [argv[0] as Bytes, key, argv.at(-1) as Bytes];
}

/** Of one waiting command: its arguments, its keys, and its place at each. */
const ownBytes = (keys: readonly Bytes[], argv: readonly Bytes[]): number =>
  argvBytes(argv) + keys.length * WAIT_BYTES + tableBytes(keys.length);

/** Of the keys of a database that are waited for. */
const wantedBytes = (keys: number): number => keys * SOUGHT_NAME_BYTES + tableBytes(keys);

export class Blocking {
  /** Per database index and key, the clients in the order they blocked. */
  private readonly waiting = new Map<number, Map<Bytes, Set<Client>>>();
  private readyKeys: ReadyKey[] = [];
  blockedClients = 0;
  /** What waiting commands and their places take. */
  memoryBytes = 0;

  add(client: Client, keys: readonly Bytes[], argv: readonly Bytes[]): void {
    this.blockedClients++;
    this.memoryBytes += ownBytes(keys, argv);
    const byKey = this.waiting.get(client.dbIndex) ?? new Map<Bytes, Set<Client>>();
    this.waiting.set(client.dbIndex, byKey);
    const before = wantedBytes(byKey.size);
    for (const key of keys) byKey.set(key, (byKey.get(key) ?? new Set()).add(client));
    this.memoryBytes += wantedBytes(byKey.size) - before;
  }

  remove(client: Client, keys: readonly Bytes[], argv: readonly Bytes[]): void {
    this.blockedClients--;
    this.memoryBytes -= ownBytes(keys, argv);
    const byKey = this.waiting.get(client.dbIndex);
    const before = wantedBytes(byKey?.size ?? 0);
    for (const key of keys) {
      const clients = byKey?.get(key);
      clients?.delete(client);
      if (clients?.size === 0) byKey?.delete(key);
    }
    this.memoryBytes += wantedBytes(byKey?.size ?? 0) - before;
  }

  /** Keys some client waits for, counted once each. */
  get waitedKeys(): number {
    let total = 0;
    for (const byKey of this.waiting.values()) total += byKey.size;
    return total;
  }

  isWaitedFor(dbIndex: number, key: Bytes): boolean {
    return this.waiting.get(dbIndex)?.has(key) ?? false;
  }

  markReady(database: Database, key: Bytes): void {
    if (this.isWaitedFor(database.index, key)) this.readyKeys.push({ database, key });
  }

  /** After a flush, SWAPDB or a load: every waited-for key, which has come, gone or changed. */
  markAllReady(database: Database): void {
    for (const key of this.waiting.get(database.index)?.keys() ?? []) {
      this.readyKeys.push({ database, key });
    }
  }

  /** Hands each ready key's waiting clients to `serve`, oldest first, until none is left ready. */
  serveReady(serve: (client: Client, database: Database, key: Bytes) => void): void {
    while (this.readyKeys.length > 0) {
      const batch = this.readyKeys;
      this.readyKeys = [];
      for (const { database, key } of batch) {
        const clients = this.waiting.get(database.index)?.get(key);
        if (!clients) continue;
        for (const client of [...clients]) {
          if (client.blocked) serve(client, database, key);
        }
      }
    }
  }
}
