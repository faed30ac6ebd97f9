/**
 * Numbers and plurals. English and Korean both group digits by threes with commas, and English tells
 * one from all others; the browser's own formatters say the same, but read their data of a language
 * first, which costs the page's first picture twenty milliseconds and more.
 */
export type Language = 'en' | 'ko';

/** 12345.6789 -> `12,345.679`. */
export function formatCount(count: number): string {
  const [whole = '', fraction] = String(Math.round(count * 1000) / 1000).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** 1 -> `1 key`, 2000 -> `2,000 keys`. */
export const count = (n: number, one: string, other: string): string =>
  `${formatCount(n)} ${n === 1 ? one : other}`;
