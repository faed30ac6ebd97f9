/** MULTI, EXEC, DISCARD, WATCH, UNWATCH: queued commands that run without anybody in between. */
import {
  type ErrorReply,
  errorReply,
  NO_REPLY,
  NULL_ARRAY,
  OK,
  type Reply,
} from '../../../protocol/reply.ts';
import { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail } from '../../commands/errors.ts';
import type { Client, QueuedCommand } from '../client.ts';
import type { CommandEntry, NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const UNHEARD: Reply = { kind: 'sequence', replies: [] };
const EXEC_ABORT = errorReply('EXECABORT Transaction discarded because of previous errors.');

function multi({ server, client }: ServerContext): Reply {
  if (client.transaction) return fail(errorReply('ERR MULTI calls can not be nested'));
  server.transactions.begin(client);
  return OK;
}

function discard({ server, client }: ServerContext): Reply {
  if (!client.transaction) return fail(errorReply('ERR DISCARD without MULTI'));
  server.transactions.end(client);
  server.watching.unwatchAll(client);
  return OK;
}

function exec(ctx: ServerContext): Reply {
  const { server, client, keyspace } = ctx;
  const { transaction } = client;
  if (!transaction) return fail(errorReply('ERR EXEC without MULTI'));
  const broken = client.watchBroken || server.watching.anyExpired(client, keyspace.databases);
  server.transactions.end(client);
  server.watching.unwatchAll(client);
  if (transaction.aborted) return EXEC_ABORT;
  if (broken) return NULL_ARRAY;
  return runQueue(ctx, client, transaction.queue, []);
}

/** Runs what is left of the queue; where a script in it pauses, the rest follows when that has ended. */
function runQueue(
  ctx: ServerContext,
  client: Client,
  queue: readonly QueuedCommand[],
  replies: Reply[],
): Reply {
  const { caller } = ctx.server;
  // HELLO changes the protocol from its own reply on.
  const changesProtocol = queue.some(({ entry }) => entry.command.name === 'HELLO');
  const spoken = (reply: Reply): Reply =>
    changesProtocol ? { kind: 'spoken', resp: client.resp, reply } : reply;
  for (const { entry, argv } of queue.slice(replies.length)) {
    const args = Args.of(argv);
    const denied = stillDenied(ctx, entry, args);
    const outerPushes = client.heldPushes;
    // A debugged script ends the connection behind its own reply: what follows runs unheard.
    const isDeaf = client.closing;
    client.heldPushes = [];
    const reply = denied ?? caller.call(client, entry, args, null);
    const pushes = client.heldPushes;
    client.heldPushes = outerPushes;
    if (caller.isSuspended) {
      caller.suspend((late) =>
        runQueue(ctx, client, queue, [...replies, spoken(afterPushes(pushes, late))]),
      );
      return NO_REPLY;
    }
    // A view of a string that a later command of the transaction may change in place.
    const kept = reply instanceof Uint8Array ? reply.slice() : reply;
    replies.push(isDeaf ? UNHEARD : spoken(afterPushes(pushes, kept)));
  }
  // The commands have spoken for themselves; said last, because each call begins with a clean slate.
  ctx.propagateNothing();
  return replies;
}

/** What a command pushed to its own client lies before its reply, and is counted with it. */
function afterPushes(pushes: readonly Reply[], reply: Reply): Reply {
  return pushes.length > 0 ? { kind: 'sequence', replies: [...pushes, reply] } : reply;
}

/** The user's permissions may have changed since the command was queued. */
function stillDenied(
  { server, client }: ServerContext,
  entry: CommandEntry,
  args: Args,
): ErrorReply | null {
  const denial = server.access.denial(client, entry, args, 'multi');
  if (denial === null) return null;
  const why = {
    command: 'no permission to execute the command or subcommand',
    key: 'no permission to touch the specified keys',
    channel: 'no permission to access one of the channels used as arguments to the command',
  }[denial.reason];
  return errorReply(
    `NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: ${why}`,
  );
}

function watch({ server, client, db }: ServerContext, args: Args): Reply {
  if (client.transaction) return fail(errorReply('ERR WATCH inside MULTI is not allowed'));
  for (let i = 1; i < args.length; i++) server.watching.watch(client, db, args.bytes(i));
  return OK;
}

function unwatch({ server, client }: { server: ServerContext['server']; client: Client }): Reply {
  server.watching.unwatchAll(client);
  return OK;
}

export const transactionCommands: NodeCommand[] = defineGroup<ServerContext>('transactions', [
  {
    name: 'MULTI',
    since: '1.2.0',
    flags: 'noscript loading stale fast allow_busy',
    complexity: 'O(1)',
    summary: 'Begins a transaction: what follows is queued.',
    syntax: '',
    run: multi,
  },
  {
    name: 'EXEC',
    since: '1.2.0',
    flags: 'noscript loading stale skip_slowlog',
    complexity: 'Depends on commands in the transaction',
    summary: 'Runs the queued commands with nothing in between.',
    syntax: '',
    run: exec,
  },
  {
    name: 'DISCARD',
    since: '2.0.0',
    flags: 'noscript loading stale fast allow_busy',
    complexity: 'O(N), when N is the number of queued commands',
    summary: 'Drops the queued commands.',
    syntax: '',
    run: discard,
  },
  {
    name: 'WATCH',
    since: '2.2.0',
    flags: 'noscript loading stale fast allow_busy',
    keys: [1, -1, 1],
    complexity: 'O(1) for every key.',
    summary: 'Makes the next EXEC fail if one of the keys changes first.',
    syntax: 'key...',
    run: watch,
  },
  {
    name: 'UNWATCH',
    since: '2.2.0',
    flags: 'noscript loading stale fast allow_busy',
    complexity: 'O(1)',
    summary: 'Forgets all watched keys.',
    syntax: '',
    run: unwatch,
  },
]);
