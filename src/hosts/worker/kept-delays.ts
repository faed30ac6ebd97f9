/**
 * What a moved clock must not change: how long keys and fields still live, how long keys have been
 * idle or how often they were used, how long clients have been there.
 *
 * All of these are kept as moments. They are noted before the clock is moved, and moved along with
 * it after. New expiry times go to the log, so that they hold after a reload; nothing else about a
 * key changes, so nobody's WATCH fails. Moments inside of values (IDs of streams, deliveries of
 * pending entries, what scripts have stored) are data, and stay as they were written.
 */
import { unixMsText } from '../../engine/commands/expire-option.ts';
import type { Database } from '../../engine/keyspace/database.ts';
import { HashValue } from '../../engine/keyspace/hash-value.ts';
import type { Server } from '../../engine/server/server.ts';

/**
 * To be called before the clock is moved by `byMs` (negative: back); what it answers with is to be
 * called at once after.
 */
export function keepDelays(server: Server, byMs: number): () => void {
  const { keyspace } = server;
  server.turn(() => keyspace.setTime(server.ports.clock.nowMs()));
  const noted = keyspace.databases.map(noteUse);
  return () =>
    server.turn(() => {
      keyspace.setTime(server.ports.clock.nowMs());
      for (const renew of noted) renew();
      for (const database of keyspace.databases) moveExpiries(server, database, byMs);
      for (const client of server.clients.values()) {
        client.createdMs += byMs;
        client.lastSeenMs += byMs;
      }
      server.startedMs += byMs;
      server.propagation.commit();
    });
}

function noteUse(database: Database): () => void {
  const { entries, keyspace } = database;
  const noted = new Uint32Array(entries.size);
  for (let i = 0; i < noted.length; i++)
    noted[i] = keyspace.usesLfu ? keyspace.frequency(entries, i) : keyspace.idleSeconds(entries, i);
  return () => {
    for (let i = 0; i < noted.length; i++) {
      const note = noted[i] as number;
      if (keyspace.usesLfu) keyspace.setFrequency(entries, i, note);
      else keyspace.setIdleSeconds(entries, i, note);
    }
  };
}

function moveExpiries(server: Server, database: Database, byMs: number): void {
  const { expires, entries, fieldExpiries } = database;
  for (let i = 0; i < expires.size; i++) {
    const key = expires.keyAt(i);
    const atMs = Math.round(expires.valueAt(i) + byMs);
    database.setExpiry(key, atMs);
    server.propagation.add(database.index, ['PEXPIREAT', key, unixMsText(atMs)]);
  }
  const timed: string[] = [];
  fieldExpiries.forRange(0, fieldExpiries.size, false, (key) => void timed.push(key));
  for (const key of timed) {
    const hash = entries.get(key);
    if (!(hash instanceof HashValue)) continue;
    database.account.touch(hash);
    for (const [field, oldMs] of [...hash.expiries()]) {
      const atMs = Math.round(oldMs + byMs);
      hash.setExpiry(field, atMs);
      const argv = ['HPEXPIREAT', key, String(atMs), 'FIELDS', '1', field];
      server.propagation.add(database.index, argv);
    }
    database.followFields(key, hash);
  }
}
