/** COMMAND: the table of commands, told to clients. */
import { globMatch } from '../../../base/glob.ts';
import { errorReply, map, type Reply, set, simple } from '../../../protocol/reply.ts';
import { Args } from '../../commands/args.ts';
import { aclCategories } from '../../commands/categories.ts';
import { defineGroup, keyIndices } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { type KeySpec, keyAccesses, keySpecsOf } from '../../commands/key-specs.ts';
import type { CommandEntry, NodeCommand } from '../command-table.ts';
import { keyNotesOf, tipsOf } from '../command-tips.ts';
import { argumentDocs } from '../reference/argument-docs.ts';
import type { ServerContext } from '../server-context.ts';

const words = (text: string): string[] => text.split(' ');

function infoOf(entry: CommandEntry, version: number): Reply {
  const { command } = entry;
  const notes = keyNotesOf(command.fullName);
  const [first, last, step] = command.keys ?? [0, 0, 0];
  return [
    command.fullName,
    command.arity,
    set([...command.flagSet].map(simple)),
    first,
    last,
    step,
    set(aclCategories(command).map(simple)),
    set(tipsOf(command.fullName, version)),
    set(keySpecsOf(command.fullName).map((spec, n) => keySpecReply(spec, notes[n] ?? null))),
    // As Redis has it: none are an empty set, some an array.
    entry.children.size === 0
      ? set([])
      : [...entry.children.values()].map((child) => infoOf(child, version)),
  ];
}

/** Key specifications in the form of COMMAND INFO since 7.0. */
function keySpecReply(spec: KeySpec, note: string | null): Reply {
  const { mode, flags, begin, find } = spec;
  return map([
    ...(note === null ? [] : ['notes', note]),
    'flags',
    set([mode, ...flags].map(simple)),
    'begin_search',
    map(['type', begin.kind, 'spec', beginReply(begin)]),
    'find_keys',
    map(['type', find.kind, 'spec', findReply(find)]),
  ]);
}

function beginReply(begin: KeySpec['begin']): Reply {
  if (begin.kind === 'index') return map(['index', begin.index]);
  if (begin.kind === 'unknown') return map([]);
  return map(['keyword', begin.keyword, 'startfrom', begin.startFrom]);
}

function findReply(find: KeySpec['find']): Reply {
  if (find.kind === 'unknown') return map([]);
  if (find.kind === 'range') {
    return map(['lastkey', find.lastKey, 'keystep', find.step, 'limit', find.limit]);
  }
  return map(['keynumidx', find.countAt, 'firstkey', find.firstKey, 'keystep', find.step]);
}

function command({ server, version }: ServerContext): Reply {
  return [...server.table.entries.values()].map((entry) => infoOf(entry, version));
}

function info(ctx: ServerContext, args: Args): Reply {
  if (args.length === 2) return command(ctx);
  const { server, version } = ctx;
  return args.toArray(2).map((name) => {
    const entry = server.table.byFullName(name);
    return entry ? infoOf(entry, version) : null;
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

function docs({ server, version }: ServerContext, args: Args): Reply {
  const entries =
    args.length === 2
      ? [...server.table.entries.values()]
      : args.toArray(2).flatMap((name) => server.table.byFullName(name) ?? []);
  return map(entries.flatMap((entry): Reply[] => [entry.command.fullName, docOf(entry, version)]));
}

/** Of the server's own business. */
const SYSTEM_COMMANDS = new Set(words('DEBUG PFDEBUG PFSELFTEST REPLCONF RESTORE-ASKING'));
/** Deprecated long since, but not told before 7.2. */
const DEPRECATED_SILENTLY = new Set(words('SETNX SETEX PSETEX QUIT'));

function docOf(entry: CommandEntry, version: number): Reply {
  const { command } = entry;
  const fields: Reply[] = [
    'summary',
    command.summary,
    'since',
    command.since,
    'group',
    command.group,
    'complexity',
    command.complexity,
  ];
  if (SYSTEM_COMMANDS.has(command.name)) fields.push('doc_flags', set([simple('syscmd')]));
  if (command.deprecated && (version >= 702 || !DEPRECATED_SILENTLY.has(command.name))) {
    fields.push('doc_flags', set([simple('deprecated')]));
    fields.push('deprecated_since', command.deprecated[0], 'replaced_by', command.deprecated[1]);
  }
  const argumentsTold = argumentDocs(command.fullName, command.syntaxTree);
  if (argumentsTold.length > 0) fields.push('arguments', argumentsTold);
  if (entry.children.size > 0) {
    const children = [...entry.children.values()];
    fields.push(
      'subcommands',
      map(children.flatMap((child): Reply[] => [child.command.fullName, docOf(child, version)])),
    );
  }
  return map(fields);
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
    flags: 'loading stale',
    complexity: 'O(N) where N is the number of commands to look up',
    summary: 'Describes commands: arity, flags, key positions.',
    syntax: '[command-name...]',
    categories: '@connection',
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
  containerHelp('COMMAND', '5.0.0', () => commandCommands, '@connection'),
]);
