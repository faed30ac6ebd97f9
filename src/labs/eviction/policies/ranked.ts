/** Policies that evict the worst of an order: least frequently used, and Belady's optimum. */
import type { CachePolicy, PolicyOptions } from '../cache-policy.ts';
import { KeyHeap } from '../key-heap.ts';

/** Greater than any number of accesses, so that time only decides between equal frequencies. */
const TIME_RANGE = 2 ** 24;

/**
 * Exact least frequently used, among equals the least recently used. A key's count begins anew when
 * it comes back: as in Redis, what is not in the cache is not counted.
 */
export class Lfu implements CachePolicy {
  private readonly options: PolicyOptions;
  private readonly heap: KeyHeap;
  private readonly frequencies: Float64Array;
  private now = 0;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.heap = new KeyHeap(options.capacity, options.keyCount);
    this.frequencies = new Float64Array(options.keyCount);
  }

  access(key: number): boolean {
    const hit = this.heap.has(key);
    if (!hit && this.heap.size >= this.options.capacity) this.options.onEvict(this.heap.pop());
    const frequency = hit ? (this.frequencies[key] as number) + 1 : 1;
    this.frequencies[key] = frequency;
    this.heap.set(key, frequency * TIME_RANGE + this.now++);
    return hit;
  }
}

/**
 * Evicts the key whose next access is farthest away: no policy has more hits, and none can do it
 * without knowing what comes (L. A. Belady, A study of replacement algorithms for a virtual-storage
 * computer, IBM Systems Journal 5(2), 1966).
 */
export class Belady implements CachePolicy {
  private readonly options: PolicyOptions;
  private readonly heap: KeyHeap;
  /** Per position of the trace, where the same key comes next. */
  private readonly nextUses: Float64Array;
  private position = 0;

  constructor(options: PolicyOptions) {
    this.options = options;
    this.heap = new KeyHeap(options.capacity, options.keyCount);
    const { trace } = options;
    this.nextUses = new Float64Array(trace.length);
    const seen = new Float64Array(options.keyCount).fill(Number.POSITIVE_INFINITY);
    for (let at = trace.length - 1; at >= 0; at--) {
      const key = trace[at] as number;
      this.nextUses[at] = seen[key] as number;
      seen[key] = at;
    }
  }

  access(key: number): boolean {
    const hit = this.heap.has(key);
    if (!hit && this.heap.size >= this.options.capacity) this.options.onEvict(this.heap.pop());
    this.heap.set(key, -(this.nextUses[this.position++] as number));
    return hit;
  }
}
