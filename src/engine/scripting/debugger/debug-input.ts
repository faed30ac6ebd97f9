/**
 * What the debugger's client types, as Redis reads it: 1024 bytes at a time, by a parser that takes
 * arrays of bulk strings and looks away from much; what stood behind a command in the same piece is
 * lost.
 */
import type { Bytes } from '../../../base/bytes.ts';

const PIECE_BYTES = 1024;
const BUFFER_MAX_BYTES = 1024 * 1024;
const ARGUMENTS_MAX = 1024;
const ARGUMENT_BYTES_MAX = 1024;

/** A command; `more` where it is not whole yet; or why the script ends. */
export type Typed =
  | { readonly kind: 'command'; readonly argv: readonly Bytes[] }
  | { readonly kind: 'more' }
  | { readonly kind: 'error'; readonly text: Bytes };

const MORE: Typed = { kind: 'more' };
const PROTOCOL_ERROR: Typed = { kind: 'error', text: 'protocol error' };

export class DebugInput {
  private arrived: Bytes = '';
  private buffer: Bytes = '';

  receive(bytes: Bytes): void {
    this.arrived += bytes;
  }

  next(): Typed {
    for (;;) {
      const typed = parsed(this.buffer);
      if (typed.kind === 'command') this.buffer = '';
      if (typed.kind !== 'more' || this.arrived === '') return typed;
      this.buffer += this.arrived.slice(0, PIECE_BYTES);
      this.arrived = this.arrived.slice(PIECE_BYTES);
      if (this.buffer.length > BUFFER_MAX_BYTES) {
        this.buffer = '';
        return { kind: 'error', text: 'max client buffer reached' };
      }
    }
  }
}

/** As C's atoi. */
export function leadingInteger(text: Bytes): number {
  return Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
}

function parsed(buffer: Bytes): Typed {
  if (buffer === '') return MORE;
  const start = buffer.indexOf('*');
  if (start < 0) return PROTOCOL_ERROR;
  let at = buffer.indexOf('\r\n', start);
  if (at < 0) return MORE;
  const count = leadingInteger(buffer.slice(start + 1, at));
  if (count <= 0 || count > ARGUMENTS_MAX) return PROTOCOL_ERROR;
  at += 2;
  const argv: Bytes[] = [];
  while (argv.length < count) {
    if (at >= buffer.length) return MORE;
    if (buffer[at] !== '$') return PROTOCOL_ERROR;
    const end = buffer.indexOf('\r\n', at);
    if (end < 0) return MORE;
    const length = leadingInteger(buffer.slice(at + 1, end));
    if (length <= 0 || length > ARGUMENT_BYTES_MAX) return PROTOCOL_ERROR;
    at = end + 2;
    if (at + length + 2 > buffer.length) return MORE;
    argv.push(buffer.slice(at, at + length));
    at += length;
    if (buffer.slice(at, at + 2) !== '\r\n') return PROTOCOL_ERROR;
    at += 2;
  }
  return { kind: 'command', argv };
}
