/** What tells of commands, and DEBUG, which looks inside: needed seldom, so it is loaded late. */
import type { Reply } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import type { CommandEntry } from '../command-table.ts';
import type { ServerContext } from '../server-context.ts';

export interface Reference {
  /** As COMMAND INFO has it, in the emulated version's words. */
  infoOf(entry: CommandEntry, version: number): Reply;
  /** As COMMAND DOCS has it. */
  docOf(entry: CommandEntry, version: number): Reply;
  /** What HELP says of the container's subcommands, line by line, without the first. */
  helpOf(container: CommandEntry): readonly string[];
  debug(ctx: ServerContext, args: Args): Reply;
}
