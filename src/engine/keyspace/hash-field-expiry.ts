/**
 * Expired fields leave their hash here: lazily, when a command meets the hash, or by the active
 * cycle. Until then they stay in memory, but no command shows them.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Database } from './database.ts';
import type { HashValue } from './hash-value.ts';
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
  if (hash.length === 0) database.deleteEmpty(key);
  else database.modified(key);
  return expired;
}
