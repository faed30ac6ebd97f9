/**
 * Streams: a log of entries (structures/stream-log.ts) and the consumer groups that read it.
 *
 * A stream is the one collection that may be empty: it keeps its counters and its groups when the
 * last entry goes, and only a deletion of the key ends it.
 *
 * How far a group has read is counted, and its lag follows from that, as long as nothing was deleted
 * ahead of it; where something was, Redis's estimates decide, or the answer is "not known" (null).
 */
import type { Bytes } from '../../base/bytes.ts';
import { allocationBytes } from '../../structures/allocation.ts';
import { Listpack } from '../../structures/listpack.ts';
import { firstOf, radixSize } from '../../structures/radix-size.ts';
import {
  compareIds,
  isZeroId,
  type StreamId,
  type U64,
  u64Delta,
  u64Sum,
} from '../../structures/stream-id.ts';
import { type StreamCounters, StreamLog } from '../../structures/stream-log.ts';
import {
  ByName,
  ConsumerGroup,
  consumerBytes,
  GROUP_BYTES,
  PENDING_BYTES,
  RAX_ALLOCATION,
} from './stream-group.ts';

const STREAM_BYTES = 80;
const RADIX_NODE_BYTES = 4 + 30 * 8;
const RADIX_KEY_BYTES = 16;
/** IDs from which the size of a whole radix tree is estimated. */
const SAMPLED_IDS = 1000;

export class StreamValue {
  readonly type = 'stream';
  /** What its database has counted for it. */
  chargedBytes = 0;
  readonly encoding: Bytes = 'stream';
  readonly log: StreamLog;
  readonly groups = new ByName<ConsumerGroup>();

  constructor(log = new StreamLog()) {
    this.log = log;
  }

  get length(): number {
    return this.log.length;
  }

  /** For looking only. */
  get structure(): { readonly kind: 'stream'; readonly log: StreamLog } {
    return { kind: 'stream', log: this.log };
  }

  /** Null where a group of that name exists already. */
  addGroup(name: Bytes, lastId: StreamId, entriesRead: U64 | null): ConsumerGroup | null {
    if (this.groups.get(name)) return null;
    const group = new ConsumerGroup(name, lastId, entriesRead);
    this.groups.add(group);
    return group;
  }

  // ---- how far a group has read ----

  /**
   * The group has been given the entry `id`, which is above its last one: counts it, or tries to
   * find out anew how many that makes.
   */
  advance(group: ConsumerGroup, id: StreamId, version: number): void {
    const { log } = this;
    // From 7.4 on a deletion behind the entry but ahead of the group spoils the count, too.
    const counts =
      version >= 704
        ? compareIds(group.lastId, log.firstId) >= 0 && !this.hasDeletedFrom(group.lastId)
        : !this.hasDeletedFrom(id);
    if (group.entriesRead !== null && counts) group.entriesRead = u64Sum(group.entriesRead, 1);
    else if (log.entriesAdded !== 0) group.entriesRead = this.entriesUpTo(id, version);
    group.lastId = id;
  }

  /** Entries that the group has not been given yet; null where that cannot be known. */
  lagOf(group: ConsumerGroup, version: number): number | bigint | null {
    const { log } = this;
    if (log.entriesAdded === 0) return 0;
    if (version >= 704) {
      if (log.length === 0) return 0;
      // Nothing was deleted among what the stream has, and the group has seen none of it.
      const { firstId, maxDeletedId } = log;
      if (compareIds(group.lastId, firstId) < 0 && compareIds(maxDeletedId, firstId) < 0) {
        return log.length;
      }
    }
    const known = group.entriesRead !== null && !this.hasDeletedFrom(group.lastId);
    const read = known ? group.entriesRead : this.entriesUpTo(group.lastId, version);
    return read === null ? null : u64Delta(log.entriesAdded, read);
  }

  /** Was anything deleted at or behind `start`, as far as the highest deleted ID tells? */
  private hasDeletedFrom(start: StreamId): boolean {
    const { length, maxDeletedId, firstId } = this.log;
    if (length === 0 || isZeroId(maxDeletedId)) return false;
    if (compareIds(firstId, maxDeletedId) > 0) return false;
    return compareIds(start, maxDeletedId) <= 0;
  }

  /** How many entries were ever added up to `id`; null where that cannot be told. */
  entriesUpTo(id: StreamId, version: number): U64 | null {
    const { entriesAdded, length, lastId, firstId, maxDeletedId } = this.log;
    if (entriesAdded === 0) return 0;
    const toLast = compareIds(id, lastId);
    if (length === 0 && toLast <= 0) return entriesAdded;
    if (version >= 704 && !isZeroId(id) && compareIds(id, maxDeletedId) < 0) return null;
    if (toLast === 0) return entriesAdded;
    if (toLast > 0) return null;
    if (!isZeroId(maxDeletedId) && compareIds(maxDeletedId, firstId) >= 0) return null;
    const toFirst = compareIds(id, firstId);
    if (toFirst > 0) return null;
    return u64Sum(entriesAdded, (toFirst === 0 ? 1 : 0) - length);
  }

  // ---- whole ----

  clone(): StreamValue {
    const { log } = this;
    const nodes = [...log.nodes()].map((node) => {
      const listpack = new Listpack(node.listpack.sizeBytes);
      listpack.appendAll(node.listpack);
      return { masterId: node, listpack };
    });
    const counters: StreamCounters = log;
    const copy = new StreamValue(StreamLog.fromNodes(nodes, counters));
    for (const group of this.groups.all()) copy.groups.add(group.clone());
    return copy;
  }

  /** What Redis would have allocated, without the object header: constant time for each group. */
  memoryBytes(): number {
    const { log } = this;
    let total = allocationBytes(STREAM_BYTES) + RAX_ALLOCATION + log.treeBytes + log.listpacksBytes;
    if (this.groups.size === 0) return total;
    total += RAX_ALLOCATION;
    for (const group of this.groups.all()) total += group.memoryBytes();
    return total;
  }

  /** The same as MEMORY USAGE counts it, from `samples` nodes; it takes radix trees to be larger. */
  usageBytes(samples: number, version: number): number {
    const { log } = this;
    let total = STREAM_BYTES + treeUsage(log.nodes(), log.nodeCount) + this.nodesUsage(samples);
    for (const group of this.groups.all()) {
      const { pending } = group;
      total += GROUP_BYTES + treeUsage(pending, pending.size) + pending.size * PENDING_BYTES;
      for (const consumer of group.consumers.all()) {
        const own = consumer.pending;
        total += consumerBytes(version) + consumer.name.length + treeUsage(own, own.size);
      }
    }
    return total;
  }

  private nodesUsage(samples: number): number {
    const { nodeCount, lastNode, listpacksBytes } = this.log;
    if (lastNode === null || nodeCount <= samples) return listpacksBytes;
    let measured = 0;
    for (const node of this.log.nodes(0, samples)) measured += node.chargedBytes;
    return lastNode.chargedBytes + Math.floor(measured / samples) * (nodeCount - 1);
  }
}

/** A radix tree over `size` IDs, measured from the first of them: the rest is taken to be like them. */
function treeUsage(ids: Iterable<StreamId>, size: number): number {
  const sample = firstOf(ids, SAMPLED_IDS);
  const nodes = radixSize(sample).nodes * Math.max(1, size / Math.max(1, sample.length));
  return size * RADIX_KEY_BYTES + Math.round(nodes) * RADIX_NODE_BYTES;
}
