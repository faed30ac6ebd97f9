/**
 * Commands that move elements from list to list, or take them off whichever list has some; and what
 * their blocking kin share with them.
 */
import type { Bytes } from '../../base/bytes.ts';
import { NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import { type ListEnd, ListValue } from '../keyspace/list-value.ts';
import { NOTIFY_LIST } from '../keyspace/notifications.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { elementsPopped, popMany } from './list.ts';
import { type MultiPop, readMultiPop } from './multi-pop.ts';

export function readEnd(args: Args, i: number): ListEnd {
  if (args.is(i, 'LEFT')) return 'head';
  return args.is(i, 'RIGHT') ? 'tail' : fail(SYNTAX_ERROR);
}

function pushMoved(
  ctx: Context,
  key: Bytes,
  existing: ListValue | undefined,
  element: Bytes,
  end: ListEnd,
): void {
  const { db, keyspace } = ctx;
  const list = existing ?? ListValue.for(keyspace.limits);
  list.prepareFor(element.length, keyspace.limits);
  list.push(element, end);
  if (existing) db.modified(key);
  else db.add(key, list);
  db.notify(NOTIFY_LIST, end === 'head' ? 'lpush' : 'rpush', key);
}

/** Moves one element from the list at argument 1 to that at argument 2; null: there is none. */
export function moveElement(ctx: Context, args: Args, from: ListEnd, to: ListEnd): Bytes | null {
  const { db } = ctx;
  const [sourceKey, targetKey] = [args.bytes(1), args.bytes(2)];
  const source = asType(db.write(sourceKey), 'list');
  if (!source) return null;
  const target = asType(db.write(targetKey), 'list');
  const element = source.pop(from);
  pushMoved(ctx, targetKey, target, element, to);
  elementsPopped(ctx, sourceKey, source, from, 1);
  return element;
}

/** Pops from the first of the lists that there is: its key and the elements, or null. */
export function popFromFirst(ctx: Context, { keys, end, count }: MultiPop<ListEnd>): Reply {
  for (const key of keys) {
    const list = asType(ctx.db.write(key), 'list');
    if (!list) continue;
    const popped = popMany(ctx, key, list, end, count);
    ctx.propagate(end === 'head' ? 'LPOP' : 'RPOP', key, String(popped.length));
    return [key, popped];
  }
  return null;
}

export const listMoveCommands = defineGroup('list', [
  {
    name: 'LMOVE',
    since: '6.2.0',
    flags: 'write denyoom',
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary: 'Takes an element off one end of a list and puts it onto an end of another.',
    syntax: 'source destination wherefrom(LEFT | RIGHT) whereto(LEFT | RIGHT)',
    keyType: 'list',
    run: (ctx, args) => moveElement(ctx, args, readEnd(args, 3), readEnd(args, 4)),
  },
  {
    name: 'RPOPLPUSH',
    since: '1.2.0',
    flags: 'write denyoom',
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary: 'Takes the last element of a list and puts it before the head of another.',
    syntax: 'source destination',
    keyType: 'list',
    deprecated: ['6.2.0', '`LMOVE` with the `RIGHT` and `LEFT` arguments'],
    run: (ctx, args) => moveElement(ctx, args, 'tail', 'head'),
  },
  {
    name: 'LMPOP',
    since: '7.0.0',
    flags: 'write movablekeys',
    complexity: 'O(N+M) where N is the number of keys and M the number of elements returned.',
    summary: 'Takes elements off the first of several lists that exists.',
    syntax: 'numkeys:integer key... where(LEFT | RIGHT) [COUNT count:integer]',
    keyType: 'list',
    run: (ctx, args) => popFromFirst(ctx, readMultiPop(args, 1, readEnd)) ?? NULL_ARRAY,
  },
]);
