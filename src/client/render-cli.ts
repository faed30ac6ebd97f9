/**
 * Replies as redis-cli prints them on a terminal, to the letter.
 *
 * Nested aggregates are indented by the width of the index in front of them; `)` counts arrays and
 * pushes, `~` sets, `#` maps. Strings are quoted with C-like escapes (`quoteBytes`); status lines,
 * errors and verbatim strings are not, so that a terminal shows their UTF-8. The output is text for
 * the screen, no longer bytes: with `utf8` on, well-formed UTF-8 inside quoted strings is shown as
 * the characters it stands for too, which redis-cli does only for `--raw`.
 */
import { type Bytes, bytesToUtf8Lossy } from '../base/bytes.ts';
import { escapeByte } from '../protocol/quoted-bytes.ts';
import { itemsOf, type RespValue, scalarText } from './resp-value.ts';

export interface RenderOptions {
  /** Shows well-formed UTF-8 as characters instead of \x escapes. */
  readonly utf8: boolean;
}

/** What is not quoted goes to the terminal as it is. */
const asText: RenderOptions = { utf8: true };
const separators = { array: ')', push: ')', set: '~', map: '#' } as const;
const empties = {
  array: '(empty array)',
  push: '(empty push)',
  set: '(empty set)',
  map: '(empty hash)',
} as const;

/** The reply as lines joined by \n, without a trailing newline. */
export function renderCli(value: RespValue, options: RenderOptions): string {
  return renderAt(value, '', options);
}

function renderAt(value: RespValue, indent: string, options: RenderOptions): string {
  switch (value.kind) {
    case 'simple':
      return showBytes(value.text, asText);
    case 'error':
      return `(error) ${showBytes(value.text, asText)}`;
    case 'integer':
      return `(integer) ${value.digits}`;
    case 'double':
      return `(double) ${value.text}`;
    case 'bignumber':
      return `(big number) ${value.digits}`;
    case 'boolean':
      return value.value ? '(true)' : '(false)';
    case 'null':
      return '(nil)';
    case 'none':
      return '(no reply)';
    case 'bulk':
      return quoteBytes(value.text, options);
    case 'verbatim':
      return showBytes(value.text, asText);
    case 'push':
      return invalidation(value.items) ?? renderItems(value.kind, value.items, indent, options);
    default:
      return renderItems(value.kind, value.items, indent, options);
  }
}

/** Keys that a tracking client has to forget are told in one line; null for any other message. */
function invalidation([name, keys]: readonly RespValue[]): string | null {
  if (name?.kind !== 'bulk' || name.text !== 'invalidate' || keys?.kind !== 'array') return null;
  const shown = keys.items.map((key) => `'${showBytes(scalarText(key) ?? '', asText)}'`);
  return `-> invalidate: ${shown.join(', ')}`;
}

function renderItems(
  kind: keyof typeof separators,
  items: readonly RespValue[],
  indent: string,
  options: RenderOptions,
): string {
  if (items.length === 0) return empties[kind];
  const stride = kind === 'map' ? 2 : 1;
  const width = String(items.length / stride).length;
  const inner = indent + ' '.repeat(width + 2);
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += stride) {
    const index = String(i / stride + 1).padStart(width);
    const head = `${i === 0 ? '' : indent}${index}${separators[kind]} `;
    let line = head + renderAt(items[i] as RespValue, inner, options);
    if (stride === 2) line += ` => ${mapValue(items[i + 1] as RespValue, inner, options)}`;
    lines.push(line);
  }
  return lines.join('\n');
}

/** In a map, a value of several lines starts on a line of its own. */
function mapValue(value: RespValue, indent: string, options: RenderOptions): string {
  const shown = renderAt(value, indent, options);
  return itemsOf(value) !== null && shown.includes('\n') ? `\n${indent}${shown}` : shown;
}

/** True where a quoted string of the reply holds text that redis-cli escapes: any but ASCII. */
export function hidesText(value: RespValue): boolean {
  if (value.kind !== 'bulk') return itemsOf(value)?.some(hidesText) ?? false;
  const { text } = value;
  for (let at = text.search(/[\xc2-\xf4]/); at >= 0 && at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f && utf8Length(text, at) > 1) return true;
  }
  return false;
}

/** A byte string in double quotes, escaped as redis-cli escapes it. */
export function quoteBytes(bytes: Bytes, options: RenderOptions): string {
  return `"${escapeBytes(bytes, options)}"`;
}

/** The same without the quotes. */
export function escapeBytes(bytes: Bytes, options: RenderOptions): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: printable ASCII is told from the rest
  if (!/[\x00-\x1f"\\\x7f-\xff]/.test(bytes)) return bytes;
  let out = '';
  for (let at = 0; at < bytes.length; ) {
    const size = options.utf8 ? utf8Length(bytes, at) : 1;
    if (size > 1) {
      out += bytesToUtf8Lossy(bytes.slice(at, at + size));
      at += size;
      continue;
    }
    out += escapeByte(bytes[at++] as string);
  }
  return out;
}

/** Bytes that are printed as they are (status lines, errors, INFO): decoded for the screen. */
export function showBytes(bytes: Bytes, options: RenderOptions): string {
  if (/^[\n\r\t\x20-\x7e]*$/.test(bytes)) return bytes;
  if (options.utf8) return bytesToUtf8Lossy(bytes);
  return bytes.replace(
    /[^\n\r\t\x20-\x7e]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** The length of a well-formed UTF-8 sequence that starts at `at` and is worth showing, else 1. */
function utf8Length(bytes: Bytes, at: number): number {
  const lead = bytes.charCodeAt(at);
  const size = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
  if (size === 1 || lead > 0xf4 || at + size > bytes.length) return 1;
  for (let i = 1; i < size; i++) {
    if ((bytes.charCodeAt(at + i) & 0xc0) !== 0x80) return 1;
  }
  const second = bytes.charCodeAt(at + 1);
  if (lead === 0xe0 && second < 0xa0) return 1;
  if (lead === 0xed && second > 0x9f) return 1;
  if (lead === 0xf0 && second < 0x90) return 1;
  if (lead === 0xf4 && second > 0x8f) return 1;
  // C1 controls would be invisible: they stay escapes.
  return lead === 0xc2 && second < 0xa0 ? 1 : size;
}

/** Commands whose string replies redis-cli prints bare, because they are text for people. */
export function printsRaw(argv: readonly Bytes[]): boolean {
  const name = (argv[0] ?? '').toUpperCase();
  const sub = (argv[1] ?? '').toUpperCase();
  if (name === 'INFO' || name === 'LOLWUT') return true;
  const bySub: { readonly [command: string]: readonly string[] } = {
    DEBUG: ['HTSTATS', 'HTSTATS-KEY'],
    MEMORY: ['MALLOC-STATS', 'DOCTOR'],
    CLUSTER: ['NODES', 'INFO'],
    CLIENT: ['LIST', 'INFO'],
    LATENCY: ['GRAPH', 'DOCTOR'],
  };
  return bySub[name]?.includes(sub) ?? false;
}
