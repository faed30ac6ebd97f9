/**
 * The eviction pool: the sixteen best candidates seen so far, kept from one eviction to the next,
 * which makes a few samples choose nearly as well as a list of all keys in order would (S.
 * Sanfilippo, in Redis).
 *
 *   worst                                   best
 *   [ 3 s | 9 s | 9 s | 40 s | .. | 7 min ]        the higher the score, the sooner a key goes
 *
 * Entries are names: a key may be gone, or have been used, by the time it is taken out (a ghost),
 * and the same key may be in twice.
 *
 * Invariant: scores ascend; a newcomer stands before entries of its own score.
 */
import type { Bytes } from '../../base/bytes.ts';

export const POOL_SIZE = 16;

export interface PoolEntry {
  readonly key: Bytes;
  readonly db: number;
  /** By the policy: idle milliseconds, 255 less the frequency, or the expiry time, negated. */
  readonly score: number;
}

export class EvictionPool {
  private readonly slots: PoolEntry[] = [];

  /** Worst first. */
  get entries(): readonly PoolEntry[] {
    return this.slots;
  }

  /** A full pool turns away what is no better than its worst entry, and else lets that one go. */
  offer(entry: PoolEntry): void {
    const { slots } = this;
    let at = 0;
    while (at < slots.length && (slots[at] as PoolEntry).score < entry.score) at++;
    if (slots.length < POOL_SIZE) slots.splice(at, 0, entry);
    else if (at > 0) {
      slots.shift();
      slots.splice(at - 1, 0, entry);
    }
  }

  /** The best entry, which leaves the pool. */
  take(): PoolEntry | undefined {
    return this.slots.pop();
  }
}
