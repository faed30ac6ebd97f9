/**
 * XREAD and XREADGROUP: what is newer than given IDs, in several streams, waiting for it if asked.
 *
 * A waiting command simply runs again when a stream gets an entry; so `$` is replaced by the ID it
 * meant when the wait began. A group's reader also runs again when its key or group goes, to answer
 * with an error.
 *
 * XREADGROUP propagates what was delivered (see stream-group-access.ts), never itself.
 */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, map, NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import {
  compareIds,
  formatId,
  ID_MAX,
  ID_MIN,
  nextId,
  previousId,
  type StreamId,
} from '../../structures/stream-id.ts';
import type { Consumer } from '../keyspace/stream-group.ts';
import type { StreamValue } from '../keyspace/stream-value.ts';
import { isString } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { readId } from './stream-arguments.ts';
import {
  askingConsumer,
  type GroupAt,
  noGroup,
  propagateClaim,
  propagateConsumer,
  propagateGroupId,
} from './stream-group-access.ts';
import { entryReplies, entryReply } from './stream-range.ts';
import { readTimeoutInMs } from './timeout.ts';

const GROUP_NEEDED = errorReply('ERR Missing GROUP option for XREADGROUP');
const NEW_NEEDS_GROUP = errorReply(
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
);
const KEY_GONE = errorReply('UNBLOCKED the stream key no longer exists');
const GROUP_GONE = errorReply(
  'NOGROUP the consumer group this client was blocked on no longer exists',
);
const blocksInScript = (name: Bytes) =>
  errorReply(`ERR ${name} command is not allowed with BLOCK option from scripts`);
const onlyForGroups = (option: string) =>
  errorReply(`ERR The ${option} option is only supported by XREADGROUP. You called XREAD instead.`);
const meaningless = (id: string) =>
  errorReply(
    `ERR The ${id} ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The ${id} ID would just return an empty result set.`,
  );

interface ReadOptions {
  readonly count: number;
  /** Null: does not wait. */
  readonly timeoutMs: number | null;
  readonly noAck: boolean;
  /** Where the group's name stands, its consumer's behind it; 0 without. */
  readonly groupAt: number;
  readonly keysAt: number;
  readonly streamCount: number;
}

function readOptions(ctx: Context, args: Args, forGroup: boolean): ReadOptions {
  let count = 0;
  let timeoutMs: number | null = null;
  let noAck = false;
  let groupAt = 0;
  let keysAt = 0;
  for (let i = 1; i < args.length && keysAt === 0; i++) {
    const more = args.length - i - 1;
    const word = args.word(i);
    if (word === 'BLOCK' && more > 0) {
      if (ctx.inScript) return fail(blocksInScript(args.bytes(0)));
      timeoutMs = readTimeoutInMs(ctx, args, ++i);
    } else if (word === 'COUNT' && more > 0) count = Math.max(0, args.int(++i));
    else if (word === 'STREAMS' && more > 0) {
      keysAt = i + 1;
      if (more % 2 !== 0) return fail(unbalanced(ctx, forGroup));
    } else if (word === 'GROUP' && more > 1) {
      if (!forGroup) return fail(onlyForGroups('GROUP'));
      groupAt = i + 1;
      i += 2;
    } else if (word === 'NOACK') {
      if (!forGroup) return fail(onlyForGroups('NOACK'));
      noAck = true;
    } else return fail(SYNTAX_ERROR);
  }
  if (keysAt === 0) return fail(SYNTAX_ERROR);
  if (forGroup && groupAt === 0) return fail(GROUP_NEEDED);
  return { count, timeoutMs, noAck, groupAt, keysAt, streamCount: (args.length - keysAt) / 2 };
}

function unbalanced({ version }: Context, forGroup: boolean): string {
  const name = version < 702 ? 'XREAD' : forGroup ? "'xreadgroup'" : "'xread'";
  const ids =
    version < 704 || forGroup
      ? `an ID or '${forGroup && version >= 702 ? '>' : '$'}'`
      : "an ID, '+', or '$'";
  return `ERR Unbalanced ${name} list of streams: for each stream key ${ids} must be specified.`;
}

const WORDS_SKIPPED: ReadonlyMap<string, number> = new Map([
  ['BLOCK', 2],
  ['COUNT', 2],
  ['GROUP', 3],
  ['NOACK', 1],
]);

/** As XREAD and XREADGROUP have their keys: the first half behind STREAMS. */
function findKeys(args: Args): number[] {
  let at = 1;
  while (at < args.length && !args.is(at, 'STREAMS')) {
    const skipped = WORDS_SKIPPED.get(args.word(at));
    if (skipped === undefined) return [];
    at += skipped;
  }
  const count = (args.length - at - 1) / 2;
  if (count < 1 || !Number.isInteger(count)) return [];
  return Array.from({ length: count }, (_, i) => at + 1 + i);
}

/** Waits for any of the streams, or answers as if it had been in vain. */
function waitFor(
  ctx: Context,
  args: Args,
  options: ReadOptions,
  ids: readonly StreamId[],
  wakesOnLoss: boolean,
): Reply {
  const { timeoutMs, keysAt, streamCount } = options;
  if (timeoutMs === null) return NULL_ARRAY;
  const argv = args.toArray();
  for (const [n, id] of ids.entries()) {
    const at = keysAt + streamCount + n;
    if (argv[at] === '$') argv[at] = formatId(id);
  }
  const keys = argv.slice(keysAt, keysAt + streamCount);
  return ctx.block({ keys, type: 'stream', timeoutMs, onTimeout: NULL_ARRAY, argv, wakesOnLoss });
}

/** Pairs of a stream's name and its entries. */
function streamsReply(ctx: Context, pairs: readonly (readonly [string, Reply])[]): Reply {
  return ctx.resp === 3 ? map(pairs.flat()) : pairs;
}

// ---- XREAD ----

/** The ID after which to read: `$` is the last one, `+` (7.4) the one before the last entry. */
function idToReadAfter(
  ctx: Context,
  args: Args,
  i: number,
  stream: StreamValue | undefined,
): StreamId {
  const text = args.bytes(i);
  if (text === '$') return stream?.log.lastId ?? ID_MIN;
  if (text === '>') return fail(NEW_NEEDS_GROUP);
  if (text !== '+' || ctx.version < 704) return readId(args, i);
  const last = stream?.log.lastEntryId();
  return (last && previousId(last)) ?? stream?.log.lastId ?? ID_MIN;
}

function xread(ctx: Context, args: Args): Reply {
  const options = readOptions(ctx, args, false);
  const { count, keysAt, streamCount } = options;
  const ids: StreamId[] = [];
  const streamAt = (n: number) => asType(args.readKey(ctx.db, keysAt + n), 'stream');
  for (let n = 0; n < streamCount; n++) {
    const stream = streamAt(n);
    ids.push(idToReadAfter(ctx, args, keysAt + streamCount + n, stream));
  }
  const found: (readonly [string, Reply])[] = [];
  for (const [n, id] of ids.entries()) {
    // Looked up once more, as Redis does: hits and misses show it.
    const stream = streamAt(n);
    const start = nextId(id);
    if (!stream || start === null || compareIds(start, stream.log.lastId) > 0) continue;
    const cursor = stream.log.cursor(start, null);
    const entries = entryReplies(cursor, count);
    cursor.noteIt();
    if (entries.length > 0) found.push([args.bytes(keysAt + n), entries]);
  }
  if (found.length > 0) return streamsReply(ctx, found);
  return waitFor(ctx, args, options, ids, false);
}

// ---- XREADGROUP ----

interface GroupRead {
  readonly at: GroupAt;
  /** Null: entries that nobody in the group has been given (`>`). */
  readonly historyAfter: StreamId | null;
}

function readGroupAt(ctx: Context, args: Args, i: number, options: ReadOptions): GroupRead {
  const { groupAt, streamCount } = options;
  const wasBlocked = ctx.runsAgain && ctx.version < 702;
  const value = args.readKey(ctx.db, i);
  if (wasBlocked && (value === undefined || isString(value) || value.type !== 'stream')) {
    return fail(KEY_GONE);
  }
  const stream = asType(value, 'stream');
  const key = args.bytes(i);
  const group = stream?.groups.get(args.bytes(groupAt));
  if (!stream || !group) {
    const where = ' in XREADGROUP with GROUP option';
    return fail(wasBlocked ? GROUP_GONE : noGroup(key, args.bytes(groupAt), where));
  }
  const idAt = i + streamCount;
  const id = args.bytes(idAt);
  if (id === '$' || (id === '+' && ctx.version >= 704)) return fail(meaningless(id));
  const after = id === '>' ? ID_MAX : readId(args, idAt);
  // The last ID of all stands for `>`, whoever writes it out.
  const historyAfter = compareIds(after, ID_MAX) === 0 ? null : after;
  return { at: { key, stream, group }, historyAfter };
}

/** What the consumer has been given and not acknowledged; deleted entries without their fields. */
function history(
  ctx: Context,
  { stream }: GroupAt,
  consumer: Consumer,
  after: StreamId,
  count: number,
): Reply {
  const entries: Reply[] = [];
  const { log } = stream;
  consumer.pending.forEachFrom(nextId(after) as StreamId, (entry) => {
    const cursor = log.cursor(entry, entry);
    if (cursor.next()) {
      entries.push(entryReply(cursor));
      entry.deliveredAtMs = ctx.keyspace.nowMs;
      entry.countDelivery();
    } else entries.push([formatId(entry), NULL_ARRAY]);
    return entries.length !== count;
  });
  return entries;
}

/** What the group has not been given yet. */
function deliver(ctx: Context, at: GroupAt, consumer: Consumer, options: ReadOptions): Reply {
  const { stream, group } = at;
  const { nowMs } = ctx.keyspace;
  const { count, noAck } = options;
  const entries: Reply[] = [];
  const cursor = stream.log.cursor(nextId(group.lastId), null);
  while (cursor.next()) {
    const id: StreamId = { ms: cursor.ms, seq: cursor.seq };
    stream.advance(group, id, ctx.version);
    entries.push(entryReply(cursor));
    if (!noAck) {
      const entry = group.deliver(id, consumer, nowMs);
      propagateClaim(ctx, at, entry);
    }
    if (entries.length === count) break;
  }
  cursor.noteIt();
  if (!noAck) consumer.activeAtMs = nowMs;
  // Up to 7.0 claims were taken to say it; but how many were read they do not.
  if (noAck || ctx.version >= 702) propagateGroupId(ctx, at);
  return entries;
}

function hasNews({ stream: { log }, group }: GroupAt): boolean {
  if (compareIds(group.lastId, log.lastId) >= 0) return false;
  return log.cursor(nextId(group.lastId), null).next();
}

function xreadgroup(ctx: Context, args: Args): Reply {
  const options = readOptions(ctx, args, true);
  const { keysAt, streamCount, groupAt, count } = options;
  const reads: GroupRead[] = [];
  for (let n = 0; n < streamCount; n++) reads.push(readGroupAt(ctx, args, keysAt + n, options));
  ctx.propagateNothing();
  const consumerName = args.bytes(groupAt + 1);
  const found: (readonly [string, Reply])[] = [];
  for (const { at, historyAfter } of reads) {
    // Looked up once more, as Redis does: hits show it.
    ctx.db.read(at.key);
    const serves = historyAfter !== null || hasNews(at);
    // Before 7.2 who got nothing left no trace.
    if (!serves && ctx.version < 702) continue;
    const isNew = at.group.consumers.get(consumerName) === undefined;
    const consumer = askingConsumer(ctx, at, consumerName);
    const isClaimed = serves && historyAfter === null && !options.noAck;
    if (isNew && !isClaimed && (options.noAck || ctx.version >= 702)) {
      propagateConsumer(ctx, at, consumerName);
    }
    if (!serves) continue;
    const entries =
      historyAfter === null
        ? deliver(ctx, at, consumer, options)
        : history(ctx, at, consumer, historyAfter, count);
    found.push([at.key, entries]);
    ctx.db.regrouped(at.key);
    ctx.keyspace.dirty++;
  }
  if (found.length > 0) return streamsReply(ctx, found);
  return waitFor(ctx, args, options, [], true);
}

export const streamReadCommands = defineGroup('stream', [
  {
    name: 'XREAD',
    since: '5.0.0',
    flags: 'readonly blocking movablekeys',
    findKeys,
    complexity: 'O(N) where N is the number of entries returned.',
    summary: 'Returns entries of streams that are newer than given IDs, waiting for them if asked.',
    syntax:
      '[COUNT count:integer] [BLOCK milliseconds(block-ms:integer)] (STREAMS streams(key... id(after-id)...))',
    keyType: 'stream',
    run: xread,
  },
  {
    name: 'XREADGROUP',
    since: '5.0.0',
    flags: 'write blocking movablekeys',
    findKeys,
    complexity: 'O(N) where N is the number of entries returned.',
    summary: 'Returns entries of streams to a consumer of a group, new ones or its pending ones.',
    syntax:
      '(GROUP group consumer) [COUNT count:integer] [BLOCK milliseconds(block-ms:integer)] [NOACK] (STREAMS streams(key... id(group-id)...))',
    keyType: 'stream',
    run: xreadgroup,
  },
]);
