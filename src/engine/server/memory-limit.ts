/**
 * maxmemory: before each command keys are evicted until what is used fits, or the command is refused
 * where it would need more and nothing can go.
 *
 *   used <= maxmemory        ok
 *   keys went, enough        ok
 *   the time was up before   running: commands go on, a timer evicts the rest
 *   nothing can go           full: commands that need memory get OOM
 *
 * How much is to be freed is computed once, ahead: what evicting writes to the log and to clients
 * that track keys must not keep the loop alive. After Redis's performEvictions.
 */
import type { Bytes } from '../../base/bytes.ts';
import { type EvictionPolicy, Evictor, needsClocks } from '../keyspace/eviction.ts';
import type { PoolEntry } from '../keyspace/eviction-pool.ts';
import { dataMemoryBytes } from '../keyspace/memory.ts';
import type { Value } from '../keyspace/values.ts';
import { limitedMemoryBytes } from './memory-usage.ts';
import type { Server } from './server.ts';

export type MemoryState = 'ok' | 'running' | 'full';

/** One eviction, for whoever watches. */
export interface Eviction {
  readonly db: number;
  readonly key: Bytes;
  readonly policy: EvictionPolicy;
  /** See PoolEntry; null where a random policy chose. */
  readonly score: number | null;
  /** The candidates left, worst first. */
  readonly pool: readonly PoolEntry[];
}

/** How many keys go between two looks at the clock. */
const KEYS_PER_LOOK = 16;

export class MemoryLimit {
  /** maxmemory; 0 for none. */
  maxBytes = 0;
  /** maxmemory-eviction-tenacity. */
  tenacity = 10;
  readonly evictor: Evictor;
  /** Memory was full when the running command began: scripts ask. */
  wasFull = false;
  /** Told of each eviction once the key has gone. */
  onEvicted: ((eviction: Eviction) => void) | null = null;
  private readonly server: Server;
  /** Evicting goes on at the end of the turn: the limit was changed, or time was up. */
  private goesOn = false;
  private exceededSinceUs: number | null = null;
  private exceededUs = 0;
  private cancelTimer: () => void = () => {};

  constructor(server: Server) {
    this.server = server;
    this.evictor = new Evictor(server.keyspace, server.ports.random);
    server.keyspace.hasRoomFor = (bytes) =>
      this.maxBytes === 0 || limitedMemoryBytes(server) + bytes <= this.maxBytes;
  }

  get policy(): EvictionPolicy {
    return this.evictor.policy;
  }

  setLimit(maxBytes: number): void {
    this.maxBytes = maxBytes;
    this.noteSharing();
    if (maxBytes === 0) return;
    this.goesOn = true;
    const used = limitedMemoryBytes(this.server);
    // Without clients it is the configuration file's, not CONFIG SET's.
    if (maxBytes >= used || this.server.clients.size === 0) return;
    this.server.ports.log.write(
      'warning',
      `WARNING: the new maxmemory value set via CONFIG SET (${maxBytes}) is smaller than the current memory usage (${used}). This will result in key eviction and/or the inability to accept new write commands depending on the maxmemory-policy.`,
    );
  }

  setPolicy(policy: EvictionPolicy): void {
    const { keyspace } = this.server;
    this.evictor.policy = policy;
    keyspace.usesLfu = policy.endsWith('lfu');
    keyspace.usesLru = policy.endsWith('lru');
    this.noteSharing();
  }

  private noteSharing(): void {
    this.server.keyspace.sharesIntegers = this.maxBytes === 0 || !needsClocks(this.policy);
  }

  /** Before a command: makes room. Tells whether commands that need memory must be refused. */
  isFull(): boolean {
    // Beside a paused script nothing is decided: what it found when it began holds until it ends.
    if (this.maxBytes === 0 || this.server.scripting.running !== null) return false;
    this.wasFull = this.relieve() === 'full';
    return this.wasFull;
  }

  /** At the end of a turn: evicts what is left to evict. */
  settle(): void {
    if (!this.goesOn) return;
    this.goesOn = false;
    if (this.maxBytes > 0) this.relieve();
  }

  /** Milliseconds that memory has been above the limit, in all and in the present period. */
  get exceededMs(): { readonly total: number; readonly current: number } {
    const nowUs = this.server.ports.clock.monotonicUs();
    const currentUs = this.exceededSinceUs === null ? 0 : nowUs - this.exceededSinceUs;
    return {
      total: Math.floor((this.exceededUs + currentUs) / 1000),
      current: Math.floor(currentUs / 1000),
    };
  }

  /** CONFIG RESETSTAT. */
  resetStats(): void {
    this.exceededUs = 0;
    this.exceededSinceUs = null;
  }

  stop(): void {
    this.cancelTimer();
  }

  private relieve(): MemoryState {
    if (!this.mayEvict()) return 'ok';
    const excess = limitedMemoryBytes(this.server) - this.maxBytes;
    const state = excess <= 0 ? 'ok' : this.policy === 'noeviction' ? 'full' : this.evict(excess);
    this.noteState(state);
    return state;
  }

  /** Not while data is loaded, clients are paused, or a script lets others in. */
  private mayEvict(): boolean {
    const { keyspace, pauses, scripting } = this.server;
    return !keyspace.loading && !pauses.blocksWrites && scripting.running === null;
  }

  private noteState(state: MemoryState): void {
    const nowUs = this.server.ports.clock.monotonicUs();
    if (state !== 'ok') this.exceededSinceUs ??= nowUs;
    else if (this.exceededSinceUs !== null) {
      this.exceededUs += nowUs - this.exceededSinceUs;
      this.exceededSinceUs = null;
    }
  }

  private evict(excessBytes: number): MemoryState {
    const { keyspace, ports, latency } = this.server;
    const startUs = ports.clock.monotonicUs();
    const state = this.evictUntil(excessBytes, startUs);
    const tookMs = (ports.clock.monotonicUs() - startUs) / 1000;
    if (latency.isSpike(tookMs)) latency.add('eviction-cycle', tookMs, keyspace.nowMs);
    return state;
  }

  private evictUntil(excessBytes: number, startUs: number): MemoryState {
    const { keyspace, ports } = this.server;
    let freedBytes = 0;
    for (let evicted = 1; freedBytes < excessBytes; evicted++) {
      const before = dataMemoryBytes(keyspace);
      if (!this.evictOne()) return 'full';
      freedBytes += before - dataMemoryBytes(keyspace);
      if (evicted % KEYS_PER_LOOK > 0 || freedBytes >= excessBytes) continue;
      if (ports.clock.monotonicUs() - startUs > sliceUs(this.tenacity)) {
        this.scheduleNext();
        return 'running';
      }
    }
    return 'ok';
  }

  private evictOne(): boolean {
    const { keyspace, ports, latency, config } = this.server;
    const victim = this.evictor.choose();
    if (victim === null) return false;
    const { database, key, score } = victim;
    const lazy = config.flag('lazyfree-lazy-eviction');
    const startUs = ports.clock.monotonicUs();
    const value = database.entries.get(key) as Value;
    if (lazy) keyspace.countLazy(value);
    keyspace.evict(database, key);
    const tookMs = (ports.clock.monotonicUs() - startUs) / 1000;
    if (latency.isSpike(tookMs)) latency.add('eviction-del', tookMs, keyspace.nowMs);
    const { policy } = this;
    this.onEvicted?.({
      db: database.index,
      key,
      policy,
      score,
      pool: [...this.evictor.candidates],
    });
    return true;
  }

  private scheduleNext(): void {
    this.cancelTimer();
    this.cancelTimer = this.server.ports.clock.after(0, () => {
      this.goesOn = true;
      this.server.turn(() => {});
    });
  }
}

/** How long one go may take: 500 us at tenacity 10, from there on half as long again for every third step. */
function sliceUs(tenacity: number): number {
  if (tenacity <= 10) return 50 * tenacity;
  return tenacity < 100 ? 500 * 1.15 ** (tenacity - 10) : Infinity;
}
