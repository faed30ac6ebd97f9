/**
 * Fields that expire (7.4): HEXPIRE and its kin, HTTL and its kin, HPERSIST. Each answers with one
 * code per field.
 *
 * Times are kept in Unix milliseconds. What is propagated is an HPEXPIREAT of the fields that were
 * given an expiry, and an HDEL for each whose new expiry had passed already.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import type { HashValue } from '../keyspace/hash-value.ts';
import { NOTIFY_HASH } from '../keyspace/notifications.ts';
import type { Args } from './args.ts';
import { type CommandSpec, defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { countAtLeast } from './count-argument.ts';
import { fail, invalidExpire } from './errors.ts';
import { conditionHolds, type ExpireCondition } from './expire.ts';
import { readHash, writeHash } from './hash-access.ts';

const NO_FIELD = -2;
const NO_EXPIRY = -1;
const NOT_MET = 0;
const SET = 1;
const DELETED = 2;

/** The latest moment a field can be given: 46 bits of milliseconds. */
const LATEST_MS = 2 ** 46 - 1;
const NEGATIVE = errorReply('ERR invalid expire time, must be >= 0');
const FIELDS_MISSING = errorReply(
  'ERR Mandatory argument FIELDS is missing or not at the right position',
);
const FIELDS_MISCOUNTED = errorReply(
  'ERR The `numfields` parameter must match the number of arguments',
);
const NO_FIELDS_TO_SET = errorReply('ERR Parameter `numFields` should be greater than 0');
const NO_FIELDS_TO_READ = errorReply('ERR Number of fields must be a positive integer');

/** `FIELDS numfields field...` from argument `at` on. */
function readFields(args: Args, at: number, tooFew: ReturnType<typeof errorReply>): Bytes[] {
  if (!args.is(at, 'FIELDS')) return fail(FIELDS_MISSING);
  const count = countAtLeast(args, at + 1, 1, tooFew);
  if (count !== args.length - at - 2) return fail(FIELDS_MISCOUNTED);
  return args.toArray(at + 2);
}

// ---- HEXPIRE and its kin ----

interface Expiring {
  /** HEXPIRE and so on, lower case. */
  readonly name: string;
  readonly unitMs: number;
  readonly fromNow: boolean;
}

function readMoment(ctx: Context, args: Args, { name, unitMs, fromNow }: Expiring): UnixMs {
  const amount = args.int(2);
  if (amount < 0) return fail(NEGATIVE);
  const base = fromNow ? ctx.keyspace.nowMs : 0;
  if (amount > LATEST_MS / unitMs || amount * unitMs > LATEST_MS - base) {
    return fail(invalidExpire(name));
  }
  return amount * unitMs + base;
}

const CONDITIONS: ReadonlyMap<Bytes, ExpireCondition> = new Map(
  ['NX', 'XX', 'GT', 'LT'].map((word) => [
    word,
    { nx: word === 'NX', xx: word === 'XX', gt: word === 'GT', lt: word === 'LT' },
  ]),
);
const NO_CONDITION: ExpireCondition = { nx: false, xx: false, gt: false, lt: false };

function expireField(
  ctx: Context,
  hash: HashValue,
  field: Bytes,
  atMs: UnixMs,
  condition: ExpireCondition,
): number {
  if (!hash.has(field)) return NO_FIELD;
  if (!conditionHolds(condition, hash.expiresAt(field), atMs)) return NOT_MET;
  const { keyspace } = ctx;
  if (atMs <= keyspace.nowMs && !keyspace.loading) {
    hash.delete(field);
    keyspace.stats.expiredFields++;
    return DELETED;
  }
  hash.setExpiry(field, atMs);
  return SET;
}

/** Events, the end of an emptied hash, and what is propagated, field by field as `codes` say. */
function expired(
  ctx: Context,
  args: Args,
  hash: HashValue,
  atMs: UnixMs,
  fields: readonly Bytes[],
  codes: readonly number[],
): void {
  const { db, keyspace } = ctx;
  const key = args.bytes(1);
  const deleted = fields.filter((_, i) => codes[i] === DELETED);
  const set = fields.filter((_, i) => codes[i] === SET);
  if (deleted.length + set.length === 0) return;
  keyspace.dirty += deleted.length + set.length;
  db.notify(NOTIFY_HASH, deleted.length > 0 ? 'hdel' : 'hexpire', key);
  db.followFields(key, hash);
  if (hash.length === 0) db.deleteEmpty(key);
  else db.modified(key);
  for (const field of deleted) ctx.propagate('HDEL', key, field);
  if (set.length === 0) return;
  const condition = CONDITIONS.has(args.word(3)) ? [args.bytes(3)] : [];
  const count = String(set.length);
  ctx.propagate('HPEXPIREAT', key, String(atMs), ...condition, 'FIELDS', count, ...set);
}

const expireFields =
  (expiring: Expiring) =>
  (ctx: Context, args: Args): Reply => {
    const hash = writeHash(ctx, args, true);
    const atMs = readMoment(ctx, args, expiring);
    const condition = CONDITIONS.get(args.word(3));
    const fields = readFields(args, condition ? 4 : 3, NO_FIELDS_TO_SET);
    if (!hash) return fields.map(() => NO_FIELD);
    hash.allowExpiry();
    const codes = fields.map((field) =>
      expireField(ctx, hash, field, atMs, condition ?? NO_CONDITION),
    );
    expired(ctx, args, hash, atMs, fields, codes);
    return codes;
  };

// ---- HTTL and its kin ----

const timesOf =
  (answer: (atMs: UnixMs, nowMs: UnixMs) => number) =>
  (ctx: Context, args: Args): Reply => {
    const hash = readHash(ctx, args);
    const fields = readFields(args, 2, NO_FIELDS_TO_READ);
    return fields.map((field) => {
      if (!hash?.has(field)) return NO_FIELD;
      const atMs = hash.expiresAt(field);
      return atMs === null ? NO_EXPIRY : answer(atMs, ctx.keyspace.nowMs);
    });
  };

const secondsUp = (ms: number): number => Math.floor((ms + 999) / 1000);

function hpersist(ctx: Context, args: Args): Reply {
  const hash = writeHash(ctx, args);
  const fields = readFields(args, 2, NO_FIELDS_TO_READ);
  const codes = fields.map((field) => {
    if (!hash?.has(field)) return NO_FIELD;
    if (hash.expiresAt(field) === null) return NO_EXPIRY;
    hash.setExpiry(field, null);
    return SET;
  });
  if (codes.includes(SET)) {
    if (hash) ctx.db.followFields(args.bytes(1), hash);
    ctx.db.notify(NOTIFY_HASH, 'hpersist', args.bytes(1));
    ctx.db.modified(args.bytes(1));
    ctx.keyspace.dirty++;
  }
  return codes;
}

const FIELDS_SYNTAX = '(FIELDS numfields:integer field...)';

/** What the commands of this file have in common. */
const common = {
  since: '7.4.0',
  keys: [1, 1, 1],
  complexity: 'O(N) where N is the number of fields given.',
  keyType: 'hash',
} as const satisfies Partial<CommandSpec>;

const setting = { ...common, flags: 'write denyoom fast' };
const reading = { ...common, flags: 'readonly fast', syntax: `key ${FIELDS_SYNTAX}` };

export const hashExpiryCommands = defineGroup('hash', [
  {
    ...setting,
    name: 'HEXPIRE',
    summary: 'Sets in how many seconds fields of a hash expire.',
    syntax: `key seconds:integer [NX | XX | GT | LT] ${FIELDS_SYNTAX}`,
    run: expireFields({ name: 'hexpire', unitMs: 1000, fromNow: true }),
  },
  {
    ...setting,
    name: 'HPEXPIRE',
    summary: 'Sets in how many milliseconds fields of a hash expire.',
    syntax: `key milliseconds:integer [NX | XX | GT | LT] ${FIELDS_SYNTAX}`,
    run: expireFields({ name: 'hpexpire', unitMs: 1, fromNow: true }),
  },
  {
    ...setting,
    name: 'HEXPIREAT',
    summary: 'Sets at which Unix time in seconds fields of a hash expire.',
    syntax: `key unix-time-seconds:unix-time [NX | XX | GT | LT] ${FIELDS_SYNTAX}`,
    run: expireFields({ name: 'hexpireat', unitMs: 1000, fromNow: false }),
  },
  {
    ...setting,
    name: 'HPEXPIREAT',
    summary: 'Sets at which Unix time in milliseconds fields of a hash expire.',
    syntax: `key unix-time-milliseconds:unix-time [NX | XX | GT | LT] ${FIELDS_SYNTAX}`,
    run: expireFields({ name: 'hpexpireat', unitMs: 1, fromNow: false }),
  },
  {
    ...reading,
    name: 'HTTL',
    summary: 'Says in how many seconds fields expire: -1 for never, -2 for no such field.',
    run: timesOf((atMs, nowMs) => secondsUp(atMs - nowMs)),
  },
  {
    ...reading,
    name: 'HPTTL',
    summary: 'Says in how many milliseconds fields expire: -1 for never, -2 for no such field.',
    run: timesOf((atMs, nowMs) => atMs - nowMs),
  },
  {
    ...reading,
    name: 'HEXPIRETIME',
    summary: 'Says at which Unix time in seconds fields of a hash expire.',
    run: timesOf(secondsUp),
  },
  {
    ...reading,
    name: 'HPEXPIRETIME',
    summary: 'Says at which Unix time in milliseconds fields of a hash expire.',
    run: timesOf((atMs) => atMs),
  },
  {
    ...common,
    name: 'HPERSIST',
    flags: 'write fast',
    summary: 'Removes the expiry of fields of a hash.',
    syntax: `key ${FIELDS_SYNTAX}`,
    run: hpersist,
  },
]);
