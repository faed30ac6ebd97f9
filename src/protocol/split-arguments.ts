/**
 * Splits a typed line into arguments by redis-cli's quoting rules.
 *
 * Blanks separate; `"..."` knows \xHH, \n \r \t \b \a and \c for any other c; `'...'` knows \' only;
 * quotes may open inside a word, but what follows a closing quote must be a blank or the end.
 * The line is bytes: text is turned into UTF-8 before, so \xHH can name any byte.
 */
import type { Bytes } from '../base/bytes.ts';

/** One argument and where it stands in the line: [start, end) with its quotes. */
export interface ArgumentSpan {
  readonly text: Bytes;
  readonly start: number;
  readonly end: number;
  /** True when the argument ended inside an open quote (only in the last one). */
  readonly open: boolean;
}

const escapes: { readonly [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  a: '\x07',
};

const isBlank = (c: string | undefined): boolean =>
  c === ' ' || c === '\n' || c === '\r' || c === '\t' || c === '\v' || c === '\f';

/** The arguments of a line, or null where quotes are unbalanced: redis-cli's "Invalid argument(s)". */
export function splitArguments(line: Bytes): Bytes[] | null {
  const spans = scanArguments(line);
  if (spans === null || spans.at(-1)?.open) return null;
  return spans.map((span) => span.text);
}

/** As `splitArguments`, with positions, and forgiving about a quote that is still open at the end. */
export function scanArguments(line: Bytes): ArgumentSpan[] | null {
  const spans: ArgumentSpan[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(line[at])) at++;
    if (at >= line.length) return spans;
    const span = scanOne(line, at);
    if (span === null) return null;
    spans.push(span);
    at = span.end;
  }
}

function scanOne(line: Bytes, start: number): ArgumentSpan | null {
  let text = '';
  let at = start;
  while (at < line.length && !isBlank(line[at])) {
    const c = line[at] as string;
    if (c !== '"' && c !== "'") {
      text += c;
      at++;
      continue;
    }
    const quoted = c === '"' ? doubleQuoted(line, at + 1) : singleQuoted(line, at + 1);
    text += quoted.text;
    if (!quoted.closed) return { text, start, end: line.length, open: true };
    at = quoted.end;
    if (at < line.length && !isBlank(line[at])) return null;
  }
  return { text, start, end: at, open: false };
}

interface Quoted {
  readonly text: Bytes;
  readonly end: number;
  readonly closed: boolean;
}

function doubleQuoted(line: Bytes, from: number): Quoted {
  let text = '';
  let at = from;
  while (at < line.length) {
    const c = line[at] as string;
    if (c === '"') return { text, end: at + 1, closed: true };
    if (c !== '\\' || at + 1 >= line.length) {
      text += c;
      at++;
      continue;
    }
    const hex = /^x[0-9a-fA-F]{2}/.exec(line.slice(at + 1, at + 4));
    const next = line[at + 1] as string;
    text += hex
      ? String.fromCharCode(Number.parseInt(line.slice(at + 2, at + 4), 16))
      : (escapes[next] ?? next);
    at += hex ? 4 : 2;
  }
  return { text, end: at, closed: false };
}

function singleQuoted(line: Bytes, from: number): Quoted {
  let text = '';
  let at = from;
  while (at < line.length) {
    const c = line[at] as string;
    if (c === "'") return { text, end: at + 1, closed: true };
    const escaped = c === '\\' && line[at + 1] === "'";
    text += escaped ? "'" : c;
    at += escaped ? 2 : 1;
  }
  return { text, end: at, closed: false };
}

/** An argument as one would type it: bare where that is safe, else in double quotes with escapes. */
export function quoteArgument(arg: Bytes): Bytes {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters need quotes
  if (arg.length > 0 && /^[^\s"'\\\x00-\x1f\x7f]+$/.test(arg)) return arg;
  let out = '"';
  for (const c of arg) {
    const code = c.charCodeAt(0);
    if (c === '"' || c === '\\') out += `\\${c}`;
    else if (c === '\n') out += '\\n';
    else if (c === '\r') out += '\\r';
    else if (c === '\t') out += '\\t';
    else if (code < 32 || code === 127) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else out += c;
  }
  return `${out}"`;
}
