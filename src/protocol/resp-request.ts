/**
 * Requests: an argv becomes the RESP array of bulk strings that clients send and the append-only
 * file holds.
 */
import { type Bytes, writeBytes } from '../base/bytes.ts';

/** The bytes of one command. */
export function encodeRequest(argv: readonly Bytes[]): Uint8Array {
  return encodeRequests([argv]);
}

/** The bytes of several commands, back to back: a pipeline in one array. */
export function encodeRequests(commands: readonly (readonly Bytes[])[]): Uint8Array {
  const heads: string[] = [];
  let size = 0;
  for (const argv of commands) {
    heads.push(`*${argv.length}\r\n`);
    size += (heads.at(-1) as string).length;
    for (const arg of argv) {
      heads.push(`$${arg.length}\r\n`);
      size += (heads.at(-1) as string).length + arg.length + 2;
    }
  }
  const out = new Uint8Array(size);
  let at = 0;
  let head = 0;
  for (const argv of commands) {
    at += writeBytes(out, at, heads[head++] as string);
    for (const arg of argv) {
      at += writeBytes(out, at, heads[head++] as string);
      at += writeBytes(out, at, arg);
      out[at++] = 13;
      out[at++] = 10;
    }
  }
  return out;
}
