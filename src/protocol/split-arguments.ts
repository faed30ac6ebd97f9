/**
 * Splits a command line into arguments, with the quoting of Redis's sdssplitargs: double quotes
 * with \n \r \t \b \a \xHH escapes, single quotes with only \' inside, quotes that must be closed
 * and followed by white space.
 */
import type { Bytes } from '../base/bytes.ts';

const isSpace = (c: string | undefined): boolean =>
  c === ' ' || c === '\n' || c === '\r' || c === '\t' || c === '\v' || c === '\f' || c === '\0';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

const HEX_PAIR = /^[0-9a-fA-F]{2}$/;

interface Word {
  readonly text: string;
  readonly next: number;
}

/** The arguments of `line`, or null where a quote is not closed or not followed by a space. */
export function splitArguments(line: Bytes): Bytes[] | null {
  const words: Bytes[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && isSpace(line[at])) at++;
    if (at >= line.length) return words;
    const word = readWord(line, at);
    if (!word) return null;
    words.push(word.text);
    at = word.next;
  }
}

function readWord(line: string, start: number): Word | null {
  let text = '';
  let at = start;
  while (at < line.length && !isSpace(line[at])) {
    const c = line[at] as string;
    if (c !== '"' && c !== "'") {
      text += c;
      at++;
      continue;
    }
    const quoted = c === '"' ? readDoubleQuoted(line, at + 1) : readSingleQuoted(line, at + 1);
    if (!quoted) return null;
    text += quoted.text;
    at = quoted.next;
    if (at < line.length && !isSpace(line[at])) return null;
  }
  return { text, next: at };
}

function readDoubleQuoted(line: string, start: number): Word | null {
  let text = '';
  for (let at = start; at < line.length; at++) {
    const c = line[at] as string;
    if (c === '"') return { text, next: at + 1 };
    if (c !== '\\' || at + 1 >= line.length) {
      text += c;
      continue;
    }
    const hex = line.slice(at + 2, at + 4);
    if (line[at + 1] === 'x' && HEX_PAIR.test(hex)) {
      text += String.fromCharCode(Number.parseInt(hex, 16));
      at += 3;
      continue;
    }
    at++;
    const escaped = line[at] as string;
    text += ESCAPES[escaped] ?? escaped;
  }
  return null;
}

function readSingleQuoted(line: string, start: number): Word | null {
  let text = '';
  for (let at = start; at < line.length; at++) {
    const c = line[at] as string;
    if (c === "'") return { text, next: at + 1 };
    if (c === '\\' && line[at + 1] === "'") {
      text += "'";
      at++;
      continue;
    }
    text += c;
  }
  return null;
}
