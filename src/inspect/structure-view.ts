/** Collections for the inspector: the engine's own structures, cut to the window on screen. */
import type { Bytes } from '../base/bytes.ts';
import type {
  IntsetView,
  ListpackEntryView,
  ListpackView,
  QuicklistView,
  SortedSetView,
  StructureView,
  TableEntryView,
  TableView,
} from '../contract/key-view.ts';
import { formatScore, type SortedSetValue } from '../engine/keyspace/sorted-set-value.ts';
import type { StreamValue } from '../engine/keyspace/stream-value.ts';
import type { CollectionValue } from '../engine/keyspace/values.ts';
import { type Dict, hashString } from '../structures/dict.ts';
import type { Intset } from '../structures/intset.ts';
import type { Listpack } from '../structures/listpack.ts';
import type { OrderedSet } from '../structures/ordered-set.ts';
import type { Quicklist } from '../structures/quicklist.ts';
import { streamView } from './stream-view.ts';
import type { Window } from './string-view.ts';

/** Redis's ZSKIPLIST_MAXLEVEL, and the chance of one more level: a quarter. */
const SKIPLIST_LEVELS_MAX = 32;
const QUICKLIST_ITEMS_MAX = 8;
const TREE_NODES_MAX = 24;
const CHAIN_MAX = 16;

export function structureViewOf(
  value: CollectionValue,
  window: Window,
  version: number,
): StructureView {
  const { structure } = value;
  switch (structure.kind) {
    case 'listpack':
      return listpackView(structure.listpack, strideOf(value), window);
    case 'intset':
      return intsetView(structure.intset, window);
    case 'quicklist':
      return quicklistView(structure.quicklist, window);
    case 'ordered-set':
      return sortedSetView(value as SortedSetValue, structure.orderedSet, window, version);
    case 'stream':
      return streamView(value as StreamValue, window, version);
    case 'table':
      return tableView(structure.dict as Dict<unknown>, structure.ttls ?? null, window);
  }
}

function strideOf(value: CollectionValue): ListpackView['stride'] {
  if (value.type === 'zset') return 2;
  if (value.type !== 'hash') return 1;
  return value.encoding === 'listpackex' ? 3 : 2;
}

function listpackView(
  listpack: Listpack,
  stride: ListpackView['stride'],
  { offset: wanted, limit }: Window,
): ListpackView {
  const entries: ListpackEntryView[] = [];
  const { length, recentIndex } = listpack;
  // A window begins with a whole pair.
  const offset = wanted - (wanted % stride);
  let at = offset < length ? listpack.seek(offset) : -1;
  for (; at >= 0 && entries.length < limit; at = listpack.next(at)) {
    const { encoding, headerBytes, dataBytes, backlenBytes } = listpack.entryKind(at);
    entries.push({
      text: listpack.get(at),
      encoding,
      offsetBytes: at,
      headerBytes,
      dataBytes,
      backlenBytes,
    });
  }
  return {
    kind: 'listpack',
    stride,
    sizeBytes: listpack.sizeBytes,
    count: length,
    offset,
    entries,
    touchedAt: recentIndex < 0 ? null : recentIndex - (recentIndex % stride),
  };
}

function intsetView(intset: Intset, { offset, limit }: Window): IntsetView {
  const members: string[] = [];
  for (let i = offset; i < Math.min(intset.length, offset + limit); i++)
    members.push(String(intset.at(i)));
  const { length: count, encodingBytes: widthBytes, sizeBytes, recentIndex } = intset;
  const touchedAt = recentIndex < 0 ? null : recentIndex;
  return { kind: 'intset', widthBytes, sizeBytes, count, offset, members, touchedAt };
}

function tableView(
  dict: Dict<unknown>,
  ttls: Dict<number> | null,
  { offset, limit }: Window,
): TableView {
  const buckets: { index: number; chain: TableEntryView[] }[] = [];
  const stop = Math.min(dict.bucketCount, offset + limit);
  for (let index = offset; index < stop; index++) {
    const chain = dict
      .bucket(index)
      .slice(0, CHAIN_MAX)
      .map((at): TableEntryView => {
        const field = dict.keyAt(at);
        const value = dict.valueAt(at);
        return {
          field,
          value: typeof value === 'string' ? value : null,
          expiresAtMs: ttls?.get(field) ?? null,
        };
      });
    buckets.push({ index, chain });
  }
  const { size: count, bucketCount, recentBucket } = dict;
  const touchedAt = recentBucket < 0 ? null : recentBucket;
  return { kind: 'table', count, bucketCount, offset, buckets, touchedAt };
}

function quicklistView(quicklist: Quicklist, { offset, limit }: Window): QuicklistView {
  const recent = quicklist.recentPlace;
  const nodes = quicklist.nodes(offset, limit).map((node, i) => ({
    index: offset + i,
    plain: node.plain,
    count: node.length,
    sizeBytes: node.sizeBytes,
    ...itemsOf(node.listpack, recent?.node === offset + i ? recent.offset : 0),
  }));
  return {
    kind: 'quicklist',
    count: quicklist.length,
    nodeCount: quicklist.nodeCount,
    offset,
    nodes,
    touchedAt: recent?.node ?? null,
  };
}

/** A few entries around a place. */
function itemsOf(
  listpack: Listpack | null,
  place: number,
): { readonly items: readonly Bytes[]; readonly first: number } {
  const items: Bytes[] = [];
  if (!listpack) return { items, first: 0 };
  const last = Math.max(0, listpack.length - QUICKLIST_ITEMS_MAX);
  const first = Math.min(last, Math.max(0, place - QUICKLIST_ITEMS_MAX / 2));
  let at = listpack.seek(first);
  for (; at >= 0 && items.length < QUICKLIST_ITEMS_MAX; at = listpack.next(at))
    items.push(listpack.get(at));
  return { items, first };
}

function sortedSetView(
  value: SortedSetValue,
  set: OrderedSet,
  { offset, limit }: Window,
  version: number,
): SortedSetView {
  const rows: SortedSetView['rows'][number][] = [];
  set.forRange(offset, Math.min(limit, Math.max(0, set.size - offset)), false, (member, score) => {
    rows.push({ rank: offset + rows.length, member, score: formatScore(score, version) });
  });
  const levels = set
    .levels(TREE_NODES_MAX)
    .map((nodes) => nodes.map(({ count, first }) => ({ count, first })));
  const heights = rows.map(({ member }) => modelledLevel(member));
  const rank = value.lastSearched === null ? -1 : set.rank(value.lastSearched);
  return {
    kind: 'sorted-set',
    count: set.size,
    offset,
    rows,
    tree: { height: levels.length, levels },
    skiplist: { levels: heights, maxLevel: Math.max(1, ...heights) },
    touchedAt: rank < 0 ? null : rank,
  };
}

/** The level a skip-list node of this member would have, with the member's hash in place of chance: a model. */
function modelledLevel(member: Bytes): number {
  let bits = hashString(member, 0x5eed) >>> 0;
  let level = 1;
  while ((bits & 3) === 0 && level < SKIPLIST_LEVELS_MAX && bits !== 0) {
    bits >>>= 2;
    level++;
  }
  return level;
}
