/**
 * Which key goes when memory is full: the policies of maxmemory-policy, as Redis's evict.c has them.
 *
 * LRU, LFU and TTL are approximations: each round takes maxmemory-samples keys from every database,
 * offers them to the pool, and evicts the pool's best. Redis compares 255 less the frequency, idle
 * milliseconds in steps of a second, or the largest integer less the expiry time; here the expiry
 * time negated, which gives the same order.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Random } from '../../base/ports.ts';
import type { Dict } from '../../structures/dict.ts';
import type { Database } from './database.ts';
import { EvictionPool, type PoolEntry } from './eviction-pool.ts';
import type { Keyspace } from './keyspace.ts';

export type EvictionPolicy =
  | 'noeviction'
  | 'allkeys-lru'
  | 'volatile-lru'
  | 'allkeys-lfu'
  | 'volatile-lfu'
  | 'allkeys-random'
  | 'volatile-random'
  | 'volatile-ttl';

export interface Victim {
  readonly database: Database;
  readonly key: Bytes;
  /** As in the pool; null where a random policy chose. */
  readonly score: number | null;
}

const FREQUENCY_MAX = 255;

/** Redis shares small integers between keys, but where each value needs a clock of its own. */
export const needsClocks = (policy: EvictionPolicy): boolean => /-l[rf]u$/.test(policy);

export class Evictor {
  policy: EvictionPolicy = 'noeviction';
  /** maxmemory-samples. */
  samples = 5;
  private readonly keyspace: Keyspace;
  private readonly random: Random;
  private readonly pool = new EvictionPool();
  /** Random policies take from each database in turn. */
  private turn = 0;
  private readonly sampled: number[] = [];

  constructor(keyspace: Keyspace, random: Random) {
    this.keyspace = keyspace;
    this.random = random;
  }

  /** The candidates that were not taken, worst first. */
  get candidates(): readonly PoolEntry[] {
    return this.pool.entries;
  }

  /** The key to evict next; null where the policy has none. It is not removed. */
  choose(): Victim | null {
    if (this.policy === 'noeviction') return null;
    return this.policy.endsWith('random') ? this.chooseAtRandom() : this.chooseBest();
  }

  private chooseAtRandom(): Victim | null {
    const { databases } = this.keyspace;
    for (let i = 0; i < databases.length; i++) {
      this.turn = (this.turn + 1) % databases.length;
      const database = databases[this.turn] as Database;
      const keys = this.keysOf(database);
      if (keys.size > 0) {
        return { database, key: keys.keyAt(keys.randomIndexByBucket(this.random)), score: null };
      }
    }
    return null;
  }

  private chooseBest(): Victim | null {
    const { databases } = this.keyspace;
    while (this.fillPool()) {
      for (let best = this.pool.take(); best !== undefined; best = this.pool.take()) {
        const database = databases[best.db] as Database;
        // A ghost has gone since it was sampled, or has lost its expiry.
        if (this.keysOf(database).has(best.key)) {
          return { database, key: best.key, score: best.score };
        }
      }
    }
    return null;
  }

  /** Samples every database; false where there is no key to sample. */
  private fillPool(): boolean {
    let found = false;
    for (const database of this.keyspace.databases) {
      const keys = this.keysOf(database);
      if (keys.size === 0) continue;
      found = true;
      keys.sample(this.random, this.samples, this.sampled);
      for (const at of this.sampled) {
        const key = keys.keyAt(at);
        this.pool.offer({ key, db: database.index, score: this.scoreOf(database, key, at) });
      }
    }
    return found;
  }

  private keysOf(database: Database): Dict<unknown> {
    return this.policy.startsWith('allkeys') ? database.entries : database.expires;
  }

  /** `at` is the key's index in the table it was sampled from. */
  private scoreOf(database: Database, key: Bytes, at: number): number {
    const { keyspace, policy } = this;
    if (policy === 'volatile-ttl') return -database.expires.valueAt(at);
    const entry = policy.startsWith('allkeys') ? at : database.entries.find(key);
    return policy.endsWith('lfu')
      ? FREQUENCY_MAX - keyspace.frequency(database.entries, entry)
      : keyspace.idleSeconds(database.entries, entry) * 1000;
  }
}
