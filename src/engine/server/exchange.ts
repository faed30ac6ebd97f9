/** What exchanges data with other servers, older ones and others now: loaded when a command needs it. */
import type { Reply } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import type { OldValues } from '../rdb/value-reader.ts';
import type { ServerContext } from './server-context.ts';

export interface Exchange {
  /** Readers of values as files and payloads up to Redis 6.2 have them. */
  readonly oldValues: OldValues;
  migrate(ctx: ServerContext, args: Args): Reply;
}
