/** DEBUG and MODULE LOAD: refused before anything else unless a directive allows them. */
import { type ErrorReply, errorReply } from '../../protocol/reply.ts';
import type { Client } from './client.ts';
import type { NodeCommand } from './command-table.ts';
import type { Server } from './server.ts';

const LOOPBACK = /^(127\.0\.0\.1|\[?::1\]?|\/).*/;

/** Does `setting` (yes, no, or local) allow it to the client? */
export const allows = (setting: string, { address }: Client): boolean =>
  setting === 'yes' || (setting === 'local' && LOOPBACK.test(address.addr));

/** Why `client` may not run a command that has `lockedBy`, or null. */
export function lockedOut(
  { config }: Server,
  client: Client,
  { name, lockedBy = '' }: NodeCommand,
): ErrorReply | null {
  if (allows(config.text(lockedBy), client)) return null;
  const [first] = name.split(' ');
  return errorReply(
    `ERR ${first} command not allowed. If the ${lockedBy} option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.`,
  );
}
