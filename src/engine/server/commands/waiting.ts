/**
 * WAIT for replicas, and WAITAOF for the own disk: no replica ever tells what is on its disk, so of that
 * only the timeout is left.
 */
import { errorReply, NO_REPLY, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail } from '../../commands/errors.ts';
import { readTimeoutInMs } from '../../commands/timeout.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const NOT_POSITIVE = errorReply('ERR value is out of range, must be positive');
const NO_LOG = errorReply(
  'ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.',
);

function wait(ctx: ServerContext, args: Args): Reply {
  const replicas = args.int64(1);
  const timeoutMs = readTimeoutInMs(ctx, args, 2);
  const { client, server } = ctx;
  const { replication } = server;
  const { writtenOffset } = client;
  const count = (): number => replication?.countAcks(writtenOffset) ?? 0;
  const onTimeout = count();
  if (onTimeout >= replicas) return onTimeout;
  const wait = ctx.block({ keys: [], type: 'string', timeoutMs, onTimeout, lateReply: count });
  if (wait === NO_REPLY) replication?.wait(client, writtenOffset, Number(replicas));
  return wait;
}

function waitAof(ctx: ServerContext, args: Args): Reply {
  const local = args.intBetween(1, 0, 1);
  const replicas = args.int64(2);
  if (replicas < 0) return fail(NOT_POSITIVE);
  const timeoutMs = readTimeoutInMs(ctx, args, 3);
  const { server, client } = ctx;
  const status = server.aofStatus?.() ?? null;
  if (local > 0 && status === null) return fail(NO_LOG);
  const isSafe = status !== null && status.pendingCommands === 0;
  const acknowledged = [isSafe ? 1 : 0, 0];
  if (replicas === 0 && (local === 0 || isSafe)) return acknowledged;
  if (replicas === 0) server.syncWaits.add(client, [1, 0]);
  else server.syncWaits.drop(client);
  return ctx.block({ keys: [], type: 'string', timeoutMs, onTimeout: acknowledged });
}

export const waitingCommands: NodeCommand[] = defineGroup<ServerContext>('generic', [
  {
    name: 'WAIT',
    since: '3.0.0',
    flags: 'blocking',
    earlier: { until: '7.2', flags: 'noscript' },
    complexity: 'O(1)',
    summary: 'Waits until replicas have acknowledged the writes of this connection.',
    syntax: 'numreplicas:integer timeout:integer',
    categories: '-@keyspace @connection',
    run: wait,
  },
  {
    name: 'WAITAOF',
    since: '7.2.0',
    flags: 'blocking',
    complexity: 'O(1)',
    summary: 'Waits until the writes of this connection are in append-only files on disk.',
    syntax: 'numlocal:integer numreplicas:integer timeout:integer',
    categories: '-@keyspace @connection',
    run: waitAof,
  },
]);
