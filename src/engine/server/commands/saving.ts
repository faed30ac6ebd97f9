/** SAVE, BGSAVE, LASTSAVE and BGREWRITEAOF: the data set as a file, or as the base of a new log. */
import { errorReply, OK, type Reply, simple } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import type { NodeCommand } from '../command-table.ts';
import type { SnapshotGate } from '../gates.ts';
import type { ServerContext } from '../server-context.ts';

const IN_PROGRESS = errorReply('ERR Background save already in progress');
const ANOTHER_ACTIVE = errorReply(
  "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to schedule a BGSAVE whenever possible.",
);

function free({ server }: ServerContext): SnapshotGate {
  const { snapshots } = server;
  if (!snapshots) return fail(errorReply('ERR This node has no disk to save to'));
  return snapshots.isSaving ? fail(IN_PROGRESS) : snapshots;
}

/** The client waits for the disk; other clients do not. */
function save(ctx: ServerContext): Reply {
  const { server, client } = ctx;
  const saved = free(ctx).saveAtOnce();
  const answer = (error: string | null): void => {
    const reply = error === null ? OK : errorReply(`ERR ${error.replace(/[\r\n]+/g, ' ')}`);
    if (client.blocked?.entry.command.name === 'SAVE') server.release(client, reply);
  };
  void saved.then(answer);
  return ctx.block({ keys: [], type: 'string', timeoutMs: 0, onTimeout: OK });
}

function bgSave(ctx: ServerContext, args: Args): Reply {
  if (args.length > 2 || (args.length === 2 && !args.is(1, 'SCHEDULE'))) return fail(SYNTAX_ERROR);
  const isScheduling = args.length === 2;
  const snapshots = free(ctx);
  if (ctx.server.logRewrite?.isRunning || !ctx.mayBlock) {
    // Redis does not fork in the middle of a transaction.
    if (!isScheduling && ctx.mayBlock) return fail(ANOTHER_ACTIVE);
    snapshots.isScheduled = true;
    return simple('Background saving scheduled');
  }
  void snapshots.save();
  return simple('Background saving started');
}

function bgRewrite({ server, mayBlock }: ServerContext): Reply {
  const { logRewrite } = server;
  if (!logRewrite) return fail(errorReply('ERR This node has no disk to save to'));
  if (logRewrite.isRunning) {
    return fail(errorReply('ERR Background append only file rewriting already in progress'));
  }
  if (server.snapshots?.isSaving || !mayBlock) {
    logRewrite.isScheduled = true;
    return simple('Background append only file rewriting scheduled');
  }
  void logRewrite.rewrite();
  return simple('Background append only file rewriting started');
}

export const savingCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'BGREWRITEAOF',
    since: '1.0.0',
    flags: 'admin noscript no_async_loading',
    complexity: 'O(1)',
    summary: 'Makes the append-only log short again, without making anybody wait.',
    syntax: '',
    run: bgRewrite,
  },
  {
    name: 'BGSAVE',
    since: '1.0.0',
    history: [['3.2.2', 'Added the `SCHEDULE` option.']],
    flags: 'admin noscript no_async_loading',
    complexity: 'O(1)',
    summary: 'Writes the data set to disk as an RDB file, without making anybody wait.',
    syntax: '[SCHEDULE]@3.2.2',
    run: bgSave,
  },
  {
    name: 'LASTSAVE',
    since: '1.0.0',
    flags: 'loading stale fast',
    complexity: 'O(1)',
    summary: 'Returns the Unix time of the last save that succeeded.',
    syntax: '',
    categories: '@admin @dangerous',
    run: ({ server }) => Math.floor((server.snapshots?.lastSaveMs ?? server.startedMs) / 1000),
  },
  {
    name: 'SAVE',
    since: '1.0.0',
    flags: 'admin noscript no_async_loading no_multi',
    complexity: 'O(N) where N is the number of keys in all databases',
    summary: 'Writes the data set to disk as an RDB file and answers when it is there.',
    syntax: '',
    run: save,
  },
]);
