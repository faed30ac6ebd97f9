/**
 * used_memory and where it goes: the data set's account, and beside it what a running server needs,
 * as figures of a redis-server 7.0 (an empty one, and what one idle client adds to it).
 *
 * Buffers of the append-only file count as used, but no key is evicted for their sake: that would
 * write to them. What clients make it hold is in client-memory.ts.
 */
import { type DatabaseOverhead, databaseOverheads, dataMemoryBytes } from '../keyspace/memory.ts';
import { clientFigures, outputBytes } from './client-memory.ts';
import type { Server } from './server.ts';

/** used_memory_startup of an empty redis-server 7.0: tables, shared objects, the event loop. */
const EMPTY_SERVER_BYTES = 876_064;
/** One connection: the client itself and its places in lists and indices. Its buffers are extra. */
const CLIENT_BYTES = 1088;

export interface MemoryUsage {
  readonly usedBytes: number;
  /** What an empty node takes. */
  readonly emptyBytes: number;
  /** What the clients' own figures add up to. */
  readonly clientsBytes: number;
  readonly aofBufferBytes: number;
  readonly replicasBytes: number;
  readonly scriptsBytes: number;
  readonly functionsBytes: number;
  /** All that is not keys and values. */
  readonly overheadBytes: number;
  /** Used, less the overhead. */
  readonly datasetBytes: number;
  readonly keys: number;
  readonly databases: readonly DatabaseOverhead[];
}

/** Connections, and what they make the server hold. In constant time. */
function heldForClients(server: Server): number {
  const { clientCron, clients, transactions, pubsub, watching, blocking, tracking } = server;
  const kept = transactions.memoryBytes + pubsub.memoryBytes + watching.memoryBytes;
  // Who is being served has most of what has not left.
  const ownBytes = server.reading?.replyBufferBytes;
  // What is for replicas is no reason to evict keys: that would only add to it.
  const unsent = server.unsentBytes - (server.replication?.unsentBytes ?? 0);
  const replies = clientCron.replyBuffers.bytes + outputBytes(Math.max(0, unsent), ownBytes);
  const buffers = server.heldInput.memoryBytes + replies;
  return clients.size * CLIENT_BYTES + kept + blocking.memoryBytes + tracking.memoryBytes + buffers;
}

/** As Redis adds up its clients' own figures. Walks the clients: for INFO, not for the limit. */
function clientsBytes(server: Server): number {
  let total = 0;
  for (const client of server.clients.values())
    if (!client.isReplica) total += clientFigures(client, server.unsentBytesOf(client)).totMem;
  return total;
}

/** What maxmemory limits. In constant time. */
export function limitedMemoryBytes(server: Server): number {
  const { scripts, libraries } = server.scripting;
  const code = scripts.usedBytes + libraries.usedBytes;
  return EMPTY_SERVER_BYTES + dataMemoryBytes(server.keyspace) + heldForClients(server) + code;
}

/** What has been made for replicas and has not left. */
export function replicasBytes({ replication }: Server): number {
  return replication && replication.size > 0 ? outputBytes(replication.unsentBytes) : 0;
}

/** Buffers that do not count against maxmemory. */
export function unlimitedMemoryBytes(server: Server): number {
  return (server.aofStatus?.().bufferedBytes ?? 0) + replicasBytes(server);
}

export function usedMemoryBytes(server: Server): number {
  return limitedMemoryBytes(server) + unlimitedMemoryBytes(server);
}

export function memoryUsage(server: Server): MemoryUsage {
  const { keyspace, scripting } = server;
  const databases = databaseOverheads(keyspace);
  const parts = {
    emptyBytes: EMPTY_SERVER_BYTES,
    clientsBytes: clientsBytes(server),
    aofBufferBytes: server.aofStatus?.().bufferedBytes ?? 0,
    replicasBytes: replicasBytes(server),
    scriptsBytes: scripting.scripts.usedBytes,
    functionsBytes: scripting.libraries.usedBytes,
  };
  let overheadBytes = 0;
  for (const bytes of Object.values(parts)) overheadBytes += bytes;
  for (const { mainBytes, expiresBytes } of databases) overheadBytes += mainBytes + expiresBytes;
  const usedBytes = usedMemoryBytes(server);
  return {
    ...parts,
    usedBytes,
    overheadBytes,
    datasetBytes: Math.max(0, usedBytes - overheadBytes),
    keys: keyspace.size,
    databases,
  };
}
