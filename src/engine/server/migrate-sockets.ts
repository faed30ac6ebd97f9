/**
 * Connections that MIGRATE keeps for the next time: to each server one, with the database that is
 * selected there, until nobody has used it for ten seconds.
 */
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import type { Link } from '../../base/ports.ts';
import type { Server } from './server.ts';

const KEPT_MS = 10_000;
const KEPT_MAX = 64;

/** Whoever uses the connection at present. */
export interface SocketUser {
  opened(): void;
  received(text: Bytes): void;
  closed(why?: 'no-address'): void;
}

export interface MigrateSocket {
  readonly link: Link;
  /** It has been used before. */
  readonly isKept: boolean;
  /** The database selected there; -1 where nobody has selected one. */
  dbIndex: number;
}

interface Entry extends MigrateSocket {
  isKept: boolean;
  link: Link;
  user: SocketUser | null;
  cancelTimer: () => void;
}

const nameOf = (host: Bytes, port: number): string => `${host}:${port}`;

export class MigrateSockets {
  private readonly server: Server;
  private readonly kept = new Map<string, Entry>();

  constructor(server: Server) {
    this.server = server;
  }

  /** migrate_cached_sockets. */
  get size(): number {
    return this.kept.size;
  }

  /** Null without a network. `user.opened` is called for a new connection only, after this returned. */
  open(host: Bytes, port: number, user: SocketUser): MigrateSocket | null {
    const name = nameOf(host, port);
    const known = this.kept.get(name);
    if (known) {
      known.cancelTimer();
      known.user = user;
      known.isKept = true;
      return known;
    }
    const entry: Entry = { link: NONE, isKept: false, dbIndex: -1, user, cancelTimer: () => {} };
    const link = this.server.ports.network?.connect(host, port, {
      opened: () => entry.user?.opened(),
      received: (bytes) => entry.user?.received(bytesOf(bytes)),
      closed: (why) => {
        this.forget(name, entry);
        entry.user?.closed(why);
      },
    });
    if (!link) return null;
    entry.link = link;
    return entry;
  }

  /** The user has done, and all it asked has been answered. */
  keep(host: Bytes, port: number, socket: MigrateSocket): void {
    const name = nameOf(host, port);
    const entry = socket as Entry;
    entry.user = null;
    if (!this.kept.has(name) && this.kept.size >= KEPT_MAX) this.closeOldest();
    this.kept.set(name, entry);
    entry.cancelTimer = this.server.ports.clock.after(KEPT_MS, () => this.close(name, entry));
  }

  /** The connection is of no use any more. */
  discard(host: Bytes, port: number, socket: MigrateSocket): void {
    const entry = socket as Entry;
    entry.user = null;
    this.close(nameOf(host, port), entry);
  }

  stop(): void {
    for (const [name, entry] of [...this.kept]) this.close(name, entry);
  }

  private closeOldest(): void {
    for (const [name, entry] of this.kept) return this.close(name, entry);
  }

  private close(name: string, entry: Entry): void {
    this.forget(name, entry);
    entry.link.close();
  }

  private forget(name: string, entry: Entry): void {
    entry.cancelTimer();
    if (this.kept.get(name) === entry) this.kept.delete(name);
  }
}

const NONE: Link = { send: () => {}, close: () => {} };
