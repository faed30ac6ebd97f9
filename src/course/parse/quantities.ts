/** Durations (`500ms`, `60s`, `5min`, `1h`) and ranges (`1..3600`, `0.9..`, `..0.5`) as authors write them. */
import type { Range } from '../goal.ts';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Milliseconds, or null where the text is no duration. */
export function readDuration(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(text.trim());
  return found ? Number(found[1]) * (units[found[2] ?? ''] ?? 0) : null;
}

/** Both ends included. An end left out is the largest number, since JSON knows no infinity. */
export function readRange(text: string): Range | null {
  const found = /^(-?\d+(?:\.\d+)?)?(\.\.)?(-?\d+(?:\.\d+)?)?$/.exec(text.trim());
  const [, from, dots, to] = found ?? [];
  if (from === undefined && to === undefined) return null;
  if (dots === undefined) return { min: Number(from), max: Number(from) };
  return {
    min: from === undefined ? -Number.MAX_VALUE : Number(from),
    max: to === undefined ? Number.MAX_VALUE : Number(to),
  };
}
