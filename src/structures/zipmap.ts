/**
 * Zipmaps: how Redis up to 2.4 kept small hashes (S. Sanfilippo's zipmap). Nothing is kept in one
 * any more; files of then are read.
 *
 *   | count | length | field | length | free | value | free bytes | length | .. | FF |
 *
 * A length takes one byte below 254, else FE and u32le. The count is 254 where there are that many
 * or more. As in Redis, what follows the end marker is not looked at; the last byte has to be one.
 */
import { type Bytes, bytesOf } from '../base/bytes.ts';

const END = 0xff;
const LONG = 0xfe;
const COUNT_UNKNOWN = 254;
const LONG_LENGTH_BYTES = 5;

/** Fields and values in turn; null when any byte of the structure is wrong, or there is no field. */
export function zipmapElements(bytes: Uint8Array): Bytes[] | null {
  const end = bytes.length - 1;
  if (end < 1 || bytes[end] !== END) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: Bytes[] = [];
  let at = 1;
  /** Reads a string, a value with the byte before it that counts free ones; false where it ends too late. */
  const take = (isValue: boolean): boolean => {
    const isLong = (bytes[at] as number) >= LONG;
    const lengthEnd = at + (isLong ? LONG_LENGTH_BYTES : 1);
    if (lengthEnd > end) return false;
    const length = isLong ? view.getUint32(at + 1, true) : (bytes[at] as number);
    // Redis reads a string whose length is written longer than it has to be from the wrong place.
    if (isLong && length < LONG) return false;
    const start = isValue ? lengthEnd + 1 : lengthEnd;
    const free = isValue ? (bytes[lengthEnd] as number) : 0;
    at = start + length + free;
    if (at > end) return false;
    elements.push(bytesOf(bytes, start, start + length));
    return true;
  };
  while (bytes[at] !== END) if (!take(false) || !take(true)) return null;
  const count = elements.length / 2;
  const told = bytes[0] as number;
  if (count === 0 || (told !== COUNT_UNKNOWN && told !== count)) return null;
  return elements;
}
