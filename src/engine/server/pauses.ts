/** CLIENT PAUSE: writes, or everything, wait until a moment on the node's clock. */
import type { Clock, UnixMs } from '../../base/ports.ts';

export type PauseMode = 'write' | 'all';

export class Pauses {
  private readonly clock: Clock;
  private readonly onEnd: () => void;
  /** Told whether the data set is to stay as it is, whenever that may have changed. */
  private readonly onChange: (blocksWrites: boolean) => void;
  private mode: PauseMode | null = null;
  private untilMs: UnixMs = 0;
  private cancelTimer: () => void = () => {};
  private cancelHold: () => void = () => {};
  private readonly holds: Record<PauseMode, number> = { write: 0, all: 0 };

  constructor(clock: Clock, onEnd: () => void, onChange: (blocksWrites: boolean) => void) {
    this.clock = clock;
    this.onEnd = onEnd;
    this.onChange = onChange;
  }

  get active(): PauseMode | null {
    if (this.isHeld) return 'all';
    return this.holds.write > 0 ? (this.mode ?? 'write') : this.mode;
  }

  get blocksWrites(): boolean {
    return this.active !== null;
  }

  /** Somebody holds everything up until they have done. */
  get isHeld(): boolean {
    return this.holds.all > 0;
  }

  get leftMs(): number {
    return this.mode ? Math.max(0, this.untilMs - this.clock.nowMs()) : 0;
  }

  /** A later end and the stricter mode win over a pause already running. */
  pause(mode: PauseMode, durationMs: number): void {
    const untilMs = this.clock.nowMs() + durationMs;
    this.mode = this.mode === 'all' ? 'all' : mode;
    this.untilMs = Math.max(this.untilMs, untilMs);
    this.cancelTimer();
    this.cancelTimer = this.clock.after(this.untilMs - this.clock.nowMs(), () => this.end());
    this.onChange(this.blocksWrites);
  }

  end(): void {
    this.cancelTimer();
    if (this.mode === null) return;
    this.mode = null;
    this.untilMs = 0;
    this.onChange(this.blocksWrites);
    this.onEnd();
  }

  /** Everything, or writes, wait until what this answers with is called, once. */
  hold(mode: PauseMode = 'all'): () => void {
    this.holds[mode]++;
    this.onChange(this.blocksWrites);
    return () => {
      if (--this.holds[mode] > 0) return;
      this.onChange(this.blocksWrites);
      this.onEnd();
    };
  }

  /** Everything waits for so long; `andThen` comes before what has waited. */
  holdFor(durationMs: number, andThen: () => void): void {
    this.holds.all++;
    this.onChange(this.blocksWrites);
    this.cancelHold = this.clock.after(durationMs, () => {
      this.holds.all--;
      this.onChange(this.blocksWrites);
      andThen();
      this.onEnd();
    });
  }

  stop(): void {
    this.cancelTimer();
    this.cancelHold();
  }
}
