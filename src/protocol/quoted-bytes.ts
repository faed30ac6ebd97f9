/**
 * Byte strings as redis-cli and MONITOR print them (sdscatrepr): printable ASCII as it is, the rest
 * escaped.
 */
import type { Bytes } from '../base/bytes.ts';

const NAMED_ESCAPES: { readonly [char: string]: string } = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** One byte (a one-character byte string), escaped where it has to be. */
export function escapeByte(byte: string): string {
  const code = byte.charCodeAt(0);
  const isPrintable = code >= 0x20 && code < 0x7f;
  return NAMED_ESCAPES[byte] ?? (isPrintable ? byte : `\\x${code.toString(16).padStart(2, '0')}`);
}

/** In double quotes. */
export function quotedBytes(bytes: Bytes): Bytes {
  let text = '"';
  for (const byte of bytes) text += escapeByte(byte);
  return `${text}"`;
}
