/** MEMORY STATS and MEMORY DOCTOR: the figures of memory-usage.ts, as Redis lays them out. */
import { formatDoubleShortest } from '../../base/double.ts';
import { double, map, type Reply, verbatim } from '../../protocol/reply.ts';
import { memoryUsage, usedMemoryBytes } from './memory-usage.ts';
import type { ServerContext } from './server-context.ts';

const DOCTOR_MIN_BYTES = 5 * 1024 * 1024;

export function memoryDoctor({ server }: ServerContext): Reply {
  const usedBytes = usedMemoryBytes(server);
  const peak = server.stats.notePeak(usedBytes);
  if (usedBytes < DOCTOR_MIN_BYTES) {
    return verbatim('txt', 'This instance is all but empty: there is nothing to diagnose yet.\n');
  }
  if (peak > usedBytes * 1.5) {
    return verbatim(
      'txt',
      'Peak memory: at some time this instance used more than one and a half times what it uses now.\n',
    );
  }
  return verbatim('txt', 'No memory problem was found in this instance.\n');
}

const POINTER_BYTES = 8;

const ratio = (part: number, whole: number): Reply =>
  double(formatDoubleShortest(whole === 0 ? 0 : part / whole));

/** What a single-threaded model knows: nothing here comes from an allocator or from the system. */
export function memoryStats({ server, version, keyspace }: ServerContext): Reply {
  const usage = memoryUsage(server);
  const { usedBytes, emptyBytes, keys, databases, datasetBytes: dataset } = usage;
  const peak = server.stats.notePeak(usedBytes);
  const items: Reply[] = [
    ...['peak.allocated', peak, 'total.allocated', usedBytes, 'startup.allocated', emptyBytes],
    ...['replication.backlog', 0, 'clients.slaves', 0, 'clients.normal', usage.clientsBytes],
    ...['cluster.links', 0, 'aof.buffer', usage.aofBufferBytes],
    ...['lua.caches', usage.scriptsBytes, 'functions.caches', usage.functionsBytes],
  ];
  for (const { index, mainBytes, expiresBytes } of databases) {
    const tables = [
      'overhead.hashtable.main',
      mainBytes,
      'overhead.hashtable.expires',
      expiresBytes,
      ...(version < 704 ? ['overhead.hashtable.slot-to-keys', 0] : []),
    ];
    items.push(`db.${index}`, map(tables));
  }
  if (version >= 704) {
    let lookUpBytes = 0;
    for (const { entries, expires } of keyspace.databases) {
      for (const { size, bucketCount } of [entries, expires])
        if (size > 0) lookUpBytes += bucketCount * POINTER_BYTES;
    }
    items.push('overhead.db.hashtable.lut', lookUpBytes);
    items.push('overhead.db.hashtable.rehashing', 0, 'db.dict.rehashing.count', 0);
  }
  items.push(
    ...['overhead.total', usage.overheadBytes, 'keys.count', keys],
    ...['keys.bytes-per-key', keys === 0 ? 0 : Math.floor((usedBytes - emptyBytes) / keys)],
    ...['dataset.bytes', dataset],
    ...['dataset.percentage', ratio(dataset * 100, usedBytes - emptyBytes)],
    ...['peak.percentage', ratio(usedBytes * 100, peak)],
    // The model has no waste: what is active and resident is what is allocated.
    ...['allocator.allocated', usedBytes, 'allocator.active', usedBytes],
    ...['allocator.resident', usedBytes, ...(version >= 704 ? ['allocator.muzzy', 0] : [])],
    ...['allocator-fragmentation.ratio', ratio(1, 1), 'allocator-fragmentation.bytes', 0],
    ...['allocator-rss.ratio', ratio(1, 1), 'allocator-rss.bytes', 0],
    ...['rss-overhead.ratio', ratio(1, 1), 'rss-overhead.bytes', 0],
    ...['fragmentation', ratio(1, 1), 'fragmentation.bytes', 0],
  );
  return map(items);
}
