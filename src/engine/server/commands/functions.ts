/** FUNCTION and FCALL: libraries of functions that stay, and are kept in the log. */
import type { Bytes } from '../../../base/bytes.ts';
import { globMatch } from '../../../base/glob.ts';
import { map, OK, type Reply, set } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { cText, fail } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { dumpLibraries, readDump } from '../../scripting/function-dump.ts';
import { Libraries, type Library, release } from '../../scripting/libraries.ts';
import { flagNames } from '../../scripting/script-flags.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';
import { isFlushOption, keyCountOf } from './scripting.ts';

const fcall =
  (readOnly: boolean) =>
  ({ server, client }: ServerContext, args: Args): Reply => {
    const { scripting } = server;
    const found = scripting.libraries.find(args.bytes(1));
    if (!found) return fail('ERR Function not found');
    const keyCount = keyCountOf(args, 'ERR Bad number of keys provided');
    return scripting.run(client, {
      kind: 'function',
      name: found.name,
      ref: found.ref,
      flags: found.flags,
      readOnly,
      args,
      keyCount,
    });
  };

function functionLoad({ server, keyspace }: ServerContext, args: Args): Reply {
  let at = 2;
  let replace = false;
  for (; at < args.length - 1; at++) {
    if (!args.is(at, 'REPLACE')) return fail(`ERR Unknown option given: ${args.bytes(at)}`);
    replace = true;
  }
  if (at >= args.length) return fail('ERR Function code is missing');
  const { scripting } = server;
  const name = scripting.load(scripting.libraries, args.bytes(at), replace);
  keyspace.dirty++;
  return name;
}

function functionDelete({ server, keyspace }: ServerContext, args: Args): Reply {
  const { scripting } = server;
  const library = scripting.libraries.libraries.get(args.bytes(2));
  if (!library) return fail('ERR Library not found');
  scripting.libraries.unlink(library);
  release(library, scripting.forFunctions());
  keyspace.dirty++;
  return OK;
}

const wrongSubcommand = (args: Args): Bytes =>
  `ERR unknown subcommand or wrong number of arguments for '${args.bytes(1)}'. Try FUNCTION HELP.`;

function functionFlush({ server, keyspace }: ServerContext, args: Args): Reply {
  if (args.length > 3) return fail(wrongSubcommand(args));
  if (!isFlushOption(args)) return fail('ERR FUNCTION FLUSH only supports SYNC|ASYNC option');
  server.scripting.flushLibraries();
  keyspace.dirty++;
  return OK;
}

function libraryView(library: Library, withCode: boolean): Reply {
  const functions = [...library.functions.values()].map(({ name, description, flags }) =>
    map([
      ...['name', name],
      ...['description', description],
      ...['flags', set(flagNames(flags).map((flag): Reply => ({ kind: 'simple', text: flag })))],
    ]),
  );
  const code = withCode ? ['library_code', library.code] : [];
  const facts = ['library_name', library.name, 'engine', 'LUA', 'functions', functions, ...code];
  return map(facts);
}

function functionList({ server }: ServerContext, args: Args): Reply {
  let pattern: Bytes | null = null;
  let withCode = false;
  for (let at = 2; at < args.length; at++) {
    if (!withCode && args.is(at, 'WITHCODE')) withCode = true;
    else if (pattern === null && args.is(at, 'LIBRARYNAME')) {
      if (at >= args.length - 1) return fail('ERR library name argument was not given');
      pattern = args.bytes(++at);
    } else return fail(`ERR Unknown argument ${cText(args.bytes(at))}`);
  }
  const chosen: Reply[] = [];
  for (const library of server.scripting.libraries.libraries.values()) {
    if (pattern !== null && !globMatch(pattern, library.name, true)) continue;
    chosen.push(libraryView(library, withCode));
  }
  return chosen;
}

function functionStats({ server }: ServerContext): Reply {
  const { running, libraries } = server.scripting;
  const nowUs = server.ports.clock.monotonicUs();
  const script =
    running &&
    map([
      ...['name', running.name],
      ...['command', running.argv],
      ...['duration_ms', Math.floor((nowUs - running.startUs) / 1000)],
    ]);
  const lua = map([
    ...['libraries_count', libraries.libraries.size],
    ...['functions_count', libraries.functionCount],
  ]);
  return map(['running_script', script, 'engines', map(['LUA', lua])]);
}

function functionKill({ server }: ServerContext): Reply {
  server.scripting.kill('function');
  return OK;
}

function functionDump({ server }: ServerContext): Reply {
  const libraries = [...server.scripting.libraries.libraries.values()];
  return dumpLibraries(
    libraries.map(({ code }) => code),
    server.version,
    server.keyspace.rdbCompression,
  );
}

const POLICIES = new Set(['FLUSH', 'APPEND', 'REPLACE']);

function functionRestore({ server, keyspace }: ServerContext, args: Args): Reply {
  if (args.length > 4) return fail(wrongSubcommand(args));
  const policy = args.length > 3 ? args.word(3) : 'APPEND';
  if (!POLICIES.has(policy)) {
    return fail('ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.');
  }
  const { scripting } = server;
  const restored = new Libraries();
  const machine = scripting.forFunctions();
  const drop = (libraries: Iterable<Library>): void => {
    for (const library of libraries) release(library, machine);
  };
  try {
    const codes = readDump(args.bytes(2), server.version, keyspace.skipsChecksums);
    for (const code of codes) scripting.load(restored, code, false);
  } catch (error) {
    drop(restored.libraries.values());
    throw error;
  }
  const present = scripting.libraries;
  const replaced = policy === 'FLUSH' ? [...present.libraries.values()] : [];
  for (const library of replaced) present.unlink(library);
  const joined = present.join(restored, policy === 'REPLACE');
  if (typeof joined === 'string') {
    drop(restored.libraries.values());
    return fail(joined);
  }
  drop([...replaced, ...joined]);
  keyspace.dirty++;
  return OK;
}

export const functionCommands: NodeCommand[] = defineGroup<ServerContext>('scripting', [
  {
    name: 'FCALL',
    since: '7.0.0',
    flags: 'noscript stale skip_monitor no_mandatory_keys movablekeys',
    complexity: 'Depends on the function that is executed.',
    summary: 'Calls a function.',
    syntax: 'function numkeys:integer [key...] [arg...]',
    run: fcall(false),
  },
  {
    name: 'FCALL_RO',
    since: '7.0.0',
    flags: 'readonly noscript stale skip_monitor no_mandatory_keys movablekeys',
    categories: '-@read',
    complexity: 'Depends on the function that is executed.',
    summary: 'Calls a function that may only read.',
    syntax: 'function numkeys:integer [key...] [arg...]',
    run: fcall(true),
  },
  {
    name: 'FUNCTION',
    since: '7.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on function libraries.',
    syntax: '',
  },
  {
    name: 'FUNCTION DELETE',
    since: '7.0.0',
    flags: 'write noscript',
    complexity: 'O(1)',
    summary: 'Deletes a library and its functions.',
    syntax: 'library-name',
    run: functionDelete,
  },
  {
    name: 'FUNCTION DUMP',
    since: '7.0.0',
    flags: 'noscript',
    complexity: 'O(N) where N is the number of functions',
    summary: 'Gives all libraries as one payload.',
    syntax: '',
    run: functionDump,
  },
  {
    name: 'FUNCTION FLUSH',
    since: '7.0.0',
    flags: 'write noscript',
    complexity: 'O(N) where N is the number of functions deleted',
    summary: 'Deletes all libraries.',
    syntax: '[async(ASYNC | SYNC)]',
    run: functionFlush,
  },
  {
    name: 'FUNCTION KILL',
    since: '7.0.0',
    flags: 'noscript allow_busy',
    complexity: 'O(1)',
    summary: 'Ends the function that is running, unless it has written.',
    syntax: '',
    run: functionKill,
  },
  {
    name: 'FUNCTION LIST',
    since: '7.0.0',
    flags: 'noscript',
    complexity: 'O(N) where N is the number of functions',
    summary: 'Tells of the libraries and what they hold.',
    syntax: '[LIBRARYNAME library-name-pattern:string(library-name-pattern:pattern)] [WITHCODE]',
    run: functionList,
  },
  {
    name: 'FUNCTION LOAD',
    since: '7.0.0',
    flags: 'write denyoom noscript',
    complexity: 'O(1) (considering compilation time is redundant)',
    summary: 'Makes a library of functions from its code.',
    syntax: '[REPLACE] function-code',
    run: functionLoad,
  },
  {
    name: 'FUNCTION RESTORE',
    since: '7.0.0',
    flags: 'write denyoom noscript',
    complexity: 'O(N) where N is the number of functions on the payload',
    summary: 'Brings back the libraries of a payload.',
    syntax: 'serialized-value [policy(FLUSH | APPEND | REPLACE)]',
    run: functionRestore,
  },
  {
    name: 'FUNCTION STATS',
    since: '7.0.0',
    flags: 'noscript allow_busy',
    complexity: 'O(1)',
    summary: 'Tells which function runs, and how many there are.',
    syntax: '',
    run: functionStats,
  },
  containerHelp<ServerContext>('FUNCTION', '7.0.0', ''),
]);
