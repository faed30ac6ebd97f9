/**
 * A node: one whole Redis, made of ports and a configuration. The composition root of the engine.
 *
 * The node itself never waits and never reads a file: hosts load the append-only file through
 * hosts/open-node.ts and hand the open log to `attachLog`.
 */

import type { Clock, Disk, Link, Log, Network, Random } from '../base/ports.ts';
import { allCommands } from './all-commands.ts';
import type { EvictionPolicy } from './keyspace/eviction.ts';
import { parseNotifyFlags } from './keyspace/notifications.ts';
import { type EncodingLimits, quicklistPackedThreshold } from './keyspace/values.ts';
import { AppendOnlyFile, type FsyncPolicy } from './persistence/append-only-file.ts';
import { LogRewrite } from './persistence/log-rewrite.ts';
import { loadSnapshot, rdbBytes, Snapshots } from './persistence/snapshots.ts';
import { AclError } from './server/acl/selector.ts';
import type { Client, ClientAddress } from './server/client.ts';
import type { CommandRenames } from './server/command-table.ts';
import { Config, ConfigError } from './server/config.ts';
import type { ShutdownRequest } from './server/gates.ts';
import type { PartLoaders } from './server/on-demand.ts';
import { Server } from './server/server.ts';

export interface NodePorts extends PartLoaders {
  readonly clock: Clock;
  /** The disk's own time, where the node's clock can be stopped or hurried; the node's clock otherwise. */
  readonly diskClock?: Clock;
  readonly random: Random;
  readonly disk: Disk;
  readonly log: Log;
  /** The way to other servers, for MIGRATE. */
  readonly network?: Network;
}

/** A client's end of the node. */
export interface Connection {
  readonly client: Client;
  /** Bytes from the client; the array must not be reused. */
  receive(bytes: Uint8Array): void;
  /** The connection is gone. */
  closed(): void;
}

export interface Node {
  readonly server: Server;
  readonly config: Config;
  readonly ports: NodePorts;
  connect(link: Link, address: ClientAddress): Connection;
  /** Effects go to `path` from now on; it holds `sizeBytes` already, the files before it `baseBytes`. */
  attachLog(path: string, sizeBytes: number, baseBytes: number): void;
  /** Effects go nowhere from now on; resolves once the log is on disk. */
  detachLog(): Promise<void>;
  /**
   * Writes what must be kept, closes every client, stops all timers. Resolves with null, or with
   * why it could not write and goes on.
   */
  shutdown(request?: ShutdownRequest): Promise<string | null>;
}

/** Throws `ConfigError` where a line of the configuration cannot be. */
export function createNode(ports: NodePorts, configLines: readonly (readonly string[])[]): Node {
  const config = new Config();
  const { settings, renames, users } = sortLines(configLines);
  for (const line of settings) config.setLine(line);
  config.start();
  const limits = encodingLimits(config);
  const server = new Server(ports, config, allCommands, limits, renames);
  followConfig(config, server, limits);
  for (const [name = '', ...rules] of users) defineUser(server, name, rules);
  server.fork = () => twinOf(server, renames);
  server.trial = () => emptyTwinOf(server, renames, SILENT);
  let log: AppendOnlyFile | null = null;
  const snapshots = openSnapshots(ports, server, config);
  const attach = (path: string, sizeBytes: number): AppendOnlyFile => {
    log = openLog(ports, server, config, path, sizeBytes);
    rewrite.began(path);
    return log;
  };
  const rewrite = new LogRewrite(
    server,
    { disk: ports.disk, clock: ports.diskClock ?? ports.clock, log: ports.log },
    () => log,
    (path) => attach(path, 0),
  );
  server.logRewrite = rewrite;
  return {
    server,
    config,
    ports,
    connect: (link, address) => {
      const client = server.connect(link, address);
      return {
        client,
        receive: (bytes) => server.receive(client, bytes),
        closed: () => server.disconnect(client),
      };
    },
    attachLog: (path, sizeBytes, baseBytes) => {
      attach(path, sizeBytes).baseBytes = baseBytes;
      rewrite.baseBytes = baseBytes + sizeBytes;
    },
    detachLog: () => {
      const closing = log;
      rewrite.isScheduled = false;
      log = null;
      server.durability = null;
      server.aofStatus = null;
      server.propagation.sink = null;
      // What could not be written was promised to a log that there is no more.
      return (closing?.flush() ?? Promise.resolve()).then(() => server.released(Infinity));
    },
    shutdown: ({ save, force } = END_ANYWAY) => {
      const saves = save === 'save' || (save !== 'nosave' && snapshots.hasPoints);
      snapshots.kill();
      rewrite.kill();
      if (log) ports.log.write('notice', 'Calling fsync() on the AOF file.');
      return (log?.flush() ?? Promise.resolve())
        .then(() => (saves ? lastSave(snapshots, ports.log) : null))
        .then((failure) => {
          if (failure !== null) {
            const end = force ? '. Exit anyway.' : ", can't exit.";
            ports.log.write('warning', `Error trying to save the DB${end}`);
            if (!force) return failure;
          }
          server.stop();
          return null;
        });
    },
  };
}

function lastSave(snapshots: Snapshots, log: Log): Promise<string | null> {
  log.write('notice', 'Saving the final RDB snapshot before exiting.');
  return snapshots.saveAtOnce();
}

/** A server with the same data and configuration, but without a disk. */
function twinOf(server: Server, renames: CommandRenames): Server {
  const twin = emptyTwinOf(server, renames, server.ports.log);
  loadSnapshot(twin, rdbBytes(server, false), false);
  return twin;
}

function emptyTwinOf(server: Server, renames: CommandRenames, log: Log): Server {
  const config = server.config.clone();
  const limits = encodingLimits(config);
  const twin = new Server({ ...server.ports, log }, config, allCommands, limits, renames);
  followConfig(config, twin, limits);
  twin.scripting.adopt(server.scripting);
  twin.parts.adopt(server.parts);
  return twin;
}

const SILENT: Log = { write: () => {} };

const END_ANYWAY: ShutdownRequest = { save: 'default', force: true };

const BAD_LINE = 'Bad directive or wrong number of arguments';

/** Lines that are no directives of the table: each adds something. */
function sortLines(lines: readonly (readonly string[])[]) {
  const settings: (readonly string[])[] = [];
  const renames = new Map<string, string>();
  const users: (readonly string[])[] = [];
  const names = new Set(allCommands.map(({ name }) => name));
  for (const line of lines) {
    const [directive, ...words] = line;
    if (directive === 'user') {
      if (words.length === 0) throw new ConfigError(directive, BAD_LINE);
      users.push(words);
    } else if (directive === 'rename-command') {
      const [from = '', to = ''] = words.map((word) => word.toUpperCase());
      if (words.length !== 2) throw new ConfigError(directive, BAD_LINE);
      if (!names.has(from)) throw new ConfigError(directive, 'No such command in rename-command');
      if (names.has(to)) throw new ConfigError(directive, 'Target command name already exists');
      renames.set(from, to);
    } else settings.push(line);
  }
  return { settings, renames, users };
}

function defineUser(server: Server, name: string, rules: readonly string[]): void {
  if (server.config.text('aclfile') !== '') {
    throw new ConfigError(
      'user',
      'Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. This setup is very likely to lead to configuration errors and security holes, please define either an ACL file or declare users directly in your redis.conf, but not both.',
    );
  }
  try {
    server.acl.setUser(name, name === 'default' ? ['reset', ...rules] : rules);
  } catch (error) {
    if (error instanceof AclError) throw new ConfigError('user', error.message);
    throw error;
  }
}

function openLog(
  ports: NodePorts,
  server: Server,
  config: Config,
  path: string,
  sizeBytes: number,
): AppendOnlyFile {
  const { disk, clock, diskClock = clock, log: messages } = ports;
  const filePorts = { disk, clock: diskClock, log: messages };
  const log = new AppendOnlyFile(filePorts, path, sizeBytes, (position) =>
    server.released(position),
  );
  config.onChange('appendfsync', (value) => {
    log.policy = value as FsyncPolicy;
  });
  server.durability = log;
  server.aofStatus = () => log.status;
  server.propagation.sink = (dbIndex, request) => log.add(dbIndex, request);
  return log;
}

function openSnapshots(ports: NodePorts, server: Server, config: Config): Snapshots {
  const { disk, clock, log } = ports;
  const snapshots = new Snapshots(server, { disk, clock, log });
  config.onChange('save', (value) => {
    snapshots.setPoints(value);
  });
  server.snapshots = snapshots;
  return snapshots;
}

function encodingLimits(config: Config): EncodingLimits {
  return {
    hashMaxListpackEntries: 0,
    hashMaxListpackValue: 0,
    setMaxIntsetEntries: 0,
    setMaxListpackEntries: 0,
    setMaxListpackValue: 0,
    zsetMaxListpackEntries: 0,
    zsetMaxListpackValue: 0,
    listMaxListpackSize: 0,
    quicklistPackedThreshold: quicklistPackedThreshold(config.version),
    streamNodeMaxBytes: 0,
    streamNodeMaxEntries: 0,
    hllSparseMaxBytes: 0,
    protoMaxBulkBytes: 0,
    version: config.version,
  };
}

type LimitDirective = Exclude<keyof EncodingLimits, 'version' | 'quicklistPackedThreshold'>;
const LIMIT_DIRECTIVES: readonly (readonly [string, LimitDirective])[] = [
  ['hash-max-listpack-entries', 'hashMaxListpackEntries'],
  ['hash-max-listpack-value', 'hashMaxListpackValue'],
  ['set-max-intset-entries', 'setMaxIntsetEntries'],
  ['set-max-listpack-entries', 'setMaxListpackEntries'],
  ['set-max-listpack-value', 'setMaxListpackValue'],
  ['zset-max-listpack-entries', 'zsetMaxListpackEntries'],
  ['zset-max-listpack-value', 'zsetMaxListpackValue'],
  ['list-max-listpack-size', 'listMaxListpackSize'],
  ['stream-node-max-bytes', 'streamNodeMaxBytes'],
  ['stream-node-max-entries', 'streamNodeMaxEntries'],
  ['hll-sparse-max-bytes', 'hllSparseMaxBytes'],
  ['proto-max-bulk-len', 'protoMaxBulkBytes'],
];

/** Keeps what is read on hot paths beside its users, and up to date. */
function followConfig(config: Config, server: Server, limits: EncodingLimits): void {
  for (const [directive, limit] of LIMIT_DIRECTIVES) {
    config.onChange(directive, (value) => {
      limits[limit] = Number(value);
    });
  }
  config.onChange('slowlog-log-slower-than', (value) => {
    server.slowLog.slowerThanUs = Number(value);
  });
  config.onChange('slowlog-max-len', (value) => {
    server.slowLog.limit = Number(value);
  });
  config.onChange('notify-keyspace-events', (value) => {
    server.keyspace.notifyFlags = parseNotifyFlags(value) ?? 0;
  });
  config.onChange('lfu-log-factor', (value) => {
    server.keyspace.lfu.logFactor = Number(value);
  });
  config.onChange('lfu-decay-time', (value) => {
    server.keyspace.lfu.decayMinutes = Number(value);
  });
  config.onChange('requirepass', (value) => {
    server.acl.setDefaultPassword(value);
  });
  config.onChange('acl-pubsub-default', (value) => {
    server.acl.channelsByDefault = value === 'allchannels';
  });
  config.onChange('acllog-max-len', (value) => {
    server.acl.log.limit = Number(value);
  });
  config.onChange('tracking-table-max-keys', (value) => {
    server.tracking.keysMax = Number(value);
  });
  config.onChange('latency-monitor-threshold', (value) => {
    server.latency.thresholdMs = Number(value);
  });
  config.onChange('latency-tracking', (value) => {
    server.tracksLatency = value === 'yes';
  });
  config.onChange('lazyfree-lazy-expire', (value) => {
    server.keyspace.lazy.expire = value === 'yes';
  });
  config.onChange('lazyfree-lazy-user-del', (value) => {
    server.keyspace.lazy.userDel = value === 'yes';
  });
  config.onChange('rdbcompression', (value) => {
    server.keyspace.rdbCompression = value === 'yes';
  });
  followMemoryLimit(config, server);
}

function followMemoryLimit(config: Config, server: Server): void {
  const { memoryLimit, clientEviction, outputLimits } = server;
  config.onChange('maxmemory', (value) => {
    memoryLimit.setLimit(Number(value));
  });
  config.onChange('maxmemory-clients', (value) => {
    clientEviction.setLimit(value);
  });
  config.onChange('client-output-buffer-limit', (value) => {
    outputLimits.setLimits(value);
  });
  config.onChange('maxmemory-policy', (value) => {
    memoryLimit.setPolicy(value as EvictionPolicy);
  });
  config.onChange('maxmemory-samples', (value) => {
    memoryLimit.evictor.samples = Number(value);
  });
  config.onChange('maxmemory-eviction-tenacity', (value) => {
    memoryLimit.tenacity = Number(value);
  });
}
