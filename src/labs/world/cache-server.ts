/**
 * A Redis in a lab: a real node on the world's clock, reached through the world's network.
 *
 * The node executes commands at once; that a real one needs time for them is a model here
 * (`commandCostUs`), so that a slow command holds up everybody behind it as it does in Redis.
 *
 * Invariant: at any moment at most one command is being paid for; requests wait in arrival order.
 */

import type { Clock, Disk, Random } from '../../base/ports.ts';
import { createNode, type Node } from '../../engine/node.ts';
import { partsAtOnce } from '../../engine/parts-at-once.ts';
import type { LuaLoader } from '../../engine/scripting/lua.ts';
import { usedMemoryBytes } from '../../engine/server/memory-usage.ts';
import { Pipe, type SimulatedNetwork } from '../../hosts/simulated/wire.ts';

/** A lab's node keeps nothing: its log is off, so its disk is never touched. */
const NO_DISK: Disk = {
  append: () => {},
  sync: () => Promise.resolve(),
  write: () => Promise.resolve(),
  read: () => Promise.resolve(null),
  truncate: () => Promise.resolve(),
  rename: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  list: () => Promise.resolve([]),
};

/** Modelled: what one simple command costs the event loop, and each key that a walk looks at. */
const COMMAND_US = 5;
const KEY_WALKED_US = 0.25;
/** Modelled: a SCAN looks at this many keys when it is not told otherwise. */
const SCAN_KEYS = 100;

/** What the event loop is busy for with one command, in microseconds. */
export function commandCostUs(name: string, keys: number): number {
  if (name === 'keys') return COMMAND_US + keys * KEY_WALKED_US;
  if (name === 'scan') return COMMAND_US + Math.min(keys, SCAN_KEYS) * KEY_WALKED_US;
  return COMMAND_US;
}

export interface CacheServerPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: SimulatedNetwork;
  /** Lua that is there at once: a world cannot wait for it. */
  readonly lua: LuaLoader | null;
}

/** What a client's end of a connection is told. */
export interface WireEnd {
  received(bytes: Uint8Array): void;
  closed(): void;
}

/** A client's end of a connection. */
export interface WireToServer {
  send(bytes: Uint8Array): void;
  close(): void;
}

interface Open {
  readonly up: Pipe;
  readonly down: Pipe;
  readonly end: WireEnd;
}

export class CacheServer {
  node: Node;
  private readonly ports: CacheServerPorts;
  private readonly config: readonly (readonly string[])[];
  private readonly open = new Set<Open>();
  private busyUntilMs = 0;
  private isUp = true;
  /** Requests that have arrived and wait for the event loop. */
  private waiting: (() => void)[] = [];
  /** What counted before the last restart; the node's own counters begin again. */
  private past = { hits: 0, misses: 0, commands: 0, evictedKeys: 0, expiredKeys: 0 };

  constructor(ports: CacheServerPorts, config: readonly (readonly string[])[]) {
    this.ports = ports;
    this.config = config;
    this.node = this.start();
  }

  /** The node's own counters, summed over its restarts. */
  get counters() {
    const { stats, keyspace } = this.node.server;
    const { past } = this;
    return {
      hits: past.hits + keyspace.stats.keyspaceHits,
      misses: past.misses + keyspace.stats.keyspaceMisses,
      commands: past.commands + stats.commandsProcessed,
      evictedKeys: past.evictedKeys + keyspace.stats.evictedKeys,
      expiredKeys: past.expiredKeys + keyspace.stats.expiredKeys,
    };
  }

  usedMemoryBytes(): number {
    return usedMemoryBytes(this.node.server);
  }

  /** Opens a connection; null where nothing listens. */
  connect(end: WireEnd): WireToServer | null {
    if (!this.isUp) return null;
    const { network } = this.ports;
    const down = new Pipe(network, (bytes) => end.received(bytes));
    const link = { send: (bytes: Uint8Array) => down.send(bytes), close: () => end.closed() };
    const connection = this.node.connect(link, { addr: 'app:0', laddr: 'cache:6379' });
    const up = new Pipe(network, (bytes) => this.whenFree(() => connection.receive(bytes)));
    const open: Open = { up, down, end };
    this.open.add(open);
    return {
      send: (bytes) => up.send(bytes),
      close: () => {
        this.drop(open);
        connection.closed();
      },
    };
  }

  /** The process dies: connections break, memory is gone. */
  crash(): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.past = this.counters;
    this.waiting = [];
    this.node.server.stop();
    for (const open of [...this.open]) {
      this.drop(open);
      open.end.closed();
    }
  }

  /** Starts again, empty: a lab's node has no file to load. */
  restart(): void {
    this.crash();
    this.node = this.start();
    this.isUp = true;
    this.busyUntilMs = 0;
  }

  stop(): void {
    this.node.server.stop();
  }

  private start(): Node {
    const { clock, random, lua } = this.ports;
    const node = createNode(
      {
        clock,
        random,
        disk: NO_DISK,
        log: { write: () => {} },
        ...partsAtOnce,
        ...(lua ? { lua } : {}),
      },
      [['save', ''], ...this.config],
    );
    const { server } = node;
    const ignore = (): void => {};
    server.tap = {
      called: ({ client: { lastCommand, dbIndex } }) =>
        this.pay(commandCostUs(lastCommand, server.keyspace.databases[dbIndex]?.size ?? 0)),
      modified: ignore,
      keyAdded: ignore,
      keyRemoved: ignore,
      expiryChanged: ignore,
      replacing: ignore,
      replaced: ignore,
    };
    return node;
  }

  private drop(open: Open): void {
    open.up.close();
    open.down.close();
    this.open.delete(open);
  }

  private pay(costUs: number): void {
    this.busyUntilMs = Math.max(this.busyUntilMs, this.ports.clock.nowMs()) + costUs / 1000;
  }

  /** Runs the work when the event loop has done what came before. */
  private whenFree(work: () => void): void {
    const { clock } = this.ports;
    if (this.waiting.length === 0 && this.busyUntilMs <= clock.nowMs()) work();
    else if (this.waiting.push(work) === 1) this.wakeWhenFree();
  }

  private wakeWhenFree(): void {
    const { clock } = this.ports;
    clock.after(this.busyUntilMs - clock.nowMs(), () => {
      const { node } = this;
      let next = 0;
      while (this.busyUntilMs <= clock.nowMs() && next < this.waiting.length) {
        (this.waiting[next++] as () => void)();
      }
      if (this.node !== node) return;
      this.waiting.splice(0, next);
      if (this.waiting.length > 0) this.wakeWhenFree();
    });
  }
}
