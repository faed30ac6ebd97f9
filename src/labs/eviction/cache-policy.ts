/** What a cache policy is: told of each access, it says whether it was a hit and whom it evicts. */
import type { Random } from '../../base/ports.ts';

export interface CachePolicy {
  /** The key is asked for: true for a hit. A miss stores it, and may evict another first. */
  access(key: number): boolean;
}

export interface PolicyOptions {
  /** How many keys fit, at least 1. */
  readonly capacity: number;
  /** Keys are 0..keyCount-1, so policies index arrays with them. */
  readonly keyCount: number;
  readonly random: Random;
  /** All accesses to come: only Belady's policy looks. */
  readonly trace: Uint32Array;
  /** Called once for each key that leaves to make room. */
  readonly onEvict: (key: number) => void;
}
