/**
 * List commands that wait for an element. A blocked command simply runs again when one of its keys
 * comes into being, so each of these first tries what it would do without waiting.
 *
 * What is propagated is the command that does not wait.
 */
import { NO_REPLY, NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import type { ListEnd } from '../keyspace/list-value.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import { asType, type Context } from './context.ts';
import { elementsPopped } from './list.ts';
import { moveElement, popFromFirst, readEnd } from './list-move.ts';
import { readMultiPop } from './multi-pop.ts';
import { readTimeoutMs } from './timeout.ts';

const blockingPop =
  (end: ListEnd) =>
  (ctx: Context, args: Args): Reply => {
    const keyEnd = args.length - 1;
    const timeoutMs = readTimeoutMs(ctx, args, keyEnd);
    for (let i = 1; i < keyEnd; i++) {
      const key = args.bytes(i);
      const list = asType(ctx.db.write(key), 'list');
      if (!list) continue;
      const element = list.pop(end);
      elementsPopped(ctx, key, list, end, 1);
      ctx.propagate(end === 'head' ? 'LPOP' : 'RPOP', key);
      return [key, element];
    }
    const keys = args.toArray(1).slice(0, -1);
    return ctx.block({ keys, type: 'list', timeoutMs, onTimeout: NULL_ARRAY });
  };

function blmpop(ctx: Context, args: Args): Reply {
  const wanted = readMultiPop(args, 2, readEnd);
  const timeoutMs = readTimeoutMs(ctx, args, 1);
  const popped = popFromFirst(ctx, wanted);
  if (popped !== null) return popped;
  return ctx.block({ keys: wanted.keys, type: 'list', timeoutMs, onTimeout: NULL_ARRAY });
}

/** Where waiting is not allowed the answer is a null; where it was in vain, a null array. */
function blockForSource(ctx: Context, args: Args, timeoutMs: number): Reply {
  const keys = [args.bytes(1)];
  const reply = ctx.block({ keys, type: 'list', timeoutMs, onTimeout: NULL_ARRAY });
  return reply === NO_REPLY ? NO_REPLY : null;
}

function blmove(ctx: Context, args: Args): Reply {
  const from = readEnd(args, 3);
  const to = readEnd(args, 4);
  const timeoutMs = readTimeoutMs(ctx, args, 5);
  const moved = moveElement(ctx, args, from, to);
  if (moved === null) return blockForSource(ctx, args, timeoutMs);
  // Up to 7.0 who was served from another's command had its ends written in Redis's own words.
  const isServed = ctx.runsAgain && ctx.version < 702;
  const ends = args.toArray(3).slice(0, 2);
  const told = isServed ? ends.map((end) => end.toLowerCase()) : ends;
  ctx.propagate('LMOVE', args.bytes(1), args.bytes(2), ...told);
  return moved;
}

function brpoplpush(ctx: Context, args: Args): Reply {
  const timeoutMs = readTimeoutMs(ctx, args, 3);
  const moved = moveElement(ctx, args, 'tail', 'head');
  if (moved === null) return blockForSource(ctx, args, timeoutMs);
  ctx.propagate('RPOPLPUSH', args.bytes(1), args.bytes(2));
  return moved;
}

export const listBlockingCommands = defineGroup('list', [
  {
    name: 'BLPOP',
    since: '2.0.0',
    history: [['6.0.0', '`timeout` is interpreted as a double instead of an integer.']],
    flags: 'write blocking',
    earlier: { until: '7.2', flags: 'write blocking noscript' },
    keys: [1, -2, 1],
    complexity: 'O(N) where N is the number of provided keys.',
    summary: 'Takes the head of the first list that has one, waiting for it up to a time.',
    syntax: 'key... timeout:double',
    keyType: 'list',
    run: blockingPop('head'),
  },
  {
    name: 'BRPOP',
    since: '2.0.0',
    history: [['6.0.0', '`timeout` is interpreted as a double instead of an integer.']],
    flags: 'write blocking',
    earlier: { until: '7.2', flags: 'write blocking noscript' },
    keys: [1, -2, 1],
    complexity: 'O(N) where N is the number of provided keys.',
    summary: 'Takes the tail of the first list that has one, waiting for it up to a time.',
    syntax: 'key... timeout:double',
    keyType: 'list',
    run: blockingPop('tail'),
  },
  {
    name: 'BLMPOP',
    since: '7.0.0',
    flags: 'write blocking movablekeys',
    complexity: 'O(N+M) where N is the number of keys and M the number of elements returned.',
    summary:
      'Takes elements off the first of several lists that exists, waiting for one up to a time.',
    syntax: 'timeout:double numkeys:integer key... where(LEFT | RIGHT) [COUNT count:integer]',
    keyType: 'list',
    run: blmpop,
  },
  {
    name: 'BLMOVE',
    since: '6.2.0',
    flags: 'write denyoom blocking',
    earlier: { until: '7.2', flags: 'write denyoom blocking noscript' },
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary: 'Moves an element between the ends of two lists, waiting for it up to a time.',
    syntax: 'source destination wherefrom(LEFT | RIGHT) whereto(LEFT | RIGHT) timeout:double',
    keyType: 'list',
    run: blmove,
  },
  {
    name: 'BRPOPLPUSH',
    since: '2.2.0',
    history: [['6.0.0', '`timeout` is interpreted as a double instead of an integer.']],
    flags: 'write denyoom blocking',
    earlier: { until: '7.2', flags: 'write denyoom blocking noscript' },
    keys: [1, 2, 1],
    complexity: 'O(1)',
    summary:
      'Moves the last element of a list before the head of another, waiting for it up to a time.',
    syntax: 'source destination timeout:double',
    keyType: 'list',
    deprecated: ['6.2.0', '`BLMOVE` with the `RIGHT` and `LEFT` arguments'],
    run: brpoplpush,
  },
]);
