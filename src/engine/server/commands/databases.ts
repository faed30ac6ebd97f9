/** Commands on whole databases. */
import type { Bytes } from '../../../base/bytes.ts';
import { errorReply, OK, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import type { Database } from '../../keyspace/database.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

/** Would another thread free what goes? */
function isAsync({ server }: ServerContext, args: Args): boolean {
  if (args.length > 2 || (args.length === 2 && !args.is(1, 'ASYNC') && !args.is(1, 'SYNC'))) {
    return fail(SYNTAX_ERROR);
  }
  return args.length === 2 ? args.is(1, 'ASYNC') : server.config.flag('lazyfree-lazy-user-flush');
}

function flush({ keyspace }: ServerContext, database: Database, isLazy: boolean): void {
  const removed = keyspace.flush(database);
  keyspace.dirty += removed;
  if (isLazy) keyspace.stats.lazyfreedObjects += removed;
}

function flushdb(ctx: ServerContext, args: Args): Reply {
  flush(ctx, ctx.db, isAsync(ctx, args));
  // An empty database is still flushed on the replicas' side: count the command itself as a change.
  ctx.keyspace.dirty++;
  return OK;
}

function flushall(ctx: ServerContext, args: Args): Reply {
  const isLazy = isAsync(ctx, args);
  for (const database of ctx.keyspace.databases) flush(ctx, database, isLazy);
  ctx.keyspace.dirty++;
  ctx.server.snapshots?.flushed();
  return OK;
}

const INT_MAX = 2 ** 31 - 1;

/** An argument that fits a C int; anything else ends the command with `text`. */
function cInt(args: Args, i: number, text: Bytes): number {
  const value = args.int(i, errorReply(text));
  return value > INT_MAX || value < -INT_MAX - 1 ? fail(errorReply(text)) : value;
}

function databaseAt(ctx: ServerContext, index: number): Database {
  return ctx.keyspace.databases[index] ?? fail(errorReply('ERR DB index is out of range'));
}

function swapdb(ctx: ServerContext, args: Args): Reply {
  const first = cInt(args, 1, 'ERR invalid first DB index');
  const second = cInt(args, 2, 'ERR invalid second DB index');
  const a = databaseAt(ctx, first);
  const b = databaseAt(ctx, second);
  if (first !== second) ctx.keyspace.swap(a, b);
  ctx.keyspace.dirty++;
  return OK;
}

export const databaseCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'DBSIZE',
    since: '1.0.0',
    flags: 'readonly fast',
    complexity: 'O(1)',
    summary: 'Counts the keys of the selected database.',
    syntax: '',
    categories: '@keyspace',
    run: ({ db }) => db.size,
  },
  {
    name: 'FLUSHDB',
    since: '1.0.0',
    history: [
      ['4.0.0', 'Added the `ASYNC` flushing mode modifier.'],
      ['6.2.0', 'Added the `SYNC` flushing mode modifier.'],
    ],
    flags: 'write',
    complexity: 'O(N)',
    summary: 'Removes every key of the selected database.',
    syntax: '[async(ASYNC@4.0.0 | SYNC@6.2.0)]',
    categories: '@dangerous @keyspace',
    run: flushdb,
  },
  {
    name: 'FLUSHALL',
    since: '1.0.0',
    history: [
      ['4.0.0', 'Added the `ASYNC` flushing mode modifier.'],
      ['6.2.0', 'Added the `SYNC` flushing mode modifier.'],
    ],
    flags: 'write',
    complexity: 'O(N)',
    summary: 'Removes every key of every database.',
    syntax: '[async(ASYNC@4.0.0 | SYNC@6.2.0)]',
    categories: '@dangerous @keyspace',
    run: flushall,
  },
  {
    name: 'SWAPDB',
    since: '4.0.0',
    flags: 'write fast',
    complexity: 'O(N)',
    summary: 'Exchanges the contents of two databases.',
    syntax: 'index1:integer index2:integer',
    categories: '@dangerous @keyspace',
    run: swapdb,
  },
]);
