/** DEBUG: loaded with the reference, since few ever call it. */
import { defineGroup } from '../../commands/command.ts';
import type { NodeCommand } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

export const debugCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'DEBUG',
    since: '1.0.0',
    flags: 'admin noscript loading stale',
    complexity: 'Depends on subcommand.',
    summary: 'Groups commands for tests of the server itself.',
    syntax: 'subcommand@! [arg...]@!',
    lockedBy: 'enable-debug-command',
    needs: 'reference',
    run: (ctx, args) => ctx.server.parts.reference.loaded.debug(ctx, args),
  },
]);
