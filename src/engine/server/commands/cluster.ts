/**
 * CLUSTER and its kin, as a node answers that is part of none: every one of them says so. The
 * commands are there with their arities and flags, because clients ask for them.
 */
import { errorReply } from '../../../protocol/reply.ts';
import { type CommandSpec, defineGroup } from '../../commands/command.ts';
import { fail } from '../../commands/errors.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const DISABLED = errorReply('ERR This instance has cluster support disabled');

type Row = readonly [name: string, since: string, flags: string, syntax: string, summary: string];

const ADMIN = 'admin stale no_async_loading';
/** Allowed while loading from 7.2 on only. */
const LOADING = 'stale loading';

const ROWS: readonly Row[] = [
  ['ADDSLOTS', '3.0.0', ADMIN, 'slot:integer...', 'Gives slots to this node.'],
  [
    'ADDSLOTSRANGE',
    '7.0.0',
    ADMIN,
    '(start-slot:integer end-slot:integer)...',
    'Gives ranges of slots to this node.',
  ],
  ['BUMPEPOCH', '3.0.0', ADMIN, '', 'Raises the configuration epoch of this node.'],
  [
    'COUNT-FAILURE-REPORTS',
    '3.0.0',
    'admin stale',
    'node-id',
    'Counts who reports a node as failing.',
  ],
  ['COUNTKEYSINSLOT', '3.0.0', 'stale', 'slot:integer', 'Counts the keys of a slot.'],
  ['DELSLOTS', '3.0.0', ADMIN, 'slot:integer...', 'Takes slots away from this node.'],
  [
    'DELSLOTSRANGE',
    '7.0.0',
    ADMIN,
    '(start-slot:integer end-slot:integer)...',
    'Takes ranges of slots away from this node.',
  ],
  ['FAILOVER', '3.0.0', ADMIN, '[options(FORCE | TAKEOVER)]', 'Makes this replica the master.'],
  ['FLUSHSLOTS', '3.0.0', ADMIN, '', 'Takes all slots away from this node.'],
  ['FORGET', '3.0.0', ADMIN, 'node-id', 'Removes a node from the list of known nodes.'],
  ['GETKEYSINSLOT', '3.0.0', 'stale', 'slot:integer count:integer', 'Lists keys of a slot.'],
  ['INFO', '3.0.0', 'stale', '', 'Describes the state of the cluster.'],
  ['KEYSLOT', '3.0.0', 'stale', 'key:string', 'Says which slot a key belongs to.'],
  ['LINKS', '7.0.0', 'stale', '', 'Lists the connections to other nodes.'],
  [
    'MEET',
    '3.0.0',
    ADMIN,
    'ip port:integer [cluster_bus_port(cluster-bus-port:integer)]@4.0.0',
    'Joins two nodes.',
  ],
  ['MYID', '3.0.0', 'stale', '', 'Returns the ID of this node.'],
  ['MYSHARDID', '7.2.0', 'stale', '', 'Returns the ID of the shard of this node.'],
  ['NODES', '3.0.0', 'stale', '', 'Lists all nodes as this one knows them.'],
  ['REPLICAS', '5.0.0', 'admin stale', 'node-id', 'Lists the replicas of a master.'],
  ['REPLICATE', '3.0.0', ADMIN, 'node-id', 'Makes this node the replica of a master.'],
  [
    'RESET',
    '3.0.0',
    'admin noscript stale',
    '[HARD | SOFT]',
    'Makes this node forget the cluster.',
  ],
  ['SAVECONFIG', '3.0.0', ADMIN, '', 'Writes the cluster’s configuration to disk.'],
  [
    'SET-CONFIG-EPOCH',
    '3.0.0',
    ADMIN,
    'config-epoch:integer',
    'Sets the configuration epoch of a new node.',
  ],
  [
    'SETSLOT',
    '3.0.0',
    ADMIN,
    'slot:integer subcommand(IMPORTING node-id | MIGRATING node-id | NODE node-id | STABLE)',
    'Says to whom a slot belongs or is going.',
  ],
  ['SHARDS', '7.0.0', LOADING, '', 'Lists slots and nodes, shard by shard.'],
  ['SLAVES', '3.0.0', 'admin stale', 'node-id', 'Lists the replicas of a master.'],
  ['SLOTS', '3.0.0', LOADING, '', 'Lists which nodes serve which slots.'],
  ['HELP', '5.0.0', 'loading stale', '', 'Lists the subcommands.'],
];

const DEPRECATED: Readonly<Record<string, readonly [since: string, replacedBy: string]>> = {
  SLAVES: ['5.0.0', '`CLUSTER REPLICAS`'],
  SLOTS: ['7.0.0', '`CLUSTER SHARDS`'],
};

const specOf = ([name, since, flags, syntax, summary]: Row): CommandSpec<ServerContext> => ({
  name: `CLUSTER ${name}`,
  since,
  flags,
  syntax,
  summary,
  complexity: 'O(N)',
  ...(DEPRECATED[name] ? { deprecated: DEPRECATED[name] } : {}),
  ...(flags === LOADING ? { earlier: { until: '7.2', flags: 'stale' } } : {}),
  run: () => fail(DISABLED),
});

const connectionSpec = (
  name: string,
  flags: string,
  summary: string,
): CommandSpec<ServerContext> => ({
  name,
  since: '3.0.0',
  flags,
  syntax: '',
  summary,
  complexity: 'O(1)',
  categories: '@connection',
  run: () => fail(DISABLED),
});

export const clusterCommands: NodeCommand[] = defineGroup<ServerContext>('cluster', [
  connectionSpec('ASKING', 'fast', 'Lets the next command into a slot that is being imported.'),
  connectionSpec('READONLY', 'loading stale fast', 'Allows reads from a replica of the slot.'),
  connectionSpec('READWRITE', 'loading stale fast', 'Ends READONLY.'),
  {
    name: 'CLUSTER',
    since: '3.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on a cluster of nodes.',
    syntax: '',
  },
  ...ROWS.map(specOf),
]);
