/** CLIENT: looking at clients, naming, pausing, unblocking and closing them. */
import type { Bytes } from '../../../base/bytes.ts';
import { errorReply, NO_REPLY, OK, type Reply, verbatim } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { cText, fail, SYNTAX_ERROR, subcommandSyntax } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { endsInTime, readTimeoutInMs } from '../../commands/timeout.ts';
import type { Client } from '../client.ts';
import { describeClient, isOfType } from '../client-info.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';
import { trackingSpecs } from './client-tracking.ts';
import { checkName } from './connection.ts';

function setName({ client }: ServerContext, args: Args): Reply {
  checkName(args.bytes(2), 'Client names');
  client.name = args.bytes(2);
  return OK;
}

function setInfo({ client }: ServerContext, args: Args): Reply {
  const value = args.bytes(3);
  if (args.is(2, 'LIB-NAME')) {
    checkName(value, 'lib-name');
    client.libName = value;
  } else if (args.is(2, 'LIB-VER')) {
    checkName(value, 'lib-ver');
    client.libVersion = value;
  } else return fail(errorReply(`ERR Unrecognized option '${args.bytes(2)}'`));
  return OK;
}

function info({ server, client }: ServerContext): Reply {
  return verbatim('txt', `${describeClient(server, client)}\n`);
}

const CLIENT_TYPES = new Set(['NORMAL', 'MASTER', 'REPLICA', 'SLAVE', 'PUBSUB']);

function readType(args: Args, i: number): string {
  const word = args.word(i);
  return CLIENT_TYPES.has(word)
    ? word
    : fail(errorReply(`ERR Unknown client type '${args.bytes(i)}'`));
}

function list({ server }: ServerContext, args: Args): Reply {
  let clients = server.clientsSorted();
  if (args.length > 3 && args.is(2, 'ID')) {
    const ids = new Set<number | bigint>();
    for (let i = 3; i < args.length; i++)
      ids.add(args.int64(i, errorReply('ERR Invalid client ID')));
    clients = clients.filter((client) => ids.has(client.id));
  } else if (args.length === 4 && args.is(2, 'TYPE')) {
    const type = readType(args, 3);
    clients = clients.filter((client) => isOfType(client, type));
  } else if (args.length !== 2) return fail(SYNTAX_ERROR);
  return verbatim('txt', clients.map((client) => `${describeClient(server, client)}\n`).join(''));
}

interface KillFilter {
  /** By the filter's word: of one that is given twice the last counts. */
  readonly tests: Map<string, (client: Client) => boolean>;
  skipMe: boolean;
}

function readKillFilter(ctx: ServerContext, args: Args): KillFilter {
  const filter: KillFilter = { tests: new Map(), skipMe: true };
  for (let i = 2; i < args.length; i += 2) {
    if (i + 1 >= args.length) fail(SYNTAX_ERROR);
    const value = args.bytes(i + 1);
    const word = args.word(i);
    if (word === 'ID') {
      const id = args.int64(i + 1, errorReply('ERR client-id should be greater than 0'));
      if (id < 1) fail(errorReply('ERR client-id should be greater than 0'));
      filter.tests.set(word, (client) => client.id === id);
    } else if (word === 'TYPE') {
      const type = readType(args, i + 1);
      filter.tests.set(word, (client) => isOfType(client, type));
    } else if (word === 'ADDR') filter.tests.set(word, (client) => client.address.addr === value);
    else if (word === 'LADDR') filter.tests.set(word, (client) => client.address.laddr === value);
    else if (word === 'USER') {
      const user = ctx.server.acl.user(value);
      if (!user) fail(errorReply(`ERR No such user '${cText(value)}'`));
      filter.tests.set(word, (client) => client.user === user);
    } else if (word === 'MAXAGE' && ctx.version >= 704) {
      const seconds = args.int(i + 1);
      filter.tests.set(word, (client) => ctx.keyspace.nowMs - client.createdMs >= seconds * 1000);
    } else if (word === 'SKIPME') {
      const yes = args.is(i + 1, 'YES');
      if (!yes && !args.is(i + 1, 'NO')) fail(SYNTAX_ERROR);
      filter.skipMe = yes;
    } else fail(SYNTAX_ERROR);
  }
  return filter;
}

function kill(ctx: ServerContext, args: Args): Reply {
  const { server } = ctx;
  if (args.length === 3) {
    const found = server.clientsSorted().find((client) => client.address.addr === args.bytes(2));
    if (!found) return fail(errorReply('ERR No such client'));
    server.close(found);
    return OK;
  }
  const { tests, skipMe } = readKillFilter(ctx, args);
  let killed = 0;
  for (const client of server.clientsSorted()) {
    if ((skipMe && client === ctx.client) || ![...tests.values()].every((test) => test(client)))
      continue;
    server.close(client);
    killed++;
  }
  return killed;
}

function pause(ctx: ServerContext, args: Args): Reply {
  if (args.length > 4) return fail(subcommandSyntax(args));
  const mode = args.length === 4 ? args.word(3) : 'ALL';
  if (mode !== 'ALL' && mode !== 'WRITE') {
    return fail(errorReply('ERR CLIENT PAUSE mode must be WRITE or ALL'));
  }
  const timeoutMs = readTimeoutInMs(ctx, args, 2);
  // In Redis 7.0 an end that is too far away wraps into the past: such a pause is over at once.
  if (!endsInTime(ctx, args.int64(2))) return OK;
  ctx.server.pauses.pause(mode === 'ALL' ? 'all' : 'write', timeoutMs);
  return OK;
}

function unpause({ server }: ServerContext): Reply {
  server.pauses.end();
  return OK;
}

function reply({ client }: ServerContext, args: Args): Reply {
  const word = args.word(2);
  if (word === 'ON') {
    client.replyMode = 'on';
    return OK;
  }
  if (word === 'OFF') client.replyMode = 'off';
  else if (word === 'SKIP') {
    if (client.replyMode !== 'off') client.replyMode = 'skip-next';
  } else return fail(SYNTAX_ERROR);
  return NO_REPLY;
}

function onOff(args: Args): boolean {
  if (args.is(2, 'ON')) return true;
  return args.is(2, 'OFF') ? false : fail(SYNTAX_ERROR);
}

function unblock({ server }: ServerContext, args: Args): Reply {
  if (args.length > 4) return fail(subcommandSyntax(args));
  const reason = args.length === 4 ? args.word(3) : 'TIMEOUT';
  if (reason !== 'TIMEOUT' && reason !== 'ERROR') {
    return fail(errorReply('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR'));
  }
  const client = server.clients.get(args.int(2));
  return client && server.unblockByOperator(client, reason === 'ERROR') ? 1 : 0;
}

const nameOf = (name: Bytes): Bytes | null => (name === '' ? null : name);

const killBy = (newest: string): string =>
  `filter(ip:port:string(ip-port)@-2.8.12 | new-format(\
(ID client-id:integer)@2.8.12@? \
| (TYPE normal_master_slave_pubsub(NORMAL | MASTER@3.2.0 | SLAVE | REPLICA@5.0.0 | PUBSUB))@2.8.12@? \
| (USER username)@? | (ADDR ip:port(ip-port))@? | (LADDR ip:port(ip-port))@6.2.0@? \
| (SKIPME yes/no:string(YES | NO))@?${newest})...)`;

export const clientCommands: NodeCommand[] = defineGroup<ServerContext>('connection', [
  {
    name: 'CLIENT',
    since: '2.4.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands about connections.',
    syntax: '',
  },
  {
    name: 'CLIENT GETNAME',
    since: '2.6.9',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Returns the name of this connection.',
    syntax: '',
    run: ({ client }) => nameOf(client.name),
  },
  {
    name: 'CLIENT ID',
    since: '5.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Returns the number of this connection.',
    syntax: '',
    run: ({ client }) => client.id,
  },
  {
    name: 'CLIENT INFO',
    since: '6.2.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Describes this connection.',
    syntax: '',
    run: info,
  },
  {
    name: 'CLIENT KILL',
    since: '2.4.0',
    history: [
      ['2.8.12', 'Added new filter format.'],
      ['2.8.12', '`ID` option.'],
      ['3.2.0', 'Added `master` type in for `TYPE` option.'],
      [
        '5.0.0',
        'Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward compatibility.',
      ],
      ['6.2.0', '`LADDR` option.'],
    ],
    flags: 'admin noscript loading stale',
    complexity: 'O(N) where N is the number of client connections',
    summary: 'Closes connections that match.',
    syntax: killBy(' | (MAXAGE maxage(seconds:integer))@7.4.0@?'),
    earlier: { until: '7.4', syntax: killBy('') },
    run: kill,
  },
  {
    name: 'CLIENT LIST',
    since: '2.4.0',
    history: [
      ['2.8.12', 'Added unique client `id` field.'],
      ['5.0.0', 'Added optional `TYPE` filter.'],
      ['6.0.0', 'Added `user` field.'],
      [
        '6.2.0',
        'Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter.',
      ],
      ['7.0.0', 'Added `resp`, `multi-mem`, `rbs` and `rbp` fields.'],
      ['7.0.3', 'Added `ssub` field.'],
    ],
    flags: 'admin noscript loading stale',
    complexity: 'O(N) where N is the number of client connections',
    summary: 'Describes all connections, or those asked for.',
    syntax:
      '[TYPE normal_master_replica_pubsub(NORMAL | MASTER | REPLICA | PUBSUB)]@5.0.0 [ID id:block(client-id:integer...)]@6.2.0',
    run: list,
  },
  {
    name: 'CLIENT NO-EVICT',
    since: '7.0.0',
    flags: 'admin noscript loading stale',
    complexity: 'O(1)',
    summary: 'Exempts this connection from being evicted for its memory.',
    syntax: 'enabled(ON | OFF)',
    run: ({ server, client }, args) => {
      client.noEvict = onOff(args);
      server.clientEviction.note(client);
      return OK;
    },
  },
  {
    name: 'CLIENT NO-TOUCH',
    since: '7.2.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Makes commands of this connection leave access times alone.',
    syntax: 'enabled(ON | OFF)',
    run: ({ client }, args) => {
      client.noTouch = onOff(args);
      return OK;
    },
  },
  {
    name: 'CLIENT PAUSE',
    since: '3.0.0',
    history: [['6.2.0', '`CLIENT PAUSE WRITE` mode added along with the `mode` option.']],
    flags: 'admin noscript loading stale',
    complexity: 'O(1)',
    summary: 'Holds back commands of all clients for a time.',
    syntax: 'timeout:integer [mode(WRITE | ALL)]@6.2.0',
    run: pause,
  },
  {
    name: 'CLIENT REPLY',
    since: '3.2.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Switches replies to this connection off or on.',
    syntax: '(ON | OFF | SKIP)',
    run: reply,
  },
  {
    name: 'CLIENT SETINFO',
    since: '7.2.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Tells the server which client library is connected.',
    syntax: '(LIB-NAME libname | LIB-VER libver)',
    run: setInfo,
  },
  {
    name: 'CLIENT SETNAME',
    since: '2.6.9',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Names this connection.',
    syntax: 'connection-name',
    run: setName,
  },
  {
    name: 'CLIENT UNBLOCK',
    since: '5.0.0',
    flags: 'admin noscript loading stale',
    complexity: 'O(log N)',
    summary: 'Ends the wait of a blocked client.',
    syntax: 'client-id:integer [TIMEOUT | ERROR]',
    run: unblock,
  },
  {
    name: 'CLIENT UNPAUSE',
    since: '6.2.0',
    flags: 'admin noscript loading stale',
    complexity: 'O(N) Where N is the number of paused clients',
    summary: 'Ends CLIENT PAUSE.',
    syntax: '',
    run: unpause,
  },
  ...trackingSpecs,
  containerHelp('CLIENT', '5.0.0'),
]);
