/** Pub/Sub commands. Each channel subscribed to or left is answered with a push of its own. */
import type { Bytes } from '../../../base/bytes.ts';
import { globMatch } from '../../../base/glob.ts';
import { NO_REPLY, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, subcommandSyntax } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import type { NodeCommand } from '../command-table.ts';
import type { SubscriptionKind } from '../pubsub.ts';
import type { ServerContext } from '../server-context.ts';

const subscribeTo =
  (kind: SubscriptionKind) =>
  ({ server, client }: ServerContext, args: Args): Reply => {
    for (const name of args.toArray(1))
      server.push(client, server.pubsub.subscribe(client, kind, name));
    return NO_REPLY;
  };

/** Who wants one reply to each command cannot become a subscriber, not even under MULTI. */
const subscribeToShard = (ctx: ServerContext, args: Args): Reply =>
  ctx.mayBlock
    ? subscribeTo('shard')(ctx, args)
    : fail("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");

const unsubscribeFrom =
  (kind: SubscriptionKind) =>
  ({ server, client }: ServerContext, args: Args): Reply => {
    const names = args.toArray(1);
    const replies =
      names.length > 0
        ? names.map((name) => server.pubsub.unsubscribe(client, kind, name))
        : server.pubsub.unsubscribeAll(client, kind);
    for (const reply of replies) server.push(client, reply);
    return NO_REPLY;
  };

const listChannels = (audience: ReadonlyMap<Bytes, unknown>, args: Args): Reply => {
  if (args.length > 3) return fail(subcommandSyntax(args));
  const names = [...audience.keys()];
  return args.length > 2 ? names.filter((name) => globMatch(args.bytes(2), name)) : names;
};

const countSubscribers = (audience: ReadonlyMap<Bytes, ReadonlySet<unknown>>, args: Args): Reply =>
  args.toArray(2).flatMap((name): Reply[] => [name, audience.get(name)?.size ?? 0]);

/** Subscribers of replicas hear what is published here. */
function tellReplicas({ server, db }: ServerContext, args: Args): void {
  const { propagation } = server;
  if (propagation.replicas !== null) propagation.addForReplicas(db.index, args.toArray());
}

export const pubsubCommands: NodeCommand[] = defineGroup<ServerContext>('pubsub', [
  {
    name: 'SUBSCRIBE',
    since: '2.0.0',
    flags: 'pubsub noscript loading stale',
    complexity: 'O(N)',
    summary: 'Listens to channels.',
    syntax: 'channel...',
    run: subscribeTo('channel'),
  },
  {
    name: 'UNSUBSCRIBE',
    since: '2.0.0',
    flags: 'pubsub noscript loading stale',
    complexity: 'O(N)',
    summary: 'Stops listening to channels.',
    syntax: '[channel...]',
    run: unsubscribeFrom('channel'),
  },
  {
    name: 'PSUBSCRIBE',
    since: '2.0.0',
    flags: 'pubsub noscript loading stale',
    complexity: 'O(N)',
    summary: 'Listens to all channels that match patterns.',
    syntax: 'pattern:block(pattern:pattern)...',
    run: subscribeTo('pattern'),
  },
  {
    name: 'PUNSUBSCRIBE',
    since: '2.0.0',
    flags: 'pubsub noscript loading stale',
    complexity: 'O(N+M)',
    summary: 'Stops listening to patterns.',
    syntax: '[pattern:pattern...]',
    run: unsubscribeFrom('pattern'),
  },
  {
    name: 'SSUBSCRIBE',
    since: '7.0.0',
    flags: 'pubsub noscript loading stale',
    keys: [1, -1, 1],
    complexity: 'O(N)',
    summary: 'Listens to shard channels.',
    syntax: 'shardchannel...',
    run: subscribeToShard,
  },
  {
    name: 'SUNSUBSCRIBE',
    since: '7.0.0',
    flags: 'pubsub noscript loading stale',
    keys: [1, -1, 1],
    complexity: 'O(N)',
    summary: 'Stops listening to shard channels.',
    syntax: '[shardchannel...]',
    run: unsubscribeFrom('shard'),
  },
  {
    name: 'PUBLISH',
    since: '2.0.0',
    flags: 'pubsub loading stale fast',
    complexity: 'O(N+M)',
    summary: 'Sends a message to everybody who listens to a channel.',
    syntax: 'channel message',
    run: (ctx, args) => {
      tellReplicas(ctx, args);
      return ctx.server.pubsub.publish(args.bytes(1), args.bytes(2));
    },
  },
  {
    name: 'SPUBLISH',
    since: '7.0.0',
    flags: 'pubsub loading stale fast',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Sends a message to everybody who listens to a shard channel.',
    syntax: 'shardchannel message',
    run: (ctx, args) => {
      tellReplicas(ctx, args);
      return ctx.server.pubsub.publishToShard(args.bytes(1), args.bytes(2));
    },
  },
  {
    name: 'PUBSUB',
    since: '2.8.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands that look at subscriptions.',
    syntax: '',
  },
  {
    name: 'PUBSUB CHANNELS',
    since: '2.8.0',
    flags: 'pubsub loading stale',
    complexity: 'O(N)',
    summary: 'Lists channels that somebody listens to.',
    syntax: '[pattern:pattern]',
    run: ({ server }, args) => listChannels(server.pubsub.channels, args),
  },
  {
    name: 'PUBSUB NUMPAT',
    since: '2.8.0',
    flags: 'pubsub loading stale',
    complexity: 'O(1)',
    summary: 'Counts the patterns that somebody listens to.',
    syntax: '',
    run: ({ server }) => server.pubsub.patterns.size,
  },
  {
    name: 'PUBSUB NUMSUB',
    since: '2.8.0',
    flags: 'pubsub loading stale',
    complexity: 'O(N)',
    summary: 'Counts the subscribers of channels.',
    syntax: '[channel...]',
    run: ({ server }, args) => countSubscribers(server.pubsub.channels, args),
  },
  {
    name: 'PUBSUB SHARDCHANNELS',
    since: '7.0.0',
    flags: 'pubsub loading stale',
    complexity: 'O(N)',
    summary: 'Lists shard channels that somebody listens to.',
    syntax: '[pattern:pattern]',
    run: ({ server }, args) => listChannels(server.pubsub.shardChannels, args),
  },
  {
    name: 'PUBSUB SHARDNUMSUB',
    since: '7.0.0',
    flags: 'pubsub loading stale',
    complexity: 'O(N)',
    summary: 'Counts the subscribers of shard channels.',
    syntax: '[shardchannel...]',
    run: ({ server }, args) => countSubscribers(server.pubsub.shardChannels, args),
  },
  containerHelp('PUBSUB', '6.2.0', '-@pubsub'),
]);
