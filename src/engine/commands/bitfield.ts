/**
 * BITFIELD: integers of any width up to 64 bits at any bit of a string.
 *
 * All operations are read, and refused, before the first is carried out. Arithmetic is exact, in
 * bigints; what does not fit is wrapped, saturated or left alone, as the OVERFLOW before it says.
 */
import type { Bytes } from '../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { readField, writeField } from '../../structures/bits.ts';
import { NOTIFY_STRING } from '../keyspace/notifications.ts';
import { viewOfString } from '../keyspace/string-value.ts';
import type { Args } from './args.ts';
import { readBitOffset, stringForBits } from './bitmap.ts';
import { defineGroup } from './command.ts';
import { asString, type Context } from './context.ts';
import { cText, fail, SYNTAX_ERROR } from './errors.ts';

const BAD_TYPE = errorReply(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
);
const BAD_OVERFLOW = errorReply('ERR Invalid OVERFLOW type specified');
const ONLY_GET = errorReply('ERR BITFIELD_RO only supports the GET subcommand');

const INT64_MAX = 2n ** 63n - 1n;

type Overflow = 'WRAP' | 'SAT' | 'FAIL';

interface FieldType {
  readonly signed: boolean;
  readonly bits: number;
}

interface FieldOperation {
  readonly name: 'GET' | 'SET' | 'INCRBY';
  readonly type: FieldType;
  readonly offset: number;
  /** The value or the increment; 0 for GET. */
  readonly operand: bigint;
  readonly overflow: Overflow;
}

function readType(bytes: Bytes): FieldType {
  const text = cText(bytes);
  const signed = text[0] === 'i';
  const bits = parseCanonicalInt64(text.slice(1));
  const known = signed || text[0] === 'u';
  if (!known || bits === null || bits < 1 || bits > (signed ? 64 : 63)) return fail(BAD_TYPE);
  return { signed, bits: Number(bits) };
}

function readOverflow(word: string): Overflow {
  return word === 'WRAP' || word === 'SAT' || word === 'FAIL' ? word : fail(BAD_OVERFLOW);
}

/** The operation named at argument `i`, which must have its arguments behind it. */
function readName(args: Args, i: number): FieldOperation['name'] {
  const left = args.length - i - 1;
  const name = args.word(i);
  if (name === 'GET' && left >= 2) return name;
  return (name === 'SET' || name === 'INCRBY') && left >= 3 ? name : fail(SYNTAX_ERROR);
}

function readOperations(ctx: Context, args: Args): FieldOperation[] {
  const operations: FieldOperation[] = [];
  let overflow: Overflow = 'WRAP';
  for (let i = 2; i < args.length; ) {
    if (args.is(i, 'OVERFLOW') && i + 1 < args.length) {
      overflow = readOverflow(args.word(i + 1));
      i += 2;
      continue;
    }
    const name = readName(args, i);
    const type = readType(args.bytes(i + 1));
    const offset = readBitOffset(ctx, args.bytes(i + 2), type.bits);
    const operand = name === 'GET' ? 0n : BigInt(args.int64(i + 3));
    operations.push({ name, type, offset, operand, overflow });
    i += name === 'GET' ? 3 : 4;
  }
  return operations;
}

const signedOrNot = ({ signed, bits }: FieldType, raw: bigint): bigint =>
  signed ? BigInt.asIntN(bits, raw) : raw;

/**
 * SET of a number so small that its distance to the field's largest is no 64-bit integer any more:
 * Redis's subtraction wraps, so it takes this for too large.
 */
function seemsLarge({ signed, bits }: FieldType, value: bigint): boolean {
  const max = (1n << BigInt(bits - 1)) - 1n;
  return signed && bits < 64 && max - value > INT64_MAX;
}

/** `value` as the field can hold it; null where it cannot and the overflow is to fail. */
function fitted({ signed, bits }: FieldType, value: bigint, how: Overflow): bigint | null {
  const width = BigInt(signed ? bits - 1 : bits);
  const max = (1n << width) - 1n;
  const min = signed ? -max - 1n : 0n;
  if (value >= min && value <= max) return value;
  if (how === 'FAIL') return null;
  if (how === 'SAT') return value > max ? max : min;
  return signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** An integer reply: a number where that is exact. */
function integer(value: bigint): Reply {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function bitfield(ctx: Context, args: Args): Reply {
  const operations = readOperations(ctx, args);
  return operations.every(({ name }) => name === 'GET')
    ? readAll(ctx, args, operations)
    : change(ctx, args, operations);
}

function bitfieldRo(ctx: Context, args: Args): Reply {
  const operations = readOperations(ctx, args);
  if (!operations.every(({ name }) => name === 'GET')) return fail(ONLY_GET);
  return readAll(ctx, args, operations);
}

function readAll(ctx: Context, args: Args, operations: readonly FieldOperation[]): Reply {
  const value = asString(ctx.db.read(args.bytes(1)));
  const view = value === undefined ? new Uint8Array(0) : viewOfString(value);
  return operations.map(({ type, offset }) =>
    integer(signedOrNot(type, readField(view, offset, type.bits))),
  );
}

function change(ctx: Context, args: Args, operations: readonly FieldOperation[]): Reply {
  const key = args.bytes(1);
  let last = 0;
  for (const { name, offset, type } of operations) {
    if (name !== 'GET') last = Math.max(last, offset + type.bits - 1);
  }
  const { string, grown } = stringForBits(ctx, key, last);
  const view = string.view();
  let changes = 0;
  const replies = operations.map(({ name, type, offset, operand, overflow }) => {
    const old = signedOrNot(type, readField(view, offset, type.bits));
    if (name === 'GET') return integer(old);
    // An unsigned field takes a negative value as the 64-bit number with the same bits.
    const given = type.signed ? operand : BigInt.asUintN(64, operand);
    const sum = name === 'SET' ? given : old + operand;
    const isLarge = overflow === 'SAT' && name === 'SET' && seemsLarge(type, sum);
    const next = fitted(type, isLarge ? INT64_MAX : sum, overflow);
    if (next === null) return null;
    const [from, to] = [Math.floor(offset / 8), Math.floor((offset + type.bits - 1) / 8) + 1];
    string.recount(from, to, -1);
    writeField(view, offset, type.bits, next);
    string.recount(from, to, 1);
    if (grown || next !== old) {
      changes++;
      string.changedAt = from;
    }
    return integer(name === 'SET' ? old : next);
  });
  if (changes > 0) {
    ctx.db.modified(key);
    ctx.db.notify(NOTIFY_STRING, 'setbit', key);
    ctx.keyspace.dirty += changes;
  }
  return replies;
}

const OFFSET = 'encoding offset:integer(field-offset)';
const GET = `GET ${OFFSET}`;
const WRITES = `write([OVERFLOW wrap_sat_fail(WRAP | SAT | FAIL)] \
write_operation(SET ${OFFSET} value:integer | INCRBY ${OFFSET} increment:integer))`;

export const bitfieldCommands = defineGroup('bitmap', [
  {
    name: 'BITFIELD',
    since: '3.2.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(1) for each operation',
    summary: 'Reads, sets and increments integers of any width at any bit of a string.',
    syntax: `key [operation(${GET} | ${WRITES})...]`,
    keyType: 'string',
    run: bitfield,
  },
  {
    name: 'BITFIELD_RO',
    since: '6.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each operation',
    summary: 'Reads integers of any width at any bit of a string.',
    syntax: `key [(${GET})...]`,
    keyType: 'string',
    run: bitfieldRo,
  },
]);
