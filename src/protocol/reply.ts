/**
 * Reply values: what a handler returns, what RESP2, RESP3, Lua and EXEC are written from.
 *
 * The cheap cases are plain JavaScript: a string is a bulk string, a number or bigint an integer,
 * null a null bulk, an array an array. Everything else is a small tagged object; constants such as
 * `OK` are shared. RESP2 has no maps, sets, doubles, booleans or pushes: the writer maps them as
 * Redis does (flat arrays, bulk strings, integers, arrays).
 */
import type { Bytes } from '../base/bytes.ts';

export type Reply = Bytes | number | bigint | null | Uint8Array | readonly Reply[] | TaggedReply;

/** The replies that plain JavaScript values cannot tell apart. */
export type TaggedReply =
  | SimpleReply
  | ErrorReply
  | DoubleReply
  | BooleanReply
  | MapReply
  | SetReply
  | PushReply
  | AttributeReply
  | VerbatimReply
  | BigNumberReply
  | NullArrayReply
  | SequenceReply
  | DrawnReply
  | SpokenReply
  | NoReply;

/** `+OK` */
export interface SimpleReply {
  readonly kind: 'simple';
  readonly text: Bytes;
}
/** `-ERR ...`: `text` holds the code and message without the dash. */
export interface ErrorReply {
  readonly kind: 'error';
  readonly text: Bytes;
  /** The statistics know it already: a command called by a script has answered with it. */
  readonly counted?: boolean;
}
/** `,3.14` or, in RESP2, a bulk string with the same digits. */
export interface DoubleReply {
  readonly kind: 'double';
  readonly text: Bytes;
}
export interface BooleanReply {
  readonly kind: 'boolean';
  readonly value: boolean;
}
/** Pairs flattened: key, value, key, value. */
export interface MapReply {
  readonly kind: 'map';
  readonly items: readonly Reply[];
}
export interface SetReply {
  readonly kind: 'set';
  readonly items: readonly Reply[];
}
/** Out of band in RESP3 (`>`), an array in RESP2. */
export interface PushReply {
  readonly kind: 'push';
  readonly items: readonly Reply[];
}
/** Said about the reply that follows, in RESP3; RESP2 does not have them. */
export interface AttributeReply {
  readonly kind: 'attribute';
  readonly items: readonly Reply[];
}
export interface VerbatimReply {
  readonly kind: 'verbatim';
  /** Three characters: txt or mkd. */
  readonly format: Bytes;
  readonly text: Bytes;
}
export interface BigNumberReply {
  readonly kind: 'bignumber';
  readonly digits: Bytes;
}
/** `*-1` in RESP2, `_` in RESP3. */
export interface NullArrayReply {
  readonly kind: 'null-array';
}
/** One after the other on the wire, counted as one: a reply in EXEC's array after its pushes. */
export interface SequenceReply {
  readonly kind: 'sequence';
  readonly replies: readonly Reply[];
}
/**
 * An array of so many elements that each is made only when it is written, and none any more when
 * `bytesMax` have been: its reader is closed then. Must not depend on what may change meanwhile.
 */
export interface DrawnReply {
  readonly kind: 'drawn';
  readonly count: number;
  readonly bytesMax: number;
  items(): Iterable<Reply>;
}
/** Written in this version, whatever the client speaks by the time it is sent. */
export interface SpokenReply {
  readonly kind: 'spoken';
  readonly resp: 2 | 3;
  readonly reply: Reply;
}
/** Nothing is written: the handler has written itself, or the client is to wait. */
export interface NoReply {
  readonly kind: 'none';
}

export const OK: SimpleReply = { kind: 'simple', text: 'OK' };
export const QUEUED: SimpleReply = { kind: 'simple', text: 'QUEUED' };
export const PONG: SimpleReply = { kind: 'simple', text: 'PONG' };
export const NULL_ARRAY: NullArrayReply = { kind: 'null-array' };
export const NO_REPLY: NoReply = { kind: 'none' };
export const EMPTY_ARRAY: readonly Reply[] = [];

export const simple = (text: Bytes): SimpleReply => ({ kind: 'simple', text });
export const errorReply = (text: Bytes): ErrorReply => ({ kind: 'error', text });
export const double = (text: Bytes): DoubleReply => ({ kind: 'double', text });
export const boolean = (value: boolean): BooleanReply => ({ kind: 'boolean', value });
export const map = (items: readonly Reply[]): MapReply => ({ kind: 'map', items });
export const set = (items: readonly Reply[]): SetReply => ({ kind: 'set', items });
export const push = (items: readonly Reply[]): PushReply => ({ kind: 'push', items });
export const verbatim = (format: Bytes, text: Bytes): VerbatimReply => ({
  kind: 'verbatim',
  format,
  text,
});

/** True for error replies. */
export function isError(reply: Reply): reply is ErrorReply {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && reply.kind === 'error';
}
