/** What tells of the server in many words: INFO, doctors, pictures. Loaded when somebody asks. */
import { errorReply, type Reply } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import { fail } from '../commands/errors.ts';
import type { ServerContext } from './server-context.ts';

type Tell = (ctx: ServerContext, args: Args) => Reply;

export interface Report {
  readonly info: Tell;
  readonly latencyDoctor: Tell;
  readonly latencyGraph: Tell;
  readonly lolwut: Tell;
  readonly memoryDoctor: Tell;
  readonly memoryStats: Tell;
}

/** What makes a command of one that the report answers. */
export const reported = (name: keyof Report) => ({
  needs: 'report' as const,
  run: (ctx: ServerContext, args: Args): Reply => {
    const { part } = ctx.server.parts.report;
    return part ? part[name](ctx, args) : fail(errorReply('ERR The report has not been loaded'));
  },
});
