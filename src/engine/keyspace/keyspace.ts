/**
 * All databases of a node, their clock, statistics and change feed.
 *
 * `nowMs` is the command's time: the pipeline sets it once before each command (and once for a
 * whole transaction), so that one command sees one moment, as Redis does.
 *
 * Invariant: every change of data reaches the observer; every removal by expiry is propagated as
 * a DEL by the observer's `expired`.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Random, UnixMs } from '../../base/ports.ts';
import { Dict } from '../../structures/dict.ts';
import { Database } from './database.ts';
import { isFreedLazily } from './lazy-free.ts';
import { decayedCounter, frequencyWord, newFrequency, touchedFrequency } from './lfu.ts';
import { NOTIFY_EVICTED, NOTIFY_EXPIRED } from './notifications.ts';
import type { EncodingLimits, Value } from './values.ts';

/** What the rest of the node wants to know about data. Called inside the change: must not change data itself. */
export interface KeyspaceObserver {
  modified(database: Database, key: Bytes): void;
  /** A consumer group of the stream changed, which is no change that WATCH sees. */
  regrouped(database: Database, key: Bytes): void;
  keyAdded(database: Database, key: Bytes): void;
  keyRemoved(database: Database, key: Bytes): void;
  expiryChanged(database: Database, key: Bytes): void;
  /** A key was removed because its time had passed; it is to be propagated as a DEL. */
  expired(database: Database, key: Bytes): void;
  /** A key was removed for want of memory; it is to be propagated, too. */
  evicted(database: Database, key: Bytes): void;
  /** A key came into being that a blocked client may be waiting for. */
  ready(database: Database, key: Bytes): void;
  /** Every key of the database is about to go at once; those of `by` take their place, if given. */
  replacing(database: Database, by: Database | null): void;
  /** It has happened. */
  replaced(database: Database): void;
  notification(kind: number, event: Bytes, key: Bytes, db: number): void;
}

export interface KeyspaceStats {
  keyspaceHits: number;
  keyspaceMisses: number;
  expiredKeys: number;
  expiredFields: number;
  evictedKeys: number;
  /** Values whose freeing Redis would have left to another thread. */
  lazyfreedObjects: number;
}

/** Seconds, 24 bits: the resolution and range of Redis's LRU clock. */
const LRU_CLOCK_MAX = (1 << 24) - 1;

export class Keyspace {
  readonly databases: Database[];
  readonly limits: EncodingLimits;
  readonly hashSeed: number;
  readonly stats: KeyspaceStats = {
    keyspaceHits: 0,
    keyspaceMisses: 0,
    expiredKeys: 0,
    expiredFields: 0,
    evictedKeys: 0,
    lazyfreedObjects: 0,
  };
  readonly observer: KeyspaceObserver;
  /** May so many bytes be allocated? */
  hasRoomFor: (bytes: number) => boolean = () => true;
  nowMs: UnixMs;
  /** Commands that count changes add to this; a command that leaves it alone is not propagated. */
  dirty = 0;
  /** While the append-only file is replayed nothing expires by itself. */
  loading = false;
  /** While clients are paused the data stays: what has expired is gone to readers, and lies there. */
  keepsExpired = false;
  /** The classes of notify-keyspace-events. */
  notifyFlags = 0;
  /** True while some client blocks on a key: only then are ready keys looked at. */
  anyBlocked = false;
  /** CLIENT NO-TOUCH of the client being served. */
  noTouch = false;
  /** True under an LFU maxmemory-policy: the entries' meta words hold frequencies, not idle clocks. */
  usesLfu = false;
  /** rdbcompression, for DUMP. */
  rdbCompression = true;
  /** DEBUG SET-SKIP-CHECKSUM-VALIDATION. */
  skipsChecksums = false;
  /** False where each value needs a clock of its own: under maxmemory with an LRU or LFU policy. */
  sharesIntegers = true;
  /** lazyfree-lazy-expire and lazyfree-lazy-user-del. */
  readonly lazy = { expire: false, userDel: false };
  /** True under an LRU maxmemory-policy: an RDB file keeps idle times then. */
  usesLru = false;
  readonly lfu = { logFactor: 10, decayMinutes: 1 };
  private readonly random: Random;
  private lruClock = 0;

  constructor(count: number, limits: EncodingLimits, observer: KeyspaceObserver, random: Random) {
    this.limits = limits;
    this.observer = observer;
    this.random = random;
    this.hashSeed = random.uint32();
    this.nowMs = 0;
    this.databases = Array.from({ length: count }, (_, index) => new Database(index, this));
  }

  /** A table of keys. It does not grow where memory would be full then. */
  newTable<V>(): Dict<V> {
    return new Dict<V>(this.hashSeed, (bytes) => this.hasRoomFor(bytes));
  }

  /** Sets the command's time. */
  setTime(nowMs: UnixMs): void {
    this.nowMs = Math.floor(nowMs);
    this.lruClock = Math.floor(nowMs / 1000) & LRU_CLOCK_MAX;
  }

  /** Renews the idle clock of the entry at `at`, or counts one more access under an LFU policy. */
  touch(entries: Dict<Value>, at: number): void {
    if (this.noTouch) return;
    const word = this.usesLfu
      ? touchedFrequency(entries.metaAt(at), this.nowMs, this.lfu, this.random)
      : this.lruClock;
    entries.setMetaAt(at, word);
  }

  /** The word of a key that has just come into being. */
  begin(entries: Dict<Value>, at: number): void {
    entries.setMetaAt(at, this.usesLfu ? newFrequency(this.nowMs) : this.lruClock);
  }

  /** The LFU counter of the entry, decayed to now. */
  frequency(entries: Dict<Value>, at: number): number {
    return decayedCounter(entries.metaAt(at), this.nowMs, this.lfu.decayMinutes);
  }

  /** Whole seconds since the entry was last touched. */
  idleSeconds(entries: Dict<Value>, at: number): number {
    const since = entries.metaAt(at);
    return since <= this.lruClock ? this.lruClock - since : this.lruClock + (LRU_CLOCK_MAX - since);
  }

  /** As if the entry had last been touched that long ago; means nothing under an LFU policy. */
  setIdleSeconds(entries: Dict<Value>, at: number, seconds: number): void {
    if (!this.usesLfu) entries.setMetaAt(at, Math.max(0, this.lruClock - seconds));
  }

  /** Gives the entry an LFU counter; means nothing under another policy. */
  setFrequency(entries: Dict<Value>, at: number, counter: number): void {
    if (this.usesLfu) entries.setMetaAt(at, frequencyWord(counter, this.nowMs));
  }

  notify(kind: number, event: Bytes, key: Bytes, db: number): void {
    if (this.notifyFlags & kind) this.observer.notification(kind, event, key, db);
  }

  /** Told by whoever adds a key, and by commands that add elements blocked clients wait for. */
  keyReady(database: Database, key: Bytes): void {
    if (this.anyBlocked) this.observer.ready(database, key);
  }

  /** Removes an expired key, with its statistics, event and propagation. */
  expire(database: Database, key: Bytes): void {
    if (this.lazy.expire) this.countLazy(database.entries.get(key));
    database.remove(key);
    this.stats.expiredKeys++;
    this.notify(NOTIFY_EXPIRED, 'expired', key, database.index);
    database.modified(key);
    this.observer.expired(database, key);
  }

  /** The value is about to be freed where another thread may do it. */
  countLazy(value: Value | undefined): void {
    if (value !== undefined && isFreedLazily(value)) this.stats.lazyfreedObjects++;
  }

  /** Removes a key for want of memory, with its statistics, event and propagation. */
  evict(database: Database, key: Bytes): void {
    database.remove(key);
    this.stats.evictedKeys++;
    this.observer.modified(database, key);
    this.notify(NOTIFY_EVICTED, 'evicted', key, database.index);
    this.observer.evicted(database, key);
  }

  /** Empties a database. Answers with the number of keys that went. */
  flush(database: Database): number {
    const { size } = database;
    this.observer.replacing(database, null);
    database.empty();
    this.observer.replaced(database);
    return size;
  }

  /** Empties all databases. */
  flushAll(): void {
    for (const database of this.databases) this.flush(database);
  }

  /** How many keys all databases have. */
  get size(): number {
    return this.databases.reduce((sum, { size }) => sum + size, 0);
  }

  /** Exchanges the contents of two databases; clients keep their index. */
  swap(a: Database, b: Database): void {
    this.observer.replacing(a, b);
    this.observer.replacing(b, a);
    [a.entries, b.entries] = [b.entries, a.entries];
    [a.expires, b.expires] = [b.expires, a.expires];
    [a.fieldExpiries, b.fieldExpiries] = [b.fieldExpiries, a.fieldExpiries];
    [a.account, b.account] = [b.account, a.account];
    this.observer.replaced(a);
    this.observer.replaced(b);
  }
}
