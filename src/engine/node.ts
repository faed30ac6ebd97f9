/**
 * A node: one whole Redis, made of ports and a configuration. The composition root of the engine.
 *
 * The node itself never waits and never reads a file: hosts load the append-only file through
 * hosts/open-node.ts and hand the open log to `attachLog`.
 */
import type { Clock, Disk, Link, Log, Random, WasmLoader } from '../base/ports.ts';
import { allCommands } from './all-commands.ts';
import { parseNotifyFlags } from './keyspace/notifications.ts';
import type { EncodingLimits } from './keyspace/values.ts';
import { AppendOnlyFile, type FsyncPolicy } from './persistence/append-only-file.ts';
import type { Client, ClientAddress } from './server/client.ts';
import { Config } from './server/config.ts';
import { Server } from './server/server.ts';

export interface NodePorts {
  readonly clock: Clock;
  /** The disk's own time, where the node's clock can be stopped or hurried; the node's clock otherwise. */
  readonly diskClock?: Clock;
  readonly random: Random;
  readonly disk: Disk;
  readonly log: Log;
  /** Lua, for scripts; a node without it answers them with an error. */
  readonly lua?: WasmLoader;
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
  /** Effects go to `path` from now on; it holds `sizeBytes` already. */
  attachLog(path: string, sizeBytes: number): void;
  /** Writes what must be kept, closes every client, stops all timers. */
  shutdown(): Promise<void>;
}

/** Throws `ConfigError` where a line of the configuration cannot be. */
export function createNode(ports: NodePorts, configLines: readonly (readonly string[])[]): Node {
  const config = new Config();
  for (const line of configLines) config.setLine(line);
  config.start();
  const limits = encodingLimits(config);
  const server = new Server(ports, config, allCommands, limits);
  followConfig(config, server, limits);
  let log: AppendOnlyFile | null = null;
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
    attachLog: (path, sizeBytes) => {
      log = openLog(ports, server, config, path, sizeBytes);
    },
    shutdown: () => (log?.flush() ?? Promise.resolve()).then(() => server.stop()),
  };
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
    version: config.version,
  };
}

const LIMIT_DIRECTIVES: readonly (readonly [string, Exclude<keyof EncodingLimits, 'version'>])[] = [
  ['hash-max-listpack-entries', 'hashMaxListpackEntries'],
  ['hash-max-listpack-value', 'hashMaxListpackValue'],
  ['set-max-intset-entries', 'setMaxIntsetEntries'],
  ['set-max-listpack-entries', 'setMaxListpackEntries'],
  ['set-max-listpack-value', 'setMaxListpackValue'],
  ['zset-max-listpack-entries', 'zsetMaxListpackEntries'],
  ['zset-max-listpack-value', 'zsetMaxListpackValue'],
  ['list-max-listpack-size', 'listMaxListpackSize'],
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
  config.onChange('maxmemory-policy', (value) => {
    server.keyspace.usesLfu = value.endsWith('lfu');
  });
}
