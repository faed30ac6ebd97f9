/**
 * Byte strings: the engine's one representation of keys, fields, members and small values.
 *
 * A `Bytes` is a JavaScript string whose char codes are all 0..255, one per byte. V8 stores such
 * strings in one byte per character, compares them with `<` in memcmp order and hashes them fast.
 * The flavour (an optional brand) keeps literals convenient while telling bytes from text:
 * text written by a person passes through `utf8ToBytes` exactly once, at the edge.
 *
 * Invariant: no char code above 0xff ever enters the engine.
 */
declare const bytesTag: unique symbol;
export type Bytes = string & { readonly [bytesTag]?: 'bytes' };

/** Node's native one-byte codec, used where the host has it; browsers take the portable path. */
interface NativeCodec {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  latin1Write(this: Uint8Array, text: string, at: number, length: number): number;
}
const native = (globalThis as { Buffer?: { prototype: NativeCodec } }).Buffer?.prototype;
const asciiDecoder = new TextDecoder();
const utf8Encoder = new TextEncoder();
const utf8Lossy = new TextDecoder('utf-8');
const APPLY_MAX = 8192;
const SHORT_MAX = 12;
/** Where a browser's own codecs begin to be faster than a loop, for reading and for writing. */
const CHARS_MAX = 96;
const ENCODED_MIN = 192;
const char = String.fromCharCode;
const SINGLE: readonly string[] = Array.from({ length: 256 }, (_, code) => char(code));

/** Decodes `source[start, end)` to a byte string, byte for byte. Cost: O(end - start). */
export function bytesOf(source: Uint8Array, start = 0, end: number = source.length): Bytes {
  if (end - start <= SHORT_MAX) return shortBytesOf(source, start, end);
  if (native) return native.latin1Slice.call(source, start, end);
  return portableBytesOf(source, start, end);
}

/**
 * A few bytes, several times faster than any decoder: one call with as many arguments as there are
 * bytes. Two pieces of together at most 12 characters make a flat string, not a rope.
 */
function shortBytesOf(b: Uint8Array, i: number, end: number): Bytes {
  switch (end - i) {
    case 0:
      return '';
    case 1:
      return SINGLE[b[i] as number] as string;
    case 2:
      return char(b[i] as number, b[i + 1] as number);
    case 3:
      return char(b[i] as number, b[i + 1] as number, b[i + 2] as number);
    case 4:
      return four(b, i);
    default:
      return four(b, i) + shortBytesOf(b, i + 4, end);
  }
}

function four(b: Uint8Array, i: number): string {
  return char(b[i] as number, b[i + 1] as number, b[i + 2] as number, b[i + 3] as number);
}

/** Sixteen at a time: twice as fast as one call with an array of them all. */
function middleBytesOf(b: Uint8Array, start: number, end: number): Bytes {
  let text = '';
  let i = start;
  for (; i + 16 <= end; i += 16) text += sixteen(b, i);
  for (; i + 4 <= end; i += 4) text += four(b, i);
  return text + shortBytesOf(b, i, end);
}

// biome-ignore format: sixteen of a kind
function sixteen(b: Uint8Array, i: number): string {
  return char(
    b[i] as number, b[i + 1] as number, b[i + 2] as number, b[i + 3] as number,
    b[i + 4] as number, b[i + 5] as number, b[i + 6] as number, b[i + 7] as number,
    b[i + 8] as number, b[i + 9] as number, b[i + 10] as number, b[i + 11] as number,
    b[i + 12] as number, b[i + 13] as number, b[i + 14] as number, b[i + 15] as number,
  );
}

/** The browser's path: plain ASCII takes the native UTF-8 decoder, the rest goes char by char. */
export function portableBytesOf(source: Uint8Array, start: number, end: number): Bytes {
  const length = end - start;
  if (length < CHARS_MAX) return middleBytesOf(source, start, end);
  let or = 0;
  for (let i = start; i < end; i++) or |= source[i] as number;
  if (or < 0x80) return asciiDecoder.decode(source.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at += APPLY_MAX) {
    const piece = source.subarray(at, Math.min(end, at + APPLY_MAX));
    text += String.fromCharCode.apply(null, piece as never);
  }
  return text;
}

/** Writes a byte string into `target` at `at`, which must have room. Returns the byte count. */
export function writeBytes(target: Uint8Array, at: number, bytes: Bytes): number {
  const { length } = bytes;
  if (native && length > 24) return native.latin1Write.call(target, bytes, at, length);
  if (length > ENCODED_MIN) {
    const { read, written } = utf8Encoder.encodeInto(bytes, target.subarray(at, at + length));
    if (read === length && written === length) return length;
  }
  for (let i = 0; i < length; i++) target[at + i] = bytes.charCodeAt(i);
  return length;
}

/** A fresh array with the bytes of `bytes`. */
export function toUint8Array(bytes: Bytes): Uint8Array {
  const out = new Uint8Array(bytes.length);
  writeBytes(out, 0, bytes);
  return out;
}

/** A short text is faster looked at char by char than handed to the regular expression's machine. */
function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: 0x00-0x7f is what ASCII is
  if (text.length > 64) return /^[\x00-\x7f]*$/.test(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Encodes text as UTF-8, as redis-cli does with what a person types. */
export function utf8ToBytes(text: string): Bytes {
  if (isAscii(text)) return text;
  return bytesOf(utf8Encoder.encode(text));
}

/** Decodes UTF-8 with replacement characters where the bytes are not UTF-8. */
export function bytesToUtf8Lossy(bytes: Bytes): string {
  if (isAscii(bytes)) return bytes;
  return utf8Lossy.decode(toUint8Array(bytes));
}

/** The same bytes with a buffer of their own: another thread would get a copy of the whole one. */
export function detached(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** All pieces in one array; a single piece is handed back as it is, not copied. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array;
  let total = 0;
  for (const piece of pieces) total += piece.length;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
