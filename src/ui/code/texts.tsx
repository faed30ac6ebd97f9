/** The editor's texts, in the page's language: a chunk per language, fetched when it is opened. */
import { useEffect, useState } from 'react';
import type { CodeTexts } from '../i18n/code-en.ts';
import { useLanguage } from '../i18n/i18n.tsx';
import type { Language } from '../i18n/numbers.ts';

const loaders: { readonly [L in Language]: () => Promise<CodeTexts> } = {
  en: () => import('../i18n/code-en.ts').then(({ codeEn }) => codeEn),
  ko: () => import('../i18n/code-ko.ts').then(({ codeKo }) => codeKo),
};

/** Null until they are there; while another language is on its way the old one stays. */
export function useCodeTexts(): CodeTexts | null {
  const language = useLanguage();
  const [texts, setTexts] = useState<CodeTexts | null>(null);
  useEffect(() => {
    let current = true;
    loaders[language]().then(
      (loaded) => {
        if (current) setTexts(loaded);
      },
      // The other language's stay, or the pane says that it could not be loaded.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [language]);
  return texts;
}
