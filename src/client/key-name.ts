/** How a key is named outside the console: as text, or as redis-cli escapes it where it is none. */
import { type Bytes, bytesToUtf8Lossy } from '../base/bytes.ts';
import { escapeBytes } from './render-cli.ts';

export function keyName(key: Bytes): string {
  const text = bytesToUtf8Lossy(key);
  if (text === '') return '""';
  return /[\p{Cc}\ufffd]/u.test(text) ? escapeBytes(key, { utf8: true }) : text;
}
