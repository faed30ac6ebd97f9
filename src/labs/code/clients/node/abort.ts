/**
 * AbortController and AbortSignal over the world's timers. The browser's own ones do not work where
 * a worker's scope is locked: events are gone there.
 *
 * node-redis makes a timeout for every command and drops it with the reply, so a signal has a timer
 * only while somebody listens to it.
 */
import { outside } from '../outside.ts';

type Listener = (event: { readonly type: 'abort'; readonly target: AbortSignal }) => void;

class AbortError extends Error {
  readonly code: number;
  constructor(name: 'AbortError' | 'TimeoutError', message: string) {
    super(message);
    this.name = name;
    this.code = name === 'AbortError' ? 20 : 23;
  }
}

const timedOut = (): AbortError =>
  new AbortError('TimeoutError', 'The operation was aborted due to timeout');

export class AbortSignal {
  reason: unknown = undefined;
  onabort: Listener | null = null;
  #aborted = false;
  #listeners = new Set<Listener>();
  #dueMs = Number.POSITIVE_INFINITY;
  #timer: unknown = null;

  get aborted(): boolean {
    if (outside().world.clock.nowMs() >= this.#dueMs) this.trigger(timedOut());
    return this.#aborted;
  }

  addEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.add(listener);
    if (this.#dueMs === Number.POSITIVE_INFINITY || this.#timer !== null) return;
    const { timers, world } = outside();
    const delayMs = this.#dueMs - world.clock.nowMs();
    this.#timer = timers.setTimeout(() => this.trigger(timedOut()), delayMs).unref();
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    outside().timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  /** Only the controller, and the clock, call it. */
  trigger(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.reason = reason;
    const event = { type: 'abort', target: this } as const;
    this.onabort?.(event);
    for (const listener of [...this.#listeners]) listener(event);
    this.#listeners.clear();
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal();
    signal.trigger(reason ?? new AbortError('AbortError', 'This operation was aborted'));
    return signal;
  }

  static timeout(delayMs: number): AbortSignal {
    const signal = new AbortSignal();
    signal.#dueMs = outside().world.clock.nowMs() + delayMs;
    return signal;
  }
}

export class AbortController {
  readonly signal = new AbortSignal();

  abort(reason?: unknown): void {
    this.signal.trigger(reason ?? new AbortError('AbortError', 'This operation was aborted'));
  }
}
