/**
 * LOLWUT: a small picture and the version, for no reason but joy. Ours is a stampede: dots that run
 * towards a key the moment it expires, thrown by the node's own randomness.
 */
import type { Random } from '../../base/ports.ts';
import { type Reply, verbatim } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import { REDIS_VERSIONS } from './redis-versions.ts';
import type { ServerContext } from './server-context.ts';

const MARKS = ' .:oO@';

function picture(random: Random, version: string, columns = 48, rows = 10): string {
  const lines: string[] = [];
  for (let y = 0; y < rows; y++) {
    let line = '';
    for (let x = 0; x < columns; x++) {
      const crowd = (x / columns) ** 2 * (1 - Math.abs(y - rows / 2) / rows);
      const heat = random.unit() * crowd * MARKS.length * 1.4;
      line += MARKS[Math.min(MARKS.length - 1, Math.floor(heat))];
    }
    lines.push(`${line}|`);
  }
  return `${lines.join('\n')}\n\nA thousand readers, one expired key. Redis ver. ${version}\n`;
}

/** Redis draws for its versions 5 and 6 where they are named, and is plain otherwise. */
export function lolwut({ server, random }: ServerContext, args: Args): Reply {
  const version = REDIS_VERSIONS[server.version] ?? '';
  const isNamed = args.length > 2 && args.word(1) === 'VERSION';
  const isPlain = !isNamed || ![5, 6].includes(args.int(2));
  // The sizes of Redis's drawings.
  for (let i = 3; !isPlain && i < Math.min(6, args.length); i++) args.int(i);
  return verbatim('txt', isPlain ? `Redis ver. ${version}\n` : picture(random, version));
}
