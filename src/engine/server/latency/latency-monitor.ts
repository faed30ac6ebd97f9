/**
 * The latency monitor: what took longer than latency-monitor-threshold, by kind of event.
 *
 * Each event keeps its last 160 seconds with a spike; several spikes of one second are one sample,
 * the longest. A threshold of 0 switches it off.
 */
import type { UnixMs } from '../../../base/ports.ts';

/** Kinds of events that this engine has; Redis has more, about forks and its own disk thread. */
export type LatencyEvent =
  | 'command'
  | 'fast-command'
  | 'expire-cycle'
  | 'eviction-cycle'
  | 'eviction-del'
  | 'aof-write';

export interface LatencySample {
  readonly atSeconds: number;
  latencyMs: number;
}

interface Series {
  samples: LatencySample[];
  maxMs: number;
}

const SAMPLES_MAX = 160;

export class LatencyMonitor {
  /** Milliseconds; 0 for off. */
  thresholdMs = 0;
  private readonly series = new Map<string, Series>();

  /** True where a duration is to be told to `add`. */
  isSpike(durationMs: number): boolean {
    return this.thresholdMs > 0 && durationMs >= this.thresholdMs;
  }

  add(event: LatencyEvent, durationMs: number, nowMs: UnixMs): void {
    const latencyMs = Math.floor(durationMs);
    const atSeconds = Math.floor(nowMs / 1000);
    const known = this.series.get(event) ?? { samples: [], maxMs: 0 };
    this.series.set(event, known);
    known.maxMs = Math.max(known.maxMs, latencyMs);
    const last = known.samples.at(-1);
    if (last?.atSeconds === atSeconds) last.latencyMs = Math.max(last.latencyMs, latencyMs);
    else known.samples.push({ atSeconds, latencyMs });
    if (known.samples.length > SAMPLES_MAX) known.samples.shift();
  }

  events(): string[] {
    return [...this.series.keys()].sort();
  }

  /** Oldest first; empty for an event that was never seen. */
  history(event: string): readonly LatencySample[] {
    return this.series.get(event)?.samples ?? [];
  }

  maxMs(event: string): number {
    return this.series.get(event)?.maxMs ?? 0;
  }

  /** Forgets one event; true where there was one. */
  reset(event: string): boolean {
    return this.series.delete(event);
  }
}
