/** INFO: Redis's sections and field names; info-sections.ts says what stands in them. */
import type { Bytes } from '../../base/bytes.ts';
import { type Reply, verbatim } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import { SECTIONS } from './info-sections.ts';
import type { Server } from './server.ts';
import type { ServerContext } from './server-context.ts';

export function info({ server }: ServerContext, args: Args): Reply {
  const names = args.toArray(1).map((name) => name.toLowerCase());
  return verbatim('txt', infoText(server, names));
}

/** The sections that `names` (lower case) ask for; none means the default ones. */
function infoText(s: Server, names: readonly Bytes[]): Bytes {
  const wanted = new Set(names);
  const everything = wanted.has('all') || wanted.has('everything');
  const defaults = wanted.size === 0 || wanted.has('default');
  const parts = SECTIONS.filter(
    ([title, , shown]) =>
      (everything && shown !== 'by name') ||
      (defaults && shown === 'by default') ||
      (wanted.has(title.toLowerCase()) && (shown !== 'by name' || s.version >= 704)),
  ).map(([title, section]) => {
    const lines = section(s).map(([name, value]) => `${name}:${value}\r\n`);
    return `# ${title}\r\n${lines.join('')}`;
  });
  return parts.join('\r\n');
}
