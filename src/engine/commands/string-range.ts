/** Parts of strings: APPEND, GETRANGE, SETRANGE. What is changed in place becomes a `RawString`. */
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_STRING } from '../keyspace/notifications.ts';
import {
  lengthOfString,
  mutableString,
  RawString,
  replyOfString,
  type StringValue,
  stringValueOf,
} from '../keyspace/string-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asString, type Context } from './context.ts';
import { fail } from './errors.ts';
import { checkStringLength } from './string.ts';

function append(ctx: Context, args: Args): Reply {
  const key = args.bytes(1);
  const suffix = args.bytes(2);
  const old = asString(ctx.db.write(key));
  let length = suffix.length;
  if (old === undefined) ctx.db.add(key, stringValueOf(suffix));
  else {
    checkStringLength(ctx, lengthOfString(old) + suffix.length);
    const grown = mutableString(old);
    grown.append(suffix);
    length = grown.length;
    changed(ctx, key, old, grown);
  }
  ctx.db.notify(NOTIFY_STRING, 'append', key);
  ctx.keyspace.dirty++;
  return length;
}

function changed(ctx: Context, key: Bytes, old: StringValue, grown: RawString): void {
  if (old !== grown) ctx.db.replace(key, grown);
  ctx.db.modified(key);
}

function setrange(ctx: Context, args: Args): Reply {
  const key = args.bytes(1);
  const offset = args.int(2);
  const patch = args.bytes(3);
  if (offset < 0) return fail(errorReply('ERR offset is out of range'));
  const old = asString(ctx.db.write(key));
  if (patch.length === 0) return old === undefined ? 0 : lengthOfString(old);
  checkStringLength(ctx, offset + patch.length);
  const grown = old === undefined ? new RawString(new Uint8Array(0)) : mutableString(old);
  grown.overwrite(offset, patch);
  if (old === undefined) ctx.db.add(key, grown);
  else changed(ctx, key, old, grown);
  ctx.db.notify(NOTIFY_STRING, 'setrange', key);
  ctx.keyspace.dirty++;
  return grown.length;
}

function getrange(ctx: Context, args: Args): Reply {
  let start = args.int(2);
  let end = args.int(3);
  const value = asString(ctx.db.read(args.bytes(1)));
  if (value === undefined || (start < 0 && end < 0 && start > end)) return '';
  const length = lengthOfString(value);
  if (start < 0) start = Math.max(0, length + start);
  end = end < 0 ? Math.max(0, length + end) : Math.min(end, length - 1);
  if (start > end || length === 0) return '';
  if (value instanceof RawString) return bytesOf(value.view(start, end + 1));
  return (replyOfString(value) as Bytes).slice(start, end + 1);
}

export const stringRangeCommands = defineGroup('string', [
  {
    name: 'APPEND',
    since: '2.0.0',
    flags: 'write denyoom fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Appends bytes to the string at a key, creating the key if it is missing.',
    syntax: 'key value',
    keyType: 'string',
    run: append,
  },
  {
    name: 'GETRANGE',
    since: '2.4.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Returns the part of a string between two offsets, both included.',
    syntax: 'key start:integer end:integer',
    keyType: 'string',
    run: getrange,
  },
  {
    name: 'SETRANGE',
    since: '2.2.0',
    flags: 'write denyoom',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Overwrites part of a string from an offset on, padding with zero bytes.',
    syntax: 'key offset:integer value',
    keyType: 'string',
    run: setrange,
  },
  {
    name: 'SUBSTR',
    since: '1.0.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N)',
    summary: 'Returns the part of a string between two offsets; the old name of GETRANGE.',
    syntax: 'key start:integer end:integer',
    keyType: 'string',
    deprecated: ['2.0.0', '`GETRANGE`'],
    run: getrange,
  },
]);
