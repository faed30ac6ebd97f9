/**
 * FUNCTION DUMP's payload: each library as RDB writes it (opcode 245, its code as a string, LZF where
 * that is shorter), then the RDB version in two bytes and a CRC-64 over all before it.
 *
 * Invariant: byte for byte what a server of the emulated version writes.
 */
import { type Bytes, bytesOf, concatBytes, toUint8Array } from '../../base/bytes.ts';
import { crc64, crc64Bytes } from '../../base/crc64.ts';
import { lzfCompress, lzfDecompress } from '../../structures/lzf.ts';

const FUNCTION = 245;
const FUNCTION_PRE_GA = 246;
const TRAILER_BYTES = 10;
/** Shorter strings are not worth compressing. */
const PLAIN_MAX = 20;
const LZF_STRING = 0xc3;
const BAD_PAYLOAD = 'ERR DUMP payload version or checksum are wrong';

/** The RDB version that each emulated version writes. */
export const RDB_VERSIONS: Readonly<Record<number, number>> = { 700: 10, 702: 11, 704: 12 };

export function dumpLibraries(codes: Iterable<Bytes>, version: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const code of codes) parts.push(Uint8Array.of(FUNCTION), encodeString(toUint8Array(code)));
  const rdbVersion = RDB_VERSIONS[version] ?? 0;
  parts.push(Uint8Array.of(rdbVersion & 0xff, rdbVersion >> 8));
  const body = concatBytes(parts);
  return concatBytes([body, crc64Bytes(crc64(body))]);
}

function encodeString(bytes: Uint8Array): Uint8Array {
  const packed = bytes.length > PLAIN_MAX ? lzfCompress(bytes) : null;
  if (!packed) return concatBytes([encodeLength(bytes.length), bytes]);
  const head = Uint8Array.of(LZF_STRING);
  return concatBytes([head, encodeLength(packed.length), encodeLength(bytes.length), packed]);
}

function encodeLength(length: number): Uint8Array {
  if (length < 64) return Uint8Array.of(length);
  if (length < 16384) return Uint8Array.of(0x40 | (length >> 8), length & 0xff);
  const bytes = new Uint8Array(5);
  bytes[0] = 0x80;
  new DataView(bytes.buffer).setUint32(1, length);
  return bytes;
}

/** The libraries' codes, or the text of what is wrong with the payload. */
export function readDump(payload: Bytes, version: number): Bytes[] | Bytes {
  const bytes = toUint8Array(payload);
  const end = bytes.length - TRAILER_BYTES;
  if (end < 0) return BAD_PAYLOAD;
  const rdbVersion = (bytes[end] as number) | ((bytes[end + 1] as number) << 8);
  const sum = crc64Bytes(crc64(bytes.subarray(0, end + 2)));
  const given = bytesOf(bytes, end + 2, bytes.length);
  if (rdbVersion > (RDB_VERSIONS[version] ?? 0)) return BAD_PAYLOAD;
  // A checksum of zeros says that none was made.
  if (given !== '\0\0\0\0\0\0\0\0' && bytesOf(sum) !== given) return BAD_PAYLOAD;
  const reader = new StringReader(bytes.subarray(0, end));
  const codes: Bytes[] = [];
  while (!reader.atEnd) {
    const opcode = reader.byte();
    if (opcode === FUNCTION_PRE_GA) return 'ERR Pre-GA function format not supported';
    if (opcode !== FUNCTION) return 'ERR given type is not a function';
    const code = reader.string();
    if (code === null) return 'ERR Failed loading library code';
    codes.push(code);
  }
  return codes;
}

class StringReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  /** A length-encoded string; null where it is none. */
  string(): Bytes | null {
    if (this.bytes[this.at] !== LZF_STRING) {
      const plain = this.take(this.length());
      return plain && bytesOf(plain);
    }
    this.at++;
    const packedSize = this.length();
    const size = this.length();
    const packed = this.take(packedSize);
    if (!packed || size < 0 || size > 1 << 29) return null;
    const plain = lzfDecompress(packed, size);
    return plain && bytesOf(plain);
  }

  /** -1 where there is no length. */
  private length(): number {
    const first = this.byte();
    const kind = first >> 6;
    if (kind === 0) return first;
    if (kind === 1) return ((first & 0x3f) << 8) | this.byte();
    if (first !== 0x80) return -1;
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + this.byte();
    return value;
  }

  private take(size: number): Uint8Array | null {
    if (size < 0 || this.at + size > this.bytes.length) return null;
    const piece = this.bytes.subarray(this.at, this.at + size);
    this.at += size;
    return piece;
  }
}
