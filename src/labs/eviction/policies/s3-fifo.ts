/**
 * S3-FIFO: three first-in-first-out queues. New keys enter a small one (a tenth of the cache). What
 * was hit more than once there moves to the main queue; the rest is evicted early and its name kept
 * in a ghost queue as long as the main one. A key that comes back while its ghost is there goes
 * straight to the main queue, which gives keys that were hit another round.
 *
 * J. Yang, Y. Zhang, Z. Qiu, Y. Yue, K. V. Rashmi: FIFO Queues are All You Need for Cache Eviction.
 * SOSP 2023, algorithm 1.
 */
import type { CachePolicy, PolicyOptions } from '../cache-policy.ts';
import { KeyList } from '../key-list.ts';

const SMALL_SHARE = 0.1;
const FREQUENCY_MAX = 3;

export class S3Fifo implements CachePolicy {
  private readonly options: PolicyOptions;
  private readonly small: KeyList;
  private readonly main: KeyList;
  private readonly ghost: KeyList;
  private readonly frequencies: Uint8Array;
  private readonly smallCapacity: number;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.small = new KeyList(options.keyCount);
    this.main = new KeyList(options.keyCount);
    this.ghost = new KeyList(options.keyCount);
    this.frequencies = new Uint8Array(options.keyCount);
    this.smallCapacity = Math.max(1, Math.round(options.capacity * SMALL_SHARE));
  }

  access(key: number): boolean {
    const { small, main, ghost, frequencies } = this;
    if (small.has(key) || main.has(key)) {
      frequencies[key] = Math.min(FREQUENCY_MAX, (frequencies[key] as number) + 1);
      return true;
    }
    while (small.size + main.size >= this.options.capacity) this.evict();
    frequencies[key] = 0;
    if (ghost.has(key)) {
      ghost.remove(key);
      main.pushFront(key);
    } else small.pushFront(key);
    return false;
  }

  private evict(): void {
    if (this.small.size >= this.smallCapacity || this.main.size === 0) this.evictSmall();
    else this.evictMain();
  }

  private evictSmall(): void {
    const { small, main, ghost, frequencies } = this;
    const mainCapacity = this.options.capacity - this.smallCapacity;
    while (small.size > 0) {
      const key = small.popBack();
      if ((frequencies[key] as number) > 1 && mainCapacity > 0) {
        main.pushFront(key);
        if (main.size > mainCapacity) {
          this.evictMain();
          return;
        }
      } else {
        ghost.pushFront(key);
        if (ghost.size > Math.max(1, mainCapacity)) ghost.popBack();
        this.options.onEvict(key);
        return;
      }
    }
  }

  private evictMain(): void {
    const { main, frequencies } = this;
    for (;;) {
      const key = main.popBack();
      const frequency = frequencies[key] as number;
      if (frequency === 0) {
        this.options.onEvict(key);
        return;
      }
      frequencies[key] = frequency - 1;
      main.pushFront(key);
    }
  }
}
