/** Source maps, as far as is needed to find where a place of the emitted code was written. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Segment {
  readonly column: number;
  readonly place: Place;
}

/** The numbers of one segment: base 64 digits, five bits each, the sign in the lowest bit. */
function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let shift = 0;
  let value = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    if (digit < 0) throw new Error('not a source map');
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    shift = 0;
    value = 0;
  }
  return numbers;
}

function decodeMappings(mappings: string): Segment[][] {
  let line = 0;
  let column = 0;
  return mappings.split(';').map((text) => {
    let emittedColumn = 0;
    return text.split(',').flatMap((one): Segment[] => {
      if (one === '') return [];
      const [moved = 0, , lineMoved, columnMoved] = decodeNumbers(one);
      emittedColumn += moved;
      if (lineMoved === undefined || columnMoved === undefined) return [];
      line += lineMoved;
      column += columnMoved;
      return [{ column: emittedColumn + 1, place: { line: line + 1, column: column + 1 } }];
    });
  });
}

/** Answers with null for places that nobody wrote, such as the emit's own helpers. */
export type FindSource = (emitted: Place) => Place | null;

export function readSourceMap(json: string): FindSource {
  const lines = decodeMappings((JSON.parse(json) as { readonly mappings: string }).mappings);
  return ({ line, column }) => {
    const segments = lines[line - 1] ?? [];
    // The last segment that begins at or before the column.
    return segments.findLast((segment) => segment.column <= column)?.place ?? null;
  };
}
