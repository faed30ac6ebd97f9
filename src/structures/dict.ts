/**
 * Dict: the hash table of the keyspace, hashes, sets and sorted-set indexes.
 *
 * Redis chains nodes allocated one by one and moves them between two tables a few at a time. Here
 * the entries lie dense in parallel arrays and chains are indices, which V8 likes better; the
 * rehash is done at once, because spreading it was measured not to lower the worst pause.
 *
 *   buckets  [ 0 | 3 | 0 | 1 ]        head of each chain as index + 1, 0 = empty
 *                  |       `------------.
 *   keys     [ "a" | "b" | "c" ]        |   entry 0 is "a", entry 2 is "c"
 *   vals     [  1  |  2  |  3  ]        v
 *   hashes   [ h_a | h_b | h_c ]   nexts[0] = 2 -> entry 1 ("b") -> 0, end of the chain
 *
 * Invariants: entries are [0, size) without holes: a delete moves the last entry into the gap (so
 * an index is valid only until the next delete); the number of buckets is a power of two >= 4, and
 * after an insert >= size or, where there is no room for more of them, a little less; the hash of a key
 * is the same from its string and from its bytes.
 */
import type { Bytes } from '../base/bytes.ts';
import type { Random } from '../base/ports.ts';

const BUCKETS_MIN = 4;
/** A table is shrunk when it is filled below one in this many buckets, as Redis 7.4 does. */
const SHRINK_BELOW = 8;
/** Above so many entries a bucket a table grows whether there is room or not. */
const LOAD_MAX = 1.618;
const BUCKET_BYTES = 8;
/** The share of buckets in use where there are as many entries as buckets. */
const USED_WHEN_FULL = 1 - 1 / Math.E;
/** A sample looks at so many buckets for each entry, and leaves a run of empty ones of this length. */
const SAMPLE_STEPS = 10;
const EMPTY_RUN_MIN = 5;
/** Of a rehash in Redis: adding a key looks for it first, and each moves a bucket. */
const STEPS_PER_INSERT = 2;
const C1 = 0xcc9e2d51 | 0;
const C2 = 0x1b873593;

/** MurmurHash3's block step (A. Appleby, public domain): four bytes at once. */
function mixBlock(hash: number, block: number): number {
  let k = Math.imul(block, C1);
  k = Math.imul((k << 15) | (k >>> 17), C2);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Makes the low bits, which choose the bucket, depend on all bits. */
function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The seeded hash of a byte string: MurmurHash3 x86-32 as a signed 32-bit number. */
export function hashString(key: Bytes, seed: number): number {
  const { length } = key;
  let h = seed | 0;
  let i = 0;
  for (const stop = length - 3; i < stop; i += 4) {
    const low = key.charCodeAt(i) | (key.charCodeAt(i + 1) << 8);
    const high = key.charCodeAt(i + 2) | (key.charCodeAt(i + 3) << 8);
    h = mixBlock(h, low | (high << 16));
  }
  if (i < length) {
    let tail = 0;
    for (let shift = 0; i < length; i++, shift += 8) tail |= key.charCodeAt(i) << shift;
    h ^= Math.imul(rotl15(Math.imul(tail, C1)), C2);
  }
  return finish(h, length);
}

/** The same hash over `buf[start, end)`. */
export function hashBytes(buf: Uint8Array, start: number, end: number, seed: number): number {
  let h = seed | 0;
  let i = start;
  for (const stop = end - 3; i < stop; i += 4) {
    const low = (buf[i] as number) | ((buf[i + 1] as number) << 8);
    const high = (buf[i + 2] as number) | ((buf[i + 3] as number) << 8);
    h = mixBlock(h, low | (high << 16));
  }
  if (i < end) {
    let tail = 0;
    for (let shift = 0; i < end; i++, shift += 8) tail |= (buf[i] as number) << shift;
    h ^= Math.imul(rotl15(Math.imul(tail, C1)), C2);
  }
  return finish(h, end - start);
}

const rotl15 = (x: number): number => (x << 15) | (x >>> 17);

function equalsBytes(key: Bytes, buf: Uint8Array, start: number): boolean {
  for (let i = 0; i < key.length; i++) if (key.charCodeAt(i) !== buf[start + i]) return false;
  return true;
}

/** Mirrors the 32 bits of `v`. */
function reverseBits(v: number): number {
  let x = v;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}

function bucketsFor(size: number): number {
  let count = BUCKETS_MIN;
  while (count < size) count *= 2;
  return count;
}

export class Dict<V> {
  private readonly seed: number;
  private entryKeys: Bytes[] = [];
  private entryVals: V[] = [];
  private hashes = new Int32Array(BUCKETS_MIN);
  private nexts = new Int32Array(BUCKETS_MIN);
  private buckets = new Int32Array(BUCKETS_MIN);
  private metas: Uint32Array | null = null;
  private mask = BUCKETS_MIN - 1;
  private count = 0;
  /** The entry found or added last, tried first; whether it still is that entry shows when it is tried. */
  private recent = 0;
  /** Buckets before the last growth, and writes since: see `outgrownBuckets`. */
  private outgrown = 0;
  private writesSinceGrowth = 0;

  private readonly hasRoomFor: ((bytes: number) => boolean) | null;

  /**
   * The seed makes collisions unpredictable for clients; a node hands in one of its own. A table for
   * which there is no room, by the size that Redis's would have, waits a while.
   */
  constructor(seed = 0x5eed, hasRoomFor: ((bytes: number) => boolean) | null = null) {
    this.seed = seed | 0;
    this.hasRoomFor = hasRoomFor;
  }

  get size(): number {
    return this.count;
  }

  get bucketCount(): number {
    return this.mask + 1;
  }

  /**
   * Buckets of the table before the last growth that Redis would still have, since it moves one
   * bucket at each step (`stepsPerWrite` of them here). A full table has 1 - 1/e of its buckets in
   * use; empty ones cost no step. Redis's reads step, too; here only writes count.
   */
  outgrownBuckets(stepsPerWrite: number): number {
    const steps = this.writesSinceGrowth * stepsPerWrite;
    return steps < this.outgrown * USED_WHEN_FULL ? this.outgrown : 0;
  }

  /** Moves as many buckets of the outgrown table as so many writes would. */
  moveBuckets(writes: number): void {
    this.writesSinceGrowth += writes;
  }

  // ---- by key ----

  get(key: Bytes): V | undefined {
    const i = this.find(key);
    return i < 0 ? undefined : this.entryVals[i];
  }

  has(key: Bytes): boolean {
    return this.find(key) >= 0;
  }

  /** Sets or replaces; true when the key is new. */
  set(key: Bytes, value: V): boolean {
    const hash = hashString(key, this.seed);
    const i = this.findHashed(key, hash);
    if (i >= 0) {
      this.entryVals[i] = value;
      this.recent = i;
      return false;
    }
    this.insertHashed(key, value, hash);
    return true;
  }

  delete(key: Bytes): boolean {
    const i = this.find(key);
    if (i < 0) return false;
    this.deleteAt(i);
    return true;
  }

  clear(): void {
    this.entryKeys = [];
    this.entryVals = [];
    this.count = 0;
    this.metas = null;
    this.outgrown = 0;
    this.resize(BUCKETS_MIN);
  }

  /** Makes room for `n` entries at once, so that inserting them never rehashes. */
  reserve(n: number): void {
    const wanted = bucketsFor(n);
    if (wanted > this.bucketCount) this.resize(wanted);
  }

  keys(): IterableIterator<Bytes> {
    return this.entryKeys.values();
  }

  /** In dense order. `visit` must not insert or delete. */
  forEach(visit: (value: V, key: Bytes) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.entryVals[i] as V, this.entryKeys[i] as Bytes);
  }

  /** The bucket of the entry found or added last; -1 where it is gone. */
  get recentBucket(): number {
    return this.recent < this.count ? (this.hashes[this.recent] as number) & this.mask : -1;
  }

  // ---- by slot: indices stay valid until the next delete ----

  /** The dense index of `key`, or -1. */
  find(key: Bytes): number {
    // A command asks for its key several times: the entry found last answers the second time.
    const { recent } = this;
    if (recent < this.count && this.entryKeys[recent] === key) return recent;
    const i = this.findHashed(key, hashString(key, this.seed));
    if (i >= 0) this.recent = i;
    return i;
  }

  /** Finds the key spelled by `buf[start, end)` without making a string of it. */
  findBytes(buf: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(buf, start, end, this.seed);
    const { hashes, nexts, entryKeys } = this;
    let i = (this.buckets[hash & this.mask] as number) - 1;
    while (i >= 0) {
      if (hashes[i] === hash) {
        const key = entryKeys[i] as Bytes;
        if (key.length === end - start && equalsBytes(key, buf, start)) {
          this.recent = i;
          return i;
        }
      }
      i = (nexts[i] as number) - 1;
    }
    return -1;
  }

  /** Adds a key known to be absent; returns its index. */
  insert(key: Bytes, value: V): number {
    return this.insertHashed(key, value, hashString(key, this.seed));
  }

  keyAt(i: number): Bytes {
    return this.entryKeys[i] as Bytes;
  }

  valueAt(i: number): V {
    return this.entryVals[i] as V;
  }

  setValueAt(i: number, value: V): void {
    this.entryVals[i] = value;
  }

  /** An unsigned 32-bit note per entry (LRU clock, LFU counter): 0 until set, moves with its entry. */
  metaAt(i: number): number {
    return this.metas === null ? 0 : (this.metas[i] as number);
  }

  setMetaAt(i: number, meta: number): void {
    this.metas ??= new Uint32Array(this.hashes.length);
    this.metas[i] = meta;
  }

  /** Removes entry `i`; the last entry takes its index. */
  deleteAt(i: number): void {
    this.unlink(i);
    this.writesSinceGrowth++;
    const last = --this.count;
    const lastKey = this.entryKeys.pop() as Bytes;
    const lastVal = this.entryVals.pop() as V;
    if (i !== last) this.moveLast(last, i, lastKey, lastVal);
    if (this.metas !== null) this.metas[last] = 0;
    if (this.mask >= BUCKETS_MIN && this.count * SHRINK_BELOW <= this.mask) {
      this.resize(bucketsFor(this.count));
    }
  }

  /** A uniformly random index, -1 when empty. */
  randomIndex(random: Random): number {
    return this.count === 0 ? -1 : random.below(this.count);
  }

  /**
   * An index from a random bucket, -1 when empty: an entry alone in its bucket is likelier than one
   * in a chain (Redis's dictGetRandomKey).
   */
  randomIndexByBucket(random: Random): number {
    if (this.count === 0) return -1;
    let chain: number[] = [];
    while (chain.length === 0) chain = this.bucket(random.below(this.bucketCount));
    return chain[random.below(chain.length)] as number;
  }

  /**
   * Puts the indices of up to `count` entries into `into`, from neighbouring buckets behind a random
   * one: less evenly spread than as many random entries, but found at once (Redis's
   * dictGetSomeKeys). It may find fewer where the table is all but empty.
   */
  sample(random: Random, count: number, into: number[]): void {
    into.length = 0;
    const wanted = Math.min(count, this.count);
    let b = random.below(this.bucketCount);
    let emptyRun = 0;
    for (let steps = wanted * SAMPLE_STEPS; steps > 0 && into.length < wanted; steps--) {
      let i = (this.buckets[b] as number) - 1;
      if (i < 0 && ++emptyRun >= EMPTY_RUN_MIN && emptyRun > wanted) {
        b = random.below(this.bucketCount);
        emptyRun = 0;
      }
      for (; i >= 0 && into.length < wanted; i = (this.nexts[i] as number) - 1) {
        emptyRun = 0;
        into.push(i);
      }
      b = (b + 1) & this.mask;
    }
  }

  /**
   * Visits the bucket under `cursor` and returns the next cursor, 0 at the end.
   *
   * The cursor counts with its bits mirrored (P. Noordhuis, in Redis): high bits of the bucket
   * number first. A bucket of a small table is split by a grow into buckets that the mirrored
   * order keeps together, so an entry present all along is visited at least once whatever
   * resizes happen between calls. `visit` must not change the dict.
   */
  scan(cursor: number, visit: (index: number) => void): number {
    const { mask, nexts } = this;
    let i = (this.buckets[cursor & mask] as number) - 1;
    while (i >= 0) {
      visit(i);
      i = (nexts[i] as number) - 1;
    }
    return reverseBits(reverseBits(cursor | ~mask) + 1);
  }

  /** The indices in the chain of bucket `b`, in chain order. */
  bucket(b: number): number[] {
    const chain: number[] = [];
    for (let i = this.buckets[b] ?? 0; i > 0; i = this.nexts[i - 1] as number) chain.push(i - 1);
    return chain;
  }

  // ---- the table ----

  private findHashed(key: Bytes, hash: number): number {
    const { hashes, nexts, entryKeys } = this;
    let i = (this.buckets[hash & this.mask] as number) - 1;
    while (i >= 0) {
      if (hashes[i] === hash && entryKeys[i] === key) return i;
      i = (nexts[i] as number) - 1;
    }
    return -1;
  }

  private insertHashed(key: Bytes, value: V, hash: number): number {
    const i = this.count;
    if (i > this.mask) this.grow();
    this.writesSinceGrowth++;
    this.entryKeys.push(key);
    this.entryVals.push(value);
    const b = hash & this.mask;
    this.hashes[i] = hash;
    const before = this.isToBeMoved(hash) ? this.lastOld(b) : 0;
    if (before === 0) {
      this.nexts[i] = this.buckets[b] as number;
      this.buckets[b] = i + 1;
    } else {
      this.nexts[i] = this.nexts[before - 1] as number;
      this.nexts[before - 1] = i + 1;
    }
    this.count = i + 1;
    this.recent = i;
    return i;
  }

  /**
   * Whether Redis would not yet have moved the bucket of this hash out of the table that was
   * outgrown: what is in there is going to stand before what is added now.
   */
  private isToBeMoved(hash: number): boolean {
    const moved = this.writesSinceGrowth * STEPS_PER_INSERT;
    if (moved >= this.outgrown * USED_WHEN_FULL) return false;
    return (hash & (this.outgrown - 1)) * USED_WHEN_FULL >= moved;
  }

  /** The last entry of bucket `b`, as index + 1, that was there before the last growth; or 0. */
  private lastOld(b: number): number {
    let last = 0;
    let at = this.buckets[b] as number;
    // A delete may give an old index to a new entry, which then is taken for an old one.
    while (at > 0 && at <= this.outgrown) {
      last = at;
      at = this.nexts[at - 1] as number;
    }
    return last;
  }

  /** Points whatever leads to entry `i` at `target` (an index + 1) instead. */
  private relink(i: number, target: number): void {
    const b = (this.hashes[i] as number) & this.mask;
    let at = this.buckets[b] as number;
    if (at === i + 1) {
      this.buckets[b] = target;
      return;
    }
    while (this.nexts[at - 1] !== i + 1) at = this.nexts[at - 1] as number;
    this.nexts[at - 1] = target;
  }

  private unlink(i: number): void {
    this.relink(i, this.nexts[i] as number);
  }

  private moveLast(last: number, to: number, key: Bytes, value: V): void {
    this.relink(last, to + 1);
    this.entryKeys[to] = key;
    this.entryVals[to] = value;
    this.hashes[to] = this.hashes[last] as number;
    this.nexts[to] = this.nexts[last] as number;
    if (this.metas !== null) this.metas[to] = this.metas[last] as number;
  }

  private grow(): void {
    const grown = this.bucketCount * 2;
    const mayWait = this.hasRoomFor !== null && this.count <= this.bucketCount * LOAD_MAX;
    if (mayWait && !this.hasRoomFor?.(grown * BUCKET_BYTES)) {
      if (this.count === this.hashes.length) this.extendEntries();
      return;
    }
    this.outgrown = this.bucketCount;
    this.writesSinceGrowth = 0;
    this.resize(grown);
  }

  /** Room for entries beyond the number of buckets. */
  private extendEntries(): void {
    const extended = <A extends Int32Array | Uint32Array>(array: A, longer: A): A => {
      longer.set(array);
      return longer;
    };
    const length = this.hashes.length * 2;
    this.hashes = extended(this.hashes, new Int32Array(length));
    this.nexts = extended(this.nexts, new Int32Array(length));
    if (this.metas !== null) this.metas = extended(this.metas, new Uint32Array(length));
  }

  /** Allocates a table of `bucketCount` and links every entry into it. */
  private resize(bucketCount: number): void {
    const { count } = this;
    const hashes = new Int32Array(bucketCount);
    hashes.set(this.hashes.subarray(0, count));
    const nexts = new Int32Array(bucketCount);
    const buckets = new Int32Array(bucketCount);
    const mask = bucketCount - 1;
    // Backwards, so that the oldest entry comes first, as where Redis turns round a chain that it
    // moves; what comes later stands before it, once its bucket would have been moved. Samples take
    // the heads of chains, so the order shows in evictions.
    for (let i = count - 1; i >= 0; i--) {
      const b = (hashes[i] as number) & mask;
      nexts[i] = buckets[b] as number;
      buckets[b] = i + 1;
    }
    if (this.metas !== null) {
      const metas = new Uint32Array(bucketCount);
      metas.set(this.metas.subarray(0, count));
      this.metas = metas;
    }
    this.hashes = hashes;
    this.nexts = nexts;
    this.buckets = buckets;
    this.mask = mask;
  }
}
