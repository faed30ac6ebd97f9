/** The plain ones: least recently used, first in first out, and random. */
import type { Random } from '../../../base/ports.ts';
import type { CachePolicy, PolicyOptions } from '../cache-policy.ts';
import { KeyList } from '../key-list.ts';

/** Exact least recently used: a hit moves the key to the front, the back is evicted. */
export class Lru implements CachePolicy {
  private readonly queue: KeyList;
  private readonly options: PolicyOptions;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.queue = new KeyList(options.keyCount);
  }

  access(key: number): boolean {
    if (this.queue.has(key)) {
      this.queue.moveToFront(key);
      return true;
    }
    if (this.queue.size >= this.options.capacity) this.options.onEvict(this.queue.popBack());
    this.queue.pushFront(key);
    return false;
  }
}

/** First in, first out: hits change nothing. */
export class Fifo implements CachePolicy {
  private readonly queue: KeyList;
  private readonly options: PolicyOptions;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.queue = new KeyList(options.keyCount);
  }

  access(key: number): boolean {
    if (this.queue.has(key)) return true;
    if (this.queue.size >= this.options.capacity) this.options.onEvict(this.queue.popBack());
    this.queue.pushFront(key);
    return false;
  }
}

/** Any key, each with the same chance. */
export class RandomReplacement implements CachePolicy {
  private readonly options: PolicyOptions;
  private readonly random: Random;
  private readonly resident: number[] = [];
  private readonly isResident: Uint8Array;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.random = options.random;
    this.isResident = new Uint8Array(options.keyCount);
  }

  access(key: number): boolean {
    if (this.isResident[key] === 1) return true;
    this.isResident[key] = 1;
    if (this.resident.length < this.options.capacity) {
      this.resident.push(key);
      return false;
    }
    const place = this.random.below(this.resident.length);
    const victim = this.resident[place] as number;
    this.isResident[victim] = 0;
    this.resident[place] = key;
    this.options.onEvict(victim);
    return false;
  }
}
