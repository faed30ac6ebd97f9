/** The HELP subcommand of container commands, written from their own grammar and summaries. */
import { usageOf } from '../../contract/usage.ts';
import { type Reply, simple } from '../../protocol/reply.ts';
import type { Command, CommandSpec } from './command.ts';
import type { Context } from './context.ts';

/** A HELP spec for `container`, to stand among the container's other specs. */
export function containerHelp<C extends Context>(
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
    needsReference: true,
    run: (ctx) => helpLines(ctx, container, siblings()).map((line): Reply => simple(line)),
  };
}

function helpLines<C>(ctx: Context, container: string, commands: readonly Command<C>[]): string[] {
  const parent = commands.find((command) => command.name === container);
  const lines = [`${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`];
  for (const child of parent?.subcommands.values() ?? []) {
    const usage = usageOf(child.syntaxTree);
    const word = child.name.slice(container.length + 1);
    lines.push(usage ? `${word} ${usage}` : word, `    ${ctx.summaryOf(child.fullName)}`);
  }
  return lines;
}
