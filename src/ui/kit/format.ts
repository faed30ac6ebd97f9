/**
 * Numbers, sizes and durations for people, by language. Pure: the caller says what "now" is.
 *
 * Sizes count in 1024 as Redis does and say KB, MB as Redis does. Durations show their two largest
 * units at most, and count down to zero without going negative.
 */
import type { Language } from '../i18n/numbers.ts';

const sizeUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** 504 -> `504 B`, 320000 -> `313 KB`, 1048576 -> `1 MB`: three digits where there are that many. */
export function formatSize(sizeBytes: number): string {
  let size = sizeBytes;
  let unit = 0;
  while (size >= 1000 && unit < sizeUnits.length - 1) {
    size /= 1024;
    unit++;
  }
  const digits = unit === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${Number(size.toFixed(digits))} ${sizeUnits[unit]}`;
}

const durationUnits = [
  { ms: 86_400_000, en: 'd', ko: '일' },
  { ms: 3_600_000, en: 'h', ko: '시간' },
  { ms: 60_000, en: 'min', ko: '분' },
  { ms: 1_000, en: 's', ko: '초' },
] as const;

/** 2460000 -> `41 min`; 5400000 -> `1 h 30 min`; below a second `340 ms`. */
export function formatDuration(durationMs: number, language: Language): string {
  const left = Math.max(0, durationMs);
  if (left < 1000)
    return language === 'ko' ? `${Math.floor(left)}밀리초` : `${Math.floor(left)} ms`;
  const gap = language === 'ko' ? '' : ' ';
  const index = durationUnits.findIndex((unit) => left >= unit.ms);
  const unit = durationUnits[index];
  if (!unit) return '';
  const whole = Math.floor(left / unit.ms);
  const first = `${whole}${gap}${unit[language]}`;
  const next = durationUnits[index + 1];
  const rest = next && whole < 10 ? Math.floor((left - whole * unit.ms) / next.ms) : 0;
  return next && rest > 0 ? `${first} ${rest}${gap}${next[language]}` : first;
}

/** Only one unit, the largest there are two of, so that little is lost: for narrow columns. */
export function formatDurationShort(durationMs: number, language: Language): string {
  const left = Math.max(0, durationMs);
  const gap = language === 'ko' ? '' : ' ';
  const unit = durationUnits.find((unit) => left >= 2 * unit.ms) ?? durationUnits[3];
  return `${Math.floor(left / unit.ms)}${gap}${unit[language]}`;
}

/** 0.9234 -> `92%`; never 100% unless it is, never 0% unless it is. */
export function formatShare(share: number): string {
  if (share <= 0) return '0%';
  if (share >= 1) return '100%';
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))}%`;
}

/** The time of day on the engine's clock. */
export function formatClock(unixMs: number): string {
  const date = new Date(unixMs);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A moment of the engine's clock, as a table has it. */
export function formatMoment(unixMs: number): string {
  return new Date(unixMs).toISOString().replace('T', ' ').slice(0, 19);
}
