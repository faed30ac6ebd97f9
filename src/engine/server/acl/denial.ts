/** A denial in Redis's words: to the client that was denied, and to whoever asks by ACL DRYRUN. */
import type { Bytes } from '../../../base/bytes.ts';
import type { Args } from '../../commands/args.ts';
import { cText } from '../../commands/errors.ts';
import type { CommandEntry } from '../command-table.ts';
import type { Denial } from './selector.ts';
import type { User } from './user.ts';

/** What the denial is about: the command's name, the key or the channel. */
export function deniedObject({ reason, at }: Denial, entry: CommandEntry, args: Args): Bytes {
  return reason === 'command' ? entry.command.fullName : args.bytes(at);
}

/** `openly` names the key or the channel, which the denied client itself is not told. */
export function denialText(
  denial: Denial,
  user: User,
  entry: CommandEntry,
  args: Args,
  version: number,
  openly: boolean,
): Bytes {
  const object = cText(deniedObject(denial, entry, args));
  const { reason } = denial;
  if (version < 702) {
    const who = openly ? 'This' : 'this';
    if (reason === 'command')
      return `${who} user has no permissions to run the '${object}' command`;
    if (openly) return `This user has no permissions to access the '${object}' ${reason}`;
    return `this user has no permissions to access one of the ${reason}s used as arguments`;
  }
  const who = `User ${user.name} has no permissions to`;
  if (reason === 'command') return `${who} run the '${object}' command`;
  return openly
    ? `${who} access the '${object}' ${reason}`
    : `No permissions to access a ${reason}`;
}
