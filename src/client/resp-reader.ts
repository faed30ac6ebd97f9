/**
 * An incremental RESP2 and RESP3 reply decoder.
 *
 * Chunks go in by `feed`, whole values come out of `next`. The reader never looks at a byte twice
 * for the same purpose: an unfinished line remembers how far it was scanned, an unfinished bulk
 * waits for its length, unfinished aggregates stand on a stack of their own. So the cost is linear
 * in the bytes, however they are cut into chunks and however deep they nest.
 *
 * Attributes (`|`) are read and dropped: nothing here shows them.
 */
import { type Bytes, bytesOf } from '../base/bytes.ts';
import type { RespValue } from './resp-value.ts';

/** The bytes are not RESP: the connection cannot be used any further. */
export class RespSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RespSyntaxError';
  }
}

type AggregateKind = 'array' | 'map' | 'set' | 'push' | 'attribute';

interface OpenAggregate {
  readonly kind: AggregateKind;
  readonly length: number;
  readonly items: RespValue[];
}

/** A bulk-like value whose header was read and whose body has not all arrived. */
interface OpenBulk {
  readonly mark: '$' | '!' | '=';
  readonly length: number;
}

const CR = 13;
const LF = 10;
const DOLLAR = 36;
const ZERO = 48;
const INITIAL_SIZE = 4096;

const aggregateKinds: { readonly [mark: string]: AggregateKind } = {
  '*': 'array',
  '%': 'map',
  '~': 'set',
  '>': 'push',
  '|': 'attribute',
};

export class RespReader {
  #buffer = new Uint8Array(INITIAL_SIZE);
  /** First byte not yet consumed, end of what has arrived, and how far the open line was scanned. */
  #start = 0;
  #end = 0;
  #scanned = 0;
  #bulk: OpenBulk | null = null;
  readonly #stack: OpenAggregate[] = [];

  /** Takes a chunk; it is copied, so the caller keeps the array. */
  feed(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The next whole value, or null until more bytes arrive. Throws `RespSyntaxError`. */
  next(): RespValue | null {
    for (;;) {
      let value = this.#leaf();
      if (value === null) return null;
      // A finished value may finish the aggregates around it, one after another.
      while (value !== 'opened' && value !== null) {
        const parent = this.#stack.at(-1);
        if (!parent) return value;
        parent.items.push(value);
        if (parent.items.length < parent.length) break;
        this.#stack.pop();
        value = close(parent);
      }
    }
  }

  /** Reads one scalar, or opens an aggregate, or answers null when bytes are missing. */
  #leaf(): RespValue | 'opened' | null {
    if (this.#bulk) return this.#bulkBody(this.#bulk);
    const short = this.#shortBulk();
    if (short !== null) return short;
    const line = this.#line();
    if (line === null) return null;
    const mark = line[0] ?? '';
    const rest = line.slice(1);
    switch (mark) {
      case '+':
        return { kind: 'simple', text: rest };
      case '-':
        return { kind: 'error', text: rest };
      case ':':
        return { kind: 'integer', digits: rest };
      case ',':
        return { kind: 'double', text: rest };
      case '(':
        return { kind: 'bignumber', digits: rest };
      case '#':
        return { kind: 'boolean', value: rest === 't' };
      case '_':
        return { kind: 'null', form: 'resp3' };
      case '$':
      case '!':
      case '=':
        return this.#openBulk(mark, lengthOf(rest));
      default:
        return this.#openAggregate(mark, rest);
    }
  }

  /** A bulk string of at most 99 bytes that is here as a whole, without a look at its head as text. */
  #shortBulk(): RespValue | null {
    const buffer = this.#buffer;
    let at = this.#start;
    if (buffer[at++] !== DOLLAR) return null;
    let length = (buffer[at++] as number) - ZERO;
    if (!(length >= 0 && length <= 9)) return null;
    if (buffer[at] !== CR) {
      const digit = (buffer[at++] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9) || buffer[at] !== CR) return null;
      length = length * 10 + digit;
    }
    const start = at + 2;
    const end = start + length;
    if (this.#end < end + 2 || buffer[at + 1] !== LF) return null;
    this.#start = end + 2;
    this.#scanned = this.#start;
    return { kind: 'bulk', text: bytesOf(buffer, start, end) };
  }

  #openBulk(mark: OpenBulk['mark'], length: number): RespValue | null {
    if (length === -1) return { kind: 'null', form: 'bulk' };
    this.#bulk = { mark, length };
    return this.#bulkBody(this.#bulk);
  }

  #bulkBody({ mark, length }: OpenBulk): RespValue | null {
    if (this.#end - this.#start < length + 2) return null;
    const text = bytesOf(this.#buffer, this.#start, this.#start + length);
    this.#start += length + 2;
    this.#scanned = this.#start;
    this.#bulk = null;
    if (mark === '!') return { kind: 'error', text };
    if (mark === '=') return { kind: 'verbatim', format: text.slice(0, 3), text: text.slice(4) };
    return { kind: 'bulk', text };
  }

  #openAggregate(mark: string, rest: Bytes): RespValue | 'opened' {
    const kind = aggregateKinds[mark];
    if (kind === undefined) throw new RespSyntaxError(`no RESP type starts with "${mark}"`);
    const count = lengthOf(rest);
    if (count === -1) return { kind: 'null', form: 'array' };
    const length = kind === 'map' || kind === 'attribute' ? count * 2 : count;
    const open: OpenAggregate = { kind, length, items: [] };
    if (length > 0) {
      this.#stack.push(open);
      return 'opened';
    }
    return close(open) ?? 'opened';
  }

  /** The bytes up to CR LF, or null while it has not arrived. */
  #line(): Bytes | null {
    const buffer = this.#buffer;
    for (let at = Math.max(this.#scanned, this.#start); at + 1 < this.#end; at++) {
      if (buffer[at] !== CR || buffer[at + 1] !== LF) continue;
      const line = bytesOf(buffer, this.#start, at);
      this.#start = at + 2;
      this.#scanned = this.#start;
      return line;
    }
    // The last byte may be the CR of a CR LF that is cut in two: look at it again.
    this.#scanned = Math.max(this.#start, this.#end - 1);
    return null;
  }

  #makeRoom(size: number): void {
    if (this.#end + size <= this.#buffer.length) return;
    const held = this.#end - this.#start;
    const needed = held + size;
    const target =
      needed * 2 <= this.#buffer.length
        ? this.#buffer
        : new Uint8Array(Math.max(needed * 2, INITIAL_SIZE));
    target.set(this.#buffer.subarray(this.#start, this.#end));
    this.#scanned -= this.#start;
    this.#buffer = target;
    this.#start = 0;
    this.#end = held;
  }
}

/** A finished aggregate as a value; null for an attribute, which stands for nothing. */
function close({ kind, items }: OpenAggregate): RespValue | null {
  return kind === 'attribute' ? null : { kind, items };
}

function lengthOf(digits: Bytes): number {
  const length = /^-?\d+$/.test(digits) ? Number(digits) : Number.NaN;
  if (!Number.isSafeInteger(length) || length < -1) {
    throw new RespSyntaxError(`"${digits}" is no length`);
  }
  return length;
}
