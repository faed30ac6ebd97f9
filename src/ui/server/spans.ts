/** Short spans of time, as the engine's figures need them: microseconds and milliseconds too. */

import { formatCount, type Language } from '../i18n/numbers.ts';
import { formatDuration, formatShare } from '../kit/format.ts';

/** 18 -> `18 µs`, 4200 -> `4.2 ms`, 1250000 -> `1 s`. */
export function formatUs(us: number, language: Language): string {
  if (us < 1000) return language === 'ko' ? `${us}마이크로초` : `${us} µs`;
  if (us >= 1_000_000) return formatDuration(us / 1000, language);
  const ms = formatCount(Number((us / 1000).toFixed(us < 100_000 ? 1 : 0)));
  return language === 'ko' ? `${ms}밀리초` : `${ms} ms`;
}

/** Whole seconds, as CLIENT LIST counts them. */
export function formatSeconds(seconds: number, language: Language): string {
  if (seconds < 1) return language === 'ko' ? '0초' : '0 s';
  return formatDuration(seconds * 1000, language);
}

/** A part of the whole; what is less than a hundredth says so. */
export function formatPart(share: number, language: Language): string {
  if (share > 0 && share < 0.01) return language === 'ko' ? '1% 미만' : '<1%';
  return formatShare(share);
}
