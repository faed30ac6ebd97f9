/**
 * The SCAN family's common part: cursors, MATCH, COUNT.
 *
 * The cursor walks the buckets of a table in reverse-binary order, so that what is there from
 * beginning to end is seen at least once, whatever is added, deleted or rehashed meanwhile. Small
 * collections without a table come whole, with cursor 0.
 */
import type { Bytes } from '../../base/bytes.ts';
import { globMatch } from '../../base/glob.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import type { Dict } from '../../structures/dict.ts';
import type { Args } from './args.ts';
import type { Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';

export interface ScanOptions {
  readonly cursor: bigint;
  readonly count: number;
  /** Null matches everything. */
  readonly pattern: Bytes | null;
  readonly type: Bytes | null;
  readonly noValues: boolean;
}

const DEFAULT_COUNT = 10;
const UINT64_MAX = 2n ** 64n - 1n;
const INVALID_CURSOR = errorReply('ERR invalid cursor');

/**
 * A cursor as strtoul reads it: a sign is allowed, a negative number counts from the top. Nothing at
 * all is 0; 7.4 refuses that and what is plainly negative.
 */
export function parseCursor(text: Bytes, version: number): bigint {
  if (!/^[+-]?\d*$/.test(text)) return fail(INVALID_CURSOR);
  const [digits = ''] = /\d*$/.exec(text) ?? [];
  const isNegative = text.startsWith('-');
  // Of a sign alone strtoul reads nothing.
  if (digits === '' && text !== '') return fail(INVALID_CURSOR);
  if (version >= 704 && (text === '' || /^-[1-9]/.test(text))) return fail(INVALID_CURSOR);
  const cursor = BigInt(digits);
  if (cursor > UINT64_MAX) return fail(INVALID_CURSOR);
  return isNegative ? BigInt.asUintN(64, -cursor) : cursor;
}

export function readScanOptions(
  { version }: Context,
  args: Args,
  cursorAt: number,
  allows: { readonly type?: boolean; readonly noValues?: boolean } = {},
): ScanOptions {
  const cursor = parseCursor(args.bytes(cursorAt), version);
  let count = DEFAULT_COUNT;
  let pattern: Bytes | null = null;
  let type: Bytes | null = null;
  let noValues = false;
  for (let i = cursorAt + 1; i < args.length; i++) {
    const word = args.word(i);
    const hasNext = i + 1 < args.length;
    if (word === 'COUNT' && hasNext) {
      count = args.int(++i);
      if (count < 1) fail(SYNTAX_ERROR);
    } else if (word === 'MATCH' && hasNext) pattern = args.bytes(++i);
    else if (word === 'TYPE' && hasNext && allows.type) type = args.bytes(++i);
    else if (word === 'NOVALUES' && allows.noValues) noValues = true;
    else fail(SYNTAX_ERROR);
  }
  return { cursor, count, pattern: pattern === '*' ? null : pattern, type, noValues };
}

/** Visits about `count` entries from `cursor` on. Answers with the next cursor, 0 at the end. */
export function scanDict<V>(
  dict: Dict<V>,
  cursor: bigint,
  count: number,
  visit: (index: number) => void,
): number {
  let at = Number(cursor & 0xffff_ffffn);
  let seen = 0;
  // Sparse tables have empty buckets: as Redis, give up after ten times as many as asked for.
  for (let steps = count * 10; steps > 0 && seen < count; steps--) {
    at = dict.scan(at, (index) => {
      seen++;
      visit(index);
    });
    if (at === 0) break;
  }
  return at;
}

export function matches(pattern: Bytes | null, text: Bytes): boolean {
  return pattern === null || globMatch(pattern, text);
}

export const scanReply = (cursor: number, items: readonly Reply[]): Reply => [
  String(cursor),
  items,
];
