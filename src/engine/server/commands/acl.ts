/** ACL: users and what they may do. */
import type { Bytes } from '../../../base/bytes.ts';
import { double, errorReply, map, OK, type Reply, set } from '../../../protocol/reply.ts';
import { Args } from '../../commands/args.ts';
import { ACL_CATEGORIES } from '../../commands/categories.ts';
import { defineGroup } from '../../commands/command.ts';
import { cText, fail, subcommandSyntax, wrongArity } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { formatScore } from '../../keyspace/sorted-set-value.ts';
import type { AclLogEntry } from '../acl/acl-log.ts';
import { denialText } from '../acl/denial.ts';
import { describeChannels, describeCommands, describeKeys, flagsOf } from '../acl/describe.ts';
import { AclError, commandsIn, type Selector } from '../acl/selector.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const NO_ACL_FILE = errorReply(
  'ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration.',
);
const GENPASS_RANGE = errorReply(
  'ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096',
);
const GENPASS_BITS = 256;
const GENPASS_BITS_MAX = 4096;
const LOG_ENTRIES = 10;

function cat({ server }: ServerContext, args: Args): Reply {
  if (args.length > 3) return fail(subcommandSyntax(args));
  if (args.length === 2) return ACL_CATEGORIES.map((name) => name.slice(1));
  const category = `@${args.bytes(2).toLowerCase()}`;
  if (!ACL_CATEGORIES.includes(category)) {
    return fail(errorReply(`ERR Unknown category '${cText(args.bytes(2))}'`));
  }
  return commandsIn(server.table, category).map(({ command }) => command.fullName);
}

function refusal(error: unknown): never {
  if (error instanceof AclError) fail(errorReply(`ERR ${cText(error.message)}`));
  throw error;
}

function setUser({ server }: ServerContext, args: Args): Reply {
  try {
    server.acl.setUser(args.bytes(2), args.toArray(3));
  } catch (error) {
    return refusal(error);
  }
  server.access.dropForbiddenSubscribers();
  return OK;
}

function delUser({ server }: ServerContext, args: Args): Reply {
  let deleted = 0;
  for (const name of args.toArray(2)) {
    if (name === 'default') return fail(errorReply("ERR The 'default' user cannot be removed"));
    if (server.acl.deleteUser(name)) deleted++;
  }
  server.access.dropDeletedUsers();
  return deleted;
}

function selectorFields(ctx: ServerContext, selector: Selector): Reply[] {
  return [
    'commands',
    describeCommands(selector, ctx.server.table, ctx.version),
    'keys',
    describeKeys(selector),
    'channels',
    describeChannels(selector),
  ];
}

function getUser(ctx: ServerContext, args: Args): Reply {
  const user = ctx.server.acl.user(args.bytes(2));
  if (!user) return null;
  return map([
    'flags',
    set(flagsOf(user, ctx.version)),
    'passwords',
    user.hashes,
    ...selectorFields(ctx, user.root),
    'selectors',
    user.others.map((selector) => map(selectorFields(ctx, selector))),
  ]);
}

function dryRun(ctx: ServerContext, args: Args): Reply {
  const { server } = ctx;
  const user =
    server.acl.user(args.bytes(2)) ??
    fail(errorReply(`ERR User '${cText(args.bytes(2))}' not found`));
  const inner = Args.of(args.toArray(3));
  const entry = server.table.resolve(inner);
  if (!entry || (entry.children.size > 0 && inner.length > 1)) {
    return fail(errorReply(`ERR Command '${cText(args.bytes(3))}' not found`));
  }
  const { arity, fullName } = entry.command;
  if (arity > 0 ? inner.length !== arity : inner.length < -arity) fail(wrongArity(fullName));
  const denial = user.denial(entry, inner);
  return denial === null ? OK : denialText(denial, user, entry, inner, ctx.version, true);
}

function genPass(ctx: ServerContext, args: Args): Reply {
  if (args.length > 3) return fail(subcommandSyntax(args));
  const bits = args.length > 2 ? args.int(2) : GENPASS_BITS;
  if (bits <= 0 || bits > GENPASS_BITS_MAX) return fail(GENPASS_RANGE);
  let digits: Bytes = '';
  while (digits.length * 4 < bits) digits += (ctx.random.uint32() & 0xf).toString(16);
  return digits;
}

function log(ctx: ServerContext, args: Args): Reply {
  const { acl } = ctx.server;
  if (args.length > 3) return fail(subcommandSyntax(args));
  if (args.length === 3 && args.is(2, 'RESET')) {
    acl.log.clear();
    return OK;
  }
  const count = args.length === 3 ? Math.max(0, args.int(2)) : LOG_ENTRIES;
  return acl.log.newest(count).map((entry) => logReply(ctx, entry));
}

function logReply({ keyspace, version }: ServerContext, entry: AclLogEntry): Reply {
  const fields: Reply[] = [
    'count',
    entry.count,
    'reason',
    entry.reason,
    'context',
    entry.context,
    'object',
    entry.object,
    'username',
    entry.username,
    'age-seconds',
    double(formatScore((keyspace.nowMs - entry.updatedMs) / 1000, version)),
    'client-info',
    entry.clientInfo,
  ];
  if (version >= 702) {
    fields.push('entry-id', entry.id, 'timestamp-created', entry.createdMs);
    fields.push('timestamp-last-updated', entry.updatedMs);
  }
  return map(fields);
}

/** What the host keeps the file with; without a file there is nothing to load or save. */
function aclFile({ server }: ServerContext) {
  return server.aclFile ?? fail(NO_ACL_FILE);
}

function save(ctx: ServerContext): Reply {
  const file = aclFile(ctx);
  try {
    file.write(`${ctx.server.acl.lines().join('\n')}\n`);
  } catch (error) {
    ctx.server.ports.log.write('warning', `ACL SAVE failed: ${String(error)}`);
    return fail(
      errorReply(
        'ERR There was an error trying to save the ACLs. Please check the server logs for more information',
      ),
    );
  }
  return OK;
}

function load(ctx: ServerContext): Reply {
  const file = aclFile(ctx);
  try {
    ctx.server.acl.load(file.read(), file.path);
  } catch (error) {
    return refusal(error);
  }
  ctx.server.access.dropDeletedUsers();
  return OK;
}

const whoAmI = ({ client }: ServerContext): Reply => client.user.name;
const users = ({ server }: ServerContext): Reply => server.acl.names();
const list = ({ server }: ServerContext): Reply => server.acl.lines();
const ADMIN = 'admin noscript loading stale';

export const aclCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'ACL',
    since: '6.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands about users and their permissions.',
    syntax: '',
  },
  {
    name: 'ACL CAT',
    since: '6.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Lists the categories of commands, or the commands of one.',
    syntax: '[categoryname]',
    run: cat,
  },
  {
    name: 'ACL DELUSER',
    since: '6.0.0',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Deletes users and closes their connections.',
    syntax: 'username...',
    run: delUser,
  },
  {
    name: 'ACL DRYRUN',
    since: '7.0.0',
    flags: ADMIN,
    complexity: 'O(1)',
    summary: 'Says whether a user might run a command, without running it.',
    syntax: 'username command [arg...]',
    run: dryRun,
  },
  {
    name: 'ACL GENPASS',
    since: '6.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Makes up a password that nobody guesses.',
    syntax: '[bits:integer]',
    run: genPass,
  },
  {
    name: 'ACL GETUSER',
    since: '6.0.0',
    history: [
      ['6.2.0', 'Added Pub/Sub channel patterns.'],
      [
        '7.0.0',
        'Added selectors and changed the format of key and channel patterns from a list to their rule representation.',
      ],
    ],
    flags: ADMIN,
    complexity: 'O(N)',
    summary: 'Describes a user: flags, password hashes and permissions.',
    syntax: 'username',
    run: getUser,
  },
  {
    name: 'ACL LIST',
    since: '6.0.0',
    flags: ADMIN,
    complexity: 'O(N)',
    summary: 'Lists all users as lines of a configuration file.',
    syntax: '',
    run: list,
  },
  {
    name: 'ACL LOAD',
    since: '6.0.0',
    flags: ADMIN,
    complexity: 'O(N)',
    summary: 'Replaces all users by those of the ACL file.',
    syntax: '',
    run: load,
  },
  {
    name: 'ACL LOG',
    since: '6.0.0',
    flags: ADMIN,
    complexity: 'O(N) with N the number of entries shown.',
    summary: 'Shows what was denied lately, or forgets it.',
    syntax: '[operation(count:integer | RESET)]',
    run: log,
  },
  {
    name: 'ACL SAVE',
    since: '6.0.0',
    flags: ADMIN,
    complexity: 'O(N)',
    summary: 'Writes all users to the ACL file.',
    syntax: '',
    run: save,
  },
  {
    name: 'ACL SETUSER',
    since: '6.0.0',
    history: [
      ['6.2.0', 'Added Pub/Sub channel patterns.'],
      ['7.0.0', 'Added selectors and key based permissions.'],
    ],
    flags: ADMIN,
    complexity: 'O(N) with N the number of rules.',
    summary: 'Makes a user, or changes its passwords and permissions.',
    syntax: 'username [rule...]',
    run: setUser,
  },
  {
    name: 'ACL USERS',
    since: '6.0.0',
    flags: ADMIN,
    complexity: 'O(N)',
    summary: 'Lists the names of all users.',
    syntax: '',
    run: users,
  },
  {
    name: 'ACL WHOAMI',
    since: '6.0.0',
    flags: 'noscript loading stale',
    complexity: 'O(1)',
    summary: 'Returns the name of the user of this connection.',
    syntax: '',
    run: whoAmI,
  },
  containerHelp('ACL', '6.0.0'),
]);
