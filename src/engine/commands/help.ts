/** The HELP subcommand of container commands, written from their own grammar and summaries. */
import { usageOf } from '../../contract/usage.ts';
import { type Reply, simple } from '../../protocol/reply.ts';
import type { Command, CommandSpec } from './command.ts';
import { parseSyntax } from './syntax.ts';

/** A HELP spec for `container`, to stand among the container's other specs. */
export function containerHelp<C>(
  container: string,
  since: string,
  siblings: () => readonly Command<C>[],
  categories = '',
): CommandSpec<C> {
  return {
    name: `${container} HELP`,
    since,
    flags: 'loading stale',
    complexity: 'O(1)',
    summary: 'Lists the subcommands and what each is for.',
    syntax: '',
    categories,
    run: () => helpLines(container, siblings()).map((line): Reply => simple(line)),
  };
}

function helpLines<C>(container: string, commands: readonly Command<C>[]): string[] {
  const parent = commands.find((command) => command.name === container);
  const lines = [`${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`];
  for (const child of parent?.subcommands.values() ?? []) {
    const usage = usageOf(parseSyntax(child.syntax));
    const word = child.name.slice(container.length + 1);
    lines.push(usage ? `${word} ${usage}` : word, `    ${child.summary}`);
  }
  return lines;
}
