/**
 * The contents of all databases as one text, in an order of its own: two nodes with the same digest
 * hold the same data, whatever their structures look like.
 *
 * What has expired at `nowMs` counts as gone, whether or not somebody has removed it yet.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { UnixMs } from '../../base/ports.ts';
import type { HashValue } from '../../engine/keyspace/hash-value.ts';
import type { Keyspace } from '../../engine/keyspace/keyspace.ts';
import { formatScore } from '../../engine/keyspace/sorted-set-value.ts';
import type { StreamValue } from '../../engine/keyspace/stream-value.ts';
import { bytesOfString } from '../../engine/keyspace/string-value.ts';
import { isString, type Value } from '../../engine/keyspace/values.ts';
import { formatId, int64TextOf } from '../../structures/stream-id.ts';

const LATEST_VERSION = 704;

export interface DigestOptions {
  /**
   * How many entries consumer groups have read, and consumers to whom nothing is owed: up to 7.0
   * XREADGROUP is logged without them.
   */
  readonly readers: boolean;
}

export function digest(
  keyspace: Keyspace,
  nowMs: UnixMs,
  options: DigestOptions = { readers: true },
): string {
  const lines: string[] = [];
  for (const database of keyspace.databases) {
    database.entries.forEach((value, key) => {
      const expiresAtMs = database.expires.get(key) ?? Infinity;
      if (expiresAtMs < nowMs) return;
      const content = contentOf(value, nowMs, options);
      if (content === null) return;
      lines.push(`${database.index} ${JSON.stringify(key)} ${expiresAtMs} ${content}`);
    });
  }
  return lines.sort().join('\n');
}

/** Null where nothing is left of it. */
function contentOf(value: Value, nowMs: UnixMs, options: DigestOptions): string | null {
  if (isString(value)) return `string ${JSON.stringify(bytesOfString(value))}`;
  if (value.type === 'hash') return hashContent(value, nowMs);
  if (value.type === 'list') return `list ${JSON.stringify(value.range(0, value.length))}`;
  if (value.type === 'set') return `set ${JSON.stringify([...value.members()].sort())}`;
  if (value.type === 'stream') return streamContent(value, options);
  const pairs: string[] = [];
  value.forEach((member, score) => {
    // A listpack drops the sign of -0, a tree keeps it, and encodings may differ after a restart.
    const text = formatScore(score === 0 ? 0 : score, LATEST_VERSION);
    pairs.push(`${JSON.stringify(member)}=${text}`);
  });
  return `zset ${pairs.join(' ')}`;
}

function streamContent({ log, groups }: StreamValue, options: DigestOptions): string {
  const entries: string[] = [];
  for (const cursor = log.cursor(null, null); cursor.next(); ) {
    const words: Bytes[] = [];
    cursor.pushFields(words);
    entries.push(`${formatId(cursor)}=${JSON.stringify(words)}`);
  }
  const counters = [formatId(log.lastId), formatId(log.maxDeletedId), log.entriesAdded];
  const groupLines = groups.all().map((group) => {
    // Without the counts of deliveries: reading one's history counts, and is not propagated.
    const pending = [...group.pending].map((entry) => `${formatId(entry)}@${entry.consumer.name}`);
    const consumers = group.consumers
      .all()
      .filter((one) => options.readers || one.pending.size > 0);
    const names = consumers.map(({ name }) => JSON.stringify(name));
    const count = options.readers ? group.entriesRead && int64TextOf(group.entriesRead) : '';
    return `${JSON.stringify(group.name)} ${formatId(group.lastId)} ${count} [${names}] [${pending}]`;
  });
  return `stream ${counters.join(' ')} ${entries.join(' ')} ${groupLines.join(' ')}`;
}

function hashContent(hash: HashValue, nowMs: UnixMs): string | null {
  const expiries = new Map<Bytes, UnixMs>(hash.expiries());
  const fields: string[] = [];
  hash.forEach((field, value) => {
    const atMs = expiries.get(field) ?? Infinity;
    if (atMs >= nowMs) fields.push(`${JSON.stringify(field)}=${JSON.stringify(value)}@${atMs}`);
  });
  return fields.length === 0 ? null : `hash ${fields.sort().join(' ')}`;
}
