/** The engine's command table as the page needs it: for help, completion and ghost text. */
import type { CommandDoc, CommandWords } from '../contract/catalogue.ts';
import { usageOf } from '../contract/usage.ts';
import type { Documentation } from '../engine/commands/command.ts';
import type { CommandTable, NodeCommand } from '../engine/server/command-table.ts';

/** The commands without words about them: what the engine has from its start. */
export function catalogueOf(table: CommandTable): CommandDoc[] {
  return [...table.all()].map(({ command }) => ({
    ...wordsOf(command, undefined),
    group: command.group,
    since: command.since,
    syntax: command.syntaxTree,
    usage: usageOf(command.syntaxTree),
    flags: [...command.flagSet],
    keyType: command.keyType ?? null,
  }));
}

export function commandWordsOf(
  table: CommandTable,
  documentation: ReadonlyMap<string, Documentation>,
): CommandWords[] {
  return [...table.all()].map(({ command }) =>
    wordsOf(command, documentation.get(command.fullName)),
  );
}

function wordsOf({ name }: NodeCommand, documentation: Documentation | undefined): CommandWords {
  return {
    name,
    summary: documentation?.summary ?? '',
    complexity: documentation?.complexity ?? '',
    deprecatedSince: documentation?.deprecated?.[0] ?? null,
  };
}
