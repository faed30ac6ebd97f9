/**
 * How commands come by a consumer group and its consumers, and how changes to them are propagated.
 *
 * What a group has been given depends on the moment, so it is propagated as what came of it:
 *
 *   a pending entry      XCLAIM key group consumer 0 id TIME .. RETRYCOUNT .. FORCE JUSTID LASTID ..
 *   how far it has read  XGROUP SETID key group last-id ENTRIESREAD n
 *   a new consumer       XGROUP CREATECONSUMER key group consumer
 */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorReply, errorReply } from '../../protocol/reply.ts';
import { formatId, int64TextOf } from '../../structures/stream-id.ts';
import { NOTIFY_STREAM } from '../keyspace/notifications.ts';
import type { Consumer, ConsumerGroup, PendingEntry } from '../keyspace/stream-group.ts';
import type { StreamValue } from '../keyspace/stream-value.ts';
import type { Args } from './args.ts';
import type { Context } from './context.ts';
import { cText, fail } from './errors.ts';
import { readStream } from './stream-arguments.ts';

export interface GroupAt {
  readonly key: Bytes;
  readonly stream: StreamValue;
  readonly group: ConsumerGroup;
}

export const noGroup = (key: Bytes, group: Bytes, where = ''): ErrorReply =>
  errorReply(`NOGROUP No such key '${cText(key)}' or consumer group '${cText(group)}'${where}`);

/** The group at arguments 1 (key) and 2 (group); ends the command where there is none. */
export function readGroup(ctx: Context, args: Args): GroupAt {
  return groupIn(readStream(ctx, args, 1), args);
}

/** The group at argument 2 in the stream at argument 1, which has been looked up already. */
export function groupIn(stream: StreamValue | undefined, args: Args): GroupAt {
  const key = args.bytes(1);
  const name = args.bytes(2);
  const group = stream?.groups.get(name);
  if (!stream || !group) return fail(noGroup(key, name));
  return { key, stream, group };
}

/** A new consumer comes into being. */
export function createConsumer(
  ctx: Context,
  { key, group }: Pick<GroupAt, 'key' | 'group'>,
  name: Bytes,
): Consumer {
  const consumer = group.addConsumer(name, ctx.keyspace.nowMs);
  ctx.db.notify(NOTIFY_STREAM, 'xgroup-createconsumer', key);
  ctx.db.regrouped(key);
  ctx.keyspace.dirty++;
  return consumer;
}

/** The consumer that is asking, made where it is new (not propagated); it has been seen. */
export function askingConsumer(ctx: Context, at: GroupAt, name: Bytes): Consumer {
  const known = at.group.consumers.get(name);
  if (known === undefined) return createConsumer(ctx, at, name);
  known.seenAtMs = ctx.keyspace.nowMs;
  return known;
}

/** For a new consumer that no claim is going to make when it is replayed. */
export function propagateConsumer(ctx: Context, { key, group }: GroupAt, name: Bytes): void {
  if (ctx.propagates) ctx.propagate('XGROUP', 'CREATECONSUMER', key, group.name, name);
}

export function propagateClaim(ctx: Context, { key, group }: GroupAt, entry: PendingEntry): void {
  if (!ctx.propagates) return;
  ctx.propagate(
    ...['XCLAIM', key, group.name, entry.consumer.name, '0', formatId(entry)],
    ...['TIME', String(entry.deliveredAtMs), 'RETRYCOUNT', int64TextOf(entry.deliveries)],
    ...['FORCE', 'JUSTID', 'LASTID', formatId(group.lastId)],
  );
}

export function propagateGroupId(ctx: Context, { key, group }: GroupAt): void {
  if (!ctx.propagates) return;
  const entriesRead = group.entriesRead === null ? '-1' : int64TextOf(group.entriesRead);
  ctx.propagate(
    ...['XGROUP', 'SETID', key, group.name, formatId(group.lastId), 'ENTRIESREAD', entriesRead],
  );
}
