/**
 * What a server does ten times a second by itself: expiry, figures, idle clients, due saves. Redis's
 * serverCron.
 */
import { createExpireCycle, runExpireCycle } from '../keyspace/active-expiry.ts';
import { runFieldExpiry } from '../keyspace/hash-field-expiry.ts';
import { emptyOutgrown } from '../keyspace/memory.ts';
import { usedMemoryBytes } from './memory-usage.ts';
import type { Server } from './server.ts';

const PERIOD_MS = 100;
const EXPIRE_SLICE_US = 25_000;

export class Cron {
  /** DEBUG PAUSE-CRON. */
  paused = false;
  /** DEBUG SET-ACTIVE-EXPIRE. */
  activeExpire = true;
  readonly expireCycle = createExpireCycle();
  private readonly server: Server;
  private readonly serveBlocked: () => void;
  private cancel: () => void = () => {};

  /** `serveBlocked` answers clients whose keys have come. */
  constructor(server: Server, serveBlocked: () => void) {
    this.server = server;
    this.serveBlocked = serveBlocked;
    this.schedule();
  }

  stop(): void {
    this.cancel();
  }

  /** One expire cycle now, for a host that has just moved the clock. */
  expireDue(): void {
    const { keyspace, ports } = this.server;
    keyspace.setTime(ports.clock.nowMs());
    this.expireSome();
  }

  private schedule(): void {
    this.cancel = this.server.ports.clock.after(PERIOD_MS, () => {
      this.server.turn(() => this.run());
      this.schedule();
    });
  }

  private run(): void {
    if (this.paused) return;
    const { server } = this;
    const { clock } = server.ports;
    server.keyspace.setTime(clock.nowMs());
    server.stats.sample(clock);
    if (server.config.flag('activerehashing')) emptyOutgrown(server.keyspace);
    server.clientCron.tick();
    server.clientEviction.noteAll();
    server.stats.notePeak(usedMemoryBytes(server));
    // A script's world stands still while it is paused.
    if (server.scripting.running || server.pauses.isHeld) return;
    const mayExpire = !server.keyspace.loading && !server.pauses.blocksWrites;
    if (this.activeExpire && mayExpire) this.expireSome();
    this.closeIdle();
    server.tracking.limit(server.ports.random);
    server.replication?.tick();
    server.logRewrite?.tick();
    server.snapshots?.tick();
  }

  private expireSome(): void {
    const { config, keyspace, latency, ports, propagation, stats } = this.server;
    const { clock, random } = ports;
    const startUs = clock.monotonicUs();
    const effort = config.number('active-expire-effort');
    const outOfTime = (): boolean => clock.monotonicUs() - startUs > EXPIRE_SLICE_US;
    runExpireCycle(this.expireCycle, keyspace, random, effort, outOfTime);
    runFieldExpiry(keyspace, effort, outOfTime, (database, key, field) =>
      propagation.add(database.index, ['HDEL', key, field]),
    );
    const tookMs = (clock.monotonicUs() - startUs) / 1000;
    stats.expireCycleMs += tookMs;
    if (latency.isSpike(tookMs)) latency.add('expire-cycle', tookMs, keyspace.nowMs);
    propagation.commit();
    if (keyspace.anyBlocked) this.serveBlocked();
  }

  private closeIdle(): void {
    const { clients, config, ports } = this.server;
    const timeoutMs = config.number('timeout') * 1000;
    if (timeoutMs === 0) return;
    const nowMs = ports.clock.nowMs();
    for (const client of clients.values()) {
      if (client.blocked || client.isSubscribed || client.isMonitor || client.isReplica) continue;
      if (nowMs - client.lastSeenMs > timeoutMs) this.server.close(client);
    }
  }
}
