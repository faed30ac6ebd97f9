/**
 * Lines of a chart as data: how each is told from the others, and the same data as a table and CSV.
 *
 * A series is told by colour, dash and label together: six colours from the tokens, twelve dashes.
 */

export interface Series {
  readonly id: string | number;
  readonly label: string;
  /** From 0 on; a run's slot, or a policy's place. Two series of a chart never share one. */
  readonly slot: number;
  /** In ascending order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

const dashes = ['', '6 4', '2 3', '10 4 2 4', '14 4', '4 2 1 2 1 2'];
const COLOURS = 6;

/** The colour's number, for `data-tone`. */
export const toneOf = (slot: number): number => slot % COLOURS;

/** The dash of a slot: after each round of colours the dashes are shifted by one. */
export const dashOf = (slot: number): string =>
  dashes[(slot + Math.floor(slot / COLOURS)) % dashes.length] ?? '';

export interface ChartRow {
  readonly x: number;
  /** One value per series; null where a series has no point at this x. */
  readonly values: readonly (number | null)[];
}

/** Every x of any series once, in order, with what each series has there. */
export function rowsOf(series: readonly Series[]): ChartRow[] {
  const rows = new Map<number, (number | null)[]>();
  series.forEach(({ points }, index) => {
    for (const [x, y] of points) {
      let values = rows.get(x);
      if (!values) {
        values = series.map(() => null);
        rows.set(x, values);
      }
      values[index] = y;
    }
  });
  return [...rows].sort(([a], [b]) => a - b).map(([x, values]) => ({ x, values }));
}

/** At most `limit` rows, evenly spaced, the first and the last among them. */
export function sampleRows(rows: readonly ChartRow[], limit: number): readonly ChartRow[] {
  if (rows.length <= limit) return rows;
  const spacing = (rows.length - 1) / (limit - 1);
  return Array.from({ length: limit }, (_, index) => rows[Math.round(index * spacing)] as ChartRow);
}

/** The value of a series at x or, between points, at the last point before it; null beyond its ends. */
export function valueAt(points: Series['points'], x: number): number | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as readonly [number, number])[0] <= x) low = middle + 1;
    else high = middle;
  }
  const isBeyond = x > (points.at(-1)?.[0] ?? x);
  return isBeyond ? null : (points[low - 1]?.[1] ?? null);
}

/** The place of the x nearest to the one given. */
export function nearestIndex(rows: readonly ChartRow[], x: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as ChartRow).x < x) low = middle + 1;
    else high = middle;
  }
  const before = rows[low - 1];
  const here = rows[low];
  return before && here && x - before.x < here.x - x ? low - 1 : low;
}

/** One cell of CSV. A leading `=`, `+`, `-` or `@` of a text would be a formula to a spreadsheet. */
const cell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** Headings that can be told apart: a name that was there before has a number, which no other has. */
export function distinct(headings: readonly string[]): string[] {
  const taken = new Set(headings);
  const seen = new Set<string>();
  return headings.map((heading) => {
    let own = heading;
    for (let number = 2; seen.has(own) || (own !== heading && taken.has(own)); number++) {
      own = `${heading} #${number}`;
    }
    seen.add(own);
    return own;
  });
}

/** A table as CSV (RFC 4180), each heading once. */
export function csvOf(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [distinct(headings), ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
