/**
 * The arguments of the command being run, `argv[0]` its name.
 *
 * They stay offsets into the client's receive buffer until somebody asks; what was decoded is kept
 * for the second asker. Queued and blocked commands outlive that buffer and run from decoded
 * arguments instead: handlers cannot tell the difference.
 */
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import { parseDouble } from '../../base/double.ts';
import { parseCanonicalInt64 } from '../../base/int64.ts';
import { type ErrorReply, errorReply } from '../../protocol/reply.ts';
import type { Database } from '../keyspace/database.ts';
import type { Value } from '../keyspace/values.ts';
import { fail, NOT_A_FLOAT, NOT_AN_INTEGER } from './errors.ts';

/** Where a parser left the arguments of one request. */
export interface RequestBytes {
  readonly buffer: Uint8Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly argc: number;
}

const outOfRange = (min: number, max: number): ErrorReply =>
  errorReply(`ERR value is out of range, value must between ${min} and ${max}`);

const NO_REQUEST: RequestBytes = { buffer: new Uint8Array(0), starts: [], ends: [], argc: 0 };

export class Args {
  length = 0;
  private source: RequestBytes = NO_REQUEST;
  private decoded: (Bytes | undefined)[] = [];
  private readonly decodeKey = (): Bytes => this.bytes(this.askedKey);
  private askedKey = 0;

  static of(argv: readonly Bytes[]): Args {
    const args = new Args();
    args.decoded = argv.slice();
    args.length = argv.length;
    return args;
  }

  /** Points at a request; earlier contents are forgotten. */
  reset(source: RequestBytes): void {
    // The array is reused: what the last request decoded is forgotten slot by slot.
    for (let i = 0; i < this.length; i++) this.decoded[i] = undefined;
    this.source = source;
    this.length = source.argc;
  }

  bytes(i: number): Bytes {
    const known = this.decoded[i];
    if (known !== undefined) return known;
    const { buffer, starts, ends } = this.source;
    const text = bytesOf(buffer, starts[i] as number, ends[i] as number);
    this.decoded[i] = text;
    return text;
  }

  sizeOf(i: number): number {
    const known = this.decoded[i];
    if (known !== undefined) return known.length;
    return (this.source.ends[i] as number) - (this.source.starts[i] as number);
  }

  /** A number below `slots` (a power of two) that depends on the bytes of argv[0]. */
  nameSlot(slots: number): number {
    const { buffer, starts, ends } = this.source;
    if (this.decoded[0] !== undefined || starts.length === 0) return 0;
    const start = starts[0] as number;
    const size = (ends[0] as number) - start;
    const first = buffer[start] as number;
    const middle = buffer[start + (size >> 1)] as number;
    const last = buffer[start + size - 1] as number;
    return (first * 31 + middle * 7 + last * 131 + size * 17) & (slots - 1);
  }

  /** True when argument `i` is exactly `text`; decodes nothing. */
  isExactly(i: number, text: Bytes): boolean {
    const known = this.decoded[i];
    if (known !== undefined) return known === text;
    const { buffer, starts, ends } = this.source;
    const start = starts[i] as number;
    if ((ends[i] as number) - start !== text.length) return false;
    for (let at = 0; at < text.length; at++) {
      if (buffer[start + at] !== text.charCodeAt(at)) return false;
    }
    return true;
  }

  /** All arguments, decoded: what outlives the request. */
  toArray(from = 0): Bytes[] {
    const all: Bytes[] = [];
    for (let i = from; i < this.length; i++) all.push(this.bytes(i));
    return all;
  }

  /** True when argument `i` is `word`, whatever its case. `word` is upper case. */
  is(i: number, word: string): boolean {
    return this.sizeOf(i) === word.length && this.bytes(i).toUpperCase() === word;
  }

  /** Upper-cased, for switching over option words. */
  word(i: number): string {
    return this.bytes(i).toUpperCase();
  }

  /** A 64-bit integer: number while safe, else bigint. Ends the command where it is none. */
  int64(i: number, error: ErrorReply = NOT_AN_INTEGER): number | bigint {
    return parseCanonicalInt64(this.bytes(i)) ?? fail(error);
  }

  /** A 64-bit integer clamped to the safe range, for counts and indices where the excess cannot matter. */
  int(i: number, error: ErrorReply = NOT_AN_INTEGER): number {
    const value = this.int64(i, error);
    return typeof value === 'number'
      ? value
      : value > 0
        ? Number.MAX_SAFE_INTEGER
        : Number.MIN_SAFE_INTEGER;
  }

  /** An integer in [min, max]; `error` for one that lies outside and for what is none. */
  intBetween(i: number, min: number, max: number, error?: ErrorReply): number {
    const value = this.int(i, error);
    return value < min || value > max ? fail(error ?? outOfRange(min, max)) : value;
  }

  /** An integer that fits a C int: database indices and the like. */
  int32(i: number): number {
    return this.intBetween(i, -(2 ** 31), 2 ** 31 - 1);
  }

  double(i: number, error: ErrorReply = NOT_A_FLOAT): number {
    return parseDouble(this.bytes(i)) ?? fail(error);
  }

  /** Sets the key at argument `i` (see Database.set), decoding it only where it is new. */
  setKey(database: Database, i: number, value: Value): Bytes {
    const key = this.key(database, i);
    database.set(key, value);
    return key;
  }

  /** The key at argument `i`; of one that exists the database's own string, so none is made. */
  key(database: Database, i: number): Bytes {
    const known = this.decoded[i];
    if (known !== undefined) return known;
    const { buffer, starts, ends } = this.source;
    const key = database.keyOfBytes(buffer, starts[i] as number, ends[i] as number);
    if (key === undefined) return this.bytes(i);
    this.decoded[i] = key;
    return key;
  }

  /** Reads the key at argument `i` (see Database.read) without decoding it where that can be avoided. */
  readKey(database: Database, i: number): Value | undefined {
    const known = this.decoded[i];
    if (known !== undefined) return database.read(known);
    const { buffer, starts, ends } = this.source;
    this.askedKey = i;
    return database.readBytes(buffer, starts[i] as number, ends[i] as number, this.decodeKey);
  }
}
