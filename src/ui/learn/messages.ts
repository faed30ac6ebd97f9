/**
 * The room's texts beside those of the page. They come with the room, in both languages, so that
 * the page's first load does not carry them and switching never waits.
 */
import { useMemo } from 'react';
import type { Messages } from '../i18n/en.ts';
import { useLanguage, useMessages } from '../i18n/i18n.tsx';
import { type LearnMessages, learnEn } from '../i18n/learn-en.ts';
import { learnKo } from '../i18n/learn-ko.ts';

export interface LearnWords {
  readonly learn: LearnMessages;
}
export type LearnTexts = Messages & LearnWords;

const catalogues = { en: learnEn, ko: learnKo } as const;

export function useLearnTexts(): LearnTexts {
  const m = useMessages();
  const learn = catalogues[useLanguage()];
  return useMemo(() => ({ ...m, learn }), [m, learn]);
}
