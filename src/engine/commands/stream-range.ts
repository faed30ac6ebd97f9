/** Reading a stream between two IDs, and how an entry looks in a reply. */
import type { Bytes } from '../../base/bytes.ts';
import { EMPTY_ARRAY, NULL_ARRAY, type Reply } from '../../protocol/reply.ts';
import { formatId } from '../../structures/stream-id.ts';
import type { StreamCursor } from '../../structures/stream-node.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { readRangeEnd, readRangeStart, readStream } from './stream-arguments.ts';

/** The entry the cursor stands on: its ID, then its fields and values in one array. */
export function entryReply(cursor: StreamCursor): Reply {
  const words: Bytes[] = [];
  cursor.pushFields(words);
  return [formatId(cursor), words];
}

/** Up to `countMax` entries from the cursor's next one on; 0 is all of them. */
export function entryReplies(cursor: StreamCursor, countMax: number): Reply[] {
  const entries: Reply[] = [];
  while (cursor.next()) {
    entries.push(entryReply(cursor));
    if (entries.length === countMax) break;
  }
  return entries;
}

/** -1 without a COUNT. */
function readCount(args: Args): number {
  let count = -1;
  for (let i = 4; i < args.length; i += 2) {
    if (!args.is(i, 'COUNT') || i + 1 >= args.length) return fail(SYNTAX_ERROR);
    count = Math.max(0, args.int(i + 1));
  }
  return count;
}

const range =
  (reverse: boolean) =>
  (ctx: Context, args: Args): Reply => {
    const start = readRangeStart(args, reverse ? 3 : 2);
    const end = readRangeEnd(args, reverse ? 2 : 3);
    const count = readCount(args);
    const stream = readStream(ctx, args, 1);
    if (!stream) return EMPTY_ARRAY;
    if (count === 0) return NULL_ARRAY;
    return entryReplies(stream.log.cursor(start, end, reverse), Math.max(0, count));
  };

export const streamRangeCommands = defineGroup('stream', [
  {
    name: 'XRANGE',
    since: '5.0.0',
    history: [['6.2.0', 'Added exclusive ranges.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of entries returned.',
    summary: 'Returns the entries of a stream between two IDs, oldest first.',
    syntax: 'key start(range-start) end(range-end) [COUNT count:integer]',
    keyType: 'stream',
    run: range(false),
  },
  {
    name: 'XREVRANGE',
    since: '5.0.0',
    history: [['6.2.0', 'Added exclusive ranges.']],
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(N) where N is the number of entries returned.',
    summary: 'Returns the entries of a stream between two IDs, newest first.',
    syntax: 'key end(range-end) start(range-start) [COUNT count:integer]',
    keyType: 'stream',
    run: range(true),
  },
]);
