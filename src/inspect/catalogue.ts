/** The engine's command table as the page needs it: for help, completion and ghost text. */
import type { CommandDoc } from '../contract/catalogue.ts';
import { usageOf } from '../contract/usage.ts';
import type { Documentation } from '../engine/commands/command.ts';
import type { CommandTable, NodeCommand } from '../engine/server/command-table.ts';

export function catalogueOf(
  table: CommandTable,
  documentation: ReadonlyMap<string, Documentation>,
): CommandDoc[] {
  return [...table.all()].map(({ command }) => docOf(command, documentation.get(command.fullName)));
}

function docOf(command: NodeCommand, documentation: Documentation | undefined): CommandDoc {
  return {
    name: command.name,
    group: command.group,
    since: command.since,
    summary: documentation?.summary ?? '',
    complexity: documentation?.complexity ?? '',
    syntax: command.syntaxTree,
    usage: usageOf(command.syntaxTree),
    flags: [...command.flagSet],
    keyType: command.keyType ?? null,
    deprecatedSince: documentation?.deprecated?.[0] ?? null,
  };
}
