/**
 * Consumer groups: how far a group has read, who reads for it, and what was delivered but not yet
 * acknowledged.
 *
 *   group.pending      every pending entry of the group, by ID
 *   consumer.pending   those among them that this consumer has
 *
 * Invariant: an entry is in its group's pending index and in that of exactly one consumer.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import { allocationBytes, sdsBytes } from '../../structures/allocation.ts';
import { IdIndex } from '../../structures/id-index.ts';
import { RadixEstimate } from '../../structures/radix-size.ts';
import { type StreamId, type U64, u64Sum } from '../../structures/stream-id.ts';

/** Redis's `rax`, without its nodes. */
export const RAX_BYTES = 24;
export const RAX_ALLOCATION = allocationBytes(RAX_BYTES);
/** A name's leaf and its place in the node above, in a radix tree of names alike; its empty tree. */
const NAME_NODES_BYTES = 16 + 10;
const EMPTY_TREE_BYTES = 8;
/** Redis's `streamCG`, `streamNACK` and `streamConsumer`, which grew in 7.2 (but not as allocated). */
export const GROUP_BYTES = 40;
export const PENDING_BYTES = 24;
export const consumerBytes = (version: number): number => (version < 702 ? 24 : 32);
const CONSUMER_ALLOCATION =
  allocationBytes(consumerBytes(702)) + RAX_ALLOCATION + EMPTY_TREE_BYTES + NAME_NODES_BYTES;

/** Things with names of their own, listed in byte order: as Redis's radix trees list them. */
export class ByName<T extends { readonly name: Bytes }> {
  /** The names' allocations. */
  namesBytes = 0;
  private readonly named = new Map<Bytes, T>();
  private sorted: T[] | null = [];

  get size(): number {
    return this.named.size;
  }

  get(name: Bytes): T | undefined {
    return this.named.get(name);
  }

  /** The name must be free. */
  add(item: T): void {
    this.named.set(item.name, item);
    this.namesBytes += sdsBytes(item.name.length);
    this.sorted = null;
  }

  delete(name: Bytes): boolean {
    this.sorted = null;
    if (!this.named.delete(name)) return false;
    this.namesBytes -= sdsBytes(name.length);
    return true;
  }

  /** In order of names. Sorted when first asked after a change. */
  all(): readonly T[] {
    this.sorted ??= [...this.named.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.sorted;
  }
}

/** One entry that a consumer has been given and has not acknowledged. */
export class PendingEntry implements StreamId {
  readonly ms: U64;
  readonly seq: U64;
  consumer: Consumer;
  deliveredAtMs: UnixMs;
  deliveries: U64;

  constructor(id: StreamId, consumer: Consumer, deliveredAtMs: UnixMs, deliveries: U64) {
    this.ms = id.ms;
    this.seq = id.seq;
    this.consumer = consumer;
    this.deliveredAtMs = deliveredAtMs;
    this.deliveries = deliveries;
  }

  countDelivery(): void {
    this.deliveries = u64Sum(this.deliveries, 1);
  }
}

export class Consumer {
  readonly name: Bytes;
  /** When it last asked for anything. */
  seenAtMs: UnixMs;
  /** When it last got something; null for never. */
  activeAtMs: UnixMs | null = null;
  readonly pending = new IdIndex<PendingEntry>();

  constructor(name: Bytes, seenAtMs: UnixMs) {
    this.name = name;
    this.seenAtMs = seenAtMs;
  }
}

export class ConsumerGroup {
  readonly name: Bytes;
  /** The highest ID delivered to any consumer. */
  lastId: StreamId;
  /** Of the entries ever added, how many the group has passed; null where that is not known. */
  entriesRead: U64 | null;
  readonly pending = new IdIndex<PendingEntry>();
  readonly consumers = new ByName<Consumer>();
  private readonly treeSize = new RadixEstimate();

  constructor(name: Bytes, lastId: StreamId, entriesRead: U64 | null) {
    this.name = name;
    this.lastId = lastId;
    this.entriesRead = entriesRead;
  }

  addConsumer(name: Bytes, nowMs: UnixMs): Consumer {
    const consumer = new Consumer(name, nowMs);
    this.consumers.add(consumer);
    return consumer;
  }

  /** What the consumer had pending is forgotten. */
  removeConsumer(consumer: Consumer): void {
    for (const entry of consumer.pending) this.pending.delete(entry);
    this.consumers.delete(consumer.name);
  }

  /** The entry is given to `consumer` for the first time, or anew if somebody had it already. */
  deliver(id: StreamId, consumer: Consumer, nowMs: UnixMs): PendingEntry {
    const entry = new PendingEntry(id, consumer, nowMs, 1);
    if (this.pending.add(entry)) {
      consumer.pending.add(entry);
      return entry;
    }
    const known = this.pending.get(id) as PendingEntry;
    this.give(known, consumer);
    known.deliveredAtMs = nowMs;
    known.deliveries = 1;
    return known;
  }

  /** Puts an entry that is not pending into the hands of `consumer`. */
  addPending(entry: PendingEntry): void {
    this.pending.add(entry);
    entry.consumer.pending.add(entry);
  }

  give(entry: PendingEntry, consumer: Consumer): void {
    if (entry.consumer === consumer) return;
    entry.consumer.pending.delete(entry);
    entry.consumer = consumer;
    consumer.pending.add(entry);
  }

  /**
   * What Redis would have allocated: each pending entry once, and in two radix trees, the group's
   * and a consumer's. In constant time on average.
   */
  memoryBytes(): number {
    const { pending, consumers } = this;
    const { size } = pending;
    const treeBytes = this.treeSize.bytes(pending, size);
    const trees = 2 * RAX_ALLOCATION + treeBytes + (size > 0 ? treeBytes : EMPTY_TREE_BYTES);
    const entries = size * allocationBytes(PENDING_BYTES);
    const readers = consumers.size * CONSUMER_ALLOCATION + consumers.namesBytes;
    return allocationBytes(GROUP_BYTES) + NAME_NODES_BYTES + trees + entries + readers;
  }

  /** True when it was pending. */
  acknowledge(id: StreamId): boolean {
    const entry = this.pending.delete(id);
    entry?.consumer.pending.delete(id);
    return entry !== undefined;
  }

  clone(): ConsumerGroup {
    const copy = new ConsumerGroup(this.name, this.lastId, this.entriesRead);
    for (const { name, seenAtMs, activeAtMs } of this.consumers.all()) {
      copy.addConsumer(name, seenAtMs).activeAtMs = activeAtMs;
    }
    for (const entry of this.pending) {
      const consumer = copy.consumers.get(entry.consumer.name) as Consumer;
      copy.addPending(new PendingEntry(entry, consumer, entry.deliveredAtMs, entry.deliveries));
    }
    return copy;
  }
}
