/**
 * A clock that a person can stop, hurry and push forward: the wall clock through a linear map.
 *
 * Engine time = `anchorMs` + (real time - `realAnchorMs`) x speed. Every change moves the anchor to
 * now, so time never jumps back; what it was moved from real time by is summed up there. Timers are kept by engine time in a sorted list with one real
 * timer for the earliest; `advance` fires those it passes, in order.
 */
import type { Clock, UnixMs } from '../../base/ports.ts';
import { longDelays, TIMER_MAX_MS } from '../long-delays.ts';

interface Timer {
  dueMs: UnixMs;
  readonly wake: () => void;
}

export class PlaygroundClock implements Clock {
  private anchorMs: UnixMs;
  private realAnchorMs: number;
  private rate = 1;
  /** Up to the anchor; what the pace has brought since comes on top. */
  private movedMs = 0;
  private stopped = false;
  private timers: Timer[] = [];
  private realTimer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    this.anchorMs = Date.now();
    this.realAnchorMs = performance.now();
  }

  nowMs(): UnixMs {
    if (this.stopped) return this.anchorMs;
    return this.anchorMs + (performance.now() - this.realAnchorMs) * this.rate;
  }

  monotonicUs(): number {
    return performance.now() * 1000;
  }

  get speed(): number {
    return this.rate;
  }

  get paused(): boolean {
    return this.stopped;
  }

  /** How far a person has moved this clock from real time; negative where it was stopped. */
  get aheadMs(): number {
    const realMs = performance.now() - this.realAnchorMs;
    return this.movedMs + (this.nowMs() - this.anchorMs) - realMs;
  }

  /** Sets the clock so far ahead of real time, for an engine that begins: timers keep their delays. */
  moveTo(aheadMs: number): void {
    const byMs = aheadMs - this.aheadMs;
    this.reanchor();
    this.anchorMs += byMs;
    this.movedMs += byMs;
    for (const timer of this.timers) timer.dueMs += byMs;
    this.schedule();
  }

  after(delayMs: number, wake: () => void): () => void {
    const timer: Timer = { dueMs: this.nowMs() + delayMs, wake };
    const at = this.timers.findIndex((other) => other.dueMs > timer.dueMs);
    if (at < 0) this.timers.push(timer);
    else this.timers.splice(at, 0, timer);
    this.schedule();
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  pause(): void {
    this.reanchor();
    this.stopped = true;
    this.schedule();
  }

  resume(): void {
    this.reanchor();
    this.stopped = false;
    this.schedule();
  }

  setSpeed(speed: number): void {
    this.reanchor();
    this.rate = speed;
    this.schedule();
  }

  /** Moves time forward at once; timers on the way fire at their own moments. */
  advance(byMs: number): void {
    this.reanchor();
    const targetMs = this.anchorMs + byMs;
    const wasStopped = this.stopped;
    this.stopped = true;
    for (let due = this.timers[0]; due && due.dueMs <= targetMs; due = this.timers[0]) {
      this.timers.shift();
      this.anchorMs = Math.max(this.anchorMs, due.dueMs);
      due.wake();
    }
    this.anchorMs = targetMs;
    this.movedMs += byMs;
    this.stopped = wasStopped;
    this.realAnchorMs = performance.now();
    this.schedule();
  }

  private reanchor(): void {
    const { aheadMs } = this;
    this.anchorMs = this.nowMs();
    this.realAnchorMs = performance.now();
    this.movedMs = aheadMs;
  }

  private schedule(): void {
    if (this.realTimer !== null) clearTimeout(this.realTimer);
    this.realTimer = null;
    const next = this.timers[0];
    if (!next || this.stopped) return;
    const realDelayMs = Math.max(0, (next.dueMs - this.nowMs()) / this.rate);
    // One that is further away is looked at again when the timer has run as long as it can.
    this.realTimer = setTimeout(() => this.fire(), Math.min(realDelayMs, TIMER_MAX_MS));
  }

  private fire(): void {
    this.realTimer = null;
    const nowMs = this.nowMs();
    // Timers set by those that fire now wait for the next round, however short they are.
    const due = this.timers.filter((timer) => timer.dueMs <= nowMs);
    this.timers = this.timers.filter((timer) => timer.dueMs > nowMs);
    for (const timer of due) timer.wake();
    this.schedule();
  }
}

/** The wall clock, for what must not stop with the playground: the disk. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  monotonicUs: () => performance.now() * 1000,
  after: longDelays((delayMs, wake) => {
    const timer = setTimeout(wake, delayMs);
    return () => clearTimeout(timer);
  }),
};
