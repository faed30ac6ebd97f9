/**
 * Stream commands on the log itself: adding, trimming, deleting, and its counters. Reading is in
 * stream-range.ts and stream-read.ts, consumer groups in stream-group.ts and stream-claim.ts.
 *
 * What is propagated says what has happened: the ID that was chosen, and instead of an approximate
 * trim the exact one that has the same outcome.
 */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, OK, type Reply } from '../../protocol/reply.ts';
import {
  compareIds,
  formatId,
  ID_MAX,
  ID_MIN,
  isZeroId,
  nextId,
  type StreamId,
  type U64,
  U64_MAX,
} from '../../structures/stream-id.ts';
import { NOTIFY_STREAM } from '../keyspace/notifications.ts';
import { StreamValue } from '../keyspace/stream-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, NO_SUCH_KEY, SYNTAX_ERROR, wrongArity } from './errors.ts';
import {
  type AddOrTrim,
  type ParsedId,
  readAddOrTrim,
  readId,
  readStream,
  type Trimming,
  writeStream,
} from './stream-arguments.ts';

const ID_IS_ZERO = errorReply('ERR The ID specified in XADD must be greater than 0-0');
const EXHAUSTED = errorReply(
  'ERR The stream has exhausted the last possible ID, unable to add more items',
);
const ID_TOO_SMALL = errorReply(
  'ERR The ID specified in XADD is equal or smaller than the target stream top item',
);
const TOO_LARGE = errorReply('ERR Elements are too large to be stored');
const ENTRY_BYTES_MAX = 2 ** 30;

/** The ID of the next entry; ends the command where it would not be above the last one. */
function chooseId(ctx: Context, lastId: StreamId, wanted: ParsedId | null): StreamId {
  if (compareIds(lastId, ID_MAX) === 0) return fail(EXHAUSTED);
  if (wanted === null) {
    const { nowMs } = ctx.keyspace;
    return nowMs > lastId.ms ? { ms: nowMs, seq: 0 } : (nextId(lastId) as StreamId);
  }
  if (!wanted.hasSeq && wanted.id.ms === lastId.ms) {
    // Redis sets no reason there, and answers with its last one.
    return lastId.seq === U64_MAX ? fail(TOO_LARGE) : (nextId(lastId) as StreamId);
  }
  return compareIds(wanted.id, lastId) > 0 ? wanted.id : fail(ID_TOO_SMALL);
}

function checkSize(words: readonly Bytes[]): void {
  let sizeBytes = 0;
  for (let i = 0; i < words.length; i++) sizeBytes += (words[i] as Bytes).length;
  if (sizeBytes > ENTRY_BYTES_MAX) fail(TOO_LARGE);
}

function xadd(ctx: Context, args: Args): Reply {
  const { db, keyspace } = ctx;
  const options = readAddOrTrim(ctx, args, true);
  const { newId, idAt, trimming } = options;
  const words = args.length - idAt - 1;
  if (words < 2 || words % 2 === 1) return fail(wrongArity('xadd'));
  if (newId?.hasSeq && isZeroId(newId.id)) return fail(ID_IS_ZERO);
  const existing = writeStream(ctx, args, 1);
  if (!existing && !options.makesStream) return null;
  const stream = existing ?? new StreamValue();
  const id = chooseId(ctx, stream.log.lastId, newId);
  const pairs = args.toArray(idAt + 1);
  checkSize(pairs);
  stream.log.append(id, pairs, keyspace.limits);
  const key = args.bytes(1);
  if (existing) db.modified(key);
  else db.add(key, stream);
  db.notify(NOTIFY_STREAM, 'xadd', key);
  keyspace.dirty++;
  if (trimming && trim(stream, trimming) > 0) db.notify(NOTIFY_STREAM, 'xtrim', key);
  const idText = formatId(id);
  if (!newId?.hasSeq || trimming?.approximate) propagateExactly(ctx, args, stream, options, idText);
  keyspace.keyReady(db, key);
  return idText;
}

function trim({ log }: StreamValue, trimming: Trimming): number {
  return trimming.idMin === null
    ? log.trimToLength(trimming.lengthMax as number, trimming)
    : log.trimBefore(trimming.idMin, trimming);
}

/** The command as received, but with its ID (if it adds) and its threshold as they turned out. */
function propagateExactly(
  ctx: Context,
  args: Args,
  { log }: StreamValue,
  { trimming, idAt }: AddOrTrim,
  idText: Bytes | null,
): void {
  if (!ctx.propagates) return;
  const argv = args.toArray();
  if (idText !== null) argv[idAt] = idText;
  if (trimming?.approximate) {
    const { thresholdAt } = trimming;
    argv[thresholdAt - 1] = '=';
    // Nothing left: whatever is there goes.
    const first = log.firstStoredId() ?? ID_MAX;
    argv[thresholdAt] = trimming.idMin === null ? String(log.length) : formatId(first);
  }
  ctx.propagate(...argv);
}

function xtrim(ctx: Context, args: Args): Reply {
  const options = readAddOrTrim(ctx, args, false);
  const { trimming } = options;
  const stream = writeStream(ctx, args, 1);
  if (!stream || !trimming) return 0;
  const trimmed = trim(stream, trimming);
  if (trimmed === 0) return 0;
  const key = args.bytes(1);
  ctx.db.notify(NOTIFY_STREAM, 'xtrim', key);
  if (trimming.approximate) propagateExactly(ctx, args, stream, options, null);
  ctx.db.modified(key);
  ctx.keyspace.dirty += trimmed;
  return trimmed;
}

function xdel(ctx: Context, args: Args): Reply {
  const stream = writeStream(ctx, args, 1);
  if (!stream) return 0;
  const ids: StreamId[] = [];
  for (let i = 2; i < args.length; i++) ids.push(readId(args, i));
  let deleted = 0;
  for (const id of ids) if (stream.log.delete(id)) deleted++;
  if (deleted === 0) return 0;
  const key = args.bytes(1);
  ctx.db.modified(key);
  ctx.db.notify(NOTIFY_STREAM, 'xdel', key);
  ctx.keyspace.dirty += deleted;
  return deleted;
}

interface SetIdOptions {
  readonly entriesAdded: U64 | null;
  readonly maxDeletedId: StreamId;
}

function readSetIdOptions(args: Args, id: StreamId): SetIdOptions {
  let entriesAdded: U64 | null = null;
  let maxDeletedId = ID_MIN;
  for (let i = 3; i < args.length; i += 2) {
    const hasMore = i + 1 < args.length;
    if (args.is(i, 'ENTRIESADDED') && hasMore) {
      entriesAdded = args.int64(i + 1);
      if (entriesAdded < 0) return fail('ERR entries_added must be positive');
    } else if (args.is(i, 'MAXDELETEDID') && hasMore) {
      maxDeletedId = readId(args, i + 1);
      if (compareIds(id, maxDeletedId) < 0) {
        return fail(
          'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
        );
      }
    } else return fail(SYNTAX_ERROR);
  }
  return { entriesAdded, maxDeletedId };
}

function xsetid(ctx: Context, args: Args): Reply {
  const id = readId(args, 2);
  const { entriesAdded, maxDeletedId } = readSetIdOptions(args, id);
  const { log } = writeStream(ctx, args, 1) ?? fail(NO_SUCH_KEY);
  if (ctx.version >= 702 && compareIds(id, log.maxDeletedId) < 0) {
    return fail('ERR The ID specified in XSETID is smaller than current max_deleted_entry_id');
  }
  const top = log.lastEntryId();
  if (top !== null) {
    if (compareIds(id, top) < 0) {
      return fail('ERR The ID specified in XSETID is smaller than the target stream top item');
    }
    if (entriesAdded !== null && log.length > entriesAdded) {
      return fail(
        'ERR The entries_added specified in XSETID is smaller than the target stream length',
      );
    }
  }
  log.lastId = id;
  if (entriesAdded !== null) log.entriesAdded = entriesAdded;
  if (!isZeroId(maxDeletedId)) log.maxDeletedId = maxDeletedId;
  const key = args.bytes(1);
  ctx.db.regrouped(key);
  ctx.db.notify(NOTIFY_STREAM, 'xsetid', key);
  ctx.keyspace.dirty++;
  return OK;
}

const TRIMMING =
  'trim(strategy(MAXLEN | MINID@6.2.0) [operator(equal("=") | approximately("~"))] threshold [LIMIT count:integer]@6.2.0)';

export const streamCommands = defineGroup('stream', [
  {
    name: 'XADD',
    since: '5.0.0',
    history: [
      ['6.2.0', 'Added the `NOMKSTREAM` option, `MINID` trimming strategy and the `LIMIT` option.'],
      ['7.0.0', 'Added support for the `<ms>-*` explicit ID form.'],
    ],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for the new entry, O(N) for N entries that are trimmed.',
    summary: 'Adds an entry to a stream, creating the stream if needed; may trim it as well.',
    syntax: `key [NOMKSTREAM]@6.2.0 [${TRIMMING}] id_or_auto(auto_id("*") | id(new-id)) (field value)...`,
    keyType: 'stream',
    run: xadd,
  },
  {
    name: 'XTRIM',
    since: '5.0.0',
    history: [['6.2.0', 'Added the `MINID` trimming strategy and the `LIMIT` option.']],
    flags: 'write',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of entries removed; whole nodes go at once.',
    summary: 'Removes the oldest entries of a stream, down to a length or up to an ID.',
    syntax: `key ${TRIMMING}`,
    keyType: 'stream',
    run: xtrim,
  },
  {
    name: 'XDEL',
    since: '5.0.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each entry, whatever the length of the stream.',
    summary: 'Removes entries from a stream and counts those that were there.',
    syntax: 'key id(entry-id)...',
    keyType: 'stream',
    run: xdel,
  },
  {
    name: 'XLEN',
    since: '5.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns the number of entries in a stream.',
    syntax: 'key',
    keyType: 'stream',
    run: (ctx, args) => readStream(ctx, args, 1)?.length ?? 0,
  },
  {
    name: 'XSETID',
    since: '5.0.0',
    history: [['7.0.0', 'Added the `entries_added` and `max_deleted_entry_id` arguments.']],
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: "Sets a stream's last ID and its counters; made for replaying.",
    syntax:
      'key last-id(new-id) [ENTRIESADDED entries_added(entries-added:integer)]@7.0.0 [MAXDELETEDID max_deleted_entry_id(entry-id)]@7.0.0',
    keyType: 'stream',
    run: xsetid,
  },
]);
