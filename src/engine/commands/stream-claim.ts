/**
 * XCLAIM and XAUTOCLAIM: pending entries change hands, those of deleted entries go; and XPENDING,
 * which looks at them.
 *
 * Each claimed or cleared entry is propagated on its own, as an XCLAIM that says what it has become:
 * where the entry itself is gone the replayed XCLAIM finds that and clears it, too.
 */
import type { Bytes } from '../../base/bytes.ts';
import { EMPTY_ARRAY, errorReply, NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import {
  compareIds,
  formatId,
  ID_MIN,
  int64Of,
  nextId,
  type StreamId,
  type U64,
} from '../../structures/stream-id.ts';
import { type Consumer, type ConsumerGroup, PendingEntry } from '../keyspace/stream-group.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { cText, fail, SYNTAX_ERROR } from './errors.ts';
import { parseId, readId, readRangeEnd, readRangeStart } from './stream-arguments.ts';
import {
  askingConsumer,
  type GroupAt,
  groupIn,
  propagateClaim,
  propagateConsumer,
  propagateGroupId,
  readGroup,
} from './stream-group-access.ts';
import { entryReply } from './stream-range.ts';

const badArgument = (what: string, command: string) =>
  errorReply(`ERR Invalid ${what} argument for ${command}`);
const COUNT_NEEDED = errorReply('ERR COUNT must be > 0');
/** XAUTOCLAIM looks at so many pending entries for each that it may answer with. */
const ATTEMPTS_PER_ENTRY = 10;
const COUNT_DEFAULT = 100;
const AUTO_COUNT_MAX = 2n ** 59n - 1n;
/** Redis reserves 16 bytes for each; for more than this a 64-bit process has no addresses. */
const RESERVABLE_COUNT_MAX = 2 ** 43;
const COUNT_TOO_HIGH = errorReply(
  'ERR Insufficient memory, failed allocating transient memory, COUNT too high.',
);

/** What is claimed, by whom and how: the part that both commands share. */
interface Claim {
  readonly at: GroupAt;
  readonly justId: boolean;
  /** The claiming consumer, made or seen when it is first asked for. */
  readonly claimer: () => Consumer;
  /** To be called last: a consumer that came into being but claimed nothing is propagated. */
  readonly end: () => void;
}

function claimFor(ctx: Context, args: Args, at: GroupAt, justId: boolean): Claim {
  const name = args.bytes(3);
  const isNew = at.group.consumers.get(name) === undefined;
  let consumer: Consumer | null = null;
  const claimer = (): Consumer => {
    consumer ??= askingConsumer(ctx, at, name);
    return consumer;
  };
  // Before 7.2 who claimed nothing left no trace.
  if (ctx.version >= 702) claimer();
  const end = (): void => {
    if (isNew && consumer?.pending.size === 0) propagateConsumer(ctx, at, name);
  };
  return { at, justId, claimer, end };
}

/** The entry itself is gone: so is what was pending of it. */
function clearPending(ctx: Context, at: GroupAt, entry: PendingEntry): void {
  propagateClaim(ctx, at, entry);
  at.group.acknowledge(entry);
  ctx.db.regrouped(at.key);
  ctx.keyspace.dirty++;
}

/** The entry is in the claimer's hands: what is to be answered and propagated. */
function claimed(ctx: Context, { at, justId, claimer }: Claim, entry: PendingEntry): Reply {
  claimer().activeAtMs = ctx.keyspace.nowMs;
  propagateClaim(ctx, at, entry);
  ctx.db.regrouped(at.key);
  ctx.keyspace.dirty++;
  if (justId) return formatId(entry);
  const cursor = at.stream.log.cursor(entry, entry);
  cursor.next();
  return entryReply(cursor);
}

// ---- XCLAIM ----

interface ClaimOptions {
  deliveredAtMs: number | null;
  deliveries: U64 | null;
  force: boolean;
  justId: boolean;
  lastId: StreamId;
}

function readClaimOptions(ctx: Context, args: Args, from: number): ClaimOptions {
  const { nowMs } = ctx.keyspace;
  const options: ClaimOptions = {
    deliveredAtMs: null,
    deliveries: null,
    force: false,
    justId: false,
    lastId: ID_MIN,
  };
  const bad = (what: string) => badArgument(`${what} option`, 'XCLAIM');
  for (let i = from; i < args.length; i++) {
    const hasMore = i + 1 < args.length;
    const word = args.word(i);
    if (word === 'FORCE') options.force = true;
    else if (word === 'JUSTID') options.justId = true;
    else if (word === 'IDLE' && hasMore) options.deliveredAtMs = nowMs - args.int(++i, bad('IDLE'));
    else if (word === 'TIME' && hasMore) options.deliveredAtMs = args.int(++i, bad('TIME'));
    else if (word === 'RETRYCOUNT' && hasMore) {
      const count = args.int64(++i, bad('RETRYCOUNT'));
      options.deliveries = count < 0 ? null : count;
    } else if (word === 'LASTID' && hasMore) options.lastId = readId(args, ++i);
    else return fail(`ERR Unrecognized XCLAIM option '${cText(args.bytes(i))}'`);
  }
  return options;
}

function xclaim(ctx: Context, args: Args): Reply {
  const at = readGroup(ctx, args);
  const { stream, group, key } = at;
  const { nowMs } = ctx.keyspace;
  const minIdleMs = args.int(4, badArgument('min-idle-time', 'XCLAIM'));
  const ids: StreamId[] = [];
  let i = 5;
  for (let id = parseId(args.bytes(i)); id !== null; ) {
    ids.push(id);
    id = ++i < args.length ? parseId(args.bytes(i)) : null;
  }
  const options = readClaimOptions(ctx, args, i);
  ctx.propagateNothing();
  let movesLastId = compareIds(options.lastId, group.lastId) > 0;
  if (movesLastId) group.lastId = options.lastId;
  const asked = options.deliveredAtMs ?? nowMs;
  const deliveredAtMs = asked < 0 || asked > nowMs ? nowMs : asked;
  const claim = claimFor(ctx, args, at, options.justId);
  const replies: Reply[] = [];
  for (const id of ids) {
    const known = group.pending.get(id);
    if (!stream.log.has(id)) {
      if (known) clearPending(ctx, at, known);
      if (known) movesLastId = false;
      continue;
    }
    if (!known && !options.force) continue;
    if (known && minIdleMs > 0 && nowMs - known.deliveredAtMs < minIdleMs) continue;
    const entry = takeOver(group, id, known, claim.claimer(), deliveredAtMs);
    if (options.deliveries !== null) entry.deliveries = options.deliveries;
    else if (!options.justId) entry.countDelivery();
    replies.push(claimed(ctx, claim, entry));
    movesLastId = false;
  }
  claim.end();
  // Each propagated claim has carried the last ID; without one it needs a word of its own.
  if (movesLastId) {
    propagateGroupId(ctx, at);
    ctx.db.regrouped(key);
    ctx.keyspace.dirty++;
  }
  return replies;
}

function takeOver(
  group: ConsumerGroup,
  id: StreamId,
  known: PendingEntry | undefined,
  consumer: Consumer,
  deliveredAtMs: number,
): PendingEntry {
  if (known) {
    group.give(known, consumer);
    known.deliveredAtMs = deliveredAtMs;
    return known;
  }
  const entry = new PendingEntry(id, consumer, deliveredAtMs, 1);
  group.addPending(entry);
  return entry;
}

// ---- XAUTOCLAIM ----

interface AutoOptions {
  readonly count: number;
  readonly justId: boolean;
}

function readAutoOptions(args: Args): AutoOptions {
  let count = COUNT_DEFAULT;
  let justId = false;
  for (let i = 6; i < args.length; i++) {
    if (args.is(i, 'COUNT') && i + 1 < args.length) {
      const given = args.int64(++i, COUNT_NEEDED);
      count = given < 1 || given > AUTO_COUNT_MAX ? fail(COUNT_NEEDED) : Number(given);
    } else if (args.is(i, 'JUSTID')) justId = true;
    else return fail(SYNTAX_ERROR);
  }
  return { count, justId };
}

function xautoclaim(ctx: Context, args: Args): Reply {
  // Looked up before anything is read, but judged after: an expired key goes all the same.
  const value = args.readKey(ctx.db, 1);
  const minIdleMs = args.int(4, badArgument('min-idle-time', 'XAUTOCLAIM'));
  const start = readRangeStart(args, 5);
  const { count, justId } = readAutoOptions(args);
  const at = groupIn(asType(value, 'stream'), args);
  const { group, stream } = at;
  if (count >= RESERVABLE_COUNT_MAX) return fail(COUNT_TOO_HIGH);
  const { nowMs } = ctx.keyspace;
  ctx.propagateNothing();
  const claim = claimFor(ctx, args, at, justId);
  const replies: Reply[] = [];
  const deleted: Bytes[] = [];
  let attempts = count * ATTEMPTS_PER_ENTRY;
  let entry = group.pending.ceiling(start);
  while (entry !== undefined && attempts-- > 0 && replies.length + deleted.length < count) {
    if (!stream.log.has(entry)) {
      clearPending(ctx, at, entry);
      deleted.push(formatId(entry));
    } else if (minIdleMs <= 0 || nowMs - entry.deliveredAtMs >= minIdleMs) {
      group.give(entry, claim.claimer());
      entry.deliveredAtMs = nowMs;
      if (!justId) entry.countDelivery();
      replies.push(claimed(ctx, claim, entry));
    }
    const next = nextId(entry);
    entry = next === null ? undefined : group.pending.ceiling(next);
  }
  claim.end();
  return [formatId(entry ?? ID_MIN), replies, deleted];
}

// ---- XPENDING ----

/** How many are pending, the first and last of them, and who has how many. */
function summary({ pending, consumers }: ConsumerGroup): Reply {
  const [first, last] = [pending.first(), pending.last()];
  if (!first || !last) return [0, null, null, NULL_ARRAY];
  const holders: Reply[] = [];
  for (const consumer of consumers.all()) {
    if (consumer.pending.size > 0) holders.push([consumer.name, String(consumer.pending.size)]);
  }
  return [pending.size, formatId(first), formatId(last), holders];
}

function xpending(ctx: Context, args: Args): Reply {
  if (args.length === 3) return summary(readGroup(ctx, args).group);
  if (args.length < 6 || args.length > 9) return fail(SYNTAX_ERROR);
  const hasIdle = args.is(3, 'IDLE');
  const minIdleMs = hasIdle ? args.int(4) : 0;
  if (hasIdle && args.length < 8) return fail(SYNTAX_ERROR);
  const startAt = hasIdle ? 5 : 3;
  let left = Math.max(0, args.int(startAt + 2));
  const start = readRangeStart(args, startAt);
  const end = readRangeEnd(args, startAt + 1);
  const { group } = readGroup(ctx, args);
  const byConsumer = startAt + 3 < args.length;
  const holder = byConsumer ? group.consumers.get(args.bytes(startAt + 3)) : group;
  if (!holder || left === 0) return EMPTY_ARRAY;
  const { nowMs } = ctx.keyspace;
  const entries: Reply[] = [];
  holder.pending.forEachFrom(start, (entry) => {
    if (compareIds(entry, end) > 0) return false;
    const idleMs = nowMs - entry.deliveredAtMs;
    if (minIdleMs > 0 && idleMs < minIdleMs) return true;
    entries.push([
      formatId(entry),
      entry.consumer.name,
      Math.max(0, idleMs),
      int64Of(entry.deliveries),
    ]);
    return --left > 0;
  });
  return entries;
}

export const streamClaimCommands = defineGroup('stream', [
  {
    name: 'XCLAIM',
    since: '5.0.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(log N) where N is the number of pending entries.',
    summary: 'Gives pending entries to another consumer, if nobody has touched them for a time.',
    syntax:
      'key group consumer min-idle-time:string(min-idle-ms:integer) id(entry-id)... [IDLE ms(idle-ms:integer)] [TIME unix-time-milliseconds:unix-time] [RETRYCOUNT count:integer] [FORCE] [JUSTID] [LASTID id(entry-id)]',
    keyType: 'stream',
    run: xclaim,
  },
  {
    name: 'XAUTOCLAIM',
    since: '6.2.0',
    history: [
      [
        '7.0.0',
        'Added an element to the reply array, containing deleted entries the command cleared from the PEL',
      ],
    ],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1) if COUNT is small.',
    summary:
      'Gives a consumer the pending entries that nobody has touched for a time, step by step.',
    syntax:
      'key group consumer min-idle-time:string(min-idle-ms:integer) start(range-start) [COUNT count:integer] [JUSTID]',
    keyType: 'stream',
    run: xautoclaim,
  },
  {
    name: 'XPENDING',
    since: '5.0.0',
    history: [['6.2.0', 'Added the `IDLE` option and exclusive range intervals.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of entries returned; O(1) for a count of one.',
    summary: 'Tells what was delivered to consumers of a group and not acknowledged.',
    syntax:
      'key group [filters([IDLE min-idle-time(min-idle-ms:integer)]@6.2.0 start(range-start) end(range-end) count:integer [consumer])]',
    keyType: 'stream',
    run: xpending,
  },
]);
