/** Every command of the engine, group by group: the one registry. */

import { counterCommands } from './commands/counters.ts';
import { expireCommands } from './commands/expire.ts';
import { hashCommands } from './commands/hash.ts';
import { hashExpiryCommands } from './commands/hash-expiry.ts';
import { hashRandomCommands } from './commands/hash-random.ts';
import { keyCommands } from './commands/keys.ts';
import { lcsCommands } from './commands/lcs.ts';
import { listCommands } from './commands/list.ts';
import { listBlockingCommands } from './commands/list-blocking.ts';
import { listMoveCommands } from './commands/list-move.ts';
import { objectCommands } from './commands/object.ts';
import { setCommands } from './commands/set.ts';
import { setOperationCommands } from './commands/set-operations.ts';
import { setRandomCommands } from './commands/set-random.ts';
import { sortCommands } from './commands/sort.ts';
import { sortedSetCommands } from './commands/sorted-set.ts';
import { sortedSetOperationCommands } from './commands/sorted-set-operations.ts';
import { sortedSetPopCommands } from './commands/sorted-set-pop.ts';
import { sortedSetRangeCommands } from './commands/sorted-set-range.ts';
import { stringCommands } from './commands/string.ts';
import { stringRangeCommands } from './commands/string-range.ts';
import type { NodeCommand } from './server/command-table.ts';
import { adminCommands } from './server/commands/admin.ts';
import { clientCommands } from './server/commands/client.ts';
import { commandCommands } from './server/commands/command.ts';
import { connectionCommands } from './server/commands/connection.ts';
import { databaseCommands } from './server/commands/databases.ts';
import { debugCommands } from './server/commands/debug.ts';
import { functionCommands } from './server/commands/functions.ts';
import { memoryCommands } from './server/commands/memory.ts';
import { pubsubCommands } from './server/commands/pubsub.ts';
import { scriptingCommands } from './server/commands/scripting.ts';
import { transactionCommands } from './server/commands/transactions.ts';
import { waitingCommands } from './server/commands/waiting.ts';

export const allCommands: readonly NodeCommand[] = [
  ...stringCommands,
  ...counterCommands,
  ...stringRangeCommands,
  ...lcsCommands,
  ...sortedSetCommands,
  ...sortedSetRangeCommands,
  ...sortedSetPopCommands,
  ...sortedSetOperationCommands,
  ...hashCommands,
  ...hashRandomCommands,
  ...hashExpiryCommands,
  ...listCommands,
  ...listMoveCommands,
  ...listBlockingCommands,
  ...setCommands,
  ...setOperationCommands,
  ...setRandomCommands,
  ...keyCommands,
  ...expireCommands,
  ...objectCommands,
  ...sortCommands,
  ...connectionCommands,
  ...clientCommands,
  ...transactionCommands,
  ...pubsubCommands,
  ...scriptingCommands,
  ...functionCommands,
  ...databaseCommands,
  ...waitingCommands,
  ...adminCommands,
  ...memoryCommands,
  ...debugCommands,
  ...commandCommands,
];
