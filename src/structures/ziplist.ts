/**
 * Ziplists: how Redis up to 6.2 kept small hashes, sorted sets and lists (P. Noordhuis and S.
 * Sanfilippo's ziplist). Nothing is kept in one any more; files and dumps of then are read.
 *
 *   | total u32le | last entry's offset u32le | count u16le | entry | .. | FF |
 *   0             4                           8             10             total - 1
 *
 *   entry  | bytes of the entry before: one, or FE u32le | head | data |
 *
 *   00xxxxxx                  string of up to 63 bytes, length in the head
 *   01xxxxxx xxxxxxxx         string of up to 16383 bytes
 *   10...... + u32be          longer string
 *   C0 i16le   F0 i24le   D0 i32le   E0 i64le   FE i8
 *   F1 .. FD                  0 to 12, no data
 *
 * A count of 65535 stands for that many or more. Every byte of the structure is checked, as Redis
 * does with ziplists whatever it is told about sanitizing, because it converts them on loading.
 */
import { type Bytes, bytesOf } from '../base/bytes.ts';

const HEADER_BYTES = 10;
const END = 0xff;
const COUNT_UNKNOWN = 65535;
const LONG_PREVIOUS = 0xfe;
const LONG_PREVIOUS_BYTES = 5;

const INT16 = 0xc0;
const INT32 = 0xd0;
const INT64 = 0xe0;
const INT24 = 0xf0;
const INT8 = 0xfe;
/** Heads that are small integers themselves; the first of them is 0. */
const SMALL_MIN = 0xf1;
const SMALL_MAX = 0xfd;

/** Where the data of an entry begins and ends. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The elements of a ziplist, integers as their digits; null when any byte of its structure is wrong. */
export function ziplistElements(bytes: Uint8Array): Bytes[] | null {
  if (bytes.length <= HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 1;
  if (view.getUint32(0, true) !== bytes.length || bytes[end] !== END) return null;
  const elements: Bytes[] = [];
  let last = -1;
  let previousBytes = 0;
  let at = HEADER_BYTES;
  while (bytes[at] !== END) {
    const isLong = bytes[at] === LONG_PREVIOUS;
    const headAt = at + (isLong ? LONG_PREVIOUS_BYTES : 1);
    if (headAt >= end) return null;
    const told = isLong ? view.getUint32(at + 1, true) : bytes[at];
    const extent = extentAt(view, headAt, end);
    if (told !== previousBytes || extent === null) return null;
    elements.push(elementOf(bytes, view, headAt, extent));
    last = at;
    previousBytes = extent.end - at;
    at = extent.end;
  }
  if (at !== end) return null;
  // Redis does not ask where an empty one's last entry would be, as long as that is inside.
  const tail = view.getUint32(4, true);
  if (last < 0 ? tail > end : tail !== last) return null;
  const count = view.getUint16(8, true);
  return count === COUNT_UNKNOWN || count === elements.length ? elements : null;
}

/** The data that belongs to the head at `p`; null where the head means nothing or `end` comes first. */
function extentAt(view: DataView, p: number, end: number): Extent | null {
  const head = view.getUint8(p);
  const start = p + (head < 0x40 || head >= 0xc0 ? 1 : head < 0x80 ? 2 : 5);
  if (start > end) return null;
  const size = dataBytes(view, p, head);
  return size < 0 || start + size > end ? null : { start, end: start + size };
}

/** -1 for a head that means nothing. */
function dataBytes(view: DataView, p: number, head: number): number {
  if (head < 0x40) return head;
  if (head < 0x80) return view.getUint16(p) & 0x3fff;
  if (head < 0xc0) return view.getUint32(p + 1);
  switch (head) {
    case INT8:
      return 1;
    case INT16:
      return 2;
    case INT24:
      return 3;
    case INT32:
      return 4;
    case INT64:
      return 8;
    default:
      return head >= SMALL_MIN && head <= SMALL_MAX ? 0 : -1;
  }
}

function elementOf(
  bytes: Uint8Array,
  view: DataView,
  headAt: number,
  { start, end }: Extent,
): Bytes {
  const head = bytes[headAt] as number;
  if (head < 0xc0) return bytesOf(bytes, start, end);
  switch (head) {
    case INT8:
      return String(view.getInt8(start));
    case INT16:
      return String(view.getInt16(start, true));
    case INT24:
      return String((view.getInt8(start + 2) << 16) | view.getUint16(start, true));
    case INT32:
      return String(view.getInt32(start, true));
    case INT64:
      return String(view.getBigInt64(start, true));
    default:
      return String(head - SMALL_MIN);
  }
}
