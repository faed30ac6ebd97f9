/** MEMORY: what keys and the whole node cost, by the models of keyspace/memory.ts and memory-usage.ts. */
import type { Bytes } from '../../../base/bytes.ts';
import { formatDoubleShortest } from '../../../base/double.ts';
import { double, map, OK, type Reply, verbatim } from '../../../protocol/reply.ts';
import type { Args } from '../../commands/args.ts';
import { defineGroup } from '../../commands/command.ts';
import { fail, SYNTAX_ERROR } from '../../commands/errors.ts';
import { containerHelp } from '../../commands/help.ts';
import { keyBytes, USAGE_SAMPLES } from '../../keyspace/memory.ts';
import type { NodeCommand } from '../command-table.ts';
import { memoryUsage, usedMemoryBytes } from '../memory-usage.ts';
import type { ServerContext } from '../server-context.ts';

/** A collection is estimated from its first elements, as many as SAMPLES says; 0 is all of them. */
function usage({ db, version }: ServerContext, args: Args): Reply {
  let samples = USAGE_SAMPLES;
  for (let i = 3; i < args.length; i += 2) {
    if (!args.is(i, 'SAMPLES') || i + 1 >= args.length) return fail(SYNTAX_ERROR);
    samples = args.int(i + 1);
    if (samples < 0) return fail(SYNTAX_ERROR);
    if (samples === 0) samples = Infinity;
  }
  const value = db.peek(args.bytes(2));
  return value === undefined ? null : keyBytes(args.bytes(2), value, version, samples);
}

const DOCTOR_MIN_BYTES = 5 * 1024 * 1024;

function doctor({ server }: ServerContext): Reply {
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
function stats({ server, version, keyspace }: ServerContext): Reply {
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

const NO_ALLOCATOR: Bytes =
  'Memory is modelled here after jemalloc; there is no allocator to ask for statistics.\n';

export const memoryCommands: NodeCommand[] = defineGroup<ServerContext>('server', [
  {
    name: 'MEMORY',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on subcommand.',
    summary: 'Groups the commands on memory.',
    syntax: '',
  },
  {
    name: 'MEMORY DOCTOR',
    since: '4.0.0',
    flags: '',
    complexity: 'O(1)',
    summary: 'Says whether something is wrong with the memory of the server.',
    syntax: '',
    run: doctor,
  },
  {
    name: 'MEMORY MALLOC-STATS',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on how much memory is allocated',
    summary: 'Shows what the allocator says of itself.',
    syntax: '',
    run: () => verbatim('txt', NO_ALLOCATOR),
  },
  {
    name: 'MEMORY PURGE',
    since: '4.0.0',
    flags: '',
    complexity: 'Depends on how much memory is allocated',
    summary: 'Asks the allocator to give memory back.',
    syntax: '',
    run: () => OK,
  },
  {
    name: 'MEMORY STATS',
    since: '4.0.0',
    flags: '',
    complexity: 'O(1)',
    summary: 'Says what the memory of the server is used for.',
    syntax: '',
    run: stats,
  },
  {
    name: 'MEMORY USAGE',
    since: '4.0.0',
    flags: 'readonly',
    keys: [2, 2, 1],
    complexity: 'O(N) where N is the number of samples.',
    summary: 'Says how many bytes a key and its value take.',
    syntax: 'key [SAMPLES count:integer]',
    run: usage,
  },
  containerHelp('MEMORY', '4.0.0'),
]);
