/**
 * How far a person has moved the engine's clock from real time, kept beside the data. Expiry times
 * on disk are moments of the moved clock: with real time after a reload, a key written an hour ahead
 * would live an hour longer. So the clock goes on where it was, by as much as real time has passed;
 * neither pause nor speed outlive the reload. Without keys nothing depends on it, and real time is
 * back.
 *
 * While the clock drifts (paused, or hurried) what is kept lags behind by `KEPT_EVERY_MS` at most.
 */
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import type { Disk } from '../../base/ports.ts';
import type { PlaygroundClock } from './playground-clock.ts';

const FILE = 'playground-clock';
const KEPT_EVERY_MS = 500;

export class ClockMemory {
  private readonly disk: Disk;
  private readonly clock: PlaygroundClock;
  private keptMs = 0;
  private writing = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(disk: Disk, clock: PlaygroundClock) {
    this.disk = disk;
    this.clock = clock;
  }

  /** Before the data are read: what has expired is told by the moved clock. */
  async restore(): Promise<void> {
    const bytes = await this.disk.read(FILE);
    const aheadMs = bytes === null ? 0 : Number(bytesOf(bytes));
    if (!Number.isFinite(aheadMs)) return;
    this.keptMs = aheadMs;
    this.clock.moveTo(aheadMs);
  }

  /** There are no data. */
  forget(): void {
    this.clock.moveTo(0);
    this.keep();
  }

  /** The clock has been moved, or its pace has changed. */
  keep(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.clock.paused || this.clock.speed !== 1)
      this.timer = setTimeout(() => this.keep(), KEPT_EVERY_MS);
    void this.write();
  }

  private async write(): Promise<void> {
    const aheadMs = Math.round(this.clock.aheadMs);
    if (this.writing || aheadMs === this.keptMs) return;
    this.writing = true;
    try {
      await this.disk.write(FILE, toUint8Array(String(aheadMs)));
      this.keptMs = aheadMs;
    } catch {
      // The disk says itself that it takes nothing more; then there are no data to protect either.
      return;
    } finally {
      this.writing = false;
    }
    // It may have been moved again meanwhile; a drifting clock has its timer.
    if (this.timer === null) await this.write();
  }
}
