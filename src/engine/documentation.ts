/**
 * The documentation of all commands, by full name. It stands in the commands' own values; the page's
 * build takes it out of them and puts it here (scripts/build/lift-documentation.ts), so that it is
 * not part of what is loaded first.
 */
import { allCommands } from './all-commands.ts';
import type { Documentation } from './commands/command.ts';
import type { NodeCommand } from './server/command-table.ts';

const all = allCommands.flatMap((command) => [command, ...command.subcommands.values()]);

/** Only this file knows that the commands still have it. */
const written = (command: NodeCommand) => command as NodeCommand & Documentation;

export const documentation: ReadonlyMap<string, Documentation> = new Map(
  all
    .map(written)
    .map(({ fullName, summary, complexity, history = [], deprecated }) => [
      fullName,
      { summary, complexity, history, ...(deprecated ? { deprecated } : {}) },
    ]),
);
