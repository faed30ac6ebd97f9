/** ACL LOG: the latest denials, newest first; like ones within a minute are one entry with a count. */
import type { Bytes } from '../../../base/bytes.ts';
import type { UnixMs } from '../../../base/ports.ts';

export type AclLogReason = 'command' | 'key' | 'channel' | 'auth';
export type AclLogContext = 'toplevel' | 'multi' | 'lua' | 'module';

export interface AclLogEntry {
  readonly id: number;
  count: number;
  readonly reason: AclLogReason;
  readonly context: AclLogContext;
  readonly object: Bytes;
  readonly username: Bytes;
  readonly createdMs: UnixMs;
  updatedMs: UnixMs;
  clientInfo: Bytes;
}

const GROUPING_MS = 60_000;
/** So many of the newest entries are looked at for a like one. */
const GROUPING_ENTRIES = 10;

export class AclLog {
  /** acllog-max-len. */
  limit = 128;
  private entries: AclLogEntry[] = [];
  private nextId = 0;

  add(
    denied: Pick<AclLogEntry, 'reason' | 'context' | 'object' | 'username' | 'clientInfo'>,
    nowMs: UnixMs,
  ): void {
    const at = this.entries.findIndex(
      (entry, i) =>
        i < GROUPING_ENTRIES &&
        entry.reason === denied.reason &&
        entry.context === denied.context &&
        entry.object === denied.object &&
        entry.username === denied.username &&
        nowMs - entry.updatedMs <= GROUPING_MS,
    );
    const [like] = at < 0 ? [] : this.entries.splice(at, 1);
    if (like) {
      like.count++;
      like.updatedMs = nowMs;
      like.clientInfo = denied.clientInfo;
    }
    const entry = like ?? {
      ...denied,
      id: this.nextId++,
      count: 1,
      createdMs: nowMs,
      updatedMs: nowMs,
    };
    this.entries.unshift(entry);
    if (this.entries.length > this.limit) this.entries.length = this.limit;
  }

  newest(count: number): readonly AclLogEntry[] {
    return this.entries.slice(0, count);
  }

  clear(): void {
    this.entries = [];
  }
}
