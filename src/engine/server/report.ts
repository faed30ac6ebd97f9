/** What tells of the server in many words: INFO, doctors, pictures. Loaded when somebody asks. */
import type { Reply } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
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
  run: (ctx: ServerContext, args: Args): Reply => ctx.server.parts.report.loaded[name](ctx, args),
});
