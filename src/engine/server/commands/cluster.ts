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

type Row = Omit<CommandSpec<ServerContext>, 'complexity'>;

const ADMIN = 'admin stale no_async_loading';
/** Allowed while loading from 7.2 on only. */
const LOADING = 'stale loading';

const ROWS: readonly Row[] = [
  {
    name: 'ADDSLOTS',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Gives slots to this node.',
    syntax: 'slot:integer...',
  },
  {
    name: 'ADDSLOTSRANGE',
    since: '7.0.0',
    flags: ADMIN,
    summary: 'Gives ranges of slots to this node.',
    syntax: '(start-slot:integer end-slot:integer)...',
  },
  {
    name: 'BUMPEPOCH',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Raises the configuration epoch of this node.',
    syntax: '',
  },
  {
    name: 'COUNT-FAILURE-REPORTS',
    since: '3.0.0',
    flags: 'admin stale',
    summary: 'Counts who reports a node as failing.',
    syntax: 'node-id',
  },
  {
    name: 'COUNTKEYSINSLOT',
    since: '3.0.0',
    flags: 'stale',
    summary: 'Counts the keys of a slot.',
    syntax: 'slot:integer',
  },
  {
    name: 'DELSLOTS',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Takes slots away from this node.',
    syntax: 'slot:integer...',
  },
  {
    name: 'DELSLOTSRANGE',
    since: '7.0.0',
    flags: ADMIN,
    summary: 'Takes ranges of slots away from this node.',
    syntax: '(start-slot:integer end-slot:integer)...',
  },
  {
    name: 'FAILOVER',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Makes this replica the master.',
    syntax: '[options(FORCE | TAKEOVER)]',
  },
  {
    name: 'FLUSHSLOTS',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Takes all slots away from this node.',
    syntax: '',
  },
  {
    name: 'FORGET',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Removes a node from the list of known nodes.',
    syntax: 'node-id',
  },
  {
    name: 'GETKEYSINSLOT',
    since: '3.0.0',
    flags: 'stale',
    summary: 'Lists keys of a slot.',
    syntax: 'slot:integer count:integer',
  },
  {
    name: 'INFO',
    since: '3.0.0',
    flags: 'stale',
    summary: 'Describes the state of the cluster.',
    syntax: '',
  },
  {
    name: 'KEYSLOT',
    since: '3.0.0',
    flags: 'stale',
    summary: 'Says which slot a key belongs to.',
    syntax: 'key:string',
  },
  {
    name: 'LINKS',
    since: '7.0.0',
    flags: 'stale',
    summary: 'Lists the connections to other nodes.',
    syntax: '',
  },
  {
    name: 'MEET',
    since: '3.0.0',
    history: [['4.0.0', 'Added the optional `cluster_bus_port` argument.']],
    flags: ADMIN,
    summary: 'Joins two nodes.',
    syntax: 'ip port:integer [cluster_bus_port(cluster-bus-port:integer)]@4.0.0',
  },
  {
    name: 'MYID',
    since: '3.0.0',
    flags: 'stale',
    summary: 'Returns the ID of this node.',
    syntax: '',
  },
  {
    name: 'MYSHARDID',
    since: '7.2.0',
    flags: 'stale',
    summary: 'Returns the ID of the shard of this node.',
    syntax: '',
  },
  {
    name: 'NODES',
    since: '3.0.0',
    flags: 'stale',
    summary: 'Lists all nodes as this one knows them.',
    syntax: '',
  },
  {
    name: 'REPLICAS',
    since: '5.0.0',
    flags: 'admin stale',
    summary: 'Lists the replicas of a master.',
    syntax: 'node-id',
  },
  {
    name: 'REPLICATE',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Makes this node the replica of a master.',
    syntax: 'node-id',
  },
  {
    name: 'RESET',
    since: '3.0.0',
    flags: 'admin noscript stale',
    summary: 'Makes this node forget the cluster.',
    syntax: '[HARD | SOFT]',
  },
  {
    name: 'SAVECONFIG',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Writes the cluster’s configuration to disk.',
    syntax: '',
  },
  {
    name: 'SET-CONFIG-EPOCH',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Sets the configuration epoch of a new node.',
    syntax: 'config-epoch:integer',
  },
  {
    name: 'SETSLOT',
    since: '3.0.0',
    flags: ADMIN,
    summary: 'Says to whom a slot belongs or is going.',
    syntax:
      'slot:integer subcommand(IMPORTING node-id | MIGRATING node-id | NODE node-id | STABLE)',
  },
  {
    name: 'SHARDS',
    since: '7.0.0',
    flags: LOADING,
    summary: 'Lists slots and nodes, shard by shard.',
    syntax: '',
  },
  {
    name: 'SLAVES',
    since: '3.0.0',
    flags: 'admin stale',
    summary: 'Lists the replicas of a master.',
    syntax: 'node-id',
  },
  {
    name: 'SLOTS',
    since: '3.0.0',
    history: [
      ['4.0.0', 'Added node IDs.'],
      ['7.0.0', 'Added additional networking metadata field.'],
    ],
    flags: LOADING,
    summary: 'Lists which nodes serve which slots.',
    syntax: '',
  },
  {
    name: 'HELP',
    since: '5.0.0',
    flags: 'loading stale',
    summary: 'Lists the subcommands.',
    syntax: '',
  },
];

const DEPRECATED: Readonly<Record<string, readonly [since: string, replacedBy: string]>> = {
  SLAVES: ['5.0.0', '`CLUSTER REPLICAS`'],
  SLOTS: ['7.0.0', '`CLUSTER SHARDS`'],
};

const specOf = (row: Row): CommandSpec<ServerContext> => ({
  ...row,
  name: `CLUSTER ${row.name}`,
  complexity: 'O(N)',
  ...(DEPRECATED[row.name] ? { deprecated: DEPRECATED[row.name] } : {}),
  ...(row.flags === LOADING ? { earlier: { until: '7.2', flags: 'stale' } } : {}),
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
