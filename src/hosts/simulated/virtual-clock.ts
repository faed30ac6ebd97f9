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
    const timer: Timer = { dueMs: this.now + Math.max(0, delayMs), order: this.order++, wake };
    this.push(timer);
    return () => {
      timer.wake = null;
    };
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

  private push(timer: Timer): void {
    const { heap } = this;
    heap.push(timer);
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at] as Timer, heap[parent] as Timer)) break;
      this.exchange(at, parent);
      at = parent;
    }
  }

  private pop(): void {
    const { heap } = this;
    this.exchange(0, heap.length - 1);
    heap.pop();
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      let least = at;
      for (const child of [left, left + 1]) {
        if (child < heap.length && isBefore(heap[child] as Timer, heap[least] as Timer))
          least = child;
      }
      if (least === at) return;
      this.exchange(at, least);
      at = least;
    }
  }

  private exchange(a: number, b: number): void {
    const { heap } = this;
    [heap[a], heap[b]] = [heap[b] as Timer, heap[a] as Timer];
  }
}
