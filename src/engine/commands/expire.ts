/** Expiry of keys: EXPIRE and its kin, TTL and its kin, PERSIST. Times are kept in Unix milliseconds. */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { NOTIFY_GENERIC } from '../keyspace/notifications.ts';
import type { Args } from './args.ts';
import { defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { cText, fail, invalidExpire } from './errors.ts';
import { toUnixMs, unixMsText } from './expire-option.ts';

export interface ExpireCondition {
  nx: boolean;
  xx: boolean;
  gt: boolean;
  lt: boolean;
}

/** NX, XX, GT, LT from argument `from` on, with Redis's errors for what does not go together. */
function readCondition(args: Args, from: number): ExpireCondition {
  const found = { nx: false, xx: false, gt: false, lt: false };
  for (let i = from; i < args.length; i++) {
    const word = args.word(i);
    if (word === 'NX') found.nx = true;
    else if (word === 'XX') found.xx = true;
    else if (word === 'GT') found.gt = true;
    else if (word === 'LT') found.lt = true;
    else fail(errorReply(`ERR Unsupported option ${cText(args.bytes(i))}`));
  }
  if (found.nx && (found.xx || found.gt || found.lt)) {
    fail(errorReply('ERR NX and XX, GT or LT options at the same time are not compatible'));
  }
  if (found.gt && found.lt) {
    fail(errorReply('ERR GT and LT options at the same time are not compatible'));
  }
  return found;
}

/** Whether a new expiry may replace the current one (null: none). No expiry counts as infinitely late. */
export function conditionHolds(
  condition: ExpireCondition,
  currentMs: UnixMs | null,
  nextMs: UnixMs,
): boolean {
  if (condition.nx) return currentMs === null;
  if (condition.xx && currentMs === null) return false;
  if (condition.gt) return currentMs !== null && nextMs > currentMs;
  if (condition.lt) return currentMs === null || nextMs < currentMs;
  return true;
}

/** Sets the expiry of a living key, or deletes it where that moment has passed. */
function expireAt(ctx: Context, key: Bytes, atMs: UnixMs, conditions: readonly Bytes[]): void {
  const { db, keyspace } = ctx;
  if (atMs <= keyspace.nowMs && !keyspace.loading) {
    db.delete(key);
    db.notify(NOTIFY_GENERIC, 'del', key);
    ctx.propagate(keyspace.lazy.expire ? 'UNLINK' : 'DEL', key);
  } else {
    db.setExpiry(key, atMs);
    db.modified(key);
    db.notify(NOTIFY_GENERIC, 'expire', key);
    ctx.propagate('PEXPIREAT', key, unixMsText(atMs), ...conditions);
  }
  keyspace.dirty++;
}

const expireWith =
  (name: string, inSeconds: boolean, fromNow: boolean) =>
  (ctx: Context, args: Args): Reply => {
    const condition = readCondition(args, 3);
    const key = args.bytes(1);
    const atMs = toUnixMs(args.int64(2), inSeconds, fromNow, ctx.keyspace.nowMs);
    if (atMs === null) return fail(invalidExpire(name));
    if (ctx.db.write(key) === undefined) return 0;
    if (!conditionHolds(condition, ctx.db.expiresAt(key), atMs)) return 0;
    expireAt(ctx, key, atMs, args.toArray(3));
    return 1;
  };

/** A reply of -2 for no key and -1 for no expiry, as all of TTL's kin give it. */
const timeOf =
  (answer: (expiresAtMs: UnixMs, nowMs: UnixMs) => number) =>
  (ctx: Context, args: Args): Reply => {
    const key = args.bytes(1);
    if (ctx.db.readQuietly(key) === undefined) return -2;
    const expiresAtMs = ctx.db.expiresAt(key);
    return expiresAtMs === null ? -1 : answer(expiresAtMs, ctx.keyspace.nowMs);
  };

const leftMs = (atMs: UnixMs, nowMs: UnixMs): number => Math.max(0, atMs - nowMs);

function persist(ctx: Context, args: Args): Reply {
  const key = args.bytes(1);
  if (ctx.db.write(key) === undefined || !ctx.db.persist(key)) return 0;
  ctx.db.modified(key);
  ctx.db.notify(NOTIFY_GENERIC, 'persist', key);
  ctx.keyspace.dirty++;
  return 1;
}

export const expireCommands = defineGroup('generic', [
  {
    name: 'EXPIRE',
    since: '1.0.0',
    history: [['7.0.0', 'Added options: `NX`, `XX`, `GT` and `LT`.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets in how many seconds a key expires.',
    syntax: 'key seconds:integer [condition(NX | XX | GT | LT)]@7.0.0',
    run: expireWith('expire', true, true),
  },
  {
    name: 'EXPIREAT',
    since: '1.2.0',
    history: [['7.0.0', 'Added options: `NX`, `XX`, `GT` and `LT`.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets at which Unix time in seconds a key expires.',
    syntax: 'key unix-time-seconds:unix-time [condition(NX | XX | GT | LT)]@7.0.0',
    run: expireWith('expireat', true, false),
  },
  {
    name: 'PEXPIRE',
    since: '2.6.0',
    history: [['7.0.0', 'Added options: `NX`, `XX`, `GT` and `LT`.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets in how many milliseconds a key expires.',
    syntax: 'key milliseconds:integer [condition(NX | XX | GT | LT)]@7.0.0',
    run: expireWith('pexpire', false, true),
  },
  {
    name: 'PEXPIREAT',
    since: '2.6.0',
    history: [['7.0.0', 'Added options: `NX`, `XX`, `GT` and `LT`.']],
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Sets at which Unix time in milliseconds a key expires.',
    syntax: 'key unix-time-milliseconds:unix-time [condition(NX | XX | GT | LT)]@7.0.0',
    run: expireWith('pexpireat', false, false),
  },
  {
    name: 'TTL',
    since: '1.0.0',
    history: [['2.8.0', 'Added the -2 reply.']],
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says in how many seconds a key expires: -1 for never, -2 for no such key.',
    syntax: 'key',
    run: timeOf((atMs, nowMs) => Math.floor((leftMs(atMs, nowMs) + 500) / 1000)),
  },
  {
    name: 'PTTL',
    since: '2.6.0',
    history: [['2.8.0', 'Added the -2 reply.']],
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says in how many milliseconds a key expires: -1 for never, -2 for no such key.',
    syntax: 'key',
    run: timeOf(leftMs),
  },
  {
    name: 'EXPIRETIME',
    since: '7.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says at which Unix time in seconds a key expires.',
    syntax: 'key',
    run: timeOf((atMs) => Math.floor((atMs + 500) / 1000)),
  },
  {
    name: 'PEXPIRETIME',
    since: '7.0.0',
    flags: 'readonly fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Says at which Unix time in milliseconds a key expires.',
    syntax: 'key',
    run: timeOf((atMs) => atMs),
  },
  {
    name: 'PERSIST',
    since: '2.2.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1)',
    summary: 'Removes the expiry of a key.',
    syntax: 'key',
    run: persist,
  },
]);
