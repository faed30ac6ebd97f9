/**
 * CLIENT TRACKING: who has read what, and the messages that tell them it is no longer so.
 *
 * By default the node remembers which client read which key and forgets it with the message. With
 * BCAST it remembers nothing: clients name prefixes, and hear of every change below them, once per
 * turn. Messages are RESP3 pushes; a client of RESP2 has them redirected to another connection that
 * listens to `__redis__:invalidate`.
 *
 * A message to the very client whose command made the change follows that command's reply.
 *
 * Invariant: a key in `readers` has at least one reader.
 */
import type { Bytes } from '../../base/bytes.ts';
import { EndlessWalk } from '../../base/endless-walk.ts';
import type { Random } from '../../base/ports.ts';
import { push, type Reply } from '../../protocol/reply.ts';
import { NamesEstimate, namesNodes } from '../../structures/radix-size.ts';
import type { Args } from '../commands/args.ts';
import { keyIndices } from '../commands/command.ts';
import type { Client } from './client.ts';
import type { NodeCommand } from './command-table.ts';

const CHANNEL = '__redis__:invalidate';

/**
 * A key's tree of client numbers: with one reader, what a second adds, and each after that (nodes
 * grow by the size class). The numbers differ in their first byte: each has a run of seven.
 */
const READER_BYTES = { first: 72, second: 72, further: 48 };

/** Keys forgotten by one call of `limit`, times the calls it has taken so far. */
const LIMIT_EFFORT = 100;
const STRIDE_MAX = 16;

/** How one client tracks. */
export interface TrackingMode {
  readonly broadcast: boolean;
  /** Only what is read right after CLIENT CACHING YES, or all but what is read after CACHING NO. */
  readonly opt: 'in' | 'out' | null;
  /** Nothing about the client's own changes. */
  readonly noLoop: boolean;
  /** The client that gets the messages; 0 for the client itself. */
  readonly redirect: number;
  readonly prefixes: readonly Bytes[];
}

export interface TrackingState extends TrackingMode {
  /** CLIENT CACHING was said: counts for the next command, or the whole next transaction. */
  caching: boolean;
  /** Of the tree of its prefixes: 0 without BCAST. */
  readonly prefixNodes: number;
  /** The client redirected to has gone. */
  broken: boolean;
}

interface PrefixAudience {
  readonly clients: Set<Client>;
  /** Keys changed in this turn, and by whom. */
  readonly changed: Map<Bytes, Client | null>;
}

export interface TrackingLinks {
  send(client: Client, message: Reply): void;
  clientById(id: number): Client | undefined;
  /** The client whose command is being run, of a script its caller; or null. */
  running(): Client | null;
  /** The same, but a script's own client where it is one's. */
  calling(): Client | null;
  /** The same for the length of one command. */
  commandNumber(): number;
}

export class Tracking {
  /** tracking-table-max-keys; 0 for no limit. */
  keysMax = 1_000_000;
  private readonly links: TrackingLinks;
  private readonly clients = new Set<Client>();
  private readonly readers = new Map<Bytes, Set<Client>>();
  /** Where keys are taken from that are too many, and since how many calls there have been. */
  private readonly walk = new EndlessWalk(() => this.readers.keys());
  private limitRounds = 0;
  private items = 0;
  /** Keys with more than one reader. */
  private sharedKeys = 0;
  private names = new NamesEstimate();
  private readonly prefixes = new Map<Bytes, PrefixAudience>();
  /** Of the running client's own messages, null for a flush. */
  private pending: (Bytes | null)[] = [];
  private anyChanged = false;
  private flushedBy = -1;

  constructor(links: TrackingLinks) {
    this.links = links;
  }

  get clientCount(): number {
    return this.clients.size;
  }

  get keyCount(): number {
    return this.readers.size;
  }

  /** Pairs of key and reader. */
  get itemCount(): number {
    return this.items;
  }

  /** What the table of readers takes: a tree of keys, and a tree of clients for each. */
  get memoryBytes(): number {
    const { size } = this.readers;
    if (size === 0) return 0;
    const { first, second, further } = READER_BYTES;
    const more = this.items - size - this.sharedKeys;
    const clients = size * first + this.sharedKeys * second + more * further;
    return this.names.bytes(this.readers.keys(), size) + clients;
  }

  get prefixCount(): number {
    return this.prefixes.size;
  }

  enable(client: Client, mode: TrackingMode): void {
    const known = client.tracking;
    const given = mode.broadcast && mode.prefixes.length === 0 ? [''] : mode.prefixes;
    const named = mode.broadcast ? [...(known?.prefixes ?? []), ...given] : [];
    const prefixes = [...new Set(named)].sort();
    client.tracking = {
      ...mode,
      prefixes,
      prefixNodes: mode.broadcast ? namesNodes(prefixes) : 0,
      caching: false,
      broken: false,
    };
    this.clients.add(client);
    for (const prefix of prefixes) this.audience(prefix).clients.add(client);
  }

  disable(client: Client): void {
    for (const prefix of client.tracking?.prefixes ?? []) {
      const audience = this.prefixes.get(prefix);
      audience?.clients.delete(client);
      if (audience?.clients.size === 0) this.prefixes.delete(prefix);
    }
    client.tracking = null;
    this.clients.delete(client);
  }

  /** The client has read the keys of a command. */
  noteRead(client: Client, command: NodeCommand, args: Args): void {
    const { tracking } = client;
    if (!tracking || tracking.broadcast) return;
    if (tracking.opt === 'in' && !tracking.caching) return;
    if (tracking.opt === 'out' && tracking.caching) return;
    for (const at of keyIndices(command, args)) {
      const key = args.bytes(at);
      this.noteReader(key, client);
    }
  }

  private noteReader(key: Bytes, client: Client): void {
    const clients = this.readers.get(key);
    if (!clients) this.readers.set(key, new Set([client]));
    else if (clients.has(client)) return;
    else if (clients.add(client).size === 2) this.sharedKeys++;
    this.items++;
  }

  keyModified(key: Bytes): void {
    // What clients that have gone had read is remembered until it changes.
    if (this.clients.size === 0 && this.readers.size === 0) return;
    if (this.prefixes.size > 0) this.noteForPrefixes(key);
    this.invalidate(key);
  }

  /** Every key of some database has gone; told once for each command, however many went. */
  flushed(): void {
    this.forgetReaders();
    const command = this.links.commandNumber();
    if (this.clients.size === 0 || command === this.flushedBy) return;
    this.flushedBy = command;
    const running = this.links.running();
    for (const client of this.clients) {
      if (client === running) this.pending.push(null);
      else this.tell(client, null);
    }
  }

  /** The running command has been answered: its client hears what it changed itself. */
  tellRunning(client: Client): void {
    if (this.pending.length === 0) return;
    const { pending } = this;
    this.pending = [];
    for (const key of pending) this.tell(client, key === null ? null : [key]);
  }

  /** The turn ends: changes below prefixes go out, all of a prefix in one message. */
  broadcast(): void {
    if (!this.anyChanged) return;
    this.anyChanged = false;
    // In the order of Redis's radix trees: sorted.
    for (const [, { clients, changed }] of [...this.prefixes].sort(byName)) {
      for (const client of changed.size > 0 ? clients : []) {
        const keys = [...changed]
          .filter(([, by]) => !(client.tracking?.noLoop && by === client))
          .map(([key]) => key)
          .sort();
        if (keys.length > 0) this.tell(client, keys);
      }
      changed.clear();
    }
  }

  /**
   * Forgets keys while there are more than allowed, some of them at each call and more the longer it
   * takes; their readers are told.
   */
  limit(random: Random): void {
    if (this.clients.size === 0) return;
    const rounds = this.limitRounds + 1;
    for (let left = LIMIT_EFFORT * rounds; left > 0 && !this.isWithinLimit(); left--)
      this.invalidate(this.somewhere(random));
    this.limitRounds = this.isWithinLimit() ? 0 : rounds;
  }

  private isWithinLimit(): boolean {
    return this.keysMax === 0 || this.readers.size <= this.keysMax;
  }

  /** A key that was read, some steps from the last: one cannot jump into the middle of a map. */
  private somewhere(random: Random): Bytes {
    let found = '';
    for (let steps = random.below(STRIDE_MAX); steps >= 0; steps--)
      found = this.walk.next() as Bytes;
    return found;
  }

  /** Forgets a client that has gone. */
  drop(client: Client): void {
    if (client.tracking) this.disable(client);
  }

  private forgetReaders(): void {
    this.readers.clear();
    this.items = 0;
    this.sharedKeys = 0;
    this.names = new NamesEstimate();
  }

  private audience(prefix: Bytes): PrefixAudience {
    const known = this.prefixes.get(prefix);
    if (known) return known;
    const audience = { clients: new Set<Client>(), changed: new Map<Bytes, Client | null>() };
    this.prefixes.set(prefix, audience);
    return audience;
  }

  private noteForPrefixes(key: Bytes): void {
    for (const [prefix, { changed }] of this.prefixes) {
      if (!key.startsWith(prefix)) continue;
      // A script changes keys as a client of its own: it hears of them despite NOLOOP, as from Redis.
      changed.set(key, this.links.calling());
      this.anyChanged = true;
    }
  }

  private invalidate(key: Bytes): void {
    const clients = this.readers.get(key);
    if (!clients) return;
    this.readers.delete(key);
    this.items -= clients.size;
    if (clients.size > 1) this.sharedKeys--;
    if (this.readers.size === 0) this.forgetReaders();
    const running = this.links.running();
    for (const client of clients) {
      const { tracking } = client;
      if (!tracking || tracking.broadcast || (tracking.noLoop && client === running)) continue;
      if (client === running) this.pending.push(key);
      else this.tell(client, [key]);
    }
  }

  /** `keys` are no longer what they were; null for all of them. */
  private tell(client: Client, keys: readonly Bytes[] | null): void {
    const { tracking } = client;
    if (!tracking) return;
    if (tracking.redirect === 0) {
      if (client.resp === 3) this.links.send(client, push(['invalidate', keys]));
      return;
    }
    const target = this.links.clientById(tracking.redirect);
    if (!target) {
      tracking.broken = true;
      if (client.resp === 3) {
        this.links.send(client, push(['tracking-redir-broken', tracking.redirect]));
      }
    } else if (target.resp === 3) this.links.send(target, push(['invalidate', keys]));
    else if (target.isSubscribed) this.links.send(target, push(['message', CHANNEL, keys]));
  }
}

const byName = ([a]: readonly [Bytes, unknown], [b]: readonly [Bytes, unknown]): number =>
  a < b ? -1 : 1;
