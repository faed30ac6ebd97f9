/** COMMAND: the table of commands, told to clients. What it tells of each is the reference's. */
import { globMatch } from '../../../base/glob.ts';
import { errorReply, map, type Reply, set, simple } from '../../../protocol/reply.ts';
import { Args } from '../../commands/args.ts';
import { aclCategories } from '../../commands/categories.ts';
import { defineGroup, keyIndices } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { keyAccesses, keySpecsOf } from '../../commands/key-specs.ts';
import type { CommandEntry, NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

function command({ server }: ServerContext): Reply {
  const reference = server.parts.reference.loaded;
  return [...server.table.entries.values()].map((entry) => reference.infoOf(entry, server.version));
}

function info(ctx: ServerContext, args: Args): Reply {
  if (args.length === 2) return command(ctx);
  const { server } = ctx;
  const reference = server.parts.reference.loaded;
  return args.toArray(2).map((name) => {
    const entry = server.table.byFullName(name);
    return entry ? reference.infoOf(entry, server.version) : null;
  });
}

function list({ server }: ServerContext, args: Args): Reply {
  const entries = [...server.table.all()];
  if (args.length === 2) return entries.map(({ command: { fullName } }) => fullName);
  if (args.length !== 5 || !args.is(2, 'FILTERBY')) return fail(SYNTAX_ERROR);
  const value = args.bytes(4);
  const kind = args.word(3);
  if (kind === 'MODULE') return [];
  if (kind !== 'ACLCAT' && kind !== 'PATTERN') return fail(SYNTAX_ERROR);
  const holds = (entry: CommandEntry): boolean =>
    kind === 'PATTERN'
      ? globMatch(value, entry.command.fullName, true)
      : aclCategories(entry.command).includes(`@${value.toLowerCase()}`);
  return entries.filter(holds).map(({ command: { fullName } }) => fullName);
}

function docs({ server }: ServerContext, args: Args): Reply {
  const entries =
    args.length === 2
      ? [...server.table.entries.values()]
      : args.toArray(2).flatMap((name) => server.table.byFullName(name) ?? []);
  const reference = server.parts.reference.loaded;
  return map(
    entries.flatMap((entry): Reply[] => [
      entry.command.fullName,
      reference.docOf(entry, server.version),
    ]),
  );
}

/** Shard channels are routed as keys are, but they are none. */
const hasKeys = ({ fullName }: NodeCommand): boolean =>
  keySpecsOf(fullName).some(({ mode }) => mode !== 'not_key');

/** The command that the arguments from 2 on spell, its arguments, and where its keys stand. */
function keysOf(ctx: ServerContext, args: Args) {
  const inner = Args.of(args.toArray(2));
  const entry =
    ctx.server.table.resolve(inner) ?? fail(errorReply('ERR Invalid command specified'));
  const { arity, flagSet, fullName } = entry.command;
  if (entry.children.size > 0 && inner.length > 1)
    fail(errorReply('ERR Invalid command specified'));
  if (!hasKeys(entry.command)) fail(errorReply('ERR The command has no key arguments'));
  if (arity > 0 ? inner.length !== arity : inner.length < -arity) {
    fail(errorReply('ERR Invalid number of arguments specified for command'));
  }
  const indices = keyIndices(entry.command, inner);
  if (indices.length === 0 && !flagSet.has('no_mandatory_keys')) {
    fail(errorReply('ERR Invalid arguments specified for command'));
  }
  return { fullName, inner, indices };
}

function getKeys(ctx: ServerContext, args: Args): Reply {
  const { inner, indices } = keysOf(ctx, args);
  return indices.map((at) => inner.bytes(at));
}

function getKeysAndFlags(ctx: ServerContext, args: Args): Reply {
  const { fullName, inner, indices } = keysOf(ctx, args);
  return keyAccesses(fullName, inner, indices).map(
    ({ at, mode, flags }): Reply => [inner.bytes(at), set([mode, ...flags].map(simple))],
  );
}

export const commandCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'COMMAND',
    since: '2.8.13',
    flags: 'loading stale',
    complexity: 'O(N) where N is the total number of Redis commands',
    summary: 'Describes every command.',
    syntax: '',
    takesMore: true,
    categories: '@connection',
    needs: 'reference',
    run: command,
  },
  {
    name: 'COMMAND COUNT',
    since: '2.8.13',
    flags: 'loading stale',
    complexity: 'O(1)',
    summary: 'Counts the commands.',
    syntax: '',
    categories: '@connection',
    run: ({ server }) => server.table.entries.size,
  },
  {
    name: 'COMMAND DOCS',
    since: '7.0.0',
    flags: 'loading stale',
    complexity: 'O(N) where N is the number of commands to look up',
    summary: 'Documents commands: summary, history and arguments.',
    syntax: '[command-name...]',
    categories: '@connection',
    needs: 'reference',
    run: docs,
  },
  {
    name: 'COMMAND GETKEYS',
    since: '2.8.13',
    flags: 'loading stale',
    complexity: 'O(N)',
    summary: 'Finds the keys in a full command.',
    syntax: 'command [arg...]',
    earlier: { until: '7.2', syntax: 'command@! arg...@!' },
    categories: '@connection',
    run: getKeys,
  },
  {
    name: 'COMMAND GETKEYSANDFLAGS',
    since: '7.0.0',
    flags: 'loading stale',
    complexity: 'O(N)',
    summary: 'Finds the keys in a full command and what is done to each.',
    syntax: 'command [arg...]',
    earlier: { until: '7.2', syntax: 'command@! arg...@!' },
    categories: '@connection',
    run: getKeysAndFlags,
  },
  {
    name: 'COMMAND INFO',
    since: '2.8.13',
    history: [['7.0.0', 'Allowed to be called with no argument to get info on all commands.']],
    flags: 'loading stale',
    complexity: 'O(N) where N is the number of commands to look up',
    summary: 'Describes commands: arity, flags, key positions.',
    syntax: '[command-name...]',
    categories: '@connection',
    needs: 'reference',
    run: info,
  },
  {
    name: 'COMMAND LIST',
    since: '7.0.0',
    flags: 'loading stale',
    complexity: 'O(N) where N is the total number of Redis commands',
    summary: 'Lists the names of commands.',
    syntax: '[FILTERBY (MODULE module-name | ACLCAT category | PATTERN pattern:pattern)]',
    categories: '@connection',
    run: list,
  },
  containerHelp('COMMAND', '5.0.0', '@connection'),
]);
