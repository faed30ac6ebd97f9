/** A stream for the inspector: the nodes on screen with their entries, and its consumer groups. */
import type { Bytes } from '../base/bytes.ts';
import {
  type ConsumerGroupView,
  GROUPS_SHOWN_MAX,
  type PendingView,
  type StreamEntryView,
  type StreamNodeView,
  type StreamView,
} from '../contract/key-view.ts';
import type { ConsumerGroup } from '../engine/keyspace/stream-group.ts';
import type { StreamValue } from '../engine/keyspace/stream-value.ts';
import { formatId } from '../structures/stream-id.ts';
import { StreamCursor, type StreamNode } from '../structures/stream-node.ts';
import type { Window } from './string-view.ts';

/** Entries over all nodes shown, and of one node however many nodes there are. */
const ENTRIES_MAX = 128;
const NODE_ENTRIES_MIN = 4;
const WORDS_MAX = 16;
const LISTED_MAX = 16;

export function streamView(
  value: StreamValue,
  { offset, limit, groupOffset = 0 }: Window,
  version: number,
): StreamView {
  const { log, groups } = value;
  const shown = [...log.nodes(offset, limit)];
  const each = Math.max(NODE_ENTRIES_MIN, Math.floor(ENTRIES_MAX / Math.max(1, shown.length)));
  // Groups may have gone since the page was asked for: then it is the last there is.
  const firstGroup = Math.min(groupOffset, lastPage(groups.size));
  const listed = groups.all().slice(firstGroup, firstGroup + GROUPS_SHOWN_MAX);
  return {
    kind: 'stream',
    count: log.length,
    nodeCount: log.nodeCount,
    offset,
    nodes: shown.map((node, i) => nodeView(node, offset + i, each)),
    lastId: formatId(log.lastId),
    maxDeletedId: formatId(log.maxDeletedId),
    entriesAdded: String(log.entriesAdded),
    groupCount: groups.size,
    groupOffset: firstGroup,
    groups: listed.map((group) => groupView(value, group, version)),
  };
}

const lastPage = (size: number): number =>
  Math.floor(Math.max(0, size - 1) / GROUPS_SHOWN_MAX) * GROUPS_SHOWN_MAX;

function nodeView(node: StreamNode, index: number, entriesMax: number): StreamNodeView {
  const entries: StreamEntryView[] = [];
  const cursor = new StreamCursor(node, null, null, false);
  cursor.skipsDeleted = false;
  while (entries.length < entriesMax && cursor.next() && cursor.node === node) {
    const words: Bytes[] = [];
    cursor.pushFields(words);
    const { isDeleted: deleted, hasSameFields: sameFields } = cursor;
    entries.push({ id: formatId(cursor), deleted, sameFields, words: words.slice(0, WORDS_MAX) });
  }
  return {
    index,
    firstId: formatId(node),
    lastId: formatId(node.lastEntryId()),
    count: node.count,
    deleted: node.deleted,
    sizeBytes: node.listpack.sizeBytes,
    fields: node.fields.slice(0, WORDS_MAX),
    entries,
  };
}

function groupView(value: StreamValue, group: ConsumerGroup, version: number): ConsumerGroupView {
  const { name, lastId, entriesRead, consumers, pending } = group;
  const lag = value.lagOf(group, version);
  const listed: PendingView[] = [];
  for (const entry of pending) {
    if (listed.length >= LISTED_MAX) break;
    listed.push({
      id: formatId(entry),
      consumer: entry.consumer.name,
      deliveredAtMs: entry.deliveredAtMs,
      deliveries: String(entry.deliveries),
    });
  }
  return {
    name,
    lastId: formatId(lastId),
    entriesRead: entriesRead === null ? null : String(entriesRead),
    lag: lag === null ? null : String(lag),
    consumerCount: consumers.size,
    pendingCount: pending.size,
    consumers: consumers
      .all()
      .slice(0, LISTED_MAX)
      .map((consumer) => ({
        name: consumer.name,
        pendingCount: consumer.pending.size,
        seenAtMs: consumer.seenAtMs,
        activeAtMs: consumer.activeAtMs,
      })),
    pending: listed,
  };
}
