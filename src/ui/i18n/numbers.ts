/**
 * Numbers and plurals as a language writes them.
 *
 * The browser reads its data of a language when the first formatter is made, which takes some ten
 * milliseconds: so none is made while modules load, and each only once.
 */
export type Language = 'en' | 'ko';

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const formats = {
  en: once(() => new Intl.NumberFormat('en')),
  ko: once(() => new Intl.NumberFormat('ko')),
};
const englishPlurals = once(() => new Intl.PluralRules('en'));

/** 12345 -> `12,345`; English and Korean group alike. */
export const formatCount = (count: number, language: Language): string =>
  formats[language]().format(count);

export const inEnglish = (count: number): string => formatCount(count, 'en');
export const inKorean = (count: number): string => formatCount(count, 'ko');

/** 1 -> `1 key`, 2000 -> `2,000 keys`. */
export const count = (n: number, one: string, other: string): string =>
  `${inEnglish(n)} ${englishPlurals().select(n) === 'one' ? one : other}`;
