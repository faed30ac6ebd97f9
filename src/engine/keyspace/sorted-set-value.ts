/**
 * Sorted sets: a listpack of member, score pairs while small, then a counted B+tree beside a dict
 * (where Redis has a skip list beside a dict; OBJECT ENCODING still says skiplist).
 *
 * Both forms keep (score, member) order, members compared as bytes. Ranks count from the smallest.
 *
 * Invariants: never empty; a listpack's scores are written as Redis writes them, so its bytes are
 * Redis's; a conversion to the tree is final.
 */
import type { Bytes } from '../../base/bytes.ts';
import { formatDouble17g, formatDoubleShortest, parseDouble } from '../../base/double.ts';
import type { Random } from '../../base/ports.ts';
import {
  allocationBytes,
  DICT_BYTES,
  DICT_ENTRY_ALLOCATION,
  DICT_ENTRY_BYTES,
  dictAllocationBytes,
  POINTER_BYTES,
  sdsBytes,
} from '../../structures/allocation.ts';
import type { SearchShape } from '../../structures/geohash.ts';
import { Listpack } from '../../structures/listpack.ts';
import { OrderedSet } from '../../structures/ordered-set.ts';
import type { EncodingLimits } from './values.ts';

export type ScoredVisit = (member: Bytes, score: number) => void;

type Structure =
  | { readonly kind: 'listpack'; readonly listpack: Listpack }
  | { readonly kind: 'ordered-set'; readonly orderedSet: OrderedSet };

/** Redis's `zset` and `zskiplist`, and the list's head with all its levels. */
const SKIPLIST_BYTES = 16 + 32;
const NODE_BYTES = 24;
const LEVEL_BYTES = 16;
const LEVELS_MAX = 32;
const HEAD_ALLOCATION = allocationBytes(NODE_BYTES + LEVELS_MAX * LEVEL_BYTES);
/** Of a score that lies as text in a listpack Redis reads no more. */
const SCORE_BYTES_MAX = 127;
/** One node in four has a further level. */
const LEVEL_CHANCE = 0.25;
/** Buckets that Redis moves at each write of a rehashing set: it looks the member up, then adds it. */
const STEPS_PER_WRITE = 2;

/** What a node of Redis's skip list takes on average, its levels being drawn by lot. */
const NODE_ALLOCATION = ((): number => {
  let average = 0;
  for (let levels = 1, share = 1; levels <= LEVELS_MAX; levels++, share *= LEVEL_CHANCE) {
    const ends = levels === LEVELS_MAX ? share : share * (1 - LEVEL_CHANCE);
    average += ends * allocationBytes(NODE_BYTES + levels * LEVEL_BYTES);
  }
  return average;
})();

export class SortedSetValue {
  readonly type = 'zset';
  /** What its database has counted for it. */
  chargedBytes = 0;
  structure: Structure = { kind: 'listpack', listpack: new Listpack() };
  /** The member whose place was last looked up, for the inspector's search path. */
  lastSearched: Bytes | null = null;
  /** The area that a geographic search looked in last, for the inspector's map. */
  lastArea: SearchShape | null = null;
  /** Bytes of all members, as sds allocations, while in the tree. */
  private memberBytes = 0;
  private readonly version: number;

  /** `expectedEntries` chooses the encoding that a store of that many members begins with. */
  constructor(limits: EncodingLimits, expectedEntries = 0, longestMember = 0) {
    this.version = limits.version;
    if (
      expectedEntries > limits.zsetMaxListpackEntries ||
      longestMember > limits.zsetMaxListpackValue
    ) {
      this.structure = { kind: 'ordered-set', orderedSet: new OrderedSet() };
    }
  }

  /**
   * Over a listpack of member, score pairs, which it owns, in the order they have; null where a
   * score is no number.
   */
  static fromListpack(listpack: Listpack, limits: EncodingLimits): SortedSetValue | null {
    const value = new SortedSetValue(limits);
    value.structure = { kind: 'listpack', listpack };
    let isNumbers = true;
    value.forEach((_, score) => {
      if (Number.isNaN(score)) isNumbers = false;
    });
    if (!isNumbers) return null;
    if (value.length > limits.zsetMaxListpackEntries) value.convert();
    return value;
  }

  get encoding(): Bytes {
    return this.structure.kind === 'listpack' ? 'listpack' : 'skiplist';
  }

  get length(): number {
    const { structure } = this;
    return structure.kind === 'listpack'
      ? structure.listpack.length / 2
      : structure.orderedSet.size;
  }

  score(member: Bytes): number | undefined {
    const { structure } = this;
    if (structure.kind === 'ordered-set') return structure.orderedSet.score(member);
    const at = this.findInListpack(structure.listpack, member);
    return at < 0 ? undefined : scoreAt(structure.listpack, structure.listpack.next(at));
  }

  /** Adds a member or moves it to another score. */
  set(member: Bytes, score: number, limits: EncodingLimits): 'added' | 'updated' | 'same' {
    this.lastSearched = member;
    if (this.structure.kind === 'listpack') {
      const outcome = this.setInListpack(this.structure.listpack, member, score, limits);
      if (outcome) return outcome;
      this.convert();
    }
    const { structure } = this;
    const outcome = (structure as Extract<Structure, { kind: 'ordered-set' }>).orderedSet.add(
      member,
      score,
    );
    if (outcome === 'added') this.memberBytes += sdsBytes(member.length);
    return outcome;
  }

  remove(member: Bytes): boolean {
    const { structure } = this;
    if (structure.kind === 'ordered-set') {
      if (!structure.orderedSet.remove(member)) return false;
      this.memberBytes -= sdsBytes(member.length);
      return true;
    }
    const at = this.findInListpack(structure.listpack, member);
    if (at < 0) return false;
    structure.listpack.delete(at, 2);
    return true;
  }

  /** From the smallest, -1 when absent. */
  rank(member: Bytes): number {
    this.lastSearched = member;
    const { structure } = this;
    if (structure.kind === 'ordered-set') return structure.orderedSet.rank(member);
    let rank = 0;
    const { listpack } = structure;
    for (let at = listpack.first(); at >= 0; at = listpack.next(listpack.next(at))) {
      if (listpack.equals(at, member)) return rank;
      rank++;
    }
    return -1;
  }

  /** How many members have a score below `bound` (or up to it, with `inclusive`). */
  countBelow(bound: number, inclusive: boolean): number {
    const { structure } = this;
    if (structure.kind === 'ordered-set') return structure.orderedSet.rankOfScore(bound, inclusive);
    return this.countWhile(
      structure.listpack,
      (score) => score < bound || (inclusive && score === bound),
    );
  }

  /**
   * The same by member. Meant for sets whose scores are all equal; where they are not, it stops at
   * the first member out of range, from rank `from` on, as a walk along Redis's list does.
   */
  countBelowMember(bound: Bytes, inclusive: boolean, from = 0): number {
    const { structure } = this;
    if (structure.kind === 'ordered-set' && hasOneScore(structure.orderedSet)) {
      return structure.orderedSet.rankOfMember(bound, inclusive);
    }
    let rank = 0;
    let done = false;
    this.forRange(from, this.length - from, false, (member) => {
      done ||= !(member < bound || (inclusive && member === bound));
      if (!done) rank++;
    });
    return from + rank;
  }

  /** Visits `count` members from rank `start` on, upwards, or downwards with `reverse`. */
  forRange(start: number, count: number, reverse: boolean, visit: ScoredVisit): void {
    const { structure } = this;
    if (count <= 0) return;
    if (structure.kind === 'ordered-set') {
      structure.orderedSet.forRange(start, count, reverse, visit);
      return;
    }
    const { listpack } = structure;
    let at = listpack.seek(start * 2);
    for (let left = count; left > 0 && at >= 0; left--) {
      const scoreOffset = listpack.next(at);
      visit(listpack.get(at), scoreAt(listpack, scoreOffset));
      if (!reverse) at = listpack.next(scoreOffset);
      else {
        const previous = listpack.prev(at);
        at = previous < 0 ? -1 : listpack.prev(previous);
      }
    }
  }

  forEach(visit: ScoredVisit): void {
    this.forRange(0, this.length, false, visit);
  }

  /** Removes `count` members from rank `start` on. */
  removeRange(start: number, count: number): void {
    const { structure } = this;
    if (structure.kind === 'ordered-set') {
      structure.orderedSet.removeRange(start, count, (member) => {
        this.memberBytes -= sdsBytes(member.length);
      });
    } else if (count > 0) structure.listpack.delete(structure.listpack.seek(start * 2), count * 2);
  }

  /** A member chosen uniformly. */
  random(random: Random): readonly [Bytes, number] {
    let found: readonly [Bytes, number] = ['', 0];
    this.forRange(random.below(this.length), 1, false, (member, score) => {
      found = [member, score];
    });
    return found;
  }

  clone(): SortedSetValue {
    const copy = Object.assign(Object.create(SortedSetValue.prototype) as SortedSetValue, this);
    const { structure } = this;
    if (structure.kind === 'listpack') {
      const listpack = new Listpack();
      listpack.appendAll(structure.listpack);
      copy.structure = { kind: 'listpack', listpack };
    } else {
      const orderedSet = new OrderedSet();
      orderedSet.index.reserve(structure.orderedSet.size);
      structure.orderedSet.forEach((member, score) => {
        orderedSet.add(member, score);
      });
      copy.structure = { kind: 'ordered-set', orderedSet };
    }
    return copy;
  }

  /** What Redis would have allocated for its skip list, without the object header. In constant time. */
  memoryBytes(): number {
    const { structure } = this;
    if (structure.kind === 'listpack') return allocationBytes(structure.listpack.sizeBytes);
    const { size, index } = structure.orderedSet;
    const table = dictAllocationBytes(index, STEPS_PER_WRITE);
    const nodes = Math.round(size * (NODE_ALLOCATION + DICT_ENTRY_ALLOCATION));
    return SKIPLIST_BYTES + HEAD_ALLOCATION + table + nodes + this.memberBytes;
  }

  /** The same as MEMORY USAGE counts it, from `samples` members. */
  usageBytes(samples: number): number {
    const { structure } = this;
    if (structure.kind === 'listpack') return this.memoryBytes();
    const { size, index } = structure.orderedSet;
    const looked = Math.min(samples, size);
    let measured = this.memberBytes;
    if (looked < size) {
      measured = 0;
      this.forRange(0, looked, false, (member) => {
        measured += sdsBytes(member.length);
      });
    }
    const average = size === 0 ? 0 : measured / looked + DICT_ENTRY_BYTES + NODE_ALLOCATION;
    const slots = index.bucketCount + index.outgrownBuckets(STEPS_PER_WRITE);
    const fixed = SKIPLIST_BYTES + HEAD_ALLOCATION + DICT_BYTES;
    return fixed + slots * POINTER_BYTES + Math.trunc(average * size);
  }

  /** Becomes a tree now if `extra` more members, the longest of `longest` bytes, would pass the limits. */
  makeRoom(extra: number, longest: number, limits: EncodingLimits): void {
    if (this.structure.kind !== 'listpack') return;
    if (
      this.length + extra > limits.zsetMaxListpackEntries ||
      longest > limits.zsetMaxListpackValue
    )
      this.convert();
  }

  /** Becomes a tree, if it is not one already: outgrown limits, or SORT, which does the same in Redis. */
  convert(): void {
    if (this.structure.kind === 'ordered-set') return;
    const orderedSet = new OrderedSet();
    orderedSet.index.reserve(this.length);
    this.forEach((member, score) => {
      orderedSet.add(member, score);
      this.memberBytes += sdsBytes(member.length);
    });
    this.structure = { kind: 'ordered-set', orderedSet };
  }

  /** Becomes a listpack again: the result of a store command may, if it is small enough. */
  compact(limits: EncodingLimits): void {
    const { structure } = this;
    if (structure.kind === 'listpack' || structure.orderedSet.size > limits.zsetMaxListpackEntries)
      return;
    let longest = 0;
    this.forEach((member) => {
      longest = Math.max(longest, member.length);
    });
    if (longest > limits.zsetMaxListpackValue) return;
    const listpack = new Listpack();
    this.forEach((member, score) => {
      listpack.append(member);
      listpack.append(this.scoreText(score));
    });
    this.structure = { kind: 'listpack', listpack };
    this.memberBytes = 0;
  }

  private findInListpack(listpack: Listpack, member: Bytes): number {
    return listpack.find(member, listpack.first(), 1);
  }

  /** Null where the listpack must give way to the tree first. */
  private setInListpack(
    listpack: Listpack,
    member: Bytes,
    score: number,
    limits: EncodingLimits,
  ): 'added' | 'updated' | 'same' | null {
    const at = this.findInListpack(listpack, member);
    if (at >= 0) {
      if (scoreAt(listpack, listpack.next(at)) === score) return 'same';
      listpack.delete(at, 2);
      this.insertSorted(listpack, member, score);
      return 'updated';
    }
    if (
      this.length + 1 > limits.zsetMaxListpackEntries ||
      member.length > limits.zsetMaxListpackValue
    ) {
      return null;
    }
    this.insertSorted(listpack, member, score);
    return 'added';
  }

  private insertSorted(listpack: Listpack, member: Bytes, score: number): void {
    const text = this.scoreText(score);
    for (let at = listpack.first(); at >= 0; ) {
      const scoreOffset = listpack.next(at);
      const other = scoreAt(listpack, scoreOffset);
      if (other > score || (other === score && listpack.get(at) > member)) {
        const placed = listpack.insertBefore(at, member);
        listpack.insertAfter(placed, text);
        return;
      }
      at = listpack.next(scoreOffset);
    }
    listpack.append(member);
    listpack.append(text);
  }

  private countWhile(listpack: Listpack, test: (score: number) => boolean): number {
    let count = 0;
    for (let at = listpack.first(); at >= 0; count++) {
      const scoreOffset = listpack.next(at);
      if (!test(scoreAt(listpack, scoreOffset))) return count;
      at = listpack.next(scoreOffset);
    }
    return count;
  }

  /** A score as it lies in the listpack: -0 is an integral double and so becomes 0. */
  private scoreText(score: number): Bytes {
    return formatScore(score === 0 ? 0 : score, this.version);
  }
}

function hasOneScore(set: OrderedSet): boolean {
  return set.size > 0 && set.scoreAt(0) === set.scoreAt(set.size - 1);
}

function scoreAt(listpack: Listpack, at: number): number {
  const number = listpack.numberAt(at);
  if (number !== null) return Number(number);
  const text = listpack.get(at);
  return parseDouble(text) ?? leadingDouble(text);
}

/** A payload may bring scores that nobody has written: strtod reads as far as it can. */
function leadingDouble(text: Bytes): number {
  const rest = text.slice(0, SCORE_BYTES_MAX).replace(/^[\t-\r ]+/, '');
  if (/^[+-]?nan/i.test(rest)) return Number.NaN;
  for (let end = rest.length; end > 0; end--) {
    const score = parseDouble(rest.slice(0, end));
    if (score !== null) return score;
  }
  return 0;
}

/** A score as replies show it: 17 significant digits in 7.0, the shortest form from 7.2 on. */
export function formatScore(score: number, version: number): Bytes {
  return version < 702 ? formatDouble17g(score) : formatDoubleShortest(score);
}
