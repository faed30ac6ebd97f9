/**
 * Delays of any length from timers that count in 32 bits, as those of Node and of browsers do: a
 * longer delay is waited for in steps.
 */

/** As `Clock.after`. */
export type After = (delayMs: number, wake: () => void) => () => void;

/** The longest delay that such a timer keeps; a longer one would end at once. */
export const TIMER_MAX_MS = 2 ** 31 - 1;

export function longDelays(after: After): After {
  return (delayMs, wake) => {
    let cancel = (): void => {};
    const wait = (leftMs: number): void => {
      if (leftMs <= TIMER_MAX_MS) cancel = after(Math.max(0, leftMs), wake);
      else cancel = after(TIMER_MAX_MS, () => wait(leftMs - TIMER_MAX_MS));
    };
    wait(delayMs);
    return () => cancel();
  };
}
