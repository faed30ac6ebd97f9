/**
 * How commands come by the hash at their first key: expired fields are gone from it, the hash
 * itself where all of them were, and the append-only file is told.
 */
import { expireHashFields } from '../keyspace/hash-field-expiry.ts';
import type { HashValue } from '../keyspace/hash-value.ts';
import type { Args } from './args.ts';
import { asType, type Context } from './context.ts';

function expire(ctx: Context, args: Args, hash: HashValue): void {
  const key = args.bytes(1);
  const expired = expireHashFields(ctx.db, key, hash);
  for (const field of expired) ctx.propagate('HDEL', key, field);
  ctx.keyspace.dirty += expired.length;
}

/** The living hash at argument 1, for a read. */
export function readHash(ctx: Context, args: Args): HashValue | undefined {
  const hash = asType(args.readKey(ctx.db, 1), 'hash');
  if (!hash || hash.nextExpiryMs >= ctx.keyspace.nowMs) return hash;
  expire(ctx, args, hash);
  return hash.length > 0 ? hash : undefined;
}

/**
 * The living hash at argument 1, for a change. Where fields had expired the command itself is
 * propagated behind them, unless it `propagatesItself`; should it then change nothing, it does so
 * again wherever it is replayed.
 */
export function writeHash(
  ctx: Context,
  args: Args,
  propagatesItself = false,
): HashValue | undefined {
  const hash = asType(ctx.db.write(args.key(ctx.db, 1)), 'hash');
  if (!hash || hash.nextExpiryMs >= ctx.keyspace.nowMs) return hash;
  expire(ctx, args, hash);
  if (!propagatesItself) ctx.propagateReceivedToo();
  return hash.length > 0 ? hash : undefined;
}
