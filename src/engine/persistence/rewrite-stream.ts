/**
 * A stream as the commands that would make it again: its entries, its counters, its groups with
 * their consumers, and what each of those has pending.
 *
 * What commands cannot say is lost, as in Redis: when a consumer was last seen, and that an entry
 * is pending which has been deleted from the stream.
 */
import type { Bytes } from '../../base/bytes.ts';
import { formatId, int64TextOf } from '../../structures/stream-id.ts';
import type { ConsumerGroup } from '../keyspace/stream-group.ts';
import type { StreamValue } from '../keyspace/stream-value.ts';

type Argv = readonly Bytes[];

export function* streamCommands(key: Bytes, { log, groups }: StreamValue): IterableIterator<Argv> {
  for (const cursor = log.cursor(null, null); cursor.next(); ) {
    const argv: Bytes[] = ['XADD', key, formatId(cursor)];
    cursor.pushFields(argv);
    yield argv;
  }
  // Trimmed away at once: an empty stream.
  if (log.length === 0) yield ['XADD', key, 'MAXLEN', '0', '0-1', 'x', 'y'];
  yield [
    ...['XSETID', key, formatId(log.lastId), 'ENTRIESADDED', int64TextOf(log.entriesAdded)],
    ...['MAXDELETEDID', formatId(log.maxDeletedId)],
  ];
  for (const group of groups.all()) yield* groupCommands(key, group);
}

function* groupCommands(key: Bytes, group: ConsumerGroup): IterableIterator<Argv> {
  const { name, lastId, entriesRead, consumers, pending } = group;
  const read = entriesRead === null ? '-1' : int64TextOf(entriesRead);
  yield ['XGROUP', 'CREATE', key, name, formatId(lastId), 'ENTRIESREAD', read];
  for (const consumer of consumers.all()) {
    yield ['XGROUP', 'CREATECONSUMER', key, name, consumer.name];
  }
  for (const entry of pending) {
    yield [
      ...['XCLAIM', key, name, entry.consumer.name, '0', formatId(entry)],
      ...['TIME', String(entry.deliveredAtMs), 'RETRYCOUNT', int64TextOf(entry.deliveries)],
      ...['JUSTID', 'FORCE'],
    ];
  }
}
