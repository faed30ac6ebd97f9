/** MODULE on a node that loads none: the list is empty, and loading is refused. */
import { errorReply, type Reply } from '../../../protocol/reply.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

/** Where the directive allows to try: what is loaded here is no shared library. */
const NOT_LOADED = errorReply('ERR Error loading the extension. Please check the server logs.');
const NOT_UNLOADED = errorReply('ERR Error unloading module: no such module with that name');

const refuse = (): Reply => fail(NOT_LOADED);
const LOADING = 'admin noscript no_async_loading';

export const moduleCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'MODULE',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on modules.',
    syntax: '',
  },
  {
    name: 'MODULE LIST',
    since: '4.0.0',
    flags: 'admin noscript',
    complexity: 'O(N) where N is the number of loaded modules.',
    summary: 'Lists the modules that are loaded.',
    syntax: '',
    run: () => [],
  },
  {
    name: 'MODULE LOAD',
    since: '4.0.0',
    flags: LOADING,
    complexity: 'O(1)',
    summary: 'Loads a module from a file.',
    syntax: 'path [arg...]',
    lockedBy: 'enable-module-command',
    run: refuse,
  },
  {
    name: 'MODULE LOADEX',
    since: '7.0.0',
    flags: LOADING,
    complexity: 'O(1)',
    summary: 'Loads a module from a file, with configuration.',
    syntax: 'path [(CONFIG configs(name value))...] [ARGS args:block(arg)...]',
    lockedBy: 'enable-module-command',
    run: refuse,
  },
  {
    name: 'MODULE UNLOAD',
    since: '4.0.0',
    flags: LOADING,
    complexity: 'O(1)',
    summary: 'Unloads a module.',
    syntax: 'name',
    lockedBy: 'enable-module-command',
    run: (): Reply => fail(NOT_UNLOADED),
  },
  containerHelp('MODULE', '5.0.0'),
]);
