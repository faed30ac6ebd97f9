/**
 * A trace of one's own, as text: one key per line, whatever it is (the LIRS traces have a number);
 * lines of the ARC traces, each standing for a row of blocks; or a table whose first line names the
 * column with the keys. Empty lines, `#` and `*` lines are left out, and lines end as any system
 * ends them.
 */
import { ACCESSES_MAX, OWN_KEYS_MAX, type TraceProblem } from '../../contract/lab-eviction.ts';

export interface Trace {
  readonly accesses: Uint32Array;
  readonly keyCount: number;
  /** Keys from here on are sessions; `keyCount` where there are none. */
  readonly firstSession: number;
}

export type MadeTrace =
  | { readonly kind: 'trace'; readonly trace: Trace }
  | { readonly kind: 'problem'; readonly problem: TraceProblem };

export const withoutSessions = (accesses: Uint32Array, keyCount: number): Trace => ({
  accesses,
  keyCount,
  firstSession: keyCount,
});

/** The keys that a line asks for: the first, and how many that are numbered on from it. */
interface Asked {
  readonly first: string;
  readonly count: number;
}

/** How a file's lines are read. */
interface Layout {
  /** The first line names the columns. */
  readonly hasHeader: boolean;
  /** Null where the line does not fit the others. */
  readonly read: (line: string) => Asked | null;
}

/** Four whole numbers: start, how many, and two that are not used (the format of the ARC traces). */
const arcLine = /^(\d{1,12})\s+(\d{1,7})\s+\d+\s+\d+$/;
/** What the column with the keys is called in published traces, the surest name first. */
const keyColumns = ['key', 'object', 'object_id', 'obj_id', 'obj', 'id', 'url', 'block'];
const separators = ['\t', ',', ';'];
const KEY_CHARACTERS_MAX = 512;
/** What a picture, an archive or a text of two bytes a character has, read as UTF-8. */
const BINARY_MARK = /[\0\uFFFD]/;

const isData = (line: string): boolean => line !== '' && line !== '*' && !line.startsWith('#');
const one = (first: string): Asked => ({ first, count: 1 });

/** Where a cell ends that begins at `from`: in quotes a separator is part of it, and two quotes are one. */
function endOfCell(line: string, separator: string, from: number): number {
  let at = from;
  if (line[from] === '"') {
    for (at = from + 1; at < line.length; at++) {
      if (line[at] !== '"') continue;
      if (line[at + 1] !== '"') break;
      at++;
    }
  }
  const end = line.indexOf(separator, at);
  return end < 0 ? line.length : end;
}

/** One cell of a table's line; null where the line has fewer, or nothing in it. */
function cellAt(line: string, separator: string, column: number): string | null {
  let from = 0;
  for (let before = 0; before < column; before++) {
    from = endOfCell(line, separator, from) + 1;
    if (from > line.length) return null;
  }
  const cell = line.slice(from, endOfCell(line, separator, from)).trim();
  const text = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
  return text === '' ? null : text;
}

function layoutOf(firstLine: string): Layout {
  if (arcLine.test(firstLine.trim())) {
    return {
      hasHeader: false,
      read: (line) => {
        const [, first, count] = arcLine.exec(line.trim()) ?? [];
        return first === undefined ? null : { first: String(Number(first)), count: Number(count) };
      },
    };
  }
  for (const separator of separators) {
    const names = firstLine.split(separator).map((name) => name.replaceAll('"', '').trim());
    const known = keyColumns.find((name) => names.some((own) => own.toLowerCase() === name));
    if (names.length < 2 || known === undefined) continue;
    const column = names.findIndex((own) => own.toLowerCase() === known);
    return {
      hasHeader: true,
      read: (line) => {
        const key = cellAt(line, separator, column);
        return key === null ? null : one(key);
      },
    };
  }
  return { hasHeader: false, read: (line) => one(line.trim()) };
}

export function parseTrace(text: string): MadeTrace {
  const problem = (kind: TraceProblem['kind'], index: number): MadeTrace => ({
    kind: 'problem',
    problem: { kind, line: index + 1 },
  });
  const ids = new Map<string, number>();
  const accesses: number[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const begin = lines.findIndex((line) => isData(line.trim()));
  const layout = layoutOf(lines[begin] ?? '');
  for (let index = layout.hasHeader ? begin + 1 : 0; index < lines.length; index++) {
    const line = lines[index] as string;
    if (!isData(line.trim())) continue;
    if (BINARY_MARK.test(line)) return problem('notText', index);
    const asked = layout.read(line);
    if (!asked || asked.first.length > KEY_CHARACTERS_MAX) return problem('badLine', index);
    const { first, count } = asked;
    if (accesses.length + count > ACCESSES_MAX) return problem('tooManyAccesses', index);
    for (let block = 0; block < count; block++) {
      const key = count === 1 ? first : String(Number(first) + block);
      const id = ids.get(key) ?? ids.size;
      ids.set(key, id);
      accesses.push(id);
    }
    if (ids.size > OWN_KEYS_MAX) return problem('tooManyKeys', index);
  }
  if (accesses.length === 0) return problem('empty', -1);
  return { kind: 'trace', trace: withoutSessions(Uint32Array.from(accesses), ids.size) };
}
