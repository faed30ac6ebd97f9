/**
 * The LFU access counter: eight bits that count accesses logarithmically and decay with time, beside
 * sixteen bits of the minute they were last touched, in one word per key.
 *
 *   | minute (16) | counter (8) |
 *
 * After Morris, "Counting large numbers of events in small registers" (1978), as Redis has it: the
 * chance to count one more falls with the counter and lfu-log-factor; a minute without access takes
 * one away per lfu-decay-time. New keys begin at 5, so that they are not evicted at once.
 */
import type { Random, UnixMs } from '../../base/ports.ts';

const INITIAL = 5;
const COUNTER_MAX = 255;
const MINUTES_MASK = 0xffff;

const minutesOf = (nowMs: UnixMs): number => Math.floor(nowMs / 60_000) & MINUTES_MASK;

/** The word of a counter that was touched at `nowMs`. */
export const frequencyWord = (counter: number, nowMs: UnixMs): number =>
  (minutesOf(nowMs) << 8) | counter;

export function newFrequency(nowMs: UnixMs): number {
  return frequencyWord(INITIAL, nowMs);
}

/** The counter as it stands after the time that has passed. */
export function decayedCounter(word: number, nowMs: UnixMs, decayMinutes: number): number {
  const counter = word & COUNTER_MAX;
  if (decayMinutes === 0) return counter;
  const elapsed = (minutesOf(nowMs) - (word >>> 8)) & MINUTES_MASK;
  return Math.max(0, counter - Math.floor(elapsed / decayMinutes));
}

/** The word after one more access. */
export function touchedFrequency(
  word: number,
  nowMs: UnixMs,
  settings: { readonly logFactor: number; readonly decayMinutes: number },
  random: Random,
): number {
  const counter = decayedCounter(word, nowMs, settings.decayMinutes);
  if (counter === COUNTER_MAX) return frequencyWord(counter, nowMs);
  const chance = 1 / (Math.max(0, counter - INITIAL) * settings.logFactor + 1);
  return frequencyWord(random.unit() < chance ? counter + 1 : counter, nowMs);
}
