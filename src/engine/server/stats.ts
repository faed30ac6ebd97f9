/** What a node counts beside its data: the figures of INFO's stats and clients sections. */
import type { Clock } from '../../base/ports.ts';

const SAMPLES = 16;
const SAMPLE_PERIOD_MS = 100;
/** Redis looks for the first space in 32 bytes, the dash included. */
const ERROR_CODE_MAX = 31;

/** How fast a counter grows: the average over the last sixteen samples. */
class Rate {
  private readonly samples = new Float64Array(SAMPLES);
  private index = 0;
  private last = 0;

  /** `elapsedMs` is the time since the last call; 0 for the first one, which only begins. */
  sample(counter: number, elapsedMs: number): void {
    this.samples[this.index] = elapsedMs === 0 ? 0 : ((counter - this.last) * 1000) / elapsedMs;
    this.index = (this.index + 1) % SAMPLES;
    this.last = counter;
  }

  /** The counter begins again at zero. */
  reset(): void {
    this.samples.fill(0);
    this.last = 0;
  }

  get perSecond(): number {
    let sum = 0;
    for (const value of this.samples) sum += value;
    return sum / SAMPLES;
  }
}

/** An error's first word where it has one, as Redis looks for it: others, whoever made them, are ERR. */
function errorCode(text: string): string {
  const head = text.slice(0, ERROR_CODE_MAX).replace(/[\r\n]/g, ' ');
  const end = head.indexOf(' ');
  return end < 0 ? 'ERR' : head.slice(0, end);
}

export class Stats {
  /** What the RDB file held that was loaded last. */
  lastLoad: { readonly keys: number; readonly expired: number } = { keys: 0, expired: 0 };
  /**
   * A model of Redis's forks: there are none here, but where Redis would fork (a background save, a
   * rewrite of the log, a replica's first copy, a forked debugging session) everybody waits, too, for
   * as long as the data set's bytes are made.
   */
  readonly forks = { count: 0, lastUs: 0 };
  commandsProcessed = 0;
  connectionsReceived = 0;
  rejectedConnections = 0;
  bytesIn = 0;
  bytesOut = 0;
  reads = 0;
  writes = 0;
  errorReplies = 0;
  deniedAuth = 0;
  /** Commands that a user was denied, by what for. */
  readonly denied = { command: 0, key: 0, channel: 0 };
  unexpectedErrors = 0;
  blockedTimeouts = 0;
  peakMemoryBytes = 0;
  expireCycleMs = 0;
  /** Error replies by their first word. */
  readonly errors = new Map<string, number>();
  private readonly commandRate = new Rate();
  private readonly inputRate = new Rate();
  private readonly outputRate = new Rate();
  private lastSampleMs = 0;

  /** Called by cron: takes the samples of the rates every tenth of a second. */
  sample(clock: Clock): void {
    const nowMs = clock.nowMs();
    const sinceMs = nowMs - this.lastSampleMs;
    // A clock that was set back starts the measuring anew.
    if (sinceMs >= 0 && sinceMs < SAMPLE_PERIOD_MS) return;
    const elapsedMs = this.lastSampleMs === 0 ? 0 : Math.max(0, sinceMs);
    this.commandRate.sample(this.commandsProcessed, elapsedMs);
    this.inputRate.sample(this.bytesIn, elapsedMs);
    this.outputRate.sample(this.bytesOut, elapsedMs);
    this.lastSampleMs = nowMs;
  }

  /** instantaneous_ops_per_sec. */
  get opsPerSecond(): number {
    return this.commandRate.perSecond;
  }

  get bytesInPerSecond(): number {
    return this.inputRate.perSecond;
  }

  get bytesOutPerSecond(): number {
    return this.outputRate.perSecond;
  }

  countError(text: string): void {
    this.errorReplies++;
    const code = errorCode(text);
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  /** Does what Redis does in a child, and counts it as a fork. */
  fork<T>(clock: Clock, work: () => T): T {
    const startUs = clock.monotonicUs();
    const result = work();
    this.forks.count++;
    this.forks.lastUs = Math.round(clock.monotonicUs() - startUs);
    return result;
  }

  /** Answers with the most memory that was ever seen in use. */
  notePeak(usedBytes: number): number {
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, usedBytes);
    return this.peakMemoryBytes;
  }

  reset(): void {
    Object.assign(this.forks, { count: 0, lastUs: 0 });
    this.commandsProcessed = 0;
    this.connectionsReceived = 0;
    this.rejectedConnections = 0;
    this.bytesIn = 0;
    this.bytesOut = 0;
    this.errorReplies = 0;
    this.unexpectedErrors = 0;
    this.deniedAuth = 0;
    Object.assign(this.denied, { command: 0, key: 0, channel: 0 });
    this.reads = 0;
    this.writes = 0;
    for (const rate of [this.commandRate, this.inputRate, this.outputRate]) rate.reset();
    this.errors.clear();
  }
}
