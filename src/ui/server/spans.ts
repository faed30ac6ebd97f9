/** Short spans of time, as the engine's figures need them: microseconds and milliseconds too. */
import { formatCount, formatDuration, type Language } from '../kit/format.ts';

/** 18 -> `18 µs`, 4200 -> `4.2 ms`, 1250000 -> `1 s`. */
export function formatUs(us: number, language: Language): string {
  if (us < 1000) return language === 'ko' ? `${us}마이크로초` : `${us} µs`;
  if (us >= 1_000_000) return formatDuration(us / 1000, language);
  const ms = formatCount(Number((us / 1000).toFixed(us < 100_000 ? 1 : 0)), language);
  return language === 'ko' ? `${ms}밀리초` : `${ms} ms`;
}
