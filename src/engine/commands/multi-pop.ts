/** What LMPOP and ZMPOP and their blocking kin are asked for: some keys, an end, a count. */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply } from '../../protocol/reply.ts';
import type { Args } from './args.ts';
import { countAtLeast } from './count-argument.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';

const NO_KEYS = errorReply('ERR numkeys should be greater than 0');
const NO_COUNT = errorReply('ERR count should be greater than 0');

export interface MultiPop<End> {
  readonly keys: readonly Bytes[];
  readonly end: End;
  readonly count: number;
}

/** `numkeys key... END [COUNT count]` from argument `at` on; `readEnd` knows the words for ends. */
export function readMultiPop<End>(
  args: Args,
  at: number,
  readEnd: (args: Args, i: number) => End,
): MultiPop<End> {
  const keyCount = countAtLeast(args, at, 1, NO_KEYS);
  const endAt = at + 1 + keyCount;
  if (endAt >= args.length) return fail(SYNTAX_ERROR);
  const end = readEnd(args, endAt);
  let count: number | null = null;
  for (let i = endAt + 1; i < args.length; i += 2) {
    if (count !== null || !args.is(i, 'COUNT') || i + 1 >= args.length) return fail(SYNTAX_ERROR);
    count = countAtLeast(args, i + 1, 1, NO_COUNT);
  }
  const keys: Bytes[] = [];
  for (let i = at + 1; i < endAt; i++) keys.push(args.bytes(i));
  return { keys, end, count: count ?? 1 };
}
