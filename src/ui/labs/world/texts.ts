/** The texts of the labs on worlds, fetched with their page. */
import type { WorldMessages } from '../../i18n/world-en.ts';
import { createTexts } from '../kit/texts.tsx';

export const { Scope: WorldTexts, useTexts } = createTexts<WorldMessages>({
  en: () => import('../../i18n/world-en.ts').then(({ worldEn }) => worldEn),
  ko: () => import('../../i18n/world-ko.ts').then(({ worldKo }) => worldKo),
});
