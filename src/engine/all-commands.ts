/** Every command of the engine, group by group: the one registry. */

import { bitfieldCommands } from './commands/bitfield.ts';
import { bitmapCommands } from './commands/bitmap.ts';
import { counterCommands } from './commands/counters.ts';
import { dumpCommands, restoreAskingCommands } from './commands/dump.ts';
import { expireCommands } from './commands/expire.ts';
import { geoCommands } from './commands/geo.ts';
import { geoRadiusCommands } from './commands/geo-radius.ts';
import { geoSearchCommands } from './commands/geo-search.ts';
import { hashCommands } from './commands/hash.ts';
import { hashExpiryCommands } from './commands/hash-expiry.ts';
import { hashRandomCommands } from './commands/hash-random.ts';
import { hyperLogLogCommands } from './commands/hyperloglog.ts';
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
import { streamCommands } from './commands/stream.ts';
import { streamClaimCommands } from './commands/stream-claim.ts';
import { streamGroupCommands } from './commands/stream-group.ts';
import { streamInfoCommands } from './commands/stream-info.ts';
import { streamRangeCommands } from './commands/stream-range.ts';
import { streamReadCommands } from './commands/stream-read.ts';
import { stringCommands } from './commands/string.ts';
import { stringRangeCommands } from './commands/string-range.ts';
import type { NodeCommand } from './server/command-table.ts';
import { aclCommands } from './server/commands/acl.ts';
import { adminCommands } from './server/commands/admin.ts';
import { clientCommands } from './server/commands/client.ts';
import { clusterCommands } from './server/commands/cluster.ts';
import { commandCommands } from './server/commands/command.ts';
import { connectionCommands } from './server/commands/connection.ts';
import { databaseCommands } from './server/commands/databases.ts';
import { debugCommands } from './server/commands/debug.ts';
import { functionCommands } from './server/commands/functions.ts';
import { latencyCommands } from './server/commands/latency.ts';
import { memoryCommands } from './server/commands/memory.ts';
import { migrateCommands } from './server/commands/migrate.ts';
import { moduleCommands } from './server/commands/module.ts';
import { pubsubCommands } from './server/commands/pubsub.ts';
import { replicationCommands } from './server/commands/replication.ts';
import { savingCommands } from './server/commands/saving.ts';
import { scriptingCommands } from './server/commands/scripting.ts';
import { transactionCommands } from './server/commands/transactions.ts';
import { waitingCommands } from './server/commands/waiting.ts';

export const allCommands: readonly NodeCommand[] = [
  ...stringCommands,
  ...counterCommands,
  ...stringRangeCommands,
  ...lcsCommands,
  ...bitmapCommands,
  ...bitfieldCommands,
  ...hyperLogLogCommands,
  ...geoCommands,
  ...geoSearchCommands,
  ...geoRadiusCommands,
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
  ...streamCommands,
  ...streamRangeCommands,
  ...streamReadCommands,
  ...streamGroupCommands,
  ...streamClaimCommands,
  ...streamInfoCommands,
  ...keyCommands,
  ...expireCommands,
  ...dumpCommands,
  ...restoreAskingCommands,
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
  ...aclCommands,
  ...savingCommands,
  ...migrateCommands,
  ...replicationCommands,
  ...clusterCommands,
  ...moduleCommands,
  ...adminCommands,
  ...memoryCommands,
  ...latencyCommands,
  ...debugCommands,
  ...commandCommands,
];
