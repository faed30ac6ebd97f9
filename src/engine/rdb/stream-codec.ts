/**
 * Streams in RDB: their nodes as they are, their counters, and their groups with what is pending.
 *
 *   nodes: count, each a 16-byte ID and a listpack | length | last ID | first ID | highest deleted
 *   ID | entries added | groups: count, each a name, last ID, entries read, pending entries (ID,
 *   delivery time, delivery count), consumers (name, seen, [active,] IDs of what they have pending)
 *
 * From 7.2 on a consumer has a time it was last active, -1 for never. Up to 6.2 there are neither
 * first and highest deleted ID, entries added nor entries read: Redis 7 works them out.
 */
import { Listpack } from '../../structures/listpack.ts';
import { compareIds, type StreamId, U64_MAX, u64 } from '../../structures/stream-id.ts';
import { type StreamCounters, StreamLog } from '../../structures/stream-log.ts';
import { isSoundNode } from '../../structures/stream-node.ts';
import { type ConsumerGroup, PendingEntry } from '../keyspace/stream-group.ts';
import { StreamValue } from '../keyspace/stream-value.ts';
import type { RdbReader } from './rdb-reader.ts';
import { RDB_STREAM, RDB_STREAM_5_0 } from './rdb-types.ts';
import type { RdbWriter } from './rdb-writer.ts';

const ID_BYTES = 16;
const NEVER_MS = -1;

// ---- writing ----

function idBytes({ ms, seq }: StreamId): Uint8Array {
  const bytes = new Uint8Array(ID_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(ms));
  view.setBigUint64(8, BigInt(seq));
  return bytes;
}

function writeId(writer: RdbWriter, { ms, seq }: StreamId): void {
  writer.length(ms);
  writer.length(seq);
}

export function writeStream(writer: RdbWriter, stream: StreamValue, type: number): void {
  const { log, groups } = stream;
  writer.length(log.nodeCount);
  for (const node of log.nodes()) {
    writer.string(idBytes(node));
    writer.string(node.listpack.toUint8Array());
  }
  writer.length(log.length);
  writeId(writer, log.lastId);
  writeId(writer, log.firstId);
  writeId(writer, log.maxDeletedId);
  writer.length(log.entriesAdded);
  writer.length(groups.size);
  for (const group of groups.all()) writeGroup(writer, group, type);
}

function writeGroup(writer: RdbWriter, group: ConsumerGroup, type: number): void {
  const { name, lastId, entriesRead, pending, consumers } = group;
  writer.string(name);
  writeId(writer, lastId);
  writer.length(entriesRead ?? U64_MAX);
  writer.length(pending.size);
  for (const entry of pending) {
    writer.raw(idBytes(entry));
    writer.time(entry.deliveredAtMs);
    writer.length(entry.deliveries);
  }
  writer.length(consumers.size);
  for (const consumer of consumers.all()) {
    writer.string(consumer.name);
    writer.time(consumer.seenAtMs);
    if (type === RDB_STREAM) writer.time(consumer.activeAtMs ?? NEVER_MS);
    writer.length(consumer.pending.size);
    for (const entry of consumer.pending) writer.raw(idBytes(entry));
  }
}

// ---- reading ----

function idOf(bytes: Uint8Array): StreamId {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { ms: u64(view.getBigUint64(0)), seq: u64(view.getBigUint64(8)) };
}

function readId(reader: RdbReader): StreamId {
  const ms = reader.unsigned();
  return { ms, seq: reader.unsigned() };
}

/** The nodes in order of their IDs, as Redis's radix tree puts them. */
function readNodes(reader: RdbReader): { masterId: StreamId; listpack: Listpack }[] {
  const nodes: { masterId: StreamId; listpack: Listpack }[] = [];
  for (let left = reader.count(2); left > 0; left--) {
    const id = reader.blob();
    const listpack = Listpack.fromBytes(reader.blob(), false);
    if (id.length !== ID_BYTES || listpack === null || !isSoundNode(listpack)) {
      return reader.fail('Stream listpack integrity check failed.');
    }
    nodes.push({ masterId: idOf(id), listpack });
  }
  nodes.sort((a, b) => compareIds(a.masterId, b.masterId));
  for (const [i, { masterId }] of nodes.entries()) {
    const next = nodes[i + 1];
    if (next && compareIds(masterId, next.masterId) === 0)
      reader.fail('Listpack re-added with existing key');
  }
  return nodes;
}

function readCounters(reader: RdbReader): Omit<StreamCounters, 'length' | 'lastId'> {
  const firstId = readId(reader);
  const maxDeletedId = readId(reader);
  return { firstId, maxDeletedId, entriesAdded: reader.unsigned() };
}

export function readStream(reader: RdbReader, type: number, version: number): StreamValue {
  const nodes = readNodes(reader);
  // Length and first ID are believed, as in Redis, so that a second dump says what the first did.
  const length = reader.length();
  if (length > 0 && nodes.length === 0) reader.fail('Stream length inconsistent with rax entries');
  const lastId = readId(reader);
  const stream = new StreamValue(
    type === RDB_STREAM_5_0
      ? StreamLog.fromOldNodes(nodes, length, lastId)
      : StreamLog.fromNodes(nodes, { length, lastId, ...readCounters(reader) }),
  );
  for (let left = reader.count(5); left > 0; left--) readGroup(reader, stream, type, version);
  return stream;
}

function readGroup(reader: RdbReader, stream: StreamValue, type: number, version: number): void {
  const name = reader.string();
  const lastId = readId(reader);
  const entriesRead =
    type === RDB_STREAM_5_0 ? stream.entriesUpTo(lastId, version) : reader.unsigned();
  const group =
    stream.addGroup(name, lastId, entriesRead === U64_MAX ? null : entriesRead) ??
    reader.fail(`Duplicated consumer group name ${name}`);
  const pending = new Map<string, Pick<PendingEntry, 'deliveredAtMs' | 'deliveries'>>();
  for (let left = reader.count(ID_BYTES + 9); left > 0; left--) {
    const { ms, seq } = idOf(reader.raw(ID_BYTES));
    const spelled = `${ms}-${seq}`;
    if (pending.has(spelled))
      reader.fail('Duplicated global PEL entry loading stream consumer group');
    pending.set(spelled, { deliveredAtMs: reader.time(), deliveries: reader.unsigned() });
  }
  for (let left = reader.count(10); left > 0; left--) readConsumer(reader, group, pending, type);
  if (pending.size > 0) reader.fail('NACK entry without consumer');
}

/** Takes what the consumer has pending out of `pending`, the group's. */
function readConsumer(
  reader: RdbReader,
  group: ConsumerGroup,
  pending: Map<string, Pick<PendingEntry, 'deliveredAtMs' | 'deliveries'>>,
  type: number,
): void {
  const name = reader.string();
  if (group.consumers.get(name)) reader.fail('Duplicate stream consumer detected');
  const consumer = group.addConsumer(name, reader.time());
  // Up to 7.0 there was one time only: whoever was seen was active.
  const activeAtMs = type === RDB_STREAM ? reader.time() : consumer.seenAtMs;
  consumer.activeAtMs = activeAtMs === NEVER_MS ? null : activeAtMs;
  for (let left = reader.count(ID_BYTES); left > 0; left--) {
    const id = idOf(reader.raw(ID_BYTES));
    const spelled = `${id.ms}-${id.seq}`;
    const found =
      pending.get(spelled) ?? reader.fail('Consumer entry not found in group global PEL');
    pending.delete(spelled);
    group.addPending(new PendingEntry(id, consumer, found.deliveredAtMs, found.deliveries));
  }
}
