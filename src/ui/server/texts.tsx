/**
 * The room's texts, in the page's language. They are a chunk of their own per language, fetched
 * when the room is first opened; while one is on its way the language of before stays.
 */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useLanguage } from '../i18n/i18n.tsx';
import type { Language } from '../i18n/numbers.ts';
import type { ServerTexts } from '../i18n/server-texts-en.ts';

const loaders: { readonly [L in Language]: () => Promise<ServerTexts> } = {
  en: () => import('../i18n/server-texts-en.ts').then(({ serverTextsEn }) => serverTextsEn),
  ko: () => import('../i18n/server-texts-ko.ts').then(({ serverTextsKo }) => serverTextsKo),
};

const TextsContext = createContext<ServerTexts | null>(null);

export function TextsScope({
  waiting,
  failed,
  children,
}: {
  readonly waiting: ReactNode;
  readonly failed: (detail: string) => ReactNode;
  readonly children: ReactNode;
}) {
  const language = useLanguage();
  const [texts, setTexts] = useState<ServerTexts | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    loaders[language]().then(
      (loaded) => {
        if (current) setTexts(loaded);
      },
      (error: unknown) => {
        if (current) setFailure(String(error));
      },
    );
    return () => {
      current = false;
    };
  }, [language]);
  if (!texts) return failure === null ? waiting : failed(failure);
  return <TextsContext value={texts}>{children}</TextsContext>;
}

export function useTexts(): ServerTexts {
  const texts = useContext(TextsContext);
  if (!texts) throw new Error('no TextsScope above');
  return texts;
}
