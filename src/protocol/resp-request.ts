/** Writes a request as a RESP array of bulk strings: what clients send and the append-only file holds. */
import { type Bytes, writeBytes } from '../base/bytes.ts';

function sizeOf(argv: readonly Bytes[]): number {
  let size = 3 + String(argv.length).length;
  for (const word of argv) size += word.length + 5 + String(word.length).length;
  return size;
}

export function encodeRequest(argv: readonly Bytes[]): Uint8Array {
  const out = new Uint8Array(sizeOf(argv));
  let at = writeBytes(out, 0, `*${argv.length}\r\n`);
  for (const word of argv) {
    at += writeBytes(out, at, `$${word.length}\r\n`);
    at += writeBytes(out, at, word);
    at += writeBytes(out, at, '\r\n');
  }
  return out;
}
