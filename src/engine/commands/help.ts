/** The HELP subcommand of container commands. */
import { type Reply, simple } from '../../protocol/reply.ts';
import type { CommandSpec } from './command.ts';
import type { Context } from './context.ts';

/** The first line of every HELP; `name` as it was called. */
export const helpHead = (name: string): string =>
  `${name} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`;

/** A HELP spec for `container`, to stand among the container's other specs. */
export function containerHelp<C extends Context>(
  container: string,
  since: string,
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
    needs: 'reference',
    run: (ctx, args) =>
      [helpHead(args.word(0)), ...ctx.helpOf(container)].map((line): Reply => simple(line)),
  };
}
