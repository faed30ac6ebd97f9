/**
 * A stream's entries: an append-only log of field-value pairs by ID, in listpack nodes (see
 * stream-node.ts) that are chained and indexed by their first ID.
 *
 *   nodes   1-0 [ master | 1-0 | 1-1 | .. ] <-> 9-5 [ master | 9-5 | .. ] <-> ..
 *
 * A node takes no more entries once it has reached one of the limits; then the next one begins.
 * Emptied nodes go at once, half empty ones stay as they are, as in Redis.
 *
 * Invariants: `length` is the sum of the nodes' counts; IDs ascend over all nodes and none is above
 * `lastId`; `firstId` is the first living entry's, 0-0 without one; `listpacksBytes` is the sum of
 * the nodes' allocations.
 */
import type { Bytes } from '../base/bytes.ts';
import { allocationBytes } from './allocation.ts';
import { IdIndex } from './id-index.ts';
import type { Listpack } from './listpack.ts';
import { RadixEstimate, radixSize } from './radix-size.ts';
import { compareIds, ID_MAX, ID_MIN, type StreamId, type U64, u64Sum } from './stream-id.ts';
import { StreamCursor, StreamNode } from './stream-node.ts';

/** No node grows beyond this, whatever its limit. */
const NODE_BYTES_MAX = 2 ** 30;
/** What Redis allocates for a new node ahead of its entries, at most. */
const AHEAD_BYTES_MAX = 4096;

export interface NodeLimits {
  /** 0 is no limit, for both. */
  readonly streamNodeMaxBytes: number;
  readonly streamNodeMaxEntries: number;
}

/** How far a trim goes. */
export interface TrimExtent {
  /** Only whole nodes. */
  readonly approximate: boolean;
  /** Stops before it would remove more entries than this; 0 is no limit. */
  readonly limit: number;
}

/** What a stream knows beside its entries. */
export interface StreamCounters {
  readonly length: number;
  readonly firstId: StreamId;
  readonly lastId: StreamId;
  readonly maxDeletedId: StreamId;
  readonly entriesAdded: U64;
}

export class StreamLog {
  /** The highest ID ever added. */
  lastId: StreamId = ID_MIN;
  maxDeletedId: StreamId = ID_MIN;
  /** Ever, those meanwhile deleted included. */
  entriesAdded: U64 = 0;
  private first: StreamId = ID_MIN;
  private count = 0;
  private listpackBytes = 0;
  private readonly treeSize = new RadixEstimate();
  private readonly index = new IdIndex<StreamNode>();

  /** A log over nodes in order of their IDs, whose listpacks it owns from now on; believes `counters`. */
  static fromNodes(
    nodes: Iterable<{ readonly masterId: StreamId; readonly listpack: Listpack }>,
    counters: StreamCounters,
  ): StreamLog {
    const log = StreamLog.linked(nodes);
    log.count = counters.length;
    log.first = counters.firstId;
    log.lastId = counters.lastId;
    log.maxDeletedId = counters.maxDeletedId;
    log.entriesAdded = counters.entriesAdded;
    return log;
  }

  /**
   * The same of Redis up to 6.2, which kept no more than this of it: nothing is known to have been
   * deleted. Without a living entry the first ID is the highest there is, as Redis 7 has it then.
   */
  static fromOldNodes(
    nodes: Iterable<{ readonly masterId: StreamId; readonly listpack: Listpack }>,
    length: number,
    lastId: StreamId,
  ): StreamLog {
    const log = StreamLog.linked(nodes);
    log.findFirst(ID_MAX);
    log.count = length;
    log.lastId = lastId;
    log.entriesAdded = length;
    return log;
  }

  private static linked(
    nodes: Iterable<{ readonly masterId: StreamId; readonly listpack: Listpack }>,
  ): StreamLog {
    const log = new StreamLog();
    for (const { masterId, listpack } of nodes) log.link(new StreamNode(masterId, listpack));
    return log;
  }

  get length(): number {
    return this.count;
  }

  get firstId(): StreamId {
    return this.first;
  }

  get nodeCount(): number {
    return this.index.size;
  }

  get firstNode(): StreamNode | null {
    return this.index.first() ?? null;
  }

  get lastNode(): StreamNode | null {
    return this.index.last() ?? null;
  }

  /** The nodes of the radix tree that Redis would have over the nodes. O(nodeCount). */
  radixNodeCount(): number {
    return radixSize(this.index).nodes;
  }

  /** What Redis would have allocated for the nodes' listpacks. */
  get listpacksBytes(): number {
    return this.listpackBytes;
  }

  /** The same of the radix tree over the nodes, estimated. */
  get treeBytes(): number {
    return this.treeSize.bytes(this.index, this.index.size);
  }

  /** Nodes in order, from number `offset` on: as Redis would write them. */
  *nodes(offset = 0, limit = Infinity): IterableIterator<StreamNode> {
    let at = 0;
    for (const node of this.index) {
      if (at >= offset + limit) return;
      if (at++ >= offset) yield node;
    }
  }

  // ---- reading ----

  /** Over the living entries from `start` to `end`, both included; null is no bound. */
  cursor(start: StreamId | null, end: StreamId | null, reverse = false): StreamCursor {
    const near = reverse ? end : start;
    const far = reverse ? this.lastNode : this.firstNode;
    if (near === null) return new StreamCursor(far, start, end, reverse);
    const holder = this.index.floor(near) ?? null;
    // Before every node there is nothing to walk back over.
    return new StreamCursor(holder ?? (reverse ? null : far), start, end, reverse);
  }

  has(id: StreamId): boolean {
    return compareIds(id, this.lastId) <= 0 && this.cursor(id, id).next();
  }

  /** The last living entry's ID; null without one. */
  lastEntryId(): StreamId | null {
    const cursor = this.cursor(null, null, true);
    return cursor.next() ? { ms: cursor.ms, seq: cursor.seq } : null;
  }

  /** The first entry's ID, deleted or not; null without one. */
  firstStoredId(): StreamId | null {
    const cursor = this.cursor(null, null);
    cursor.skipsDeleted = false;
    return cursor.next() ? { ms: cursor.ms, seq: cursor.seq } : null;
  }

  // ---- changing ----

  /** Adds an entry; `id` must be above `lastId`, `words` are its fields and values in turn. */
  append(id: StreamId, words: readonly Bytes[], limits: NodeLimits): void {
    let node = this.lastNode;
    if (node === null || isFull(node, words, limits)) {
      const sizeBytes = Math.min(node?.listpack.sizeBytes ?? 0, AHEAD_BYTES_MAX);
      if (node !== null) this.closeNode(node);
      node = sizeBytes > 0 ? StreamNode.for(id, words, sizeBytes) : StreamNode.for(id, words);
      node.aheadBytes = Math.min(limits.streamNodeMaxBytes || AHEAD_BYTES_MAX, AHEAD_BYTES_MAX);
      this.link(node);
    }
    node.append(id, words);
    this.settle(node);
    this.count++;
    this.entriesAdded = u64Sum(this.entriesAdded, 1);
    this.lastId = id;
    if (this.count === 1) this.first = id;
  }

  /** True when there was a living entry of that ID. */
  delete(id: StreamId): boolean {
    const cursor = this.cursor(id, id);
    if (!cursor.next()) return false;
    this.deleteAt(cursor);
    if (compareIds(id, this.maxDeletedId) > 0) this.maxDeletedId = id;
    if (compareIds(id, this.first) === 0) this.findFirst();
    return true;
  }

  /** Removes the oldest entries beyond `lengthMax`. Answers with how many went. */
  trimToLength(lengthMax: number, extent: TrimExtent): number {
    return this.count <= lengthMax ? 0 : this.trim(lengthMax, null, extent);
  }

  /** Removes the entries before `id`. Answers with how many went. */
  trimBefore(id: StreamId, extent: TrimExtent): number {
    return this.trim(0, id, extent);
  }

  /** Whole nodes from the head on while they may go, then single entries of the next one. */
  private trim(lengthMax: number, idMin: StreamId | null, extent: TrimExtent): number {
    const { approximate, limit } = extent;
    const before = this.count;
    for (let node = this.firstNode; node !== null && this.count > lengthMax; ) {
      const { count } = node;
      if (limit > 0 && before - this.count + count > limit) break;
      const isWhole =
        idMin === null
          ? this.count - count >= lengthMax
          : compareIds(node.lastEntryId(), idMin) < 0;
      if (!isWhole) {
        if (!approximate) this.trimInside(node, lengthMax, idMin);
        break;
      }
      this.count -= count;
      this.unlink(node);
      node = this.firstNode;
    }
    if (this.count < before) this.findFirst();
    return before - this.count;
  }

  private trimInside(node: StreamNode, lengthMax: number, idMin: StreamId | null): void {
    const cursor = new StreamCursor(node, null, null, false);
    let flagged = 0;
    while (this.count > lengthMax && cursor.next() && cursor.node === node) {
      if (idMin !== null && compareIds(cursor, idMin) >= 0) break;
      node.flagDeleted(cursor.entryAt);
      flagged++;
      this.count--;
    }
    if (flagged > 0) node.countDeleted(flagged);
    this.settle(node);
  }

  private deleteAt({ node, entryAt }: StreamCursor): void {
    if (node === null) return;
    this.count--;
    if (node.count === 1) {
      this.unlink(node);
      return;
    }
    node.flagDeleted(entryAt);
    node.countDeleted(1);
    this.settle(node);
  }

  private findFirst(otherwise: StreamId = ID_MIN): void {
    const cursor = this.cursor(null, null);
    this.first = cursor.next() ? { ms: cursor.ms, seq: cursor.seq } : otherwise;
  }

  private link(node: StreamNode): void {
    const { lastNode } = this;
    node.previous = lastNode;
    if (lastNode !== null) lastNode.next = node;
    this.index.add(node);
    this.settle(node);
  }

  /** No more entries come into the node: what it had ahead of them is given back. */
  private closeNode(node: StreamNode): void {
    node.listpack.shrinkToFit();
    node.aheadBytes = 0;
    this.settle(node);
  }

  /** The node has changed: brings `listpacksBytes` up to date. */
  private settle(node: StreamNode): void {
    const bytes = allocationBytes(Math.max(node.listpack.sizeBytes, node.aheadBytes));
    this.listpackBytes += bytes - node.chargedBytes;
    node.chargedBytes = bytes;
  }

  private unlink(node: StreamNode): void {
    const { previous, next } = node;
    if (previous !== null) previous.next = next;
    if (next !== null) next.previous = previous;
    this.index.delete(node);
    this.listpackBytes -= node.chargedBytes;
    node.chargedBytes = 0;
  }
}

function isFull(node: StreamNode, words: readonly Bytes[], limits: NodeLimits): boolean {
  const { streamNodeMaxBytes, streamNodeMaxEntries } = limits;
  const bytesMax = streamNodeMaxBytes === 0 ? NODE_BYTES_MAX : streamNodeMaxBytes;
  let addedBytes = 0;
  for (let i = 0; i < words.length; i++) addedBytes += (words[i] as Bytes).length;
  if (node.listpack.sizeBytes + addedBytes >= Math.min(bytesMax, NODE_BYTES_MAX)) return true;
  return streamNodeMaxEntries > 0 && node.count + node.deleted >= streamNodeMaxEntries;
}
