/** XGROUP and XACK: groups and consumers come and go, and entries are acknowledged. */
import type { Bytes } from '../../base/bytes.ts';
import { errorReply, OK, type Reply } from '../../protocol/reply.ts';
import type { StreamId, U64 } from '../../structures/stream-id.ts';
import { NOTIFY_STREAM } from '../keyspace/notifications.ts';
import { StreamValue } from '../keyspace/stream-value.ts';
import type { Args } from './args.ts';
import { type Command, defineGroup } from './command.ts';
import type { Context } from './context.ts';
import { cText, fail } from './errors.ts';
import { containerHelp } from './help.ts';
import { readAnyId, readId, readStream, writeStream } from './stream-arguments.ts';
import { createConsumer, type GroupAt } from './stream-group-access.ts';

const KEY_NEEDED = errorReply(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
);
const BUSY = errorReply('BUSYGROUP Consumer Group name already exists');
const badEntriesRead = 'ERR value for ENTRIESREAD must be positive or -1';
const WORD_MAX = 128;

/** What Redis answers to a container's subcommand that it cannot read. */
export const subcommandError = (container: string, args: Args): Bytes =>
  `ERR unknown subcommand or wrong number of arguments for '${cText(args.bytes(1), WORD_MAX)}'. Try ${container} HELP.`;

export const noSuchGroup = (group: Bytes, key: Bytes): Bytes =>
  `NOGROUP No such consumer group '${cText(group)}' for key name '${cText(key)}'`;

interface GroupOptions {
  readonly makesStream: boolean;
  readonly entriesRead: U64 | null;
}

function readGroupOptions(args: Args, creates: boolean): GroupOptions {
  let makesStream = false;
  let entriesRead: U64 | null = null;
  for (let i = 5; i < args.length; i++) {
    if (creates && args.is(i, 'MKSTREAM')) makesStream = true;
    else if (args.is(i, 'ENTRIESREAD') && i + 1 < args.length) {
      const given = args.int64(++i);
      if (given < -1) return fail(badEntriesRead);
      entriesRead = given === -1 ? null : given;
    } else return fail(subcommandError('XGROUP', args));
  }
  return { makesStream, entriesRead };
}

/** The stream at argument 2; ends the command where there is none. */
const existingStream = (ctx: Context, args: Args): StreamValue =>
  writeStream(ctx, args, 2) ?? fail(KEY_NEEDED);

/** The group at arguments 2 and 3; ends the command where there is none. */
function existingGroup(ctx: Context, args: Args): GroupAt {
  const stream = existingStream(ctx, args);
  const key = args.bytes(2);
  const group = stream.groups.get(args.bytes(3)) ?? fail(noSuchGroup(args.bytes(3), key));
  return { key, stream, group };
}

function changed(ctx: Context, key: Bytes, event: Bytes): void {
  ctx.db.regrouped(key);
  ctx.keyspace.dirty++;
  ctx.db.notify(NOTIFY_STREAM, event, key);
}

function create(ctx: Context, args: Args): Reply {
  const { makesStream, entriesRead } = readGroupOptions(args, true);
  const existing = writeStream(ctx, args, 2);
  if (!existing && !makesStream) return fail(KEY_NEEDED);
  if (args.length > 8) return fail(subcommandError('XGROUP', args));
  const stream = existing ?? new StreamValue();
  const lastId: StreamId = args.bytes(4) === '$' ? stream.log.lastId : readId(args, 4);
  const group = stream.addGroup(args.bytes(3), lastId, entriesRead);
  if (group === null) return fail(BUSY);
  const key = args.bytes(2);
  if (!existing) ctx.db.add(key, stream);
  changed(ctx, key, 'xgroup-create');
  return OK;
}

function setId(ctx: Context, args: Args): Reply {
  const { entriesRead } = readGroupOptions(args, false);
  const { key, stream, group } = existingGroup(ctx, args);
  if (args.length !== 5 && args.length !== 7) return fail(subcommandError('XGROUP', args));
  group.lastId = args.bytes(4) === '$' ? stream.log.lastId : readAnyId(args, 4);
  group.entriesRead = entriesRead;
  changed(ctx, key, 'xgroup-setid');
  return OK;
}

function destroy(ctx: Context, args: Args): Reply {
  const stream = existingStream(ctx, args);
  if (!stream.groups.delete(args.bytes(3))) return 0;
  const key = args.bytes(2);
  changed(ctx, key, 'xgroup-destroy');
  // Whoever waits as a consumer of the group is to hear of it.
  ctx.keyspace.keyReady(ctx.db, key);
  return 1;
}

function newConsumer(ctx: Context, args: Args): Reply {
  const at = existingGroup(ctx, args);
  if (at.group.consumers.get(args.bytes(4))) return 0;
  createConsumer(ctx, at, args.bytes(4));
  return 1;
}

function deleteConsumer(ctx: Context, args: Args): Reply {
  const { key, group } = existingGroup(ctx, args);
  const consumer = group.consumers.get(args.bytes(4));
  if (!consumer) return 0;
  const pending = consumer.pending.size;
  group.removeConsumer(consumer);
  changed(ctx, key, 'xgroup-delconsumer');
  return pending;
}

function xack(ctx: Context, args: Args): Reply {
  const group = readStream(ctx, args, 1)?.groups.get(args.bytes(2));
  if (!group) return 0;
  const ids: StreamId[] = [];
  for (let i = 3; i < args.length; i++) ids.push(readId(args, i));
  let acknowledged = 0;
  for (const id of ids) if (group.acknowledge(id)) acknowledged++;
  if (acknowledged > 0) ctx.db.regrouped(args.bytes(1));
  ctx.keyspace.dirty += acknowledged;
  return acknowledged;
}

export const streamGroupCommands: Command[] = defineGroup('stream', [
  {
    name: 'XACK',
    since: '5.0.0',
    flags: 'write fast',
    keys: [1, 1, 1],
    complexity: 'O(1) for each ID.',
    summary: 'Acknowledges entries: they are no longer pending. Counts those that were.',
    syntax: 'key group id(entry-id)...',
    keyType: 'stream',
    run: xack,
  },
  {
    name: 'XGROUP',
    since: '5.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands that manage consumer groups.',
    syntax: '',
  },
  {
    name: 'XGROUP CREATE',
    since: '5.0.0',
    history: [['7.0.0', 'Added the `entries_read` named argument.']],
    flags: 'write denyoom',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Creates a consumer group that reads on behind an ID; $ is the last one.',
    syntax:
      'key groupname(group) id(id(entry-id) | new_id("$")) [MKSTREAM] [ENTRIESREAD entries_read(entries-read:integer)]',
    keyType: 'stream',
    run: create,
  },
  {
    name: 'XGROUP CREATECONSUMER',
    since: '6.2.0',
    flags: 'write denyoom',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Creates a consumer in a group; reading does so, too.',
    syntax: 'key groupname(group) consumername(consumer)',
    keyType: 'stream',
    run: newConsumer,
  },
  {
    name: 'XGROUP DELCONSUMER',
    since: '5.0.0',
    flags: 'write',
    keys: [2, 2, 1],
    complexity: 'O(N) where N is the number of its pending entries.',
    summary: 'Removes a consumer with its pending entries, and says how many those were.',
    syntax: 'key groupname(group) consumername(consumer)',
    keyType: 'stream',
    run: deleteConsumer,
  },
  {
    name: 'XGROUP DESTROY',
    since: '5.0.0',
    flags: 'write',
    keys: [2, 2, 1],
    complexity: 'O(N) where N is the number of pending entries.',
    summary: 'Removes a consumer group with all it knows.',
    syntax: 'key groupname(group)',
    keyType: 'stream',
    run: destroy,
  },
  containerHelp('XGROUP', '5.0.0'),
  {
    name: 'XGROUP SETID',
    since: '5.0.0',
    history: [['7.0.0', 'Added the optional `entries_read` argument.']],
    flags: 'write',
    keys: [2, 2, 1],
    complexity: 'O(1)',
    summary: 'Sets the ID behind which a group reads on.',
    syntax:
      'key groupname(group) id(id(entry-id) | new_id("$")) [ENTRIESREAD entries_read(entries-read:integer)]',
    keyType: 'stream',
    run: setId,
  },
]);
