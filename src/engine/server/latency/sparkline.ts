/**
 * LATENCY GRAPH's drawing: columns of `|` with a finer top, and under each its label, read downwards.
 * After Redis's sparkline.c (S. Sanfilippo, BSD).
 */
export interface Column {
  readonly value: number;
  readonly label: string;
}

const ROWS = 4;
const WIDTH = 80;
const TOPS = '_o#';
const FULL = '|';

export function sparkline(columns: readonly Column[]): string {
  const low = Math.min(...columns.map(({ value }) => value));
  const high = Math.max(...columns.map(({ value }) => value));
  let text = '';
  for (let at = 0; at < columns.length; at += WIDTH) {
    text += part(columns.slice(at, at + WIDTH), low, high - low || 1);
  }
  return text;
}

function part(columns: readonly Column[], low: number, span: number): string {
  const steps = TOPS.length * ROWS;
  const heights = columns.map(({ value }) =>
    Math.min(steps - 1, Math.max(0, Math.trunc(((value - low) * steps) / span))),
  );
  const lines: string[] = [];
  for (let row = 0; row < ROWS; row++) {
    const below = (ROWS - row - 1) * TOPS.length;
    lines.push(heights.map((height) => cell(height - below)).join(''));
  }
  lines.push(' '.repeat(columns.length));
  const depth = Math.max(...columns.map(({ label }) => label.length));
  for (let i = 0; i < depth; i++) lines.push(columns.map(({ label }) => label[i] ?? ' ').join(''));
  return `${lines.join('\n')}\n`;
}

function cell(height: number): string {
  if (height < 0) return ' ';
  return TOPS[height] ?? FULL;
}
