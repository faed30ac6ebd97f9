/**
 * What a data command sees of its node: data, time, randomness, and three things it may ask for.
 * No sockets, no other clients, no configuration table.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Random } from '../../base/ports.ts';
import type { Reply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import { bytesOfString, type StringValue } from '../keyspace/string-value.ts';
import { isString, type TypeName, type Value } from '../keyspace/values.ts';
import type { OldValues } from '../rdb/value-reader.ts';
import type { Args } from './args.ts';
import { fail, WRONG_TYPE } from './errors.ts';

/** A client's wish to wait until one of `keys` can serve its command. */
export interface Wait {
  readonly keys: readonly Bytes[];
  /** Only a key of this type wakes the client. */
  readonly type: TypeName;
  /** 0 waits for ever. */
  readonly timeoutMs: number;
  readonly onTimeout: Reply;
  /** The answer then, where it is only known when the time is over. */
  readonly lateReply?: () => Reply;
  /** What runs again instead of the command as received, where that would mean something else by then. */
  readonly argv?: readonly Bytes[];
  /** The command also runs again when a key goes or gets another type: it has an error to tell. */
  readonly wakesOnLoss?: boolean;
}

export interface Context {
  readonly keyspace: Keyspace;
  /** The client's selected database. */
  readonly db: Database;
  readonly random: Random;
  readonly resp: RespVersion;
  /** The version being emulated: 700, 702 or 704. */
  readonly version: number;
  /** True while a command that has waited runs again. */
  readonly runsAgain: boolean;
  /** True where a script calls the command. */
  readonly inScript: boolean;
  /**
   * No client gets a longer reply: it is closed first. Infinite where nothing limits its replies, and
   * in scripts, which get theirs whole.
   */
  readonly replyBytesMax: number;
  /** May the client's user read every key by this command? What names keys by patterns needs that. */
  mayReadAnyKey(args: Args): boolean;
  /** What HELP says of the container's subcommands: only for what needs the reference. */
  helpOf(container: Bytes): readonly string[];
  /** The readers of values of old, where they have been loaded: what `needs` them can count on them. */
  readonly oldValues: OldValues | null;
  /** False while nobody listens to what is propagated: effects need not be made then. */
  readonly propagates: boolean;
  /** What goes to the append-only file instead of the command as received; may be called repeatedly. */
  propagate(...argv: readonly Bytes[]): void;
  /** Behind what was named goes the command as received, too, unless it fails. */
  propagateReceivedToo(): void;
  /** Nothing of this command goes to the append-only file, although it changed something. */
  propagateNothing(): void;
  /**
   * Parks the client; its command runs again when one of the keys becomes ready. Where waiting is
   * not allowed (MULTI, scripts) it answers `onTimeout` at once. To be returned by the handler.
   */
  block(wait: Wait): Reply;
}

type CollectionOf<T extends TypeName> = Extract<Value, { readonly type: T }>;

/** Narrows a value to a collection type; undefined passes, another type ends the command. */
export function asType<T extends Exclude<TypeName, 'string'>>(
  value: Value | undefined,
  type: T,
): CollectionOf<T> | undefined {
  if (value === undefined) return undefined;
  if (isString(value) || value.type !== type) return fail(WRONG_TYPE);
  return value as CollectionOf<T>;
}

/** Narrows a value to a string; undefined passes, another type ends the command. */
export function asString(value: Value | undefined): StringValue | undefined {
  if (value === undefined || isString(value)) return value;
  return fail(WRONG_TYPE);
}

/** The bytes of a string key, or null where there is none (or it is of another type, for MGET and GET patterns). */
export function bytesAt(value: Value | undefined): Bytes | null {
  return value !== undefined && isString(value) ? bytesOfString(value) : null;
}
