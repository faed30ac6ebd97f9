/**
 * Catalogues that are fetched when a lab is opened: one chunk per lab and language. While one is on
 * its way the language of before stays.
 *
 * A lab makes its own with `createTexts` and wraps its page in the `Scope`; those of the room and
 * of this kit are `LabsTexts` and `useLabsTexts`.
 */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useLanguage } from '../../i18n/i18n.tsx';
import type { LabsMessages } from '../../i18n/labs-en.ts';
import type { Language } from '../../i18n/numbers.ts';

interface Texts<Messages> {
  readonly Scope: (props: {
    readonly waiting: ReactNode;
    readonly children: ReactNode;
  }) => ReactNode;
  readonly useTexts: () => Messages;
}

type Loaders<Messages> = { readonly [L in Language]: () => Promise<Messages> };

/** A scope that fetches a catalogue, and the hook that reads it below that scope. */
export function createTexts<Messages>(loaders: Loaders<Messages>): Texts<Messages> {
  const Context = createContext<Messages | null>(null);
  return {
    Scope: ({ waiting, children }) => {
      const messages = useLoaded(loaders);
      return messages ? <Context value={messages}>{children}</Context> : waiting;
    },
    useTexts: () => {
      const messages = useContext(Context);
      if (!messages) throw new Error('no scope of texts above');
      return messages;
    },
  };
}

function useLoaded<Messages>(loaders: Loaders<Messages>): Messages | null {
  const language = useLanguage();
  const [loaded, setLoaded] = useState<{ readonly messages: Messages } | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  useEffect(() => {
    let current = true;
    loaders[language]().then(
      (messages) => {
        if (current) setLoaded({ messages });
      },
      (error: unknown) => {
        if (current) setFailure(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return () => {
      current = false;
    };
  }, [language, loaders]);
  // The error boundary above the room says so and offers another try.
  if (failure && !loaded) throw failure;
  return loaded?.messages ?? null;
}

export const { Scope: LabsTexts, useTexts: useLabsTexts } = createTexts<LabsMessages>({
  en: () => import('../../i18n/labs-en.ts').then(({ labsEn }) => labsEn),
  ko: () => import('../../i18n/labs-ko.ts').then(({ labsKo }) => labsKo),
});
