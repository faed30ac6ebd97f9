/**
 * Replication's commands, as a master answers: it can be told that it is a master, and follows nobody.
 * Others follow it where the host lets them: they need sockets, since the file that they are sent is no
 * reply of the protocol.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../../base/int64.ts';
import { errorReply, NO_REPLY, OK, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { type CommandSpec, defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import type { NodeCommand } from '../command-table.ts';
import { newReplicaFacts } from '../replication-facts.ts';
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

const ADDRESS_MAX = 255;

/** One pair of REPLCONF. True where it is the last one to be looked at, and nothing is answered. */
function takeFact({ client, server }: ServerContext, args: Args, i: number): boolean {
  client.replica ??= newReplicaFacts();
  const { replica } = client;
  const word = args.word(i);
  const value = args.bytes(i + 1);
  switch (word) {
    case 'LISTENING-PORT':
      replica.listeningPort = args.int(i + 1);
      return false;
    case 'IP-ADDRESS':
      if (value.length > ADDRESS_MAX) {
        const what = 'REPLCONF ip-address provided by replica instance is too long';
        return fail(errorReply(`ERR ${what}: ${value.length} bytes`));
      }
      replica.address = value;
      return false;
    // What a replica can do changes nothing of what it is sent.
    case 'CAPA':
      return false;
    case 'ACK': {
      const offset = parseCanonicalInt64(value);
      if (client.isReplica && offset !== null)
        server.replication?.acknowledge(client, Number(offset));
      return true;
    }
    case 'GETACK':
      return true;
    case 'RDB-ONLY':
      replica.wantsFileOnly = args.intBetween(i + 1, 0, 1) === 1;
      return false;
    case 'RDB-FILTER-ONLY':
      replica.wantsFunctionsOnly = readsFilter(value);
      return false;
    default:
      return fail(errorReply(`ERR Unrecognized REPLCONF option: ${args.bytes(i)}`));
  }
}

/** True where functions alone are wanted, false where it names nothing. */
function readsFilter(value: Bytes): boolean {
  const words = value.split(' ').filter((word) => word !== '');
  const unknown = words.find((word) => word.toLowerCase() !== 'functions');
  if (unknown !== undefined) fail(errorReply(`ERR Unsupported rdb-filter-only option: ${unknown}`));
  return words.length > 0;
}

function replConf(ctx: ServerContext, args: Args): Reply {
  if (args.length % 2 === 0) return fail(SYNTAX_ERROR);
  for (let i = 1; i < args.length; i += 2) if (takeFact(ctx, args, i)) return NO_REPLY;
  return OK;
}

/** SYNC and PSYNC: everything, and then what is written. */
function sync({ client, server }: ServerContext, args: Args): Reply {
  // One that is a replica already is not heard.
  if (client.isReplica) return NO_REPLY;
  const { replication, snapshots } = server;
  if (!replication || !snapshots) return fail(NO_REPLICATION);
  const isPartial = args.length > 1;
  if (args.length > 3 && args.is(3, 'FAILOVER')) {
    return fail("ERR PSYNC FAILOVER can't be sent to a master.");
  }
  if (server.unsentBytesOf(client) > 0) {
    return fail('ERR SYNC and PSYNC are invalid with pending output');
  }
  if (isPartial) args.int64(2);
  const file = snapshots.bytes(client.replica?.wantsFunctionsOnly === true);
  replication.sync(client, isPartial ? args.bytes(1) : null, file);
  return NO_REPLY;
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
    run: sync,
  },
  {
    name: 'SYNC',
    since: '1.0.0',
    flags: 'admin noscript no_async_loading no_multi',
    complexity: '',
    summary: 'Is how old replicas ask for everything.',
    syntax: '',
    run: sync,
  },
]);
