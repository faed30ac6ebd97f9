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

type Audience = Map<Bytes, Set<Client>>;

export type SubscriptionKind = 'channel' | 'pattern' | 'shard';

const WORDS = {
  channel: { on: 'subscribe', off: 'unsubscribe' },
  pattern: { on: 'psubscribe', off: 'punsubscribe' },
  shard: { on: 'ssubscribe', off: 'sunsubscribe' },
} as const;

export class PubSub {
  readonly channels: Audience = new Map();
  readonly patterns: Audience = new Map();
  readonly shardChannels: Audience = new Map();
  private readonly send: (client: Client, message: Reply) => void;

  constructor(send: (client: Client, message: Reply) => void) {
    this.send = send;
  }

  subscribe(client: Client, kind: SubscriptionKind, name: Bytes): Reply {
    const own = ownSet(client, kind);
    if (!own.has(name)) {
      own.add(name);
      const audience = this.audience(kind);
      const clients = audience.get(name) ?? new Set();
      audience.set(name, clients.add(client));
    }
    return push([WORDS[kind].on, name, count(client, kind)]);
  }

  unsubscribe(client: Client, kind: SubscriptionKind, name: Bytes): Reply {
    if (ownSet(client, kind).delete(name)) this.forget(this.audience(kind), name, client);
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
    for (const name of client.channels) this.forget(this.channels, name, client);
    for (const name of client.patterns) this.forget(this.patterns, name, client);
    for (const name of client.shardChannels) this.forget(this.shardChannels, name, client);
    client.channels.clear();
    client.patterns.clear();
    client.shardChannels.clear();
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
