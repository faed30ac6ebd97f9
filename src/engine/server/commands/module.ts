/** MODULE on a node that loads none: the list is empty, and loading is refused as Redis refuses it by default. */
import { errorReply, type Reply } from '../../../protocol/reply.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

const NOT_ALLOWED = errorReply(
  'ERR MODULE command not allowed. If the enable-module-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.',
);

const refuse = (): Reply => fail(NOT_ALLOWED);
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
    run: refuse,
  },
  {
    name: 'MODULE LOADEX',
    since: '7.0.0',
    flags: LOADING,
    complexity: 'O(1)',
    summary: 'Loads a module from a file, with configuration.',
    syntax: 'path [(CONFIG name value)...] [ARGS args...]',
    run: refuse,
  },
  {
    name: 'MODULE UNLOAD',
    since: '4.0.0',
    flags: LOADING,
    complexity: 'O(1)',
    summary: 'Unloads a module.',
    syntax: 'name',
    run: refuse,
  },
  containerHelp('MODULE', '5.0.0', () => moduleCommands),
]);
