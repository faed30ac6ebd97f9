/**
 * Why nobody may write at present: what was written before cannot be kept (stop-writes-on-bgsave-error,
 * a log that cannot be written), or too few replicas would hear of it (min-replicas-to-write).
 */
import { type ErrorReply, errorReply } from '../../protocol/reply.ts';
import type { Server } from './server.ts';

const SNAPSHOT_FAILED = errorReply(
  "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled, because this instance is configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.",
);
const NO_REPLICAS = errorReply('NOREPLICAS Not enough good replicas to write.');

const BLOCKED = "Writable scripts are blocked. Use 'no-writes' flag for read only scripts.";
const UNABLE = "but it's currently unable to persist to disk.";

const snapshotFailed = ({ config, snapshots }: Server): boolean =>
  snapshots?.lastFailed === true &&
  snapshots.hasPoints &&
  config.flag('stop-writes-on-bgsave-error');

/** What the disk refuses, also to PING, or null. */
export function diskRefusal(server: Server): ErrorReply | null {
  if (snapshotFailed(server)) return SNAPSHOT_FAILED;
  const error = server.durability?.error;
  return error ? errorReply(`MISCONF Errors writing to the AOF file: ${error}`) : null;
}

/** What a lack of replicas refuses, or null. */
export function replicaRefusal({ replication }: Server): ErrorReply | null {
  return replication && !replication.hasEnough ? NO_REPLICAS : null;
}

/** The same for a script that says that it writes, before it runs. */
export function scriptRefusal(server: Server): ErrorReply | null {
  if (snapshotFailed(server)) {
    return errorReply(`MISCONF Redis is configured to save RDB snapshots, ${UNABLE} ${BLOCKED}`);
  }
  const error = server.durability?.error;
  if (!error) return replicaRefusal(server);
  return errorReply(
    `MISCONF Redis is configured to persist data to AOF, ${UNABLE} ${BLOCKED} AOF error: ${error}`,
  );
}
