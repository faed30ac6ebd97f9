/**
 * Publish and subscribe: channels, glob patterns and shard channels.
 *
 * Invariant: a client is in `channels.get(c)` exactly while `c` is in its own set; empty channels
 * are dropped.
 */
import type { Bytes } from '../../base/bytes.ts';
import { globMatch } from '../../base/glob.ts';
import { push, type Reply } from '../../protocol/reply.ts';
import type { Client } from './client.ts';
import {
  argumentBytes,
  SOUGHT_NAME_BYTES,
  SUBSCRIPTION_BYTES,
  tableBytes,
} from './client-memory.ts';

type Audience = Map<Bytes, Set<Client>>;

export type SubscriptionKind = 'channel' | 'pattern' | 'shard';

const WORDS = {
  channel: { on: 'subscribe', off: 'unsubscribe' },
  pattern: { on: 'psubscribe', off: 'punsubscribe' },
  shard: { on: 'ssubscribe', off: 'sunsubscribe' },
} as const;

const namesBytes = ({ size }: Audience): number => size * SOUGHT_NAME_BYTES + tableBytes(size);

const KINDS: readonly SubscriptionKind[] = ['channel', 'pattern', 'shard'];

/** Of the last of a client's `ofKind` subscriptions of one kind; the client lists patterns without a table. */
function subscriptionBytes(kind: SubscriptionKind, name: Bytes, ofKind: number): number {
  const bytes = SUBSCRIPTION_BYTES + argumentBytes(name);
  return kind === 'pattern' ? bytes : bytes + tableBytes(ofKind) - tableBytes(ofKind - 1);
}

export class PubSub {
  readonly channels: Audience = new Map();
  readonly patterns: Audience = new Map();
  readonly shardChannels: Audience = new Map();
  private subscriptionsBytes = 0;
  private readonly send: (client: Client, message: Reply) => void;

  constructor(send: (client: Client, message: Reply) => void) {
    this.send = send;
  }

  /** What names and those who listen to them take. */
  get memoryBytes(): number {
    const { channels, patterns, shardChannels } = this;
    return (
      this.subscriptionsBytes +
      namesBytes(channels) +
      namesBytes(patterns) +
      namesBytes(shardChannels)
    );
  }

  subscribe(client: Client, kind: SubscriptionKind, name: Bytes): Reply {
    const own = ownSet(client, kind);
    if (!own.has(name)) {
      own.add(name);
      this.subscriptionsBytes += subscriptionBytes(kind, name, own.size);
      const audience = this.audience(kind);
      const clients = audience.get(name) ?? new Set();
      audience.set(name, clients.add(client));
    }
    return push([WORDS[kind].on, name, count(client, kind)]);
  }

  unsubscribe(client: Client, kind: SubscriptionKind, name: Bytes): Reply {
    const own = ownSet(client, kind);
    if (own.delete(name)) {
      this.subscriptionsBytes -= subscriptionBytes(kind, name, own.size + 1);
      this.forget(this.audience(kind), name, client);
    }
    return push([WORDS[kind].off, name, count(client, kind)]);
  }

  /** The replies for unsubscribing from everything of one kind: one with a nil name when there was nothing. */
  unsubscribeAll(client: Client, kind: SubscriptionKind): Reply[] {
    const names = [...ownSet(client, kind)];
    if (names.length === 0) return [push([WORDS[kind].off, null, count(client, kind)])];
    return names.map((name) => this.unsubscribe(client, kind, name));
  }

  /** Forgets a client that has gone. */
  drop(client: Client): void {
    for (const kind of KINDS)
      for (const name of ownSet(client, kind)) this.unsubscribe(client, kind, name);
  }

  /** Delivers to every subscriber of the channel and of each matching pattern. Answers how many got it. */
  publish(channel: Bytes, message: Bytes): number {
    let receivers = this.deliver(this.channels.get(channel), push(['message', channel, message]));
    for (const [pattern, clients] of this.patterns) {
      if (!globMatch(pattern, channel)) continue;
      receivers += this.deliver(clients, push(['pmessage', pattern, channel, message]));
    }
    return receivers;
  }

  publishToShard(channel: Bytes, message: Bytes): number {
    return this.deliver(this.shardChannels.get(channel), push(['smessage', channel, message]));
  }

  private deliver(clients: Set<Client> | undefined, message: Reply): number {
    if (!clients) return 0;
    for (const client of clients) this.send(client, message);
    return clients.size;
  }

  private audience(kind: SubscriptionKind): Audience {
    if (kind === 'channel') return this.channels;
    return kind === 'pattern' ? this.patterns : this.shardChannels;
  }

  private forget(audience: Audience, name: Bytes, client: Client): void {
    const clients = audience.get(name);
    clients?.delete(client);
    if (clients?.size === 0) audience.delete(name);
  }
}

function ownSet(client: Client, kind: SubscriptionKind): Set<Bytes> {
  if (kind === 'channel') return client.channels;
  return kind === 'pattern' ? client.patterns : client.shardChannels;
}

function count(client: Client, kind: SubscriptionKind): number {
  return kind === 'shard' ? client.shardChannels.size : client.subscriptions;
}
