/**
 * How stream commands read their arguments: IDs, ends of ranges, and what to trim.
 *
 * An ID is `ms-seq`, or `ms` alone; each half is read as C's strtoull reads it, so blanks and signs
 * pass where Redis lets them pass.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { errorReply } from '../../protocol/reply.ts';
import {
  ID_MAX,
  ID_MIN,
  nextId,
  previousId,
  type StreamId,
  type U64,
  U64_MAX,
  u64,
} from '../../structures/stream-id.ts';
import type { StreamValue } from '../keyspace/stream-value.ts';
import type { Args } from './args.ts';
import { asType, type Context } from './context.ts';
import { cText, fail, SYNTAX_ERROR } from './errors.ts';

const INVALID_ID = errorReply('ERR Invalid stream ID specified as stream command argument');
const ID_BYTES_MAX = 127;

export const readStream = (ctx: Context, args: Args, i: number): StreamValue | undefined =>
  asType(args.readKey(ctx.db, i), 'stream');

export const writeStream = (ctx: Context, args: Args, i: number): StreamValue | undefined =>
  asType(ctx.db.write(args.key(ctx.db, i)), 'stream');

// ---- IDs ----

function parseU64(text: Bytes): U64 | null {
  const canonical = parseCanonicalInt64(text);
  if (canonical !== null) return canonical < 0 ? null : canonical;
  const loose = /^[\t-\r ]*([+-]?)(\d+)$/.exec(text);
  if (loose === null) return null;
  const magnitude = BigInt(loose[2] as string);
  if (magnitude > BigInt(U64_MAX)) return null;
  return u64(loose[1] === '-' ? -magnitude : magnitude);
}

export interface ParsedId {
  readonly id: StreamId;
  /** False for `ms-*`: the sequence is to be chosen. */
  readonly hasSeq: boolean;
}

function parseParts(bytes: Bytes, missingSeq: U64, mayChoose: boolean): ParsedId | null {
  if (bytes.length > ID_BYTES_MAX) return null;
  const text = cText(bytes);
  const dash = text.indexOf('-');
  const ms = parseU64(dash < 0 ? text : text.slice(0, dash));
  if (ms === null) return null;
  if (dash < 0) return { id: { ms, seq: missingSeq }, hasSeq: true };
  const rest = text.slice(dash + 1);
  if (mayChoose && rest === '*') return { id: { ms, seq: 0 }, hasSeq: false };
  const seq = parseU64(rest);
  return seq === null ? null : { id: { ms, seq }, hasSeq: true };
}

/** A full ID, null where it is none; `-` and `+` are none. */
export function parseId(bytes: Bytes, missingSeq: U64 = 0): StreamId | null {
  return parseParts(bytes, missingSeq, false)?.id ?? null;
}

export function readId(args: Args, i: number): StreamId {
  return parseId(args.bytes(i)) ?? fail(INVALID_ID);
}

/** As `readId`, but `-` and `+` are the first and the last ID. */
export function readAnyId(args: Args, i: number, missingSeq: U64 = 0): StreamId {
  const text = args.bytes(i);
  if (text === '-') return ID_MIN;
  if (text === '+') return ID_MAX;
  return parseId(text, missingSeq) ?? fail(INVALID_ID);
}

/** An ID for a new entry: `ms-*` leaves the sequence open. */
export function readNewId(args: Args, i: number): ParsedId {
  return parseParts(args.bytes(i), 0, true) ?? fail(INVALID_ID);
}

const isExclusive = (text: Bytes): boolean => text.length > 1 && text.startsWith('(');

/** The lower end of a range; exclusive behind `(`. */
export function readRangeStart(args: Args, i: number): StreamId {
  const text = args.bytes(i);
  if (!isExclusive(text)) return readAnyId(args, i);
  const id = parseId(text.slice(1)) ?? fail(INVALID_ID);
  return nextId(id) ?? fail('ERR invalid start ID for the interval');
}

/** The upper end of a range: without a sequence it means the whole millisecond. */
export function readRangeEnd(args: Args, i: number): StreamId {
  const text = args.bytes(i);
  if (!isExclusive(text)) return readAnyId(args, i, U64_MAX);
  const id = parseId(text.slice(1), U64_MAX) ?? fail(INVALID_ID);
  return previousId(id) ?? fail('ERR invalid end ID for the interval');
}

// ---- trimming ----

const TWO_STRATEGIES = errorReply(
  'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
);
const NEGATIVE_MAXLEN = errorReply('ERR The MAXLEN argument must be >= 0.');
const NEGATIVE_LIMIT = errorReply('ERR The LIMIT argument must be >= 0.');
const LIMIT_ALONE = errorReply(
  'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy',
);
const NO_STRATEGY = errorReply('ERR syntax error, XTRIM must be called with a trimming strategy');
const LIMIT_EXACT = errorReply(
  'ERR syntax error, LIMIT cannot be used without the special ~ option',
);

/** Without a LIMIT, an approximate trim passes over at most so many full nodes. */
const NODES_TRIMMED_MAX = 100;
const UNLIMITED_NODE_ENTRIES = 10_000;
const TRIMMED_MAX = 1_000_000;

interface Threshold {
  readonly approximate: boolean;
  /** Exactly one of the two is there. */
  readonly lengthMax: number | null;
  readonly idMin: StreamId | null;
  /** Where it stands among the arguments. */
  readonly thresholdAt: number;
}

export interface Trimming extends Threshold {
  /** Entries to remove at most; 0 is no limit. */
  readonly limit: number;
}

export interface AddOrTrim {
  readonly trimming: Trimming | null;
  readonly makesStream: boolean;
  /** Null for `*`. */
  readonly newId: ParsedId | null;
  /** Where the new entry's ID stands. */
  readonly idAt: number;
}

/** MAXLEN or MINID at `i`, with what follows it. */
function readThreshold(args: Args, i: number, byLength: boolean): Threshold {
  const hasSign = i + 2 < args.length;
  const approximate = hasSign && args.isExactly(i + 1, '~');
  const thresholdAt = approximate || (hasSign && args.isExactly(i + 1, '=')) ? i + 2 : i + 1;
  if (!byLength) {
    return { approximate, lengthMax: null, idMin: readId(args, thresholdAt), thresholdAt };
  }
  const lengthMax = args.int(thresholdAt);
  if (lengthMax < 0) return fail(NEGATIVE_MAXLEN);
  return { approximate, lengthMax, idMin: null, thresholdAt };
}

/** The options of XADD up to and with its ID, or all of XTRIM's: `adds` says which. */
export function readAddOrTrim(ctx: Context, args: Args, adds: boolean): AddOrTrim {
  let threshold: Threshold | null = null;
  let limit: number | null = null;
  let makesStream = true;
  let newId: ParsedId | null = null;
  let i = 2;
  for (; i < args.length; i++) {
    const hasMore = i + 1 < args.length;
    if (adds && args.isExactly(i, '*')) break;
    const byLength = args.is(i, 'MAXLEN');
    if (hasMore && (byLength || args.is(i, 'MINID'))) {
      if (threshold !== null) return fail(TWO_STRATEGIES);
      threshold = readThreshold(args, i, byLength);
      i = threshold.thresholdAt;
    } else if (hasMore && args.is(i, 'LIMIT')) {
      limit = args.int(++i);
      if (limit < 0) return fail(NEGATIVE_LIMIT);
    } else if (adds && args.is(i, 'NOMKSTREAM')) makesStream = false;
    else if (adds) {
      newId = readNewId(args, i);
      break;
    } else return fail(SYNTAX_ERROR);
  }
  if (threshold === null) {
    if (limit) return fail(LIMIT_ALONE);
    if (!adds) return fail(NO_STRATEGY);
    if (limit !== null && !ctx.keyspace.loading) return fail(LIMIT_EXACT);
  }
  const trimming = threshold === null ? null : trimmingOf(ctx, threshold, limit);
  return { trimming, makesStream, newId, idAt: i };
}

function trimmingOf(ctx: Context, threshold: Threshold, given: number | null): Trimming {
  const { approximate, lengthMax, idMin, thresholdAt } = threshold;
  return { approximate, lengthMax, idMin, thresholdAt, limit: trimLimit(ctx, threshold, given) };
}

function trimLimit(ctx: Context, { approximate }: Threshold, given: number | null): number {
  const { keyspace } = ctx;
  // What is replayed says exactly how far it went.
  if (keyspace.loading) return 0;
  if (given !== null) return approximate ? given : fail(LIMIT_EXACT);
  if (!approximate) return 0;
  const limit = NODES_TRIMMED_MAX * keyspace.limits.streamNodeMaxEntries;
  return Math.min(limit <= 0 ? UNLIMITED_NODE_ENTRIES : limit, TRIMMED_MAX);
}
