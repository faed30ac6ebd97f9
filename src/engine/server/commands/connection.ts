/** Commands about the connection itself: greeting, identity, database, protocol, farewell. */
import type { Bytes } from '../../../base/bytes.ts';
import {
  type ErrorReply,
  errorReply,
  map,
  OK,
  PONG,
  type Reply,
  simple,
} from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR, wrongArity } from '../../commands/errors.ts';
import type { NodeCommand } from '../command-table.ts';
import { REDIS_VERSIONS } from '../redis-versions.ts';
import type { ServerContext } from '../server-context.ts';

const WRONG_PASS = errorReply('WRONGPASS invalid username-password pair or user is disabled.');
const NO_PASSWORD_SET = errorReply(
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
);
const NO_SPECIAL_CHARACTERS = 'cannot contain spaces, newlines or special characters.';

function ping({ client }: ServerContext, args: Args): Reply {
  if (args.length > 2) return fail(wrongArity('ping'));
  const message = args.length === 2 ? args.bytes(1) : null;
  if (client.isSubscribed && client.resp === 2) return ['pong', message ?? ''];
  return message ?? PONG;
}

function select({ client, keyspace }: ServerContext, args: Args): Reply {
  const index = args.int32(1);
  if (index < 0 || index >= keyspace.databases.length) {
    return fail(errorReply('ERR DB index is out of range'));
  }
  client.dbIndex = index;
  return OK;
}

/** Null where the pair is right, else the error. */
function authenticate(
  { server, client }: ServerContext,
  name: Bytes,
  password: Bytes,
  command: Bytes,
): ErrorReply | null {
  const user = server.acl.user(name);
  if (!user?.enabled || !user.accepts(password)) {
    server.access.noteFailedLogin(command, name, client);
    return WRONG_PASS;
  }
  client.authenticate(user);
  return null;
}

function auth(ctx: ServerContext, args: Args): Reply {
  if (args.length > 3) return fail(SYNTAX_ERROR);
  if (args.length === 2 && ctx.server.acl.defaultUser.noPassword) return fail(NO_PASSWORD_SET);
  const [user, password] =
    args.length === 2 ? ['default', args.bytes(1)] : [args.bytes(1), args.bytes(2)];
  return authenticate(ctx, user, password, args.bytes(0)) ?? OK;
}

interface HelloOptions {
  version: 2 | 3 | null;
  auth: readonly [Bytes, Bytes] | null;
  name: Bytes | null;
}

function readHello(ctx: ServerContext, args: Args): HelloOptions {
  const options: HelloOptions = { version: null, auth: null, name: null };
  if (args.length < 2) return options;
  const version = args.int64(
    1,
    errorReply('ERR Protocol version is not an integer or out of range'),
  );
  if (version !== 2 && version !== 3) fail(errorReply('NOPROTO unsupported protocol version'));
  options.version = version as 2 | 3;
  for (let i = 2; i < args.length; i++) {
    if (args.is(i, 'AUTH') && i + 2 < args.length) {
      options.auth = [args.bytes(i + 1), args.bytes(i + 2)];
      // At once before 7.2, which reads all options first.
      const refused = ctx.version < 702 ? authenticate(ctx, ...options.auth, args.bytes(0)) : null;
      if (refused) fail(refused);
      i += 2;
    } else if (args.is(i, 'SETNAME') && i + 1 < args.length) options.name = args.bytes(++i);
    else fail(errorReply(`ERR Syntax error in HELLO option '${args.bytes(i)}'`));
  }
  return options;
}

function hello(ctx: ServerContext, args: Args): Reply {
  const { server, client } = ctx;
  const options = readHello(ctx, args);
  if (options.name !== null) checkName(options.name, 'Client names');
  if (options.auth && ctx.version >= 702) {
    const refused = authenticate(ctx, ...options.auth, args.bytes(0));
    if (refused) return refused;
  }
  if (server.access.mustAuthenticate(client)) {
    const how = server.version < 702 ? 'HELLO AUTH' : 'HELLO <proto> AUTH';
    return fail(
      errorReply(
        `NOAUTH HELLO must be called with the client already authenticated, otherwise the ${how} <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time`,
      ),
    );
  }
  if (options.name !== null) client.name = options.name;
  if (options.version) client.resp = options.version;
  return map([
    'server',
    'redis',
    'version',
    REDIS_VERSIONS[server.version] ?? '',
    'proto',
    client.resp,
    'id',
    client.id,
    'mode',
    'standalone',
    'role',
    'master',
    'modules',
    [],
  ]);
}

/** Names and library facts must be printable ASCII without spaces. */
export function checkName(name: Bytes, what: string): void {
  if (/[^!-~]/.test(name)) fail(errorReply(`ERR ${what} ${NO_SPECIAL_CHARACTERS}`));
}

function quit({ server, client }: ServerContext): Reply {
  server.close(client);
  return OK;
}

function reset({ server, client }: ServerContext): Reply {
  server.transactions.end(client);
  server.watching.unwatchAll(client);
  server.pubsub.drop(client);
  server.tracking.drop(client);
  server.monitors.delete(client);
  client.isMonitor = false;
  client.dbIndex = 0;
  client.resp = 2;
  client.name = '';
  client.replyMode = 'on';
  client.noEvict = false;
  client.noTouch = false;
  client.becomeDefault(server.acl.defaultUser);
  return simple('RESET');
}

export const connectionCommands: NodeCommand[] = defineGroup<ServerContext>('connection', [
  {
    name: 'AUTH',
    since: '1.0.0',
    history: [['6.0.0', 'Added ACL style (username and password).']],
    flags: 'noscript loading stale fast no_auth allow_busy',
    complexity: 'O(N)',
    summary: 'Authenticates the connection with a password, or a user name and password.',
    syntax: '[username]@6.0.0 password',
    run: auth,
  },
  {
    name: 'ECHO',
    since: '1.0.0',
    flags: 'loading stale fast',
    complexity: 'O(1)',
    summary: 'Returns the given message.',
    syntax: 'message',
    run: (_ctx, args) => args.bytes(1),
  },
  {
    name: 'HELLO',
    since: '6.0.0',
    history: [
      [
        '6.2.0',
        "`protover` made optional; when called without arguments the command reports the current connection's context.",
      ],
    ],
    flags: 'noscript loading stale fast no_auth allow_busy',
    complexity: 'O(1)',
    summary: 'Greets the server: chooses the protocol, authenticates and names the connection.',
    syntax: '[arguments(protover:integer [AUTH username password] [SETNAME clientname])]',
    run: hello,
  },
  {
    name: 'PING',
    since: '1.0.0',
    flags: 'fast',
    complexity: 'O(1)',
    summary: 'Answers PONG, or the given message.',
    syntax: '[message]',
    run: ping,
  },
  {
    name: 'QUIT',
    since: '1.0.0',
    flags: 'noscript loading stale fast no_auth allow_busy',
    complexity: 'O(1)',
    summary: 'Closes the connection.',
    syntax: '',
    takesMore: true,
    deprecated: ['7.2.0', 'closing the connection'],
    run: quit,
  },
  {
    name: 'RESET',
    since: '6.2.0',
    flags: 'noscript loading stale fast no_auth allow_busy',
    complexity: 'O(1)',
    summary: 'Puts the connection back to how it was when new.',
    syntax: '',
    run: reset,
  },
  {
    name: 'SELECT',
    since: '1.0.0',
    flags: 'loading stale fast',
    complexity: 'O(1)',
    summary: 'Chooses the database that this connection works on.',
    syntax: 'index:integer',
    run: select,
  },
]);
