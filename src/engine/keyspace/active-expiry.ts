/**
 * The active expire cycle: expired keys go even if nobody asks for them.
 *
 * As in Redis: each database with expiring keys is sampled, twenty keys at a time (more with
 * active-expire-effort), and again at once while more than a tenth of a sample had expired, until
 * the time slice is spent. The share of stale keys is estimated as a running average
 * (`expired_stale_perc`).
 */
import type { Random } from '../../base/ports.ts';
import type { Database } from './database.ts';
import type { Keyspace } from './keyspace.ts';

const KEYS_PER_LOOP = 20;
const ACCEPTABLE_STALE_PERCENT = 10;
const SLICE_CHECK_LOOPS = 16;

export interface ExpireCycle {
  /** Running average of the percentage of expired keys still lying in memory. */
  stalePercent: number;
  /** How often a cycle ended because its time slice was spent. */
  timeCapReached: number;
}

export function createExpireCycle(): ExpireCycle {
  return { stalePercent: 0, timeCapReached: 0 };
}

/** Runs one cycle. `effort` is active-expire-effort (1..10); `outOfTime` says when the slice is spent. */
export function runExpireCycle(
  cycle: ExpireCycle,
  keyspace: Keyspace,
  random: Random,
  effort: number,
  outOfTime: () => boolean,
): void {
  const keysPerLoop = KEYS_PER_LOOP + (KEYS_PER_LOOP / 4) * (effort - 1);
  const acceptable = ACCEPTABLE_STALE_PERCENT - (effort - 1);
  let sampled = 0;
  let expired = 0;
  for (const database of keyspace.databases) {
    for (let loop = 1; database.expires.size > 0; loop++) {
      const found = sampleOnce(database, keyspace, random, keysPerLoop);
      sampled += found.sampled;
      expired += found.expired;
      if (loop % SLICE_CHECK_LOOPS === 0 && outOfTime()) {
        cycle.timeCapReached++;
        break;
      }
      if ((found.expired * 100) / found.sampled <= acceptable) break;
    }
  }
  const current = sampled > 0 ? expired / sampled : 0;
  cycle.stalePercent = current * 100 * 0.05 + cycle.stalePercent * 0.95;
}

function sampleOnce(
  database: Database,
  keyspace: Keyspace,
  random: Random,
  keysPerLoop: number,
): { sampled: number; expired: number } {
  const { expires } = database;
  const sampled = Math.min(keysPerLoop, expires.size);
  const whole = sampled === expires.size;
  let expired = 0;
  // A small table is walked backwards (a delete moves the last entry into the gap), a large one sampled.
  for (let i = sampled - 1; i >= 0 && expires.size > 0; i--) {
    const at = whole ? i : expires.randomIndex(random);
    if (expires.valueAt(at) >= keyspace.nowMs) continue;
    keyspace.expire(database, expires.keyAt(at));
    expired++;
  }
  return { sampled, expired };
}
