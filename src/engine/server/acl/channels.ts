/** Which arguments of a command name channels that it publishes or subscribes to. */
import type { Args } from '../../commands/args.ts';

export interface ChannelArgument {
  readonly at: number;
  /** A pattern of channels. */
  readonly isPattern: boolean;
}

const NONE: readonly ChannelArgument[] = [];

/** Leaving a channel is always permitted: only these are looked at. */
export function channelsOf(name: string, args: Args): readonly ChannelArgument[] {
  switch (name) {
    case 'PUBLISH':
    case 'SPUBLISH':
      return [{ at: 1, isPattern: false }];
    case 'SUBSCRIBE':
    case 'SSUBSCRIBE':
      return allFrom(args, false);
    case 'PSUBSCRIBE':
      return allFrom(args, true);
    default:
      return NONE;
  }
}

function allFrom(args: Args, isPattern: boolean): ChannelArgument[] {
  return Array.from({ length: args.length - 1 }, (_, i) => ({ at: i + 1, isPattern }));
}
