/** The figures of the vitals strip, all counted by the node. */
import type { ClockView, Vitals } from '../contract/host.ts';
import type { Node } from '../engine/node.ts';
import { usedMemoryBytes } from '../engine/server/memory-usage.ts';
import type { Observer } from './observer.ts';

export function vitalsOf(node: Node, observer: Observer, clock: ClockView): Vitals {
  const { server, config } = node;
  const { stats } = server.keyspace;
  const aof = server.aofStatus?.();
  const databases = server.keyspace.databases
    .filter((database) => database.size > 0)
    .map((database) => ({
      db: database.index,
      keys: database.size,
      expires: database.expires.size,
    }));
  return {
    revision: observer.revision,
    clock,
    databases,
    keys: databases.reduce((sum, { keys }) => sum + keys, 0),
    usedMemoryBytes: usedMemoryBytes(server),
    maxmemoryBytes: config.number('maxmemory'),
    maxmemoryPolicy: config.text('maxmemory-policy'),
    commandsProcessed: server.stats.commandsProcessed,
    opsPerSecond: server.stats.opsPerSecond,
    keyspaceHits: stats.keyspaceHits,
    keyspaceMisses: stats.keyspaceMisses,
    expiredKeys: stats.expiredKeys,
    evictedKeys: stats.evictedKeys,
    connectedClients: server.clients.size,
    aof: {
      enabled: aof !== undefined,
      fsync: config.text('appendfsync') as Vitals['aof']['fsync'],
      sizeBytes: aof?.sizeBytes ?? 0,
      pendingCommands: aof?.pendingCommands ?? 0,
      error: aof?.error ?? null,
    },
    undo: observer.undoView(),
  };
}
