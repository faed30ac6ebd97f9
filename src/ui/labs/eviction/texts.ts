/** The eviction lab's texts, fetched with its page. */
import type { EvictionMessages } from '../../i18n/eviction-en.ts';
import { createTexts } from '../kit/texts.tsx';

export const { Scope: EvictionTexts, useTexts } = createTexts<EvictionMessages>({
  en: () => import('../../i18n/eviction-en.ts').then(({ evictionEn }) => evictionEn),
  ko: () => import('../../i18n/eviction-ko.ts').then(({ evictionKo }) => evictionKo),
});
