/**
 * The engine's clock on the page: what it said last, carried on at its own speed in between.
 *
 * Countdowns tick from here, so that all of them agree and stop together when the clock is paused.
 */
import { createContext, useContext, useEffect, useState } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ClockView } from '../../contract/host.ts';

export interface EngineTime {
  readonly clock: ClockView;
  /** `performance.now()` when the clock was read. */
  readonly readAtMs: number;
}

export type EngineTimeStore = StoreApi<EngineTime>;

export function createEngineTimeStore(): EngineTimeStore {
  return createStore<EngineTime>(() => ({
    clock: { nowMs: Date.now(), aheadMs: 0, paused: false, speed: 1, nextExpiryMs: null },
    readAtMs: performance.now(),
  }));
}

export function engineNowMs({ clock, readAtMs }: EngineTime, pageNowMs: number): number {
  return clock.paused ? clock.nowMs : clock.nowMs + (pageNowMs - readAtMs) * clock.speed;
}

export const EngineTimeContext = createContext<EngineTimeStore>(createEngineTimeStore());

/** The engine's time in Unix milliseconds, renewed about every engine second. */
export function useEngineNow(): number {
  const store = useContext(EngineTimeContext);
  const [nowMs, setNowMs] = useState(() => engineNowMs(store.getState(), performance.now()));
  useEffect(() => {
    const read = () => setNowMs(engineNowMs(store.getState(), performance.now()));
    read();
    const timer = setInterval(read, 500);
    const stop = store.subscribe(read);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [store]);
  return nowMs;
}
