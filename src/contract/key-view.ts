/** One key as the inspector shows it. Windows are cut by the host: nothing here grows with the key. */
import type { ByteText } from './host.ts';
import type { KeyType } from './key-tree.ts';

export interface InspectRequest {
  readonly db: number;
  readonly key: ByteText;
  /** First element, field, bucket or node to draw, and how many. */
  readonly offset: number;
  readonly limit: number;
  /** The first consumer group of a stream to draw; the first of all when absent. */
  readonly groupOffset?: number;
  /** How to show it, where the value offers that; `auto` takes the most telling. Plain when absent. */
  readonly form?: ViewForm | 'auto';
}

/** Ways to look at one value: as what its type is, or as what its bytes or scores stand for. */
export type ViewForm = 'plain' | 'bits' | 'registers' | 'map';

export interface KeyView {
  readonly revision: number;
  readonly db: number;
  readonly key: ByteText;
  readonly type: KeyType;
  /** As OBJECT ENCODING says it. */
  readonly encoding: string;
  readonly reason: EncodingReason;
  readonly expiresAtMs: number | null;
  readonly nowMs: number;
  /** As MEMORY USAGE key SAMPLES 0 would say. */
  readonly memoryBytes: number;
  readonly idleSeconds: number;
  /** The LFU counter, or null unless the policy is an LFU one. */
  readonly frequency: number | null;
  /** Elements, fields or members; bytes for a string. */
  readonly length: number;
  /** What it can be shown as; the first is `plain`. */
  readonly forms: readonly ViewForm[];
  /** What `structure` shows it as. */
  readonly form: ViewForm;
  readonly structure: StructureView;
}

/** Why the value has its encoding: a code for the page's words, and the figures they need. */
export interface EncodingReason {
  readonly code:
    | 'integer' // the bytes are a canonical 64-bit integer
    | 'short-string' // at most 44 bytes: embstr
    | 'long-string' // over 44 bytes: raw
    | 'mutable-string' // APPEND, SETRANGE or SETBIT made room: raw
    | 'all-integers' // a set of integers within set-max-intset-entries
    | 'within-limits' // small enough for a listpack
    | 'beyond-limits' // an entry count or size passed a limit (now or earlier)
    | 'beyond-one-node' // a list of several nodes, or of one too large
    | 'always'; // the only encoding this version has for the type
  readonly limits: readonly {
    readonly directive: string;
    readonly limit: number;
    readonly actual: number;
  }[];
}

export type StructureView =
  | StringView
  | ListpackView
  | IntsetView
  | TableView
  | QuicklistView
  | SortedSetView
  | StreamView
  | BitsView
  | RegistersView
  | MapView;

export interface StringView {
  readonly kind: 'string';
  readonly sizeBytes: number;
  readonly offset: number;
  readonly bytes: ByteText;
  /** The first byte of the last change in place, wherever the window is; null where there was none. */
  readonly touchedAt: number | null;
}

export interface ListpackEntryView {
  readonly text: ByteText;
  /** The listpack encoding's name, e.g. `6bit-str`, `7bit-uint`. */
  readonly encoding: string;
  readonly offsetBytes: number;
  readonly headerBytes: number;
  readonly dataBytes: number;
  readonly backlenBytes: number;
}

export interface ListpackView {
  readonly kind: 'listpack';
  /** Entries come in twos for a hash (field, value) and a sorted set (member, score), threes with field TTLs. */
  readonly stride: 1 | 2 | 3;
  readonly sizeBytes: number;
  readonly count: number;
  readonly offset: number;
  readonly entries: readonly ListpackEntryView[];
  /** The entry changed last (the first of its pair), wherever the window is; null where none was. */
  readonly touchedAt: number | null;
}

export interface IntsetView {
  readonly kind: 'intset';
  readonly widthBytes: 2 | 4 | 8;
  readonly sizeBytes: number;
  readonly count: number;
  readonly offset: number;
  readonly members: readonly string[];
  /** The place of the member changed last, wherever the window is; null where none was. */
  readonly touchedAt: number | null;
}

export interface TableEntryView {
  readonly field: ByteText;
  /** Null for a set's member. */
  readonly value: ByteText | null;
  readonly expiresAtMs: number | null;
}

export interface TableView {
  readonly kind: 'table';
  readonly count: number;
  readonly bucketCount: number;
  readonly offset: number;
  readonly buckets: readonly {
    readonly index: number;
    readonly chain: readonly TableEntryView[];
  }[];
  /** The bucket that was looked into or changed last, wherever the window is; null where it is gone. */
  readonly touchedAt: number | null;
}

export interface QuicklistView {
  readonly kind: 'quicklist';
  readonly count: number;
  readonly nodeCount: number;
  readonly offset: number;
  readonly nodes: readonly {
    readonly index: number;
    readonly plain: boolean;
    readonly count: number;
    readonly sizeBytes: number;
    /** Entries of the node, at most eight: its first ones, or those around the last change. */
    readonly items: readonly ByteText[];
    /** The place of the first of them. */
    readonly first: number;
  }[];
  /** The node changed last, wherever the window is; null where none was. */
  readonly touchedAt: number | null;
}

export interface SortedSetView {
  readonly kind: 'sorted-set';
  readonly count: number;
  readonly offset: number;
  readonly rows: readonly {
    readonly rank: number;
    readonly member: ByteText;
    readonly score: string;
  }[];
  /** The engine's own structure: a counted B+tree, level by level from the root. */
  readonly tree: {
    readonly height: number;
    readonly levels: readonly (readonly { readonly count: number; readonly first: ByteText }[])[];
  };
  /** The skip list Redis would have over `rows`: a level per row, drawn from a hash of the member (a model). */
  readonly skiplist: { readonly levels: readonly number[]; readonly maxLevel: number };
  /** The rank of the member that was searched for or changed last, wherever the window is. */
  readonly touchedAt: number | null;
}

export interface StreamEntryView {
  readonly id: string;
  /** Flagged in its node; no command shows it any more. */
  readonly deleted: boolean;
  /** Its fields are the master entry's, so that the node holds only its values. */
  readonly sameFields: boolean;
  /** Fields and values in turn, at most sixteen words. */
  readonly words: readonly ByteText[];
}

export interface StreamNodeView {
  readonly index: number;
  /** The ID that the node is filed under, and that of the last entry in it. */
  readonly firstId: string;
  readonly lastId: string;
  readonly count: number;
  readonly deleted: number;
  readonly sizeBytes: number;
  /** The master entry's fields. */
  readonly fields: readonly ByteText[];
  /** The first entries of the node: all of them where there is room on screen. */
  readonly entries: readonly StreamEntryView[];
}

export interface PendingView {
  readonly id: string;
  readonly consumer: ByteText;
  readonly deliveredAtMs: number;
  readonly deliveries: string;
}

export interface ConsumerView {
  readonly name: ByteText;
  readonly pendingCount: number;
  readonly seenAtMs: number;
  /** Null: it has never been given anything. */
  readonly activeAtMs: number | null;
}

export interface ConsumerGroupView {
  readonly name: ByteText;
  readonly lastId: string;
  /** Null: not known, because something was deleted ahead of the group. */
  readonly entriesRead: string | null;
  readonly lag: string | null;
  readonly consumerCount: number;
  readonly pendingCount: number;
  /** The first ones, at most sixteen of each. */
  readonly consumers: readonly ConsumerView[];
  readonly pending: readonly PendingView[];
}

/** How many consumer groups a view holds at most. */
export const GROUPS_SHOWN_MAX = 16;

export interface StreamView {
  readonly kind: 'stream';
  readonly count: number;
  readonly nodeCount: number;
  /** The first node shown. */
  readonly offset: number;
  readonly nodes: readonly StreamNodeView[];
  readonly lastId: string;
  readonly maxDeletedId: string;
  readonly entriesAdded: string;
  readonly groupCount: number;
  /** The first group shown, in the order of names. */
  readonly groupOffset: number;
  /** At most `GROUPS_SHOWN_MAX`. */
  readonly groups: readonly ConsumerGroupView[];
}

/** A string as a bitmap. The window counts bytes. */
export interface BitsView {
  readonly kind: 'bits';
  readonly sizeBytes: number;
  readonly offset: number;
  readonly bytes: ByteText;
  /** Bits that are set in the whole string. */
  readonly ones: number;
  /** The first byte of the last change in place, wherever the window is; null where there was none. */
  readonly touchedAt: number | null;
}

/** A HyperLogLog. */
export interface RegistersView {
  readonly kind: 'registers';
  readonly encoding: 'sparse' | 'dense';
  readonly sizeBytes: number;
  readonly offset: 0;
  /** One byte for each of the 16384 registers. */
  readonly registers: ByteText;
  /** The runs of the sparse encoding, in order, as far as they are drawn; none when dense. */
  readonly runs: readonly {
    readonly kind: 'zero' | 'xzero' | 'value';
    readonly from: number;
    readonly length: number;
    readonly value: number;
  }[];
  readonly runCount: number;
  /** What PFCOUNT would answer; null where the registers are corrupt. */
  readonly estimate: number | null;
  /** True when that is kept in the header, false when PFCOUNT must count first. */
  readonly isCached: boolean;
}

/** Degrees. */
export interface MapArea {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** A sorted set whose scores are geohashes: a sample of its members, evenly spread. */
export interface MapView {
  readonly kind: 'map';
  readonly count: number;
  readonly offset: 0;
  readonly points: readonly {
    readonly member: ByteText;
    readonly longitude: number;
    readonly latitude: number;
    readonly geohash: string;
  }[];
  /** The geohash cells that the last search scanned, or else those the points lie in. */
  readonly cells: readonly MapArea[];
  readonly search:
    | {
        readonly kind: 'circle';
        readonly longitude: number;
        readonly latitude: number;
        readonly radiusM: number;
      }
    | {
        readonly kind: 'box';
        readonly longitude: number;
        readonly latitude: number;
        readonly widthM: number;
        readonly heightM: number;
      }
    | null;
}
