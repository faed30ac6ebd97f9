/**
 * setTimeout and its kin over a world's clock, as Node has them: handles are objects that `+handle`
 * turns into a number, delays below 1 ms count as 1, functions only (a string is not compiled).
 */
import type { CodeWorld } from './code-world.ts';

type Callback = (...args: unknown[]) => void;

export interface TimerHandle {
  ref(): TimerHandle;
  unref(): TimerHandle;
  hasRef(): boolean;
  refresh(): TimerHandle;
  close(): TimerHandle;
  [Symbol.toPrimitive](): number;
}

export interface Timers {
  setTimeout(callback: unknown, delayMs?: unknown, ...args: unknown[]): TimerHandle;
  setInterval(callback: unknown, delayMs?: unknown, ...args: unknown[]): TimerHandle;
  setImmediate(callback: unknown, ...args: unknown[]): TimerHandle;
  /** Each of the three ends any kind of timer; what is no timer is ignored. */
  clearTimeout(handle: unknown): void;
  clearInterval(handle: unknown): void;
  clearImmediate(handle: unknown): void;
  /** Timers that may still fire and were not `unref`ed. */
  pending(): number;
  /** Ends all of them. */
  clearAll(): void;
}

const DELAY_MS_MAX = 2 ** 31 - 1;

type TimersWorld = Pick<CodeWorld, 'clock' | 'soon' | 'uncaught'>;

function callbackOf(value: unknown): Callback {
  if (typeof value === 'function') return value as Callback;
  const error: Error & { code?: string } = new TypeError(
    `The "callback" argument must be of type function. Received ${value === null ? 'null' : typeof value}`,
  );
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

function delayOf(value: unknown): number {
  const delayMs = Number(value);
  // As Node: what is out of range, or no number, is 1.
  return delayMs >= 1 && delayMs <= DELAY_MS_MAX ? Math.trunc(delayMs) : 1;
}

class Timer implements TimerHandle {
  private readonly id: number;
  private readonly live: Map<number, Timer>;
  private readonly begin: (fire: () => void) => () => void;
  private readonly fire: () => void;
  private cancel: () => void = () => {};
  private isRef = true;

  constructor(
    id: number,
    live: Map<number, Timer>,
    begin: (fire: () => void) => () => void,
    fire: () => void,
  ) {
    this.id = id;
    this.live = live;
    this.begin = begin;
    this.fire = fire;
    this.start();
  }

  start(): void {
    this.live.set(this.id, this);
    this.cancel = this.begin(this.fire);
  }

  ref(): TimerHandle {
    this.isRef = true;
    return this;
  }

  unref(): TimerHandle {
    this.isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.isRef;
  }

  refresh(): TimerHandle {
    if (!this.live.has(this.id)) return this;
    this.cancel();
    this.start();
    return this;
  }

  close(): TimerHandle {
    this.cancel();
    this.live.delete(this.id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

export function createTimers(world: TimersWorld): Timers {
  const live = new Map<number, Timer>();
  let lastId = 0;
  const guarded = (call: Callback, args: unknown[]): void => {
    try {
      call(...args);
    } catch (error) {
      world.uncaught(error);
    }
  };
  const once = (begin: (fire: () => void) => () => void, run: () => void): Timer => {
    const id = ++lastId;
    const fire = (): void => {
      live.delete(id);
      run();
    };
    return new Timer(id, live, begin, fire);
  };
  const clear = (handle: unknown): void => {
    if (handle instanceof Timer) handle.close();
    else if (typeof handle === 'number' || typeof handle === 'string')
      live.get(Number(handle))?.close();
  };
  return {
    setTimeout: (callback, delay, ...args) => {
      const call = callbackOf(callback);
      return once(
        (fire) => world.clock.after(delayOf(delay), fire),
        () => guarded(call, args),
      );
    },
    setImmediate: (callback, ...args) => {
      const call = callbackOf(callback);
      return once(
        (fire) => afterNow(world, fire),
        () => guarded(call, args),
      );
    },
    setInterval: (callback, delay, ...args) => {
      const call = callbackOf(callback);
      const periodMs = delayOf(delay);
      const id = ++lastId;
      const fire = (): void => {
        // The next one is set first, so that the callback can end it.
        timer.start();
        guarded(call, args);
      };
      const timer: Timer = new Timer(id, live, (wake) => world.clock.after(periodMs, wake), fire);
      return timer;
    },
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    pending: () => [...live.values()].filter((timer) => timer.hasRef()).length,
    clearAll: () => {
      for (const timer of [...live.values()]) timer.close();
    },
  };
}

function afterNow(world: TimersWorld, fire: () => void): () => void {
  let wanted = true;
  world.soon(() => {
    if (wanted) fire();
  });
  return () => {
    wanted = false;
  };
}
