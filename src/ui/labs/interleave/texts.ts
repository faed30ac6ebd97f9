/** The explorer's texts, fetched with its page. */
import type { InterleaveMessages } from '../../i18n/interleave-en.ts';
import { createTexts } from '../kit/texts.tsx';

export const { Scope: InterleaveTexts, useTexts } = createTexts<InterleaveMessages>({
  en: () => import('../../i18n/interleave-en.ts').then(({ interleaveEn }) => interleaveEn),
  ko: () => import('../../i18n/interleave-ko.ts').then(({ interleaveKo }) => interleaveKo),
});
