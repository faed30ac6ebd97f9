/**
 * Bits of a byte string, numbered from the most significant bit of the first byte, as Redis numbers
 * them. Counting, searching and combining go by 32-bit words where the bytes allow it.
 *
 * Invariant: a word is only read where its four bytes are; words serve tests that hold in either
 * byte order (all zeros, all ones, how many ones, bitwise operations).
 */

const WORD = 4;
const ALL_ONES = -1;

export type BitOperation = 'AND' | 'OR' | 'XOR' | 'NOT';

/** The bytes as words from the first aligned one on, and where that lies. */
function wordsOf(bytes: Uint8Array): { readonly words: Int32Array; readonly start: number } {
  const misplaced = bytes.byteOffset % WORD;
  const start = Math.min(bytes.length, misplaced === 0 ? 0 : WORD - misplaced);
  const count = Math.floor((bytes.length - start) / WORD);
  if (count === 0) return { words: new Int32Array(0), start };
  return { words: new Int32Array(bytes.buffer, bytes.byteOffset + start, count), start };
}

/** How many bits of a 32-bit number are set. */
export function onesOfWord(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many bits are set. */
export function countOnes(bytes: Uint8Array): number {
  const { words, start } = wordsOf(bytes);
  let ones = 0;
  for (let i = 0; i < words.length; i++) ones += onesOfWord(words[i] as number);
  for (let i = 0; i < start; i++) ones += onesOfWord(bytes[i] as number);
  const end = start + words.length * WORD;
  for (let i = end; i < bytes.length; i++) ones += onesOfWord(bytes[i] as number);
  return ones;
}

/** How many bits are set from bit `first` up to and including bit `last`, which must exist. */
export function countOnesBetween(bytes: Uint8Array, first: number, last: number): number {
  if (first > last) return 0;
  const from = Math.floor(first / 8);
  const to = Math.floor(last / 8);
  const before = (bytes[from] as number) & ~(0xff >> (first % 8)) & 0xff;
  const after = (bytes[to] as number) & (0xff >> ((last % 8) + 1));
  return countOnes(bytes.subarray(from, to + 1)) - onesOfWord(before) - onesOfWord(after);
}

/** The first bit equal to `bit` from bit `first` up to and including bit `last`, or -1. */
export function findBit(bytes: Uint8Array, bit: 0 | 1, first: number, last: number): number {
  let at = first;
  for (; at <= last && at % 8 !== 0; at++) if (bitAt(bytes, at) === bit) return at;
  if (at > last) return -1;
  const byte = firstByteWith(bytes, bit, at / 8, Math.floor(last / 8));
  for (at = byte * 8; at <= last; at++) if (bitAt(bytes, at) === bit) return at;
  return -1;
}

/** The first byte in [from, to] that has such a bit, or `to`. */
function firstByteWith(bytes: Uint8Array, bit: 0 | 1, from: number, to: number): number {
  const dull = bit === 1 ? 0 : 0xff;
  const part = bytes.subarray(from, to);
  const { words, start } = wordsOf(part);
  let at = 0;
  for (; at < start; at++) if (part[at] !== dull) return from + at;
  const dullWord = bit === 1 ? 0 : ALL_ONES;
  let word = 0;
  while (word < words.length && words[word] === dullWord) word++;
  for (at = start + word * WORD; at < part.length; at++) if (part[at] !== dull) return from + at;
  return to;
}

export function bitAt(bytes: Uint8Array, at: number): 0 | 1 {
  const byte = bytes[Math.floor(at / 8)] ?? 0;
  return ((byte >> (7 - (at % 8))) & 1) as 0 | 1;
}

/** One bit string of several; shorter ones count as padded with zeros. NOT takes the first alone. */
export function combineBits(
  operation: BitOperation,
  sources: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const length = sources.reduce((longest, source) => Math.max(longest, source.length), 0);
  const wordCount = Math.ceil(length / WORD);
  const result = new Int32Array(wordCount);
  const bytes = new Uint8Array(result.buffer, 0, length);
  bytes.set(sources[0] ?? []);
  if (operation === 'NOT') for (let i = 0; i < wordCount; i++) result[i] = ~(result[i] as number);
  else for (const source of sources.slice(1)) combineInto(operation, result, source);
  // What pads the last word is no part of the value, but a value may grow into it.
  new Uint8Array(result.buffer).fill(0, length);
  return bytes;
}

function combineInto(operation: BitOperation, result: Int32Array, source: Uint8Array): void {
  const bytes = new Uint8Array(result.buffer);
  const aligned = source.byteOffset % WORD === 0 ? source : source.slice();
  const { words } = wordsOf(aligned);
  if (operation === 'AND') {
    for (let i = 0; i < words.length; i++) result[i] = (result[i] as number) & (words[i] as number);
  } else if (operation === 'OR') {
    for (let i = 0; i < words.length; i++) result[i] = (result[i] as number) | (words[i] as number);
  } else {
    for (let i = 0; i < words.length; i++) result[i] = (result[i] as number) ^ (words[i] as number);
  }
  for (let i = words.length * WORD; i < source.length; i++) {
    const [a, b] = [bytes[i] as number, source[i] as number];
    bytes[i] = operation === 'AND' ? a & b : operation === 'OR' ? a | b : a ^ b;
  }
  if (operation === 'AND') bytes.fill(0, source.length);
}

// ---- fields of up to 64 bits ----

/** `bits` (at most 32) from bit `at` on, as an unsigned number; zeros beyond the end. */
function readSmall(bytes: Uint8Array, at: number, bits: number): number {
  let value = 0;
  let left = bits;
  let from = at;
  while (left > 0) {
    const inByte = Math.min(left, 8 - (from % 8));
    const byte = bytes[Math.floor(from / 8)] ?? 0;
    const part = (byte >> (8 - (from % 8) - inByte)) & ((1 << inByte) - 1);
    value = value * 2 ** inByte + part;
    from += inByte;
    left -= inByte;
  }
  return value;
}

function writeSmall(bytes: Uint8Array, at: number, bits: number, value: number): void {
  let left = bits;
  let from = at;
  while (left > 0) {
    const inByte = Math.min(left, 8 - (from % 8));
    left -= inByte;
    const shift = 8 - (from % 8) - inByte;
    const mask = ((1 << inByte) - 1) << shift;
    const part = Math.floor(value / 2 ** left) % 2 ** inByte;
    const index = Math.floor(from / 8);
    bytes[index] = ((bytes[index] as number) & ~mask) | (part << shift);
    from += inByte;
  }
}

/** An unsigned field of 1..64 bits, the most significant first; zeros beyond the end. */
export function readField(bytes: Uint8Array, at: number, bits: number): bigint {
  if (bits <= 32) return BigInt(readSmall(bytes, at, bits));
  const high = readSmall(bytes, at, bits - 32);
  return (BigInt(high) << 32n) | BigInt(readSmall(bytes, at + bits - 32, 32));
}

/** Writes the low `bits` of `value`; the bytes must be there. */
export function writeField(bytes: Uint8Array, at: number, bits: number, value: bigint): void {
  const low = Number(value & 0xffffffffn);
  if (bits <= 32) {
    writeSmall(bytes, at, bits, low);
    return;
  }
  writeSmall(bytes, at, bits - 32, Number((value >> 32n) & 0xffffffffn));
  writeSmall(bytes, at + bits - 32, 32, low);
}
