/**
 * Splits a client's byte stream into requests: RESP arrays of bulk strings, or inline commands.
 *
 * Arguments stay offsets into the receive buffer (see `RequestArgs`): nothing is copied or decoded
 * until a handler asks. A chunk that holds whole requests is parsed in place; only an unfinished
 * tail is carried over, into a buffer that doubles, so a 512 MB argument costs linear time however
 * it is cut. Limits and error texts are those of Redis 7 (networking.c).
 *
 * Invariants: after an error the parser yields nothing more; `args` is valid until the next `next`.
 */
import { type Bytes, bytesOf, writeBytes } from '../base/bytes.ts';
import { splitArguments } from './split-arguments.ts';

export type ParseOutcome = 'request' | 'incomplete' | 'error';

const INLINE_MAX = 64 * 1024;
const MULTIBULK_MAX = 2 ** 31 - 1;
const UNAUTHENTICATED_MULTIBULK_MAX = 10;
const UNAUTHENTICATED_BULK_MAX = 16384;
const CR = 13;
const LF = 10;

export class RequestParser {
  /** Where the current request's arguments stand: `buffer[starts[i], ends[i])`. */
  buffer: Uint8Array = new Uint8Array(0);
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  argc = 0;
  /** The error's text, e.g. `Protocol error: invalid multibulk length`, once `next` said 'error'. */
  error: Bytes = '';
  /** Where the current request begins and ends in `buffer`: its bytes as received. */
  requestStart = 0;
  requestEnd = 0;
  wasInline = false;
  /** proto-max-bulk-len. */
  maxBulkBytes = 512 * 1024 * 1024;
  authenticated = true;

  private position = 0;
  private end = 0;
  private owned = false;
  private argumentsLeft = -1;
  private bulkLength = -1;

  /** Adds received bytes. The parser keeps a reference: the caller must not reuse the array. */
  feed(chunk: Uint8Array): void {
    if (this.requestStartsAt() === this.end) {
      this.buffer = chunk;
      this.end = chunk.length;
      this.position = 0;
      this.requestStart = 0;
      this.owned = false;
      return;
    }
    this.append(chunk);
  }

  /** Bytes received but not yet part of a whole request. */
  get pendingBytes(): number {
    return this.end - this.requestStartsAt();
  }

  /** Of these, what is no argument yet. */
  get unreadBytes(): number {
    return this.end - this.position;
  }

  /** What the buffer holds, with what has been read of it. */
  get bufferedBytes(): number {
    return this.end;
  }

  /** The length of the argument that is awaited; 0 where none is. */
  get awaitedBytes(): number {
    return this.argumentsLeft >= 0 ? Math.max(0, this.bulkLength) : 0;
  }

  argumentLength(i: number): number {
    return (this.ends[i] as number) - (this.starts[i] as number);
  }

  /** A copy of the current request as it was received. */
  requestBytes(): Uint8Array {
    return this.buffer.slice(this.requestStart, this.requestEnd);
  }

  /** Finds the next whole request. */
  next(): ParseOutcome {
    if (this.error) return 'error';
    for (;;) {
      if (this.argumentsLeft < 0) {
        this.argc = 0;
        this.requestStart = this.position;
        if (this.position >= this.end) return 'incomplete';
        if (this.buffer[this.position] !== 42) {
          const outcome = this.nextInline();
          if (outcome !== 'request' || this.argc > 0) return outcome;
          continue;
        }
        const outcome = this.readMultibulkHeader();
        if (outcome !== 'request') return outcome;
        if (this.argumentsLeft <= 0) {
          this.argumentsLeft = -1;
          continue;
        }
      }
      return this.readArguments();
    }
  }

  private requestStartsAt(): number {
    return this.argumentsLeft >= 0 ? this.requestStart : this.position;
  }

  private append(chunk: Uint8Array): void {
    const from = this.requestStartsAt();
    const pending = this.end - from;
    const needed = pending + chunk.length;
    if (!this.owned || this.end + chunk.length > this.buffer.length) {
      const capacity =
        needed * 2 > this.buffer.length || !this.owned ? needed * 2 : this.buffer.length;
      const target = new Uint8Array(capacity);
      target.set(this.buffer.subarray(from, this.end));
      this.buffer = target;
      this.owned = true;
      this.shift(from);
    }
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
  }

  private shift(by: number): void {
    this.position -= by;
    this.end -= by;
    this.requestStart -= by;
    for (let i = 0; i < this.argc; i++) {
      this.starts[i] = (this.starts[i] as number) - by;
      this.ends[i] = (this.ends[i] as number) - by;
    }
  }

  /** The end of the line that begins at `position` (index of its CR), or -1 while it is incomplete. */
  private findLine(): number {
    const at = this.buffer.subarray(0, this.end).indexOf(CR, this.position);
    return at < 0 || at + 1 >= this.end ? -1 : at;
  }

  private fail(text: Bytes): 'error' {
    this.error = `Protocol error: ${text}`;
    return 'error';
  }

  private readMultibulkHeader(): ParseOutcome {
    const { buffer, position } = this;
    // The common header, `*` and one digit, without searching for the line's end.
    const count = position + 4 <= this.end ? (buffer[position + 1] as number) - 48 : -1;
    if (count >= 0 && count <= 9 && buffer[position + 2] === CR) {
      this.position = position + 4;
      this.argumentsLeft = count;
      this.wasInline = false;
      return 'request';
    }
    return this.readLongMultibulkHeader();
  }

  private readLongMultibulkHeader(): ParseOutcome {
    const lineEnd = this.findLine();
    if (lineEnd < 0) {
      if (this.end - this.position > INLINE_MAX) return this.fail('too big mbulk count string');
      return 'incomplete';
    }
    const count = this.integer(this.position + 1, lineEnd);
    if (count === null || count > MULTIBULK_MAX) return this.fail('invalid multibulk length');
    if (count > UNAUTHENTICATED_MULTIBULK_MAX && !this.authenticated) {
      return this.fail('unauthenticated multibulk length');
    }
    this.position = lineEnd + 2;
    this.argumentsLeft = count;
    this.wasInline = false;
    return 'request';
  }

  private readArguments(): ParseOutcome {
    while (this.argumentsLeft > 0) {
      if (this.bulkLength < 0) {
        const outcome = this.readBulkHeader();
        if (outcome !== 'request') return outcome;
      }
      const stop = this.position + this.bulkLength;
      if (stop + 2 > this.end) return 'incomplete';
      this.starts[this.argc] = this.position;
      this.ends[this.argc] = stop;
      this.argc++;
      this.position = stop + 2;
      this.bulkLength = -1;
      this.argumentsLeft--;
    }
    this.argumentsLeft = -1;
    this.requestEnd = this.position;
    return 'request';
  }

  private readBulkHeader(): ParseOutcome {
    const { buffer, position } = this;
    // The common header, `$` and one or two digits, without searching for the line's end.
    if (position + 4 <= this.end && buffer[position] === 36) {
      const first = (buffer[position + 1] as number) - 48;
      if (first >= 0 && first <= 9) {
        if (buffer[position + 2] === CR) {
          this.bulkLength = first;
          this.position = position + 4;
          return 'request';
        }
        const second = (buffer[position + 2] as number) - 48;
        if (second >= 0 && second <= 9 && first > 0 && buffer[position + 3] === CR) {
          if (position + 5 > this.end) return 'incomplete';
          this.bulkLength = first * 10 + second;
          this.position = position + 5;
          return 'request';
        }
      }
    }
    return this.readLongBulkHeader();
  }

  private readLongBulkHeader(): ParseOutcome {
    const lineEnd = this.findLine();
    if (lineEnd < 0) {
      if (this.end - this.position > INLINE_MAX) return this.fail('too big bulk count string');
      return 'incomplete';
    }
    const mark = this.buffer[this.position] as number;
    if (mark !== 36) return this.fail(`expected '$', got '${String.fromCharCode(mark)}'`);
    const length = this.integer(this.position + 1, lineEnd);
    if (length === null || length < 0 || length > this.maxBulkBytes) {
      return this.fail('invalid bulk length');
    }
    if (length > UNAUTHENTICATED_BULK_MAX && !this.authenticated) {
      return this.fail('unauthenticated bulk length');
    }
    this.bulkLength = length;
    this.position = lineEnd + 2;
    return 'request';
  }

  /** A decimal integer as string2ll reads it: no leading zeros, no plus. */
  private integer(start: number, end: number): number | null {
    const negative = this.buffer[start] === 45;
    let at = negative ? start + 1 : start;
    const digits = end - at;
    if (digits < 1 || digits > 18) return null;
    if (this.buffer[at] === 48) return digits === 1 && !negative ? 0 : null;
    let value = 0;
    for (; at < end; at++) {
      const digit = (this.buffer[at] as number) - 48;
      if (digit < 0 || digit > 9) return null;
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  private nextInline(): ParseOutcome {
    const newline = this.buffer.subarray(0, this.end).indexOf(LF, this.position);
    if (newline < 0) {
      if (this.end - this.position > INLINE_MAX) return this.fail('too big inline request');
      return 'incomplete';
    }
    const lineEnd =
      newline > this.position && this.buffer[newline - 1] === CR ? newline - 1 : newline;
    const words = splitArguments(bytesOf(this.buffer, this.position, lineEnd));
    if (!words) return this.fail('unbalanced quotes in request');
    this.position = newline + 1;
    this.wasInline = true;
    if (words.length > 0) this.adoptWords(words);
    return 'request';
  }

  /** Rewrites an inline command as a RESP request in a buffer of its own, keeping what follows it. */
  private adoptWords(words: readonly Bytes[]): void {
    const rest = this.buffer.subarray(this.position, this.end);
    let size = rest.length;
    for (const word of words) size += word.length;
    const target = new Uint8Array(size);
    let at = 0;
    words.forEach((word, i) => {
      this.starts[i] = at;
      at += writeBytes(target, at, word);
      this.ends[i] = at;
    });
    this.argc = words.length;
    target.set(rest, at);
    this.buffer = target;
    this.owned = true;
    this.requestStart = 0;
    this.requestEnd = at;
    this.position = at;
    this.end = size;
  }
}
