/**
 * A limit on how often code waits at one place: `while (true) await redis.get('x')` gives way to the
 * event loop each time, so nothing else would ever end it.
 */

/** An honest loop of a playground has far fewer rounds; this many take some ten seconds. */
export const WAITS_MAX = 300_000;

type Mark = (value: unknown, line: number, column: number) => unknown;

/** `mark` as code calls it at each of its awaits; `endless` is told once, and that place waits for ever. */
export function limitWaits(
  mark: Mark,
  P: PromiseConstructor,
  endless: (line: number, column: number) => void,
  waitsMax = WAITS_MAX,
): Mark {
  const waits = new Map<number, number>();
  return (value, line, column) => {
    // A place is one number: lines are shorter than this.
    const place = line * 100_000 + column;
    const times = (waits.get(place) ?? 0) + 1;
    waits.set(place, times);
    if (times <= waitsMax) return mark(value, line, column);
    if (times === waitsMax + 1) endless(line, column);
    return new P(() => {});
  };
}
