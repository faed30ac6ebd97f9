/**
 * Replication's commands, as a master without replicas answers: it can be told that it is a master,
 * and nobody can follow it or be followed yet.
 */
import { errorReply, OK, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { type CommandSpec, defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const NO_REPLICATION = errorReply('ERR This node cannot replicate: it is a master on its own');
const PORT_MAX = 65535;

function replicaOf(_ctx: ServerContext, args: Args): Reply {
  if (args.is(1, 'NO') && args.is(2, 'ONE')) return OK;
  args.intBetween(2, 0, PORT_MAX, errorReply('ERR Invalid master port'));
  return fail(NO_REPLICATION);
}

function failover(_ctx: ServerContext, args: Args): Reply {
  if (args.length === 2 && args.is(1, 'ABORT')) return fail('ERR No failover in progress.');
  if (args.length === 2) return fail(SYNTAX_ERROR);
  return fail('ERR FAILOVER requires connected replicas.');
}

function replConf(_ctx: ServerContext, args: Args): Reply {
  return args.length % 2 === 0 ? fail(SYNTAX_ERROR) : OK;
}

const REPLICA = 'admin noscript stale no_async_loading';

const replicaSpec = (
  name: string,
  since: string,
  more: Partial<CommandSpec<ServerContext>>,
): CommandSpec<ServerContext> => ({
  name,
  since,
  flags: REPLICA,
  complexity: 'O(1)',
  summary: 'Makes this node the replica of another, or a master again.',
  syntax: 'args(host-port(host port:integer) | no-one(NO ONE))',
  run: replicaOf,
  ...more,
});

export const replicationCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'FAILOVER',
    since: '6.2.0',
    flags: 'admin noscript stale',
    complexity: 'O(1)',
    summary: 'Hands the role of master over to a replica.',
    syntax: '[TO target(host port:integer [FORCE])] [ABORT] [TIMEOUT milliseconds:integer]',
    run: failover,
  },
  replicaSpec('REPLICAOF', '5.0.0', {}),
  replicaSpec('SLAVEOF', '1.0.0', { deprecated: ['5.0.0', '`REPLICAOF`'] }),
  {
    name: 'REPLCONF',
    since: '3.0.0',
    flags: 'admin noscript loading stale allow_busy',
    complexity: 'O(1)',
    summary: 'Is how replicas tell their master about themselves.',
    syntax: '',
    takesMore: true,
    run: replConf,
  },
  {
    name: 'PSYNC',
    since: '2.8.0',
    flags: 'admin noscript no_async_loading no_multi',
    complexity: '',
    summary: 'Is how replicas ask for what they lack.',
    syntax: 'replicationid offset:integer',
    takesMore: true,
    run: () => fail(NO_REPLICATION),
  },
  {
    name: 'SYNC',
    since: '1.0.0',
    flags: 'admin noscript no_async_loading no_multi',
    complexity: '',
    summary: 'Is how old replicas ask for everything.',
    syntax: '',
    run: () => fail(NO_REPLICATION),
  },
]);
