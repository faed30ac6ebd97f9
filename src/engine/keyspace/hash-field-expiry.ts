/**
 * Expired fields leave their hash here: lazily, when a command meets the hash, or by the active
 * cycle. Until then they stay in memory, but no command shows them.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Database } from './database.ts';
import { HashValue } from './hash-value.ts';
import type { Keyspace } from './keyspace.ts';
import { NOTIFY_HASH } from './notifications.ts';

/**
 * Removes up to `max` expired fields of the hash at `key`, with statistics and events, and the key
 * with its last field. Answers with the fields: the caller propagates an HDEL for each.
 */
export function expireHashFields(
  database: Database,
  key: Bytes,
  hash: HashValue,
  max = Infinity,
): Bytes[] {
  const { keyspace } = database;
  if (keyspace.loading || hash.nextExpiryMs >= keyspace.nowMs) return [];
  const expired = hash.expireFields(keyspace.nowMs, max);
  keyspace.stats.expiredFields += expired.length;
  database.notify(NOTIFY_HASH, 'hexpired', key);
  database.followFields(key, hash);
  if (hash.length === 0) database.deleteEmpty(key);
  else database.modified(key);
  return expired;
}

/** How many fields one run of the active cycle takes, at effort 1. */
const FIELDS_PER_RUN = 1000;

/**
 * The active cycle's share: hashes whose soonest field is due, soonest first, until the run's fields
 * or its time are spent. `expired` is told of each field, to propagate its HDEL.
 */
export function runFieldExpiry(
  keyspace: Keyspace,
  effort: number,
  outOfTime: () => boolean,
  expired: (database: Database, key: Bytes, field: Bytes) => void,
): void {
  let left = FIELDS_PER_RUN * effort;
  for (const database of keyspace.databases) {
    const { fieldExpiries } = database;
    while (fieldExpiries.size > 0 && fieldExpiries.scoreAt(0) < keyspace.nowMs) {
      if (left <= 0 || outOfTime()) return;
      const key = fieldExpiries.memberAt(0);
      const hash = database.peek(key);
      if (!(hash instanceof HashValue)) {
        fieldExpiries.remove(key);
        continue;
      }
      const fields = expireHashFields(database, key, hash, left);
      // The field that was due had gone by itself: the hash is due later, or not at all.
      if (fields.length === 0) database.followFields(key, hash);
      for (const field of fields) expired(database, key, field);
      left -= Math.max(1, fields.length);
    }
  }
}
