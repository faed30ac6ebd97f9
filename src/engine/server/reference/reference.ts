/** What tells of commands and runs none, as the rest of the engine knows it. */
import type { Bytes } from '../../../base/bytes.ts';
import { errorReply, type Reply } from '../../../protocol/reply.ts';
import { fail } from '../../commands/errors.ts';
import type { CommandEntry } from '../command-table.ts';
import type { Server } from '../server.ts';

export interface Reference {
  /** As COMMAND INFO has it, in the emulated version's words. */
  infoOf(entry: CommandEntry, version: number): Reply;
  /** As COMMAND DOCS has it. */
  docOf(entry: CommandEntry, version: number): Reply;
  summaryOf(fullName: Bytes): string;
}

/** Ends the command where it has not been loaded. */
export const referenceOf = ({ reference }: Server): Reference =>
  reference.part ?? fail(errorReply('ERR The reference of commands has not been loaded'));
