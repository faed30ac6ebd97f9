/** What a node counts beside its data: the figures of INFO's stats and clients sections. */
import type { Clock } from '../../base/ports.ts';

const SAMPLES = 16;
const SAMPLE_PERIOD_MS = 100;

export class Stats {
  commandsProcessed = 0;
  connectionsReceived = 0;
  rejectedConnections = 0;
  bytesIn = 0;
  bytesOut = 0;
  errorReplies = 0;
  aclDenials = 0;
  unexpectedErrors = 0;
  blockedTimeouts = 0;
  peakMemoryBytes = 0;
  expireCycleMs = 0;
  /** Error replies by their first word. */
  readonly errors = new Map<string, number>();
  private readonly samples = new Float64Array(SAMPLES);
  private sampleIndex = 0;
  private lastSampleMs = 0;
  private lastSampleCommands = 0;

  /** Called by cron: takes an operations-per-second sample every tenth of a second. */
  sample(clock: Clock): void {
    const nowMs = clock.nowMs();
    const elapsedMs = nowMs - this.lastSampleMs;
    if (elapsedMs < SAMPLE_PERIOD_MS) return;
    const commands = this.commandsProcessed - this.lastSampleCommands;
    this.samples[this.sampleIndex] = this.lastSampleMs === 0 ? 0 : (commands * 1000) / elapsedMs;
    this.sampleIndex = (this.sampleIndex + 1) % SAMPLES;
    this.lastSampleMs = nowMs;
    this.lastSampleCommands = this.commandsProcessed;
  }

  /** The average over the last 16 samples, as instantaneous_ops_per_sec. */
  get opsPerSecond(): number {
    let sum = 0;
    for (const value of this.samples) sum += value;
    return sum / SAMPLES;
  }

  countError(text: string): void {
    this.errorReplies++;
    const code = text.slice(0, text.indexOf(' ') < 0 ? text.length : text.indexOf(' '));
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }

  /** Answers with the most memory that was ever seen in use. */
  notePeak(usedBytes: number): number {
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, usedBytes);
    return this.peakMemoryBytes;
  }

  reset(): void {
    this.commandsProcessed = 0;
    this.connectionsReceived = 0;
    this.rejectedConnections = 0;
    this.bytesIn = 0;
    this.bytesOut = 0;
    this.errorReplies = 0;
    this.unexpectedErrors = 0;
    this.lastSampleCommands = 0;
    this.errors.clear();
  }
}
