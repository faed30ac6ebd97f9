/**
 * One node of a stream: consecutive entries in one listpack, byte for byte as Redis keeps them.
 *
 *   master   | count | deleted | fields | field 1 | .. | field n | 0 |
 *   entry    | flags | ms delta | seq delta | value 1 | .. | value n | pieces |          same fields
 *   entry    | flags | ms delta | seq delta | n | field 1 | value 1 | .. | pieces |      others
 *
 * The master entry bears the fields of the node's first entry, and an entry with the very same
 * fields keeps only its values. Deltas are against the node's own ID; `pieces` counts the listpack
 * elements of the entry before it, so that entries can be walked backwards. A deleted entry stays,
 * flagged, until its whole node goes.
 *
 * Invariants: `count` entries are alive and `deleted` are flagged; IDs ascend.
 */
import type { Bytes } from '../base/bytes.ts';
import { Listpack } from './listpack.ts';
import { compareIds, type StreamId, type U64, u64Delta, u64Sum } from './stream-id.ts';

const FLAG_DELETED = 1;
const FLAG_SAME_FIELDS = 2;
/** flags, ms delta and seq delta. */
const FIXED_PIECES = 3;
const FIRST_CAPACITY_BYTES = 256;

export class StreamNode implements StreamId {
  readonly ms: U64;
  readonly seq: U64;
  readonly listpack: Listpack;
  next: StreamNode | null = null;
  previous: StreamNode | null = null;
  /** Allocated ahead of the entries, while more are to come. */
  aheadBytes = 0;
  /** What its log has counted for it. */
  chargedBytes = 0;
  private knownFields: readonly Bytes[] | null = null;
  /**
   * Where somebody has walked to: that entry's place behind the first entry, and its ID. Entries
   * never move against the first one, so the note stays good.
   */
  private noteBytes = 0;
  private noteMs: U64 = 0;
  private noteSeq: U64 = 0;

  constructor(id: StreamId, listpack: Listpack) {
    this.ms = id.ms;
    this.seq = id.seq;
    this.listpack = listpack;
  }

  /** A node for one entry, which it does not hold yet; `words` are its fields and values in turn. */
  static for(id: StreamId, words: readonly Bytes[], capacityBytes = FIRST_CAPACITY_BYTES) {
    const node = new StreamNode(id, new Listpack(capacityBytes));
    const { listpack } = node;
    listpack.appendInteger(0);
    listpack.appendInteger(0);
    listpack.appendInteger(words.length / 2);
    for (let i = 0; i < words.length; i += 2) listpack.append(words[i] as Bytes);
    listpack.appendInteger(0);
    return node;
  }

  /** Entries that are alive. */
  get count(): number {
    return this.listpack.numberAt(this.listpack.first()) as number;
  }

  get deleted(): number {
    return this.listpack.numberAt(this.listpack.next(this.listpack.first())) as number;
  }

  /** The master entry's fields. */
  get fields(): readonly Bytes[] {
    if (this.knownFields) return this.knownFields;
    const { listpack } = this;
    const fields: Bytes[] = [];
    let p = listpack.seek(2);
    for (let left = listpack.numberAt(p) as number; left > 0; left--) {
      p = listpack.next(p);
      fields.push(listpack.get(p));
    }
    this.knownFields = fields;
    return fields;
  }

  /** Where the first entry begins; -1 while there is none. */
  firstEntry(): number {
    const { listpack } = this;
    const countAt = listpack.seek(2);
    return skip(listpack, countAt, (listpack.numberAt(countAt) as number) + 2);
  }

  /** An entry at or before `id`, if there is one: where to begin to look for it. */
  entryNear(id: StreamId | null): number {
    const first = this.firstEntry();
    if (id === null || first < 0 || this.noteBytes === 0) return first;
    const { noteMs, noteSeq } = this;
    const isBehind = id.ms > noteMs || (id.ms === noteMs && id.seq >= noteSeq);
    return isBehind ? first + this.noteBytes : first;
  }

  /** Remembers that the entry of this ID begins at `p`. */
  note(p: number, id: StreamId): void {
    this.noteBytes = p - this.firstEntry();
    this.noteMs = id.ms;
    this.noteSeq = id.seq;
  }

  append(id: StreamId, words: readonly Bytes[]): void {
    const { listpack } = this;
    const same = this.hasSameFields(words);
    const pairs = words.length / 2;
    listpack.replaceInteger(listpack.first(), this.count + 1);
    listpack.appendInteger(same ? FLAG_SAME_FIELDS : 0);
    listpack.appendInteger(u64Delta(id.ms, this.ms));
    listpack.appendInteger(u64Delta(id.seq, this.seq));
    if (same) {
      for (let i = 1; i < words.length; i += 2) listpack.append(words[i] as Bytes);
      listpack.appendInteger(FIXED_PIECES + pairs);
      return;
    }
    listpack.appendInteger(pairs);
    for (let i = 0; i < words.length; i++) listpack.append(words[i] as Bytes);
    listpack.appendInteger(FIXED_PIECES + 1 + words.length);
  }

  /** Flags the living entry at `p` as deleted; offsets stay good. `countDeleted` has to follow. */
  flagDeleted(p: number): void {
    this.listpack.replaceInteger(p, (this.listpack.numberAt(p) as number) | FLAG_DELETED);
  }

  /** `flagged` more entries are deleted; offsets are stale afterwards. */
  countDeleted(flagged: number): void {
    const { listpack, count, deleted } = this;
    listpack.replaceInteger(listpack.next(listpack.first()), deleted + flagged);
    listpack.replaceInteger(listpack.first(), count - flagged);
  }

  /** The ID of the last entry, deleted or not. */
  lastEntryId(): StreamId {
    const cursor = new StreamCursor(this, null, null, true);
    cursor.skipsDeleted = false;
    cursor.next();
    return { ms: cursor.ms, seq: cursor.seq };
  }

  private hasSameFields(words: readonly Bytes[]): boolean {
    const { fields } = this;
    if (fields.length * 2 !== words.length) return false;
    for (let i = 0; i < fields.length; i++) if (fields[i] !== words[2 * i]) return false;
    return true;
  }
}

/**
 * Whether a listpack, itself sound, is a node: as many entries as its head says, each with all of
 * its parts. As in Redis, which of them are flagged and how their IDs ascend is not looked at.
 */
export function isSoundNode(listpack: Listpack): boolean {
  let p = listpack.first();
  /** The integer at `p`, which moves on; NaN where there is none. */
  const integer = (): number => {
    const value = p < 0 ? null : listpack.numberAt(p);
    if (p >= 0) p = listpack.next(p);
    return value === null ? Number.NaN : Number(value);
  };
  const passes = (count: number): void => {
    for (let left = count; left > 0 && p >= 0; left--) p = listpack.next(p);
  };
  const entryCount = integer() + integer();
  const masterFields = integer();
  passes(masterFields);
  if (integer() !== 0 || !(entryCount >= 0 && masterFields >= 0)) return false;
  for (let left = entryCount; left > 0; left--) {
    const flags = integer();
    const delta = integer() + integer();
    const same = (flags & FLAG_SAME_FIELDS) !== 0;
    const fields = same ? masterFields : integer();
    const words = same ? fields : fields * 2;
    passes(words);
    const pieces = FIXED_PIECES + words + (same ? 0 : 1);
    if (Number.isNaN(flags + delta) || fields < 0 || integer() !== pieces) return false;
  }
  return p < 0;
}

/** The element `count` places behind `p`, or -1. */
function skip(listpack: Listpack, p: number, count: number): number {
  let at = p;
  for (let left = count; left > 0 && at >= 0; left--) at = listpack.next(at);
  return at;
}

/**
 * Walks the living entries between two IDs, both included (null: no bound), either way, from a node
 * that holds the near end or lies before it. The stream must not change while one is walking.
 */
export class StreamCursor implements StreamId {
  /** The entry it stands on; valid after `next` has answered true. */
  ms: U64 = 0;
  seq: U64 = 0;
  fieldCount = 0;
  /** Where that entry begins in its node. */
  entryAt = -1;
  skipsDeleted = true;
  node: StreamNode | null;
  private readonly start: StreamId | null;
  private readonly end: StreamId | null;
  private readonly reverse: boolean;
  private flags = 0;
  /** Its first field or value. */
  private contentAt = -1;
  /** Whose ID this has, be it that the walk has ended behind it. */
  private readNode: StreamNode | null = null;
  private readAt = -1;

  constructor(
    node: StreamNode | null,
    start: StreamId | null,
    end: StreamId | null,
    reverse: boolean,
  ) {
    this.node = node;
    this.start = start;
    this.end = end;
    this.reverse = reverse;
  }

  get isDeleted(): boolean {
    return (this.flags & FLAG_DELETED) !== 0;
  }

  /** Its fields are the master entry's. */
  get hasSameFields(): boolean {
    return (this.flags & FLAG_SAME_FIELDS) !== 0;
  }

  /** To the next entry; false when there is none left. */
  next(): boolean {
    while (this.node !== null) {
      const { node, reverse } = this;
      const p = reverse ? this.entryBefore(node) : this.entryBehind(node);
      this.entryAt = p;
      if (p < 0) {
        this.node = reverse ? node.previous : node.next;
        continue;
      }
      this.read(node, p);
      const tooEarly = this.start !== null && compareIds(this, this.start) < 0;
      const tooLate = this.end !== null && compareIds(this, this.end) > 0;
      if (reverse ? tooEarly : tooLate) this.node = null;
      else if (!tooEarly && !tooLate && !(this.skipsDeleted && this.isDeleted)) {
        return true;
      }
    }
    return false;
  }

  /** The place of the entry read last is remembered: whoever reads on from there finds it at once. */
  noteIt(): void {
    this.readNode?.note(this.readAt, this);
  }

  /** The entry's fields and values in turn, added to `into`. */
  pushFields(into: Bytes[]): void {
    const { node } = this;
    if (node === null) return;
    const { listpack } = node;
    let p = this.contentAt;
    if (this.hasSameFields) {
      for (const field of node.fields) {
        into.push(field, listpack.get(p));
        p = listpack.next(p);
      }
      return;
    }
    for (let left = this.fieldCount * 2; left > 0; left--) {
      into.push(listpack.get(p));
      p = listpack.next(p);
    }
  }

  private read(node: StreamNode, p: number): void {
    const { listpack } = node;
    this.readNode = node;
    this.readAt = p;
    this.flags = listpack.numberAt(p) as number;
    const msAt = listpack.next(p);
    const seqAt = listpack.next(msAt);
    this.ms = u64Sum(node.ms, listpack.numberAt(msAt) ?? 0);
    this.seq = u64Sum(node.seq, listpack.numberAt(seqAt) ?? 0);
    this.contentAt = listpack.next(seqAt);
    if (this.hasSameFields) this.fieldCount = node.fields.length;
    else {
      this.fieldCount = listpack.numberAt(this.contentAt) as number;
      this.contentAt = listpack.next(this.contentAt);
    }
  }

  private entryBehind(node: StreamNode): number {
    if (this.entryAt < 0) return node.entryNear(this.start);
    const words = this.hasSameFields ? this.fieldCount : this.fieldCount * 2;
    return skip(node.listpack, this.contentAt, words + 1);
  }

  private entryBefore(node: StreamNode): number {
    const { listpack } = node;
    let p = this.entryAt < 0 ? listpack.last() : listpack.prev(this.entryAt);
    // The master entry ends with a 0 where entries have their count of pieces.
    const pieces = listpack.numberAt(p) as number;
    if (pieces === 0) return -1;
    for (let left = pieces; left > 0; left--) p = listpack.prev(p);
    return p;
  }
}
