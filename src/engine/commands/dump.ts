/** DUMP and RESTORE: one key as bytes that any Redis of the same or a newer version can take. */
import { type Bytes, toUint8Array } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { errorReply, OK, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_GENERIC } from '../keyspace/notifications.ts';
import { dumpValue, isSealed, restoreValue } from '../rdb/dump-payload.ts';
import { isOldType } from '../rdb/rdb-types.ts';
import type { Args } from './args.ts';
import { defineGroup, type PartName } from './command.ts';
import type { Context } from './context.ts';
import { fail, SYNTAX_ERROR } from './errors.ts';
import { unixMsText } from './expire-option.ts';

const BUSY_KEY = errorReply('BUSYKEY Target key name already exists.');
const INVALID_TTL = errorReply('ERR Invalid TTL value, must be >= 0');
const NOT_SEALED = errorReply('ERR DUMP payload version or checksum are wrong');
const BAD_FORMAT = errorReply('ERR Bad data format');
const FREQUENCY_MAX = 255;

function dump(ctx: Context, args: Args): Reply {
  const value = ctx.db.read(args.bytes(1));
  if (value === undefined) return null;
  return dumpValue(value, ctx.version, ctx.keyspace.rdbCompression);
}

interface RestoreOptions {
  replace: boolean;
  absoluteTtl: boolean;
  idleSeconds: number | null;
  frequency: number | null;
}

function readOptions(args: Args): RestoreOptions {
  const options: RestoreOptions = {
    replace: false,
    absoluteTtl: false,
    idleSeconds: null,
    frequency: null,
  };
  for (let i = 4; i < args.length; i++) {
    const hasNext = i + 1 < args.length;
    if (args.is(i, 'REPLACE')) options.replace = true;
    else if (args.is(i, 'ABSTTL')) options.absoluteTtl = true;
    else if (args.is(i, 'IDLETIME') && hasNext && options.frequency === null) {
      options.idleSeconds = args.int(++i);
      if (options.idleSeconds < 0) fail('ERR Invalid IDLETIME value, must be >= 0');
    } else if (args.is(i, 'FREQ') && hasNext && options.idleSeconds === null) {
      options.frequency = args.int(++i);
      if (options.frequency < 0 || options.frequency > FREQUENCY_MAX) {
        fail('ERR Invalid FREQ value, must be >= 0 and <= 255');
      }
    } else fail(SYNTAX_ERROR);
  }
  return options;
}

function restore(ctx: Context, args: Args): Reply {
  const options = readOptions(args);
  const { db, keyspace } = ctx;
  const key = args.bytes(1);
  if (!options.replace && db.write(key) !== undefined) return fail(BUSY_KEY);
  const ttl = args.int(2);
  if (ttl < 0) return fail(INVALID_TTL);
  const payload = toUint8Array(args.bytes(3));
  if (!isSealed(payload, ctx.version, keyspace.skipsChecksums)) return fail(NOT_SEALED);
  const value = restoreValue(payload, keyspace.limits, ctx.oldValues) ?? fail(BAD_FORMAT);
  const existed = options.replace && db.delete(key);
  const expiresAtMs = ttl === 0 ? null : options.absoluteTtl ? ttl : keyspace.nowMs + ttl;
  if (expiresAtMs !== null && expiresAtMs <= keyspace.nowMs && !keyspace.loading) {
    if (existed) noteDeleted(ctx, key);
    return OK;
  }
  db.add(key, value);
  if (expiresAtMs !== null) db.setExpiry(key, expiresAtMs);
  const at = db.find(key);
  if (options.idleSeconds !== null) keyspace.setIdleSeconds(db.entries, at, options.idleSeconds);
  if (options.frequency !== null) keyspace.setFrequency(db.entries, at, options.frequency);
  db.notify(NOTIFY_GENERIC, 'restore', key);
  keyspace.dirty++;
  if (expiresAtMs !== null && !options.absoluteTtl) propagateAbsolute(ctx, args, expiresAtMs);
  return OK;
}

/** What replaced the key had expired already: it is gone, and nothing came. */
function noteDeleted(ctx: Context, key: Bytes): void {
  ctx.db.notify(NOTIFY_GENERIC, 'del', key);
  ctx.propagate('DEL', key);
  ctx.keyspace.dirty++;
}

function propagateAbsolute(ctx: Context, args: Args, atMs: UnixMs): void {
  const [name = '', key = '', , ...rest] = args.toArray();
  ctx.propagate(name, key, unixMsText(atMs), ...rest, 'ABSTTL');
}

/** Readers of old encodings, where the payload begins with the number of one. */
const neededBy = (args: Args): PartName | null =>
  isOldType(args.bytes(3).charCodeAt(0)) ? 'exchange' : null;

const RESTORE_SYNTAX =
  'key ttl:integer serialized-value [REPLACE]@3.0.0 [ABSTTL]@5.0.0 [IDLETIME seconds:integer]@5.0.0 [FREQ frequency:integer]@5.0.0';

export const dumpCommands = defineGroup('generic', [
  {
    name: 'DUMP',
    since: '2.6.0',
    flags: 'readonly',
    keys: [1, 1, 1],
    complexity: 'O(1) to find the key, O(N) to serialise its N elements.',
    summary: 'Returns the value of a key as bytes that RESTORE takes.',
    syntax: 'key',
    run: dump,
  },
  {
    name: 'RESTORE',
    since: '2.6.0',
    history: [
      ['3.0.0', 'Added the `REPLACE` modifier.'],
      ['5.0.0', 'Added the `ABSTTL` modifier.'],
      ['5.0.0', 'Added the `IDLETIME` and `FREQ` options.'],
    ],
    flags: 'write denyoom',
    keys: [1, 1, 1],
    categories: '@dangerous',
    complexity: 'O(N) for N elements, O(N log N) for a sorted set.',
    summary: 'Makes a key from the bytes that DUMP gave.',
    syntax: RESTORE_SYNTAX,
    needs: neededBy,
    run: restore,
  },
]);

export const restoreAskingCommands = defineGroup('server', [
  {
    name: 'RESTORE-ASKING',
    since: '3.0.0',
    history: [
      ['3.0.0', 'Added the `REPLACE` modifier.'],
      ['5.0.0', 'Added the `ABSTTL` modifier.'],
      ['5.0.0', 'Added the `IDLETIME` and `FREQ` options.'],
    ],
    flags: 'write denyoom asking',
    keys: [1, 1, 1],
    categories: '@keyspace @dangerous',
    complexity: 'O(N) for N elements, O(N log N) for a sorted set.',
    summary: 'RESTORE as the nodes of a cluster send it to each other while a slot moves.',
    syntax: RESTORE_SYNTAX,
    needs: neededBy,
    run: restore,
  },
]);
