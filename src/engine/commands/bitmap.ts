/**
 * Bitmaps: strings read and written bit by bit. Bit 0 is the most significant bit of byte 0.
 *
 * What is written to becomes a `RawString` and grows in place, so a SETBIT costs no copy of the
 * value. Fields of several bits are in bitfield.ts.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import {
  type BitOperation,
  combineBits,
  countOnesBetween,
  findBit,
} from '../../structures/bits.ts';
import { NOTIFY_GENERIC, NOTIFY_STRING } from '../keyspace/notifications.ts';
import {
  byteOfString,
  lengthOfString,
  mutableString,
  RawString,
  viewOfString,
} from '../keyspace/string-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asString, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';

const BAD_OFFSET = errorReply('ERR bit offset is not an integer or out of range');
const BAD_BIT = errorReply('ERR bit is not an integer or out of range');
const NOT_A_BIT = errorReply('ERR The bit argument must be 1 or 0.');
const NOT_IS_UNARY = errorReply('ERR BITOP NOT must be called with a single source key.');

/**
 * A bit's offset. With `fieldBits`, `#n` means the n-th field of that size, multiplied within 64
 * bits as Redis does it. The byte it lies in must be below proto-max-bulk-len.
 */
export function readBitOffset(ctx: Context, text: Bytes, fieldBits = 0): number {
  const counted = fieldBits > 0 && text.startsWith('#');
  const value = parseCanonicalInt64(counted ? text.slice(1) : text) ?? fail(BAD_OFFSET);
  const offset = counted
    ? Number(BigInt.asIntN(64, BigInt(value) * BigInt(fieldBits)))
    : Number(value);
  const { protoMaxBulkBytes } = ctx.keyspace.limits;
  return offset < 0 || Math.floor(offset / 8) >= protoMaxBulkBytes ? fail(BAD_OFFSET) : offset;
}

/** The key's string, made mutable and long enough to hold `bit`; `grown` where it had to become longer. */
export function stringForBits(
  ctx: Context,
  key: Bytes,
  bit: number,
): { readonly string: RawString; readonly grown: boolean } {
  const old = asString(ctx.db.write(key));
  const size = Math.floor(bit / 8) + 1;
  if (old === undefined) {
    const string = new RawString(new Uint8Array(size));
    string.hasBits = true;
    ctx.db.add(key, string);
    return { string, grown: true };
  }
  const string = mutableString(old);
  const grown = string.length < size;
  string.padTo(size);
  string.hasBits = true;
  if (string !== old) ctx.db.replace(key, string);
  return { string, grown };
}

function setbit(ctx: Context, args: Args): Reply {
  const offset = readBitOffset(ctx, args.bytes(2));
  const bit = args.intBetween(3, 0, 1, BAD_BIT);
  const key = args.key(ctx.db, 1);
  const { string, grown } = stringForBits(ctx, key, offset);
  const index = Math.floor(offset / 8);
  const byte = string.byteAt(index);
  const mask = 0x80 >> (offset % 8);
  const old = byte & mask ? 1 : 0;
  if (!grown && old === bit) return old;
  string.setByte(index, bit === 1 ? byte | mask : byte & ~mask);
  ctx.db.modified(key);
  ctx.db.notify(NOTIFY_STRING, 'setbit', key);
  ctx.keyspace.dirty++;
  return old;
}

function getbit(ctx: Context, args: Args): Reply {
  const offset = readBitOffset(ctx, args.bytes(2));
  const value = asString(args.readKey(ctx.db, 1));
  if (value === undefined) return 0;
  return (byteOfString(value, Math.floor(offset / 8)) >> (7 - (offset % 8))) & 1;
}

/** What a range argument spells, before the value's length is known. */
interface RangeWords {
  readonly start: number;
  /** Null where it was left out. */
  readonly end: number | null;
  readonly unit: 'BYTE' | 'BIT';
}

function readUnit(args: Args, at: number): RangeWords['unit'] {
  if (at >= args.length || args.is(at, 'BYTE')) return 'BYTE';
  return args.is(at, 'BIT') ? 'BIT' : fail(SYNTAX_ERROR);
}

/** Bits, both included; empty where `first > last`. */
interface BitRange {
  readonly first: number;
  readonly last: number;
}

function bitRange({ start, end, unit }: RangeWords, sizeBytes: number): BitRange {
  const total = unit === 'BIT' ? sizeBytes * 8 : sizeBytes;
  const first = Math.max(0, start < 0 ? total + start : start);
  const given = end ?? total - 1;
  const last = Math.min(Math.max(0, given < 0 ? total + given : given), total - 1);
  if (first > last) return { first: 1, last: 0 };
  return unit === 'BIT' ? { first, last } : { first: first * 8, last: last * 8 + 7 };
}

/** Since 7.2 the range is read before the key is looked at; before, in BITCOUNT, an inverted one ended all. */
function bitcount(ctx: Context, args: Args): Reply {
  const isLate = ctx.version < 702;
  if (isLate && asString(ctx.db.read(args.bytes(1))) === undefined) return 0;
  let words: RangeWords = { start: 0, end: -1, unit: 'BYTE' };
  if (args.length === 4 || args.length === 5) {
    const [start, end] = [args.int(2), args.int(3)];
    const inverted = start < 0 && end < 0 && start > end;
    if (isLate && inverted) return 0;
    words = { start, end, unit: readUnit(args, 4) };
  } else if (args.length !== 2) return fail(SYNTAX_ERROR);
  const key = args.bytes(1);
  const value = asString(isLate ? ctx.db.peek(key) : ctx.db.read(key));
  if (value === undefined) return 0;
  const { start, end } = words;
  if (args.length > 2 && start < 0 && end !== null && end < 0 && start > end) return 0;
  const view = viewOfString(value);
  const { first, last } = bitRange(words, view.length);
  return countOnesBetween(view, first, last);
}

function readPositionRange(args: Args): RangeWords {
  if (args.length === 3) return { start: 0, end: null, unit: 'BYTE' };
  if (args.length > 6) return fail(SYNTAX_ERROR);
  const start = args.int(3);
  const unit = readUnit(args, 5);
  return { start, end: args.length > 4 ? args.int(4) : null, unit };
}

/**
 * Without an end the string counts as followed by endless zeros, so a clear bit is always found;
 * with one, what is not in the range is not there. An empty range has neither.
 */
function bitpos(ctx: Context, args: Args): Reply {
  const bit = args.int(2);
  if (bit !== 0 && bit !== 1) return fail(NOT_A_BIT);
  const isLate = ctx.version < 702;
  const missing = bit === 1 ? -1 : 0;
  if (isLate && asString(ctx.db.read(args.bytes(1))) === undefined) return missing;
  const words = readPositionRange(args);
  const key = args.bytes(1);
  const value = asString(isLate ? ctx.db.peek(key) : ctx.db.read(key));
  if (value === undefined) return missing;
  const view = viewOfString(value);
  const { first, last } = bitRange(words, view.length);
  if (first > last) return -1;
  const found = findBit(view, bit, first, last);
  return found < 0 && bit === 0 && words.end === null ? view.length * 8 : found;
}

function readOperation(args: Args): BitOperation {
  const word = args.word(1);
  if (word === 'AND' || word === 'OR' || word === 'XOR' || word === 'NOT') return word;
  return fail(SYNTAX_ERROR);
}

function bitop(ctx: Context, args: Args): Reply {
  const operation = readOperation(args);
  if (operation === 'NOT' && args.length !== 4) return fail(NOT_IS_UNARY);
  const sources: Uint8Array[] = [];
  for (let i = 3; i < args.length; i++) {
    const value = asString(ctx.db.read(args.bytes(i)));
    sources.push(value === undefined ? new Uint8Array(0) : viewOfString(value));
  }
  const { db, keyspace } = ctx;
  const destination = args.bytes(2);
  const result = new RawString(combineBits(operation, sources));
  if (result.length > 0) {
    result.hasBits = true;
    db.set(destination, result);
    db.notify(NOTIFY_STRING, 'set', destination);
    keyspace.dirty++;
  } else if (db.delete(destination)) {
    db.notify(NOTIFY_GENERIC, 'del', destination);
    keyspace.dirty++;
  }
  return lengthOfString(result);
}

export const bitmapCommands = defineGroup('bitmap', [
  {
    name: 'SETBIT',
    since: '2.2.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets or clears one bit of a string, which grows if needed; returns the old bit.',
    syntax: 'key offset:integer value(bit:integer)',
    keyType: 'string',
    run: setbit,
  },
  {
    name: 'GETBIT',
    since: '2.2.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Returns one bit of a string; bits beyond its end are 0.',
    syntax: 'key offset:integer',
    keyType: 'string',
    run: getbit,
  },
  {
    name: 'BITCOUNT',
    since: '2.6.0',
    history: [['7.0.0', 'Added the `BYTE|BIT` option.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Counts the bits that are set in a string or in a range of it.',
    syntax: 'key [index(start:integer end:integer [index_unit(BYTE | BIT)]@7.0.0)]',
    keyType: 'string',
    run: bitcount,
  },
  {
    name: 'BITPOS',
    since: '2.8.7',
    history: [['7.0.0', 'Added the `BYTE|BIT` option.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Finds the first bit that is set, or the first that is clear.',
    syntax:
      'key bit:integer [index(start:integer [end_index(end:integer [index_unit(BYTE | BIT)]@7.0.0)])]',
    keyType: 'string',
    run: bitpos,
  },
  {
    name: 'BITOP',
    since: '2.6.0',
    flags: 'write denyoom',
    keys: [2, -1, 1],
    complexity: 'O(N)',
    summary: 'Combines strings bit by bit and stores the result.',
    syntax: 'operation(AND | OR | XOR | NOT) destkey key...',
    earlier: { until: '7.2', syntax: 'operation:string(AND | OR | XOR | NOT) destkey key...' },
    keyType: 'string',
    run: bitop,
  },
]);
