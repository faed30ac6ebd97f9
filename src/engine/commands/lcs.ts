/**
 * LCS: the longest common subsequence of two strings, by dynamic programming over a table of
 * (a+1) x (b+1) 32-bit lengths. Ranges are reported from the end, as Redis does.
 */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, map, type Reply } from '../../protocol/reply.ts';
import { bytesOfString } from '../keyspace/string-value.ts';
import { isString } from '../keyspace/values.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';

const NO_STRINGS = errorReply('ERR The specified keys must contain string values');
const TABLE_BYTES_MAX = 512 * 1024 * 1024;

interface Options {
  length: boolean;
  indexes: boolean;
  withMatchLength: boolean;
  minMatchLength: number;
}

function readOptions(args: Args): Options {
  const options = { length: false, indexes: false, withMatchLength: false, minMatchLength: 0 };
  for (let i = 3; i < args.length; i++) {
    const word = args.word(i);
    if (word === 'IDX') options.indexes = true;
    else if (word === 'LEN') options.length = true;
    else if (word === 'WITHMATCHLEN') options.withMatchLength = true;
    else if (word === 'MINMATCHLEN' && i + 1 < args.length)
      options.minMatchLength = Math.max(0, args.int(++i));
    else fail(SYNTAX_ERROR);
  }
  return options;
}

function lengthsTable(a: Bytes, b: Bytes): Uint32Array {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const up = table[(i - 1) * width + j] as number;
      const left = table[i * width + j - 1] as number;
      table[i * width + j] =
        a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
          ? (table[(i - 1) * width + j - 1] as number) + 1
          : Math.max(up, left);
    }
  }
  return table;
}

interface Range {
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
}

/** Walks the table back from its corner; each run of equal bytes is told to `onRange`. Answers with the subsequence. */
function walkBack(a: Bytes, b: Bytes, table: Uint32Array, onRange: (range: Range) => void): Bytes {
  const width = b.length + 1;
  const found: string[] = [];
  let range: Range | null = null;
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    if (a.charCodeAt(i - 1) === b.charCodeAt(j - 1)) {
      found.push(a[i - 1] as string);
      if (range && range.aStart === i && range.bStart === j) {
        range.aStart--;
        range.bStart--;
      } else {
        if (range) onRange(range);
        range = { aStart: i - 1, aEnd: i - 1, bStart: j - 1, bEnd: j - 1 };
      }
      i--;
      j--;
    } else if ((table[(i - 1) * width + j] as number) > (table[i * width + j - 1] as number)) i--;
    else j--;
  }
  if (range) onRange(range);
  return found.reverse().join('');
}

function lcs(ctx: Context, args: Args): Reply {
  const [a = '', b = ''] = [1, 2]
    .map((i) => ctx.db.read(args.bytes(i)))
    .map((value) => {
      if (value === undefined) return '';
      return isString(value) ? bytesOfString(value) : fail(NO_STRINGS);
    });
  const options = readOptions(args);
  if (options.indexes && options.length) {
    return fail(errorReply('ERR If you want both the length and indexes, please just use IDX.'));
  }
  if ((a.length + 1) * (b.length + 1) * 4 > TABLE_BYTES_MAX) {
    return fail(
      errorReply('ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len'),
    );
  }
  const table = lengthsTable(a, b);
  const length = table[table.length - 1] as number;
  if (options.length) return length;
  const matches: Reply[] = [];
  const common = walkBack(a, b, table, (range) => {
    const size = range.aEnd - range.aStart + 1;
    if (size < options.minMatchLength) return;
    const entry: Reply[] = [
      [range.aStart, range.aEnd],
      [range.bStart, range.bEnd],
    ];
    if (options.withMatchLength) entry.push(size);
    matches.push(entry);
  });
  return options.indexes ? map(['matches', matches, 'len', length]) : common;
}

export const lcsCommands = defineGroup('string', [
  {
    name: 'LCS',
    since: '7.0.0',
    flags: 'readonly',
    keys: [1, 2, 1],
    complexity: 'O(N*M)',
    summary: 'Finds the longest common subsequence of two strings.',
    syntax: 'key1 key2@#0 [LEN] [IDX] [MINMATCHLEN len:integer] [WITHMATCHLEN]',
    keyType: 'string',
    run: lcs,
  },
]);
