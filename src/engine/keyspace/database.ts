/**
 * One numbered database: keys, their values and their expiry times.
 *
 * The door to data for every command. It applies lazy expiry (an expired key is deleted by whoever
 * meets it), counts hits and misses for reads, keeps the idle clock, and tells the keyspace of
 * every change, which feeds watches, notifications, blocked clients and views.
 *
 * Invariants: a key in `expires` is in `entries`; a collection other than a stream is never empty; indices into
 * `entries` are valid only until the next delete.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Random, UnixMs } from '../../base/ports.ts';
import type { Dict } from '../../structures/dict.ts';
import { OrderedSet } from '../../structures/ordered-set.ts';
import { HashValue } from './hash-value.ts';
import type { Keyspace } from './keyspace.ts';
import { MemoryAccount } from './memory-account.ts';
import { NOTIFY_GENERIC, NOTIFY_KEY_MISS, NOTIFY_NEW } from './notifications.ts';
import type { Value } from './values.ts';

const RANDOM_TRIES = 100;

export class Database {
  readonly index: number;
  readonly keyspace: Keyspace;
  entries: Dict<Value>;
  expires: Dict<UnixMs>;
  /**
   * Hashes with fields that expire, by the soonest of them: for the active cycle. The moment may be
   * too early where that field has gone meanwhile, never too late.
   */
  fieldExpiries = new OrderedSet();
  /** What names and values take: every change of `entries` is entered. */
  account = new MemoryAccount();

  constructor(index: number, keyspace: Keyspace) {
    this.index = index;
    this.keyspace = keyspace;
    this.entries = keyspace.newTable();
    this.expires = keyspace.newTable();
  }

  get size(): number {
    return this.entries.size;
  }

  /** Drops all keys in constant time, without events: see Keyspace.flush. */
  empty(): void {
    this.fieldExpiries = new OrderedSet();
    this.account = new MemoryAccount();
    this.entries = this.keyspace.newTable();
    this.expires = this.keyspace.newTable();
  }

  /** For a read: counts a hit or a miss and renews the idle clock. */
  read(key: Bytes): Value | undefined {
    const at = this.entries.find(key);
    return this.readAt(at < 0 || !this.expires.size ? at : this.liveAt(at, key), key);
  }

  /** `read` for a key still in a receive buffer: no string is made unless the key is missing or can expire. */
  readBytes(
    buffer: Uint8Array,
    start: number,
    end: number,
    decode: () => Bytes,
  ): Value | undefined {
    const at = this.entries.findBytes(buffer, start, end);
    if (at < 0) return this.readAt(at, decode());
    if (this.expires.size === 0) return this.readAt(at, '');
    const key = this.entries.keyAt(at);
    return this.readAt(this.liveAt(at, key), key);
  }

  /** The name of an existing key, from its bytes: spares making the same string again. */
  keyOfBytes(buffer: Uint8Array, start: number, end: number): Bytes | undefined {
    const at = this.entries.findBytes(buffer, start, end);
    return at < 0 ? undefined : this.entries.keyAt(at);
  }

  /** For a command that will change the key: renews the idle clock, counts neither hit nor miss. */
  write(key: Bytes): Value | undefined {
    const at = this.find(key);
    if (at < 0) return undefined;
    this.keyspace.touch(this.entries, at);
    const value = this.entries.valueAt(at);
    this.account.touch(value);
    return value;
  }

  /**
   * For a read that must not renew the idle clock (TTL, TYPE, OBJECT): counts a hit or a miss. Of
   * OBJECT's misses nobody is told.
   */
  readQuietly(key: Bytes, tellsMiss = true): Value | undefined {
    const at = this.find(key);
    if (at < 0) {
      if (tellsMiss) return this.readAt(at, key);
      this.keyspace.stats.keyspaceMisses++;
      return undefined;
    }
    this.keyspace.stats.keyspaceHits++;
    return this.entries.valueAt(at);
  }

  /** Looks without a trace: no statistics, no idle clock. Expired keys are still removed. */
  peek(key: Bytes): Value | undefined {
    const at = this.find(key);
    return at < 0 ? undefined : this.entries.valueAt(at);
  }

  has(key: Bytes): boolean {
    return this.find(key) >= 0;
  }

  /** Where a living key stands, or -1. */
  find(key: Bytes): number {
    const at = this.entries.find(key);
    return at < 0 || !this.expires.size ? at : this.liveAt(at, key);
  }

  /** Sets the value, new or over an old one whose expiry goes unless `keepTtl`. */
  set(key: Bytes, value: Value, keepTtl = false): void {
    const at = this.find(key);
    if (at < 0) {
      this.add(key, value);
      return;
    }
    this.keyspace.touch(this.entries, at);
    this.account.replace(this.entries.valueAt(at), value);
    this.entries.setValueAt(at, value);
    this.keyspace.keyReady(this, key);
    if (!keepTtl && this.expires.size) this.expires.delete(key);
    if (this.fieldExpiries.size) this.fieldExpiries.remove(key);
    this.keyspace.observer.modified(this, key);
  }

  /** Adds a key known to be absent. */
  add(key: Bytes, value: Value): void {
    if (this.keyspace.keepsExpired && this.isExpired(key)) this.remove(key);
    const at = this.entries.insert(key, value);
    this.account.add(key, value);
    if (typeof value === 'object' && value instanceof HashValue) this.followFields(key, value);
    const { keyspace } = this;
    keyspace.begin(this.entries, at);
    keyspace.observer.keyAdded(this, key);
    keyspace.keyReady(this, key);
    keyspace.observer.modified(this, key);
    keyspace.notify(NOTIFY_NEW, 'new', key, this.index);
  }

  /** Puts another value under an existing key; expiry and idle clock stay. */
  replace(key: Bytes, value: Value): void {
    const at = this.entries.find(key);
    this.account.replace(this.entries.valueAt(at), value);
    this.entries.setValueAt(at, value);
  }

  /** Removes the key. True when it was there (and had not expired). */
  delete(key: Bytes): boolean {
    const at = this.find(key);
    if (at < 0) return false;
    this.remove(key);
    this.keyspace.observer.modified(this, key);
    return true;
  }

  /** Removes a collection that has become empty, with its `del` event. */
  deleteEmpty(key: Bytes): void {
    this.delete(key);
    this.notify(NOTIFY_GENERIC, 'del', key);
  }

  /** Unix milliseconds, or null where the key does not expire. */
  expiresAt(key: Bytes): UnixMs | null {
    return this.expires.size ? (this.expires.get(key) ?? null) : null;
  }

  setExpiry(key: Bytes, atMs: UnixMs): void {
    this.expires.set(key, atMs);
    this.keyspace.observer.expiryChanged(this, key);
  }

  /** To be told when fields of a hash were given an expiry, or the soonest of them expired. */
  followFields(key: Bytes, hash: HashValue): void {
    if (hash.nextExpiryMs !== Infinity) this.fieldExpiries.add(key, hash.nextExpiryMs);
    else if (!this.fieldExpiries.size || !this.fieldExpiries.remove(key)) return;
    this.keyspace.observer.expiryChanged(this, key);
  }

  /** Removes the expiry. True when there was one. */
  persist(key: Bytes): boolean {
    if (this.expires.size === 0 || !this.expires.delete(key)) return false;
    this.keyspace.observer.expiryChanged(this, key);
    return true;
  }

  /**
   * The key was changed: its size is settled, watches fail, views redraw, the change counts as dirty
   * once per command. To be called when the change has been made.
   */
  modified(key: Bytes): void {
    this.settle(key);
    this.keyspace.observer.modified(this, key);
  }

  /** A consumer group of the stream was changed: views redraw, watches do not care. */
  regrouped(key: Bytes): void {
    this.settle(key);
    this.keyspace.observer.regrouped(this, key);
  }

  notify(kind: number, event: Bytes, key: Bytes): void {
    this.keyspace.notify(kind, event, key, this.index);
  }

  /**
   * A key that has not expired, chosen uniformly; null when there is none. Where expired keys stay,
   * one of them after so many tries that there may be no others, as Redis gives it.
   */
  randomKey(random: Random): Bytes | null {
    for (let tries = 1; this.entries.size > 0; tries++) {
      const at = this.entries.randomIndex(random);
      const key = this.entries.keyAt(at);
      const mustDo = tries >= RANDOM_TRIES && this.keyspace.keepsExpired;
      if (mustDo || this.liveAt(at, key) >= 0) return key;
    }
    return null;
  }

  /** True when the key's time has passed, whether or not it still lies there. */
  isExpired(key: Bytes): boolean {
    const at = this.expires.get(key);
    return at !== undefined && at < this.keyspace.nowMs;
  }

  /** Removes a key without telling the observer's watchers: expiry and eviction do that themselves. */
  remove(key: Bytes): void {
    this.keyspace.observer.keyRemoved(this, key);
    if (this.expires.size) this.expires.delete(key);
    if (this.fieldExpiries.size) this.fieldExpiries.remove(key);
    const at = this.entries.find(key);
    this.account.remove(key, this.entries.valueAt(at));
    this.entries.deleteAt(at);
  }

  /**
   * Brings the account up to date with a value that was changed in place: for a read that changes an
   * encoding. `modified` does this, too.
   */
  settle(key: Bytes): void {
    const at = this.entries.find(key);
    if (at >= 0) this.account.settle(this.entries.valueAt(at));
  }

  private readAt(at: number, key: Bytes): Value | undefined {
    const { keyspace } = this;
    if (at < 0) {
      keyspace.stats.keyspaceMisses++;
      keyspace.notify(NOTIFY_KEY_MISS, 'keymiss', key, this.index);
      return undefined;
    }
    keyspace.stats.keyspaceHits++;
    keyspace.touch(this.entries, at);
    return this.entries.valueAt(at);
  }

  private liveAt(at: number, key: Bytes): number {
    const expiresAtMs = this.expires.get(key);
    if (expiresAtMs === undefined || expiresAtMs >= this.keyspace.nowMs) return at;
    if (this.keyspace.loading) return at;
    if (!this.keyspace.keepsExpired) this.keyspace.expire(this, key);
    return -1;
  }
}
