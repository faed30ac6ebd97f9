/** XINFO: what a stream, its groups and their consumers look like inside. Looking changes nothing. */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { map, type Reply } from '../../protocol/reply.ts';
import { formatId, int64Of } from '../../structures/stream-id.ts';
import type { Consumer, ConsumerGroup, PendingEntry } from '../keyspace/stream-group.ts';
import type { StreamValue } from '../keyspace/stream-value.ts';
import type { Args } from './args.ts';
import { type Command, defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, NO_SUCH_KEY } from './errors.ts';
import { containerHelp } from './help.ts';
import { readStream } from './stream-arguments.ts';
import { noSuchGroup, subcommandError } from './stream-group.ts';
import { entryReplies, entryReply } from './stream-range.ts';

/** FULL without COUNT. */
const COUNT_DEFAULT = 10;

const existingStream = (ctx: Context, args: Args): StreamValue =>
  readStream(ctx, args, 2) ?? fail(NO_SUCH_KEY);

/** Null: not FULL; 0: all of everything. */
function readFullCount(args: Args): number | null {
  const { length } = args;
  if (length === 3) return null;
  const isRight =
    (length === 4 || length === 6) && args.is(3, 'FULL') && (length === 4 || args.is(4, 'COUNT'));
  if (!isRight) return fail(subcommandError('XINFO', args));
  if (length === 4) return COUNT_DEFAULT;
  const count = args.int(5);
  return count < 0 ? COUNT_DEFAULT : count;
}

function edgeEntry({ log }: StreamValue, last: boolean): Reply {
  const cursor = log.cursor(null, null, last);
  return cursor.next() ? entryReply(cursor) : null;
}

function stream(ctx: Context, args: Args): Reply {
  const value = existingStream(ctx, args);
  const count = readFullCount(args);
  const { log } = value;
  const items: Reply[] = [
    ...['length', log.length],
    ...['radix-tree-keys', log.nodeCount, 'radix-tree-nodes', log.radixNodeCount()],
    ...['last-generated-id', formatId(log.lastId)],
    ...['max-deleted-entry-id', formatId(log.maxDeletedId)],
    ...['entries-added', int64Of(log.entriesAdded)],
    ...['recorded-first-entry-id', formatId(log.firstId)],
  ];
  if (count === null) {
    items.push('groups', value.groups.size);
    items.push('first-entry', edgeEntry(value, false), 'last-entry', edgeEntry(value, true));
    return map(items);
  }
  items.push('entries', entryReplies(log.cursor(null, null), count));
  const groups = value.groups.all().map((group) => fullGroup(ctx, value, group, count));
  items.push('groups', groups);
  return map(items);
}

/** Up to `count` of them; 0 is all. */
function pendingReplies(
  pending: Iterable<PendingEntry>,
  count: number,
  reply: (entry: PendingEntry) => Reply,
): Reply[] {
  const replies: Reply[] = [];
  for (const entry of pending) {
    replies.push(reply(entry));
    if (replies.length === count) break;
  }
  return replies;
}

const entriesRead = ({ entriesRead: read }: ConsumerGroup): Reply =>
  read === null ? null : int64Of(read);

function fullGroup(ctx: Context, value: StreamValue, group: ConsumerGroup, count: number): Reply {
  return map([
    ...['name', group.name, 'last-delivered-id', formatId(group.lastId)],
    ...['entries-read', entriesRead(group), 'lag', value.lagOf(group, ctx.version)],
    ...['pel-count', group.pending.size],
    'pending',
    pendingReplies(group.pending, count, (entry) => [
      formatId(entry),
      entry.consumer.name,
      entry.deliveredAtMs,
      int64Of(entry.deliveries),
    ]),
    'consumers',
    group.consumers.all().map((consumer) => fullConsumer(ctx, consumer, count)),
  ]);
}

function fullConsumer({ version }: Context, consumer: Consumer, count: number): Reply {
  const { name, seenAtMs, activeAtMs, pending } = consumer;
  return map([
    ...['name', name, 'seen-time', seenAtMs],
    ...(version >= 702 ? ['active-time', activeAtMs ?? -1] : []),
    ...['pel-count', pending.size],
    'pending',
    pendingReplies(pending, count, (entry) => [
      formatId(entry),
      entry.deliveredAtMs,
      int64Of(entry.deliveries),
    ]),
  ]);
}

function groups(ctx: Context, args: Args): Reply {
  const value = existingStream(ctx, args);
  return value.groups
    .all()
    .map((group) =>
      map([
        ...['name', group.name, 'consumers', group.consumers.size],
        ...['pending', group.pending.size, 'last-delivered-id', formatId(group.lastId)],
        ...['entries-read', entriesRead(group), 'lag', value.lagOf(group, ctx.version)],
      ]),
    );
}

/** A span up to now; clocks that were set back make it 0. */
const since = (ctx: Context, atMs: UnixMs): number => Math.max(0, ctx.keyspace.nowMs - atMs);

function consumers(ctx: Context, args: Args): Reply {
  const value = existingStream(ctx, args);
  const name: Bytes = args.bytes(3);
  const group = value.groups.get(name) ?? fail(noSuchGroup(name, args.bytes(2)));
  return group.consumers.all().map((consumer) => {
    const { seenAtMs, activeAtMs } = consumer;
    const inactive = activeAtMs === null ? -1 : since(ctx, activeAtMs);
    return map([
      ...['name', consumer.name, 'pending', consumer.pending.size, 'idle', since(ctx, seenAtMs)],
      ...(ctx.version >= 702 ? ['inactive', inactive] : []),
    ]);
  });
}

export const streamInfoCommands: Command[] = defineGroup('stream', [
  {
    name: 'XINFO',
    since: '5.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands that look into streams.',
    syntax: '',
  },
  {
    name: 'XINFO CONSUMERS',
    since: '5.0.0',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Lists the consumers of a group, with what they have pending and when they were seen.',
    syntax: 'key groupname(group)',
    keyType: 'stream',
    run: consumers,
  },
  {
    name: 'XINFO GROUPS',
    since: '5.0.0',
    history: [['7.0.0', 'Added the `entries-read` and `lag` fields']],
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Lists the consumer groups of a stream, with how far each has read.',
    syntax: 'key',
    keyType: 'stream',
    run: groups,
  },
  containerHelp('XINFO', '5.0.0'),
  {
    name: 'XINFO STREAM',
    since: '5.0.0',
    history: [
      ['6.0.0', 'Added the `FULL` modifier.'],
      [
        '7.0.0',
        'Added the `max-deleted-entry-id`, `entries-added`, `recorded-first-entry-id`, `entries-read` and `lag` fields',
      ],
    ],
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(N) where N is the number of nodes, and of entries with FULL.',
    summary: 'Shows the counters and ends of a stream; with FULL also its entries and groups.',
    syntax: 'key [FULL full:block([COUNT count:integer])]',
    keyType: 'stream',
    run: stream,
  },
]);
