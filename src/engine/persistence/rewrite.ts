/**
 * A value as the commands that would make it again: for undo, export and (later) the rewrite of the
 * append-only file. Large collections are cut into commands of at most 64 elements, as Redis does.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { unixMsText } from '../commands/expire-option.ts';
import type { HashValue } from '../keyspace/hash-value.ts';
import { formatScore } from '../keyspace/sorted-set-value.ts';
import { bytesOfString } from '../keyspace/string-value.ts';
import { isString, type Value } from '../keyspace/values.ts';
import type { Server } from '../server/server.ts';
import { streamCommands } from './rewrite-stream.ts';

const ELEMENTS_PER_COMMAND = 64;
/** Scores are written so that 7.0 reads back the same double. */
const SCORE_VERSION = 700;

type Argv = readonly Bytes[];

/** Function libraries, then the whole keyspace, each database after its SELECT. */
export function* rewriteCommands({ keyspace, scripting }: Server): IterableIterator<Argv> {
  for (const { code } of scripting.libraries.libraries.values()) {
    yield ['FUNCTION', 'LOAD', 'REPLACE', code];
  }
  for (const database of keyspace.databases) {
    if (database.size === 0) continue;
    yield ['SELECT', String(database.index)];
    for (const key of [...database.entries.keys()]) {
      const value = database.peek(key);
      if (value !== undefined) yield* commandsFor(key, value, database.expiresAt(key));
    }
  }
}

/** One key: its value and its expiry. */
export function* commandsFor(
  key: Bytes,
  value: Value,
  expiresAtMs: UnixMs | null,
): IterableIterator<Argv> {
  if (isString(value)) yield ['SET', key, bytesOfString(value)];
  else if (value.type === 'list') yield* batches(['RPUSH', key], 1, value.range(0, value.length));
  else if (value.type === 'set') yield* batches(['SADD', key], 1, value.members());
  else if (value.type === 'zset') {
    const pairs = gather((take) => {
      value.forEach((member, score) => {
        take(formatScore(score, SCORE_VERSION), member);
      });
    });
    yield* batches(['ZADD', key], 2, pairs);
  } else if (value.type === 'stream') yield* streamCommands(key, value);
  else yield* hashCommands(key, value);
  if (expiresAtMs !== null) yield ['PEXPIREAT', key, unixMsText(expiresAtMs)];
}

function* hashCommands(key: Bytes, hash: HashValue): IterableIterator<Argv> {
  yield* batches(
    ['HSET', key],
    2,
    gather((take) => {
      hash.forEach((field, value) => {
        take(field, value);
      });
    }),
  );
  for (const [field, atMs] of hash.expiries()) {
    yield ['HPEXPIREAT', key, String(atMs), 'FIELDS', '1', field];
  }
}

function gather(walk: (take: (...words: Bytes[]) => void) => void): Bytes[] {
  const all: Bytes[] = [];
  walk((...words) => {
    all.push(...words);
  });
  return all;
}

/** `words` behind `head`, `stride` words an element, in commands of limited size. */
function* batches(head: Argv, stride: number, words: readonly Bytes[]): IterableIterator<Argv> {
  const size = ELEMENTS_PER_COMMAND * stride;
  for (let at = 0; at < words.length; at += size) yield [...head, ...words.slice(at, at + size)];
}
