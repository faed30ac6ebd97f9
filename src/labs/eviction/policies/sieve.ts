/**
 * SIEVE: a first-in-first-out queue with a mark per key and a hand that goes from the back to the
 * front. A hit only marks. The hand takes marks off and evicts the first key without one; it stays
 * where it was, so new keys are looked at before old ones that have proved themselves.
 *
 * Y. Zhang, J. Yang, Y. Yue, Y. Vigfusson, K. V. Rashmi: SIEVE is Simpler than LRU: an Efficient
 * Turn-Key Eviction Algorithm for Web Caches. NSDI 2024.
 */
import type { CachePolicy, PolicyOptions } from '../cache-policy.ts';
import { KeyList } from '../key-list.ts';

export class Sieve implements CachePolicy {
  private readonly options: PolicyOptions;
  private readonly queue: KeyList;
  private readonly visited: Uint8Array;
  /** The key to be looked at next; -1 for the one at the back. */
  private hand = -1;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.queue = new KeyList(options.keyCount);
    this.visited = new Uint8Array(options.keyCount);
  }

  access(key: number): boolean {
    if (this.queue.has(key)) {
      this.visited[key] = 1;
      return true;
    }
    if (this.queue.size >= this.options.capacity) this.evict();
    this.queue.pushFront(key);
    this.visited[key] = 0;
    return false;
  }

  private evict(): void {
    const { queue, visited } = this;
    let key = this.hand === -1 ? queue.back : this.hand;
    while (visited[key] === 1) {
      visited[key] = 0;
      const next = queue.before(key);
      key = next === -1 ? queue.back : next;
    }
    this.hand = queue.before(key);
    queue.remove(key);
    this.options.onEvict(key);
  }
}
