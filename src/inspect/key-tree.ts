/**
 * The visible window of the key tree: keys split at `:` into folders, of which some are open.
 *
 * A closed folder is one row however many keys it holds. An open level is cut into *runs*: a
 * sub-folder, or a stretch of plain keys between two sub-folders; only the runs are walked to find
 * the window, and they are remembered until the names or the open folders change.
 */
import type { Bytes } from '../base/bytes.ts';
import { globMatch } from '../base/glob.ts';
import type { KeyTreeRequest, KeyTreeRow } from '../contract/key-tree.ts';
import { afterPrefix, type KeyIndex } from './key-index.ts';

/** Rows that stand together: one folder row, or `count` key rows from `start` on. */
type Run =
  | {
      readonly kind: 'folder';
      readonly prefix: Bytes;
      readonly depth: number;
      readonly keys: number;
      readonly open: boolean;
    }
  | {
      readonly kind: 'keys';
      readonly start: number;
      readonly count: number;
      readonly depth: number;
      readonly prefixLength: number;
    };

export interface Layout {
  readonly keys: readonly Bytes[];
  readonly runs: readonly Run[];
  readonly totalRows: number;
}

/** The names that the filter keeps; without wildcards it matches anywhere in the name. */
export function filterKeys(keys: readonly Bytes[], filter: Bytes): readonly Bytes[] {
  if (filter === '') return keys;
  const pattern = /[*?[\]\\]/.test(filter) ? filter : `*${filter}*`;
  return pattern === '*' ? keys : keys.filter((key) => globMatch(pattern, key));
}

/** Lays out the tree of sorted `keys`. */
export function layOut(keys: readonly Bytes[], open: ReadonlySet<Bytes>): Layout {
  const runs: Run[] = [];
  layOutLevel(keys, 0, keys.length, '', 0, open, runs);
  let totalRows = 0;
  for (const run of runs) totalRows += run.kind === 'folder' ? 1 : run.count;
  return { keys, runs, totalRows };
}

function layOutLevel(
  keys: readonly Bytes[],
  from: number,
  to: number,
  prefix: Bytes,
  depth: number,
  open: ReadonlySet<Bytes>,
  runs: Run[],
): void {
  let at = from;
  let plainStart = from;
  const endPlain = (): void => {
    if (at > plainStart) {
      runs.push({
        kind: 'keys',
        start: plainStart,
        count: at - plainStart,
        depth,
        prefixLength: prefix.length,
      });
    }
  };
  while (at < to) {
    const key = keys[at] as Bytes;
    const colon = key.indexOf(':', prefix.length);
    // A name that ends in its colon, or has none left, is a key of this level.
    if (colon < 0 || colon === key.length - 1) {
      at++;
      continue;
    }
    const folder = key.slice(0, colon + 1);
    const end = boundary(keys, at, to, afterPrefix(folder));
    // A folder of one would hide its only key: the key stands in its place, under its longer name.
    if (end - at === 1) {
      at++;
      continue;
    }
    endPlain();
    const isOpen = open.has(folder);
    runs.push({ kind: 'folder', prefix: folder, depth, keys: end - at, open: isOpen });
    if (isOpen) layOutLevel(keys, at, end, folder, depth + 1, open, runs);
    at = end;
    plainStart = end;
  }
  endPlain();
}

/** The first index in [from, to) whose name is not below `bound`. */
function boundary(keys: readonly Bytes[], from: number, to: number, bound: Bytes | null): number {
  if (bound === null) return to;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as Bytes) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type DescribeKey = (key: Bytes, label: Bytes, depth: number) => KeyTreeRow;

/** The rows [offset, offset + limit) of a layout. */
export function rowsOf(
  layout: Layout,
  request: Pick<KeyTreeRequest, 'offset' | 'limit'>,
  describe: DescribeKey,
): KeyTreeRow[] {
  const rows: KeyTreeRow[] = [];
  const stop = request.offset + request.limit;
  let row = 0;
  for (const run of layout.runs) {
    if (row >= stop) break;
    if (run.kind === 'folder') {
      if (row >= request.offset) rows.push(folderRow(run));
      row++;
      continue;
    }
    const first = Math.max(0, request.offset - row);
    const last = Math.min(run.count, stop - row);
    for (let i = first; i < last; i++) {
      const key = layout.keys[run.start + i] as Bytes;
      rows.push(describe(key, key.slice(run.prefixLength), run.depth));
    }
    row += run.count;
  }
  return rows;
}

function folderRow(run: Extract<Run, { kind: 'folder' }>): KeyTreeRow {
  const { prefix, depth, keys, open } = run;
  const parentEnd = prefix.lastIndexOf(':', prefix.length - 2) + 1;
  return { kind: 'folder', prefix, label: prefix.slice(parentEnd, -1), depth, keys, open };
}

/** A layout may be this many times older than it took to make: under constant writes the tree lags a little instead of taking the engine's time. */
const STALENESS = 4;

interface Made {
  readonly open: string;
  readonly filter: Bytes;
  readonly layout: Layout;
  readonly atMs: number;
  readonly costMs: number;
}

/** Keeps the last layout while neither the names nor the open folders nor the filter have changed. */
export class KeyTree {
  private readonly index: KeyIndex;
  private readonly stopwatchMs: () => number;
  private last: Made | null = null;

  constructor(index: KeyIndex, stopwatchMs: () => number) {
    this.index = index;
    this.stopwatchMs = stopwatchMs;
  }

  /** The layout, and whether it is up to date: if not, it is worth asking again soon. */
  layout(
    filter: Bytes,
    open: readonly Bytes[],
  ): { readonly layout: Layout; readonly fresh: boolean } {
    const openKey = open.join('\n');
    const { last } = this;
    const startMs = this.stopwatchMs();
    if (last && last.open === openKey && last.filter === filter) {
      if (!this.index.hasChanges) return { layout: last.layout, fresh: true };
      if (startMs - last.atMs < last.costMs * STALENESS)
        return { layout: last.layout, fresh: false };
    }
    const source = this.index.keys();
    const layout = layOut(filterKeys(source, filter), new Set(open));
    const atMs = this.stopwatchMs();
    this.last = { open: openKey, filter, layout, atMs, costMs: atMs - startMs };
    return { layout, fresh: true };
  }
}
