/** The reference of commands, with all that it needs: a host loads this file when a command asks. */
import { documentation } from './documentation.ts';
import { commandReference } from './server/reference/command-reference.ts';
import type { Reference } from './server/reference/reference.ts';

export const reference: Reference = commandReference(documentation);
