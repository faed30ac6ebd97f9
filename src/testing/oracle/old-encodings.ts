/**
 * Writes what Redis up to 6.2 wrote: ziplists and zipmaps in every entry encoding, values of the old
 * types, whole files. Nobody writes these any more, so tests have to.
 *
 * All of it is byte strings. What the writers of then never wrote, but readers take, can be had,
 * too: long forms of small numbers, counts that are unknown, wrong ones.
 */
import { type Bytes, bytesOf, toUint8Array } from '../../base/bytes.ts';
import { crc64, crc64Bytes } from '../../base/crc64.ts';
import { Listpack } from '../../structures/listpack.ts';

const u32 = (value: number): Bytes => bytesOf(new Uint8Array(new Uint32Array([value]).buffer));
const u32be = (value: number): Bytes => [...u32(value)].reverse().join('');
const byte = (value: number): Bytes => String.fromCharCode(value & 0xff);

/** `bytes` bytes, little end first. */
function int(value: number | bigint, bytes: number): Bytes {
  let rest = BigInt.asUintN(8 * bytes, BigInt(value));
  let out = '';
  for (let i = 0; i < bytes; i++, rest >>= 8n) out += byte(Number(rest & 0xffn));
  return out;
}

// ---- lengths and strings ----

export function length(value: number): Bytes {
  if (value < 64) return byte(value);
  if (value < 16384) return byte(0x40 | (value >> 8)) + byte(value);
  return `\x80${u32be(value)}`;
}

export const string = (text: Bytes): Bytes => length(text.length) + text;

// ---- ziplists ----

/** How an element is written. */
export type ZiplistEntry =
  | { readonly as: 'str6' | 'str14' | 'str32'; readonly text: Bytes }
  | {
      readonly as: 'small' | 'int8' | 'int16' | 'int24' | 'int32' | 'int64';
      readonly n: number | bigint;
    };

const INT_HEADS = { int8: 0xfe, int16: 0xc0, int24: 0xf0, int32: 0xd0, int64: 0xe0 } as const;
const INT_BYTES = { int8: 1, int16: 2, int24: 3, int32: 4, int64: 8 } as const;

function entryBody(entry: ZiplistEntry): Bytes {
  switch (entry.as) {
    case 'str6':
      return byte(entry.text.length) + entry.text;
    case 'str14':
      return byte(0x40 | (entry.text.length >> 8)) + byte(entry.text.length) + entry.text;
    case 'str32':
      return `\x80${u32be(entry.text.length)}${entry.text}`;
    case 'small':
      return byte(0xf1 + Number(entry.n));
    default:
      return byte(INT_HEADS[entry.as]) + int(entry.n, INT_BYTES[entry.as]);
  }
}

const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;

/** The encoding that Redis chose. */
export function natural(text: Bytes): ZiplistEntry {
  if (INTEGER.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)) {
    const n = BigInt(text);
    if (n >= 0n && n <= 12n) return { as: 'small', n };
    for (const as of ['int8', 'int16', 'int24', 'int32', 'int64'] as const) {
      if (BigInt.asIntN(8 * INT_BYTES[as], n) === n) return { as, n };
    }
  }
  return { as: text.length < 64 ? 'str6' : text.length < 16384 ? 'str14' : 'str32', text };
}

export interface ZiplistShape {
  /** Entries tell what the one before takes in five bytes, whatever it takes. */
  readonly longPrevious?: boolean;
  readonly count?: number;
  readonly tail?: number;
}

export function ziplist(
  elements: readonly (Bytes | ZiplistEntry)[],
  { longPrevious = false, count = Math.min(elements.length, 65535), tail }: ZiplistShape = {},
): Bytes {
  const pieces: Bytes[] = [];
  let at = 10;
  let last = 10;
  let previous = 0;
  for (const element of elements) {
    const isLong = longPrevious || previous >= 254;
    const before = isLong ? `\xfe${u32(previous)}` : byte(previous);
    const entry = before + entryBody(typeof element === 'string' ? natural(element) : element);
    pieces.push(entry);
    last = at;
    at += entry.length;
    previous = entry.length;
  }
  return `${u32(at + 1)}${u32(tail ?? last)}${int(count, 2)}${pieces.join('')}\xff`;
}

// ---- zipmaps ----

export interface ZipmapShape {
  readonly count?: number;
  /** Free bytes behind each value. */
  readonly free?: number;
  readonly longLengths?: boolean;
}

/** Fields and values in turn. */
export function zipmap(
  elements: readonly Bytes[],
  { count = Math.min(elements.length / 2, 254), free = 0, longLengths = false }: ZipmapShape = {},
): Bytes {
  const told = ({ length: n }: Bytes): Bytes =>
    longLengths || n >= 254 ? `\xfe${u32(n)}` : byte(n);
  const entries = elements.map((text, i) =>
    i % 2 === 0 ? told(text) + text : told(text) + byte(free) + text + '?'.repeat(free),
  );
  return `${byte(count)}${entries.join('')}\xff`;
}

// ---- values: type and bytes apart, since a file has the key between them ----

export interface OldValue {
  readonly type: number;
  readonly body: Bytes;
}

const strings = (texts: readonly Bytes[]): Bytes => texts.map(string).join('');

export const list = (texts: readonly Bytes[]): OldValue => ({
  type: 1,
  body: length(texts.length) + strings(texts),
});
export const set = (texts: readonly Bytes[]): OldValue => ({ ...list(texts), type: 2 });
/** Fields and values in turn. */
export const hash = (texts: readonly Bytes[]): OldValue => ({
  type: 4,
  body: length(texts.length / 2) + strings(texts),
});

/** A score as text; longer ones than 252 bytes stand for themselves: 253 nan, 254 inf, 255 -inf. */
export const scoreText = (score: Bytes | 253 | 254 | 255): Bytes =>
  typeof score === 'number' ? byte(score) : byte(score.length) + score;

export const sortedSet = (
  pairs: readonly (readonly [member: Bytes, score: Bytes | 253 | 254 | 255])[],
): OldValue => ({
  type: 3,
  body:
    length(pairs.length) +
    pairs.map(([member, score]) => string(member) + scoreText(score)).join(''),
});

export const zipmapHash = (bytes: Bytes): OldValue => ({ type: 9, body: string(bytes) });
export const ziplistList = (bytes: Bytes): OldValue => ({ type: 10, body: string(bytes) });
export const ziplistSortedSet = (bytes: Bytes): OldValue => ({ type: 12, body: string(bytes) });
export const ziplistHash = (bytes: Bytes): OldValue => ({ type: 13, body: string(bytes) });
export const quicklist = (ziplists: readonly Bytes[]): OldValue => ({
  type: 14,
  body: length(ziplists.length) + strings(ziplists),
});

export const payloadOf = ({ type, body }: OldValue): Bytes => byte(type) + body;

// ---- streams of 5.0 to 6.2 ----

export interface OldGroup {
  readonly name: Bytes;
  readonly lastId: readonly [ms: number, seq: number];
  readonly pending?: readonly (readonly [ms: number, seq: number, atMs: number, times: number])[];
  readonly consumers?: readonly {
    readonly name: Bytes;
    readonly seenAtMs: number;
    readonly pending: readonly (readonly [ms: number, seq: number])[];
  }[];
}

export interface OldStream {
  /** IDs and the elements of their listpacks. */
  readonly nodes: readonly {
    readonly id: readonly [ms: number, seq: number];
    readonly elements: readonly Bytes[];
  }[];
  readonly length: number;
  readonly lastId: readonly [ms: number, seq: number];
  readonly groups?: readonly OldGroup[];
}

const rawId = ([ms, seq]: readonly [ms: number, seq: number]): Bytes =>
  [...int(seq, 8), ...int(ms, 8)].reverse().join('');

function listpack(elements: readonly Bytes[]): Bytes {
  const packed = new Listpack();
  for (const element of elements) packed.append(element);
  return bytesOf(packed.toUint8Array());
}

function group({ name, lastId, pending = [], consumers = [] }: OldGroup): Bytes {
  const entries = pending.map(
    ([ms, seq, atMs, times]) => rawId([ms, seq]) + int(atMs, 8) + length(times),
  );
  const readers = consumers.map(
    (one) =>
      string(one.name) +
      int(one.seenAtMs, 8) +
      length(one.pending.length) +
      one.pending.map(rawId).join(''),
  );
  return (
    string(name) +
    lastId.map(length).join('') +
    length(entries.length) +
    entries.join('') +
    length(readers.length) +
    readers.join('')
  );
}

export function stream({ nodes, length: count, lastId, groups = [] }: OldStream): OldValue {
  const body =
    length(nodes.length) +
    nodes.map(({ id, elements }) => string(rawId(id)) + string(listpack(elements))).join('') +
    length(count) +
    lastId.map(length).join('') +
    length(groups.length) +
    groups.map(group).join('');
  return { type: 15, body };
}

// ---- files ----

export const OPCODES = {
  moduleAux: '\xf7',
  idle: (seconds: number): Bytes => `\xf8${length(seconds)}`,
  frequency: (value: number): Bytes => `\xf9${byte(value)}`,
  aux: (name: Bytes, value: Bytes): Bytes => `\xfa${string(name)}${string(value)}`,
  resize: (keys: number, expires: number): Bytes => `\xfb${length(keys)}${length(expires)}`,
  expiryMs: (atMs: number): Bytes => `\xfc${int(atMs, 8)}`,
  expirySeconds: (at: number): Bytes => `\xfd${int(at, 4)}`,
  select: (index: number): Bytes => `\xfe${length(index)}`,
} as const;

export const entry = (key: Bytes, { type, body }: OldValue): Bytes =>
  byte(type) + string(key) + body;

/** A file of this version; from the fifth on with a checksum. */
export function file(version: number, ...parts: readonly Bytes[]): Bytes {
  const body = `REDIS${String(version).padStart(4, '0')}${parts.join('')}\xff`;
  return version < 5 ? body : body + bytesOf(crc64Bytes(crc64(toUint8Array(body))));
}
