/** The engine's command table as the page needs it: for help, completion and ghost text. */
import type { CommandDoc } from '../contract/catalogue.ts';
import { usageOf } from '../contract/usage.ts';
import type { CommandTable, NodeCommand } from '../engine/server/command-table.ts';

export function catalogueOf(table: CommandTable): CommandDoc[] {
  return [...table.all()].map(({ command }) => docOf(command));
}

function docOf(command: NodeCommand): CommandDoc {
  return {
    name: command.name,
    group: command.group,
    since: command.since,
    summary: command.summary,
    complexity: command.complexity,
    syntax: command.syntaxTree,
    usage: usageOf(command.syntaxTree),
    flags: [...command.flagSet],
    keyType: command.keyType ?? null,
    deprecatedSince: command.deprecated?.[0] ?? null,
  };
}
