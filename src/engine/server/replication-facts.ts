/** What a client tells of itself by REPLCONF before it becomes a replica, and where it stands then. */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';

export interface ReplicaFacts {
  listeningPort: number;
  /** Where it says that it is; empty where it has not said it. */
  address: Bytes;
  /** It wants the file and no stream, as `redis-cli --rdb`. */
  wantsFileOnly: boolean;
  /** Of the file it wants the functions and no keys. */
  wantsFunctionsOnly: boolean;
  ackOffset: number;
  ackMs: UnixMs;
  /** What it has been sent behind the file. */
  streamedBytes: number;
}

export const newReplicaFacts = (): ReplicaFacts => ({
  listeningPort: 0,
  address: '',
  wantsFileOnly: false,
  wantsFunctionsOnly: false,
  ackOffset: 0,
  ackMs: 0,
  streamedBytes: 0,
});
