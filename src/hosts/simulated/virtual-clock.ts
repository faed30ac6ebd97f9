/**
 * Time that passes only when it is told to: the heart of every simulation.
 *
 * Timers are kept in a binary heap by moment, then by the order they were set, so a run depends on
 * nothing but its inputs: same seed, same events, on every machine.
 */
import type { Clock, UnixMs } from '../../base/ports.ts';

interface Timer {
  readonly dueMs: UnixMs;
  readonly order: number;
  wake: (() => void) | null;
}

const isBefore = (a: Timer, b: Timer): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

export class VirtualClock implements Clock {
  private now: UnixMs;
  private order = 0;
  private readonly heap: Timer[] = [];

  constructor(startMs: UnixMs) {
    this.now = startMs;
  }

  nowMs(): UnixMs {
    return this.now;
  }

  /** Nothing takes time by itself here: durations are what the simulation says they are. */
  monotonicUs(): number {
    return this.now * 1000;
  }

  after(delayMs: number, wake: () => void): () => void {
    const timer = this.add(this.now + Math.max(0, delayMs), wake);
    return () => {
      timer.wake = null;
    };
  }

  /** As `after` for a moment, and for what is never called off. */
  at(dueMs: UnixMs, wake: () => void): void {
    this.add(Math.max(this.now, dueMs), wake);
  }

  /** Runs every timer due until `untilMs`, in order, and stops there. */
  runUntil(untilMs: UnixMs): void {
    while (this.runNext(untilMs));
  }

  /** Runs the next timer due until `untilMs`; false, with the time at `untilMs`, when there is none. */
  runNext(untilMs: UnixMs): boolean {
    let next = this.heap[0];
    while (next && next.wake === null) {
      this.pop();
      next = this.heap[0];
    }
    if (!next || next.dueMs > untilMs) {
      this.now = untilMs;
      return false;
    }
    this.pop();
    this.now = next.dueMs;
    next.wake?.();
    return true;
  }

  private add(dueMs: UnixMs, wake: () => void): Timer {
    const { heap } = this;
    const timer: Timer = { dueMs, order: this.order++, wake };
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Timer;
      if (!isBefore(timer, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
    return timer;
  }

  /** Takes the first timer out: the last one sinks from its place. */
  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Timer;
    const { length } = heap;
    if (length === 0) return;
    let at = 0;
    for (let child = 1; child < length; child = at * 2 + 1) {
      const right = child + 1;
      if (right < length && isBefore(heap[right] as Timer, heap[child] as Timer)) child = right;
      if (!isBefore(heap[child] as Timer, last)) break;
      heap[at] = heap[child] as Timer;
      at = child;
    }
    heap[at] = last;
  }
}
