/**
 * Requests: an argv becomes the RESP array of bulk strings that clients send and the append-only
 * file holds.
 */
import { type Bytes, writeBytes } from '../base/bytes.ts';

const CR = 13;
const LF = 10;
const ARRAY = 42;
const BULK = 36;
/** What a head takes besides its digits: the mark, CR, LF. */
const HEAD_REST = 3;

/** The bytes of one command. */
export function encodeRequest(argv: readonly Bytes[]): Uint8Array {
  const out = new Uint8Array(requestBytes(argv));
  writeRequest(out, 0, argv);
  return out;
}

/** The bytes of several commands, back to back: a pipeline in one array. */
export function encodeRequests(commands: readonly (readonly Bytes[])[]): Uint8Array {
  let size = 0;
  for (const argv of commands) size += requestBytes(argv);
  const out = new Uint8Array(size);
  let at = 0;
  for (const argv of commands) at = writeRequest(out, at, argv);
  return out;
}

const BUFFER_BYTES = 32 * 1024;

/** Requests as parts of a common buffer, for who writes many small ones: see ReplyWriter. */
export class RequestWriter {
  private buffer = new Uint8Array(BUFFER_BYTES);
  private end = 0;

  encode(argv: readonly Bytes[]): Uint8Array {
    const start = this.reserve(requestBytes(argv));
    this.end = writeRequest(this.buffer, start, argv);
    return this.buffer.subarray(start, this.end);
  }

  /** Where so many bytes may be written. */
  private reserve(size: number): number {
    if (this.end + size <= this.buffer.length) return this.end;
    this.buffer = new Uint8Array(Math.max(BUFFER_BYTES, size));
    return 0;
  }
}

function requestBytes(argv: readonly Bytes[]): number {
  let size = headBytes(argv.length);
  for (const { length } of argv) size += headBytes(length) + length + 2;
  return size;
}

/** Lays the command down at `at`; answers where it ends. */
function writeRequest(out: Uint8Array, start: number, argv: readonly Bytes[]): number {
  let at = writeHead(out, start, ARRAY, argv.length);
  for (const arg of argv) {
    at = writeHead(out, at, BULK, arg.length);
    at += writeBytes(out, at, arg);
    out[at++] = CR;
    out[at++] = LF;
  }
  return at;
}

const headBytes = (length: number): number =>
  HEAD_REST + (length < 10 ? 1 : length < 100 ? 2 : String(length).length);

function writeHead(out: Uint8Array, start: number, mark: number, length: number): number {
  let at = start;
  out[at++] = mark;
  if (length < 10) out[at++] = 48 + length;
  else at += writeBytes(out, at, String(length));
  out[at++] = CR;
  out[at++] = LF;
  return at;
}
