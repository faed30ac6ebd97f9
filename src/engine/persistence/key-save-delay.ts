/**
 * `rdb-key-save-delay`: how long saving takes per key, for those who want to see a save under way.
 * Redis's child sleeps between keys; here the bytes of a moment are made in one go, and what waits
 * is handing them to the disk. The directive is obeyed while a save waits, too: there is no child
 * that would go on with what it was told.
 */
import type { Clock } from '../../base/ports.ts';
import type { Config } from '../server/config.ts';
import type { SaveProgress } from '../server/gates.ts';

const NAME = 'rdb-key-save-delay';

interface Wait {
  readonly keys: number;
  readonly startedMs: number;
  readonly end: (isOver: boolean) => void;
}

export class KeySaveDelay {
  private readonly config: Config;
  private readonly clock: Clock;
  private wait: Wait | null = null;
  private cancelTimer: () => void = () => {};

  constructor(config: Config, clock: Clock) {
    this.config = config;
    this.clock = clock;
    config.onChange(NAME, () => {
      if (this.wait) this.setTimer(this.wait);
    });
  }

  /** Per key; negative ones, which Redis draws lots for, are less than the clock can tell. */
  get perKeyUs(): number {
    return Math.max(0, this.config.number(NAME));
  }

  /** Resolves with true once the time for so many keys has passed, with false where it was stopped. */
  pass(keys: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.wait = { keys, startedMs: this.clock.nowMs(), end: resolve };
      this.setTimer(this.wait);
    });
  }

  stop(): void {
    this.end(false);
  }

  get progress(): SaveProgress | null {
    if (!this.wait) return null;
    const { keys, startedMs } = this.wait;
    const elapsedUs = (this.clock.nowMs() - startedMs) * 1000;
    return { keys, processed: Math.min(keys, Math.floor(elapsedUs / this.perKeyUs)) };
  }

  private setTimer({ keys, startedMs }: Wait): void {
    this.cancelTimer();
    const dueMs = startedMs + (keys * this.perKeyUs) / 1000;
    const leftMs = Math.max(0, dueMs - this.clock.nowMs());
    this.cancelTimer = this.clock.after(leftMs, () => this.end(true));
  }

  private end(isOver: boolean): void {
    const { wait } = this;
    this.cancelTimer();
    this.wait = null;
    wait?.end(isOver);
  }
}
