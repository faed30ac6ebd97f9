/** The operator's commands: configuration, information, slow log, monitor, time, shutdown. */
import type { Bytes } from '../../../base/bytes.ts';
import { errorReply, map, NO_REPLY, OK, type Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR, subcommandSyntax } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import type { NodeCommand } from '../command-table.ts';
import { type ConfigChange, ConfigError } from '../config.ts';
import { allows } from '../locked-commands.ts';
import { reported } from '../report.ts';
import type { ServerContext } from '../server-context.ts';

function configGet({ server }: ServerContext, args: Args): Reply {
  const found = server.config.matching(args.toArray(2));
  return map([...found].flat());
}

function configSet(ctx: ServerContext, args: Args): Reply {
  const { client, server } = ctx;
  if (args.length % 2 !== 0) return fail(SYNTAX_ERROR);
  const pairs: [string, string][] = [];
  for (let i = 2; i < args.length; i += 2) pairs.push([args.bytes(i), args.bytes(i + 1)]);
  try {
    const mayChangeProtected = allows(server.config.text('enable-protected-configs'), client);
    const { undo, applied } = server.config.set(pairs, mayChangeProtected);
    return applied === null ? OK : applyingLater(ctx, undo, applied);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail(errorReply(configRefusal(error)));
  }
}

/**
 * The host needs a moment: everybody waits for it, as in Redis. Inside of a transaction nobody can;
 * there a failure shows in the log, and in the directives, which are as they were.
 */
function applyingLater(
  ctx: ServerContext,
  undo: () => void,
  applied: NonNullable<ConfigChange['applied']>,
): Reply {
  const { client, server } = ctx;
  const letGo = server.pauses.hold();
  void applied().then((failure) => {
    if (failure) undo();
    const reply = failure ? errorReply(configRefusal(failure)) : OK;
    if (client.blocked?.entry.command.fullName === 'config|set') server.release(client, reply);
    letGo();
  });
  return ctx.block({ keys: [], type: 'string', timeoutMs: 0, onTimeout: OK });
}

function configRefusal(error: ConfigError): string {
  if (error.message === 'unknown') {
    return `ERR Unknown option or number of arguments for CONFIG SET - '${error.directive}'`;
  }
  return `ERR CONFIG SET failed (possibly related to argument '${error.directive}') - ${error.message}`;
}

function configResetstat({ server, keyspace }: ServerContext): Reply {
  server.stats.reset();
  server.table.resetStats();
  server.memoryLimit.resetStats();
  server.clientEviction.evicted = 0;
  server.outputLimits.disconnections = 0;
  server.clientCron.replyBuffers.resetStatistics();
  for (const key of Object.keys(keyspace.stats) as (keyof typeof keyspace.stats)[])
    keyspace.stats[key] = 0;
  return OK;
}

/** The users of the configuration file; with an ACL file they are kept there. */
export const userLines = ({ acl, config }: ServerContext['server']): Bytes[] =>
  config.text('aclfile') === '' ? acl.lines() : [];

function configRewrite({ server }: ServerContext): Reply {
  if (!server.rewriteConfig) {
    return fail(errorReply('ERR The server is running without a config file'));
  }
  try {
    server.rewriteConfig(server.config.settings(), userLines(server));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    server.ports.log.write('warning', `CONFIG REWRITE failed: ${reason}`);
    return fail(errorReply(`ERR Rewriting config file: ${reason.replace(/[\r\n]+/g, ' ')}`));
  }
  server.ports.log.write('notice', 'CONFIG REWRITE executed with success.');
  return OK;
}

const SLOWLOG_COUNT = 10;
const BAD_SLOWLOG_COUNT = errorReply('ERR count should be greater than or equal to -1');

function slowlogGet({ server }: ServerContext, args: Args): Reply {
  if (args.length > 3) return fail(subcommandSyntax(args));
  const count = args.length === 3 ? args.int(2, BAD_SLOWLOG_COUNT) : SLOWLOG_COUNT;
  if (count < -1) return fail(BAD_SLOWLOG_COUNT);
  return server.slowLog
    .newest(count)
    .map(
      (entry): Reply => [
        entry.id,
        Math.floor(entry.atMs / 1000),
        Math.round(entry.durationUs),
        entry.argv,
        entry.addr,
        entry.clientName,
      ],
    );
}

function slowlogReset({ server }: ServerContext): Reply {
  server.slowLog.clear();
  return OK;
}

function monitor({ server, client, mayBlock }: ServerContext): Reply {
  if (!mayBlock) return fail("ERR MONITOR isn't allowed for DENY BLOCKING client");
  if (client.isMonitor) return NO_REPLY;
  client.isMonitor = true;
  server.monitors.add(client);
  return OK;
}

function time({ keyspace, server }: ServerContext): Reply {
  const nowMs = Math.max(keyspace.nowMs, server.ports.clock.nowMs());
  return [String(Math.floor(nowMs / 1000)), String(Math.floor((nowMs % 1000) * 1000))];
}

const SHUTDOWN_WORDS = new Set(['SAVE', 'NOSAVE', 'NOW', 'FORCE', 'ABORT']);

const SHUTDOWN_FAILED = errorReply('ERR Errors trying to SHUTDOWN. Check logs.');

/** The client is answered only where the server goes on. */
function shutdown(ctx: ServerContext, args: Args): Reply {
  const { server, client } = ctx;
  const words = args.toArray(1).map((word) => word.toUpperCase());
  if (words.some((word) => !SHUTDOWN_WORDS.has(word))) return fail(SYNTAX_ERROR);
  if (words.includes('SAVE') && words.includes('NOSAVE')) return fail(SYNTAX_ERROR);
  const aborts = words.includes('ABORT');
  if (aborts && words.some((word) => word !== 'ABORT')) return fail(SYNTAX_ERROR);
  if (aborts) {
    return server.abortShutdown() ? OK : fail(errorReply('ERR No shutdown in progress.'));
  }
  const busy = server.scripting.busyError;
  if (busy && !words.includes('NOSAVE')) return fail(busy);
  if (!server.onShutdown) {
    return fail(errorReply('ERR SHUTDOWN is not available here'));
  }
  const save = words.find((word) => word === 'SAVE' || word === 'NOSAVE') ?? 'default';
  server.onShutdown({
    save: save.toLowerCase(),
    force: words.includes('FORCE'),
    now: words.includes('NOW'),
    failed: () => {
      if (client.blocked?.entry.command.name === 'SHUTDOWN')
        server.release(client, SHUTDOWN_FAILED);
    },
  });
  // A script that runs on holds everyone, also who waits.
  if (busy) return NO_REPLY;
  return ctx.block({ keys: [], type: 'string', timeoutMs: 0, onTimeout: SHUTDOWN_FAILED });
}

function role({ server }: ServerContext): Reply {
  const { replication } = server;
  const online = replication?.states().filter(({ isSending }) => !isSending) ?? [];
  return [
    'master',
    replication?.offset ?? 0,
    online.map(({ ip, port, ackOffset }) => [ip, String(port), String(ackOffset)]),
  ];
}

export const adminCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'CONFIG',
    since: '2.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on the configuration.',
    syntax: '',
  },
  {
    name: 'CONFIG GET',
    since: '2.0.0',
    history: [['7.0.0', 'Added the ability to pass multiple pattern parameters in one call']],
    flags: 'admin noscript loading stale',
    complexity: 'O(N)',
    summary: 'Shows the directives whose names match.',
    syntax: 'parameter:block(parameter)...',
    run: configGet,
  },
  {
    name: 'CONFIG SET',
    since: '2.0.0',
    history: [['7.0.0', 'Added the ability to set multiple parameters in one call.']],
    flags: 'admin noscript loading stale',
    complexity: 'O(N)',
    summary: 'Changes directives, all of them or none.',
    syntax: '(parameter value)...',
    run: configSet,
  },
  {
    name: 'CONFIG RESETSTAT',
    since: '2.0.0',
    flags: 'admin noscript loading stale',
    complexity: 'O(1)',
    summary: 'Sets the statistics of INFO back to zero.',
    syntax: '',
    run: configResetstat,
  },
  {
    name: 'CONFIG REWRITE',
    since: '2.8.0',
    flags: 'admin noscript loading stale',
    complexity: 'O(1)',
    summary: 'Writes the running configuration into its file.',
    syntax: '',
    run: configRewrite,
  },
  {
    name: 'INFO',
    since: '1.0.0',
    history: [['7.0.0', 'Added support for taking multiple section arguments.']],
    flags: 'loading stale',
    complexity: 'O(1)',
    summary: 'Reports the state of the server, section by section.',
    syntax: '[section...]',
    categories: '@dangerous',
    ...reported('info'),
  },
  {
    name: 'SLOWLOG',
    since: '2.2.12',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on the slow log.',
    syntax: '',
  },
  {
    name: 'SLOWLOG GET',
    since: '2.2.12',
    history: [['4.0.0', 'Added client IP address, port and name to the reply.']],
    flags: 'admin loading stale',
    complexity: 'O(N) where N is the number of entries returned',
    summary: 'Returns the newest entries of the slow log.',
    syntax: '[count:integer]',
    run: slowlogGet,
  },
  {
    name: 'SLOWLOG LEN',
    since: '2.2.12',
    flags: 'admin loading stale',
    complexity: 'O(1)',
    summary: 'Counts the entries of the slow log.',
    syntax: '',
    run: ({ server }) => server.slowLog.length,
  },
  {
    name: 'SLOWLOG RESET',
    since: '2.2.12',
    flags: 'admin loading stale',
    complexity: 'O(N)',
    summary: 'Empties the slow log.',
    syntax: '',
    run: slowlogReset,
  },
  {
    name: 'MONITOR',
    since: '1.0.0',
    flags: 'admin noscript loading stale',
    complexity: '',
    summary: 'Shows every command that the server carries out, as it happens.',
    syntax: '',
    run: monitor,
  },
  {
    name: 'TIME',
    since: '2.6.0',
    flags: 'loading stale fast',
    complexity: 'O(1)',
    summary: 'Returns the time of the server in seconds and microseconds.',
    syntax: '',
    run: time,
  },
  {
    name: 'SHUTDOWN',
    since: '1.0.0',
    history: [['7.0.0', 'Added the `NOW`, `FORCE` and `ABORT` modifiers.']],
    flags: 'admin noscript loading stale no_multi allow_busy',
    complexity: 'O(N)',
    summary: 'Writes what must be kept and stops the server.',
    syntax: '[NOSAVE | SAVE] [NOW]@7.0.0 [FORCE]@7.0.0 [ABORT]@7.0.0',
    run: shutdown,
  },
  {
    name: 'LOLWUT',
    since: '5.0.0',
    flags: 'readonly fast',
    complexity: '',
    summary: 'Draws a picture and tells the version.',
    syntax: '[VERSION version:integer]',
    ...reported('lolwut'),
  },
  {
    name: 'ROLE',
    since: '2.8.12',
    flags: 'noscript loading stale fast',
    complexity: 'O(1)',
    summary: 'Says whether the server is a master or a replica.',
    syntax: '',
    categories: '@admin @dangerous',
    run: role,
  },
  containerHelp('CONFIG', '5.0.0'),
  containerHelp('SLOWLOG', '6.2.0'),
]);
