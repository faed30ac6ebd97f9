/**
 * The page's language: a store, and the hooks that read it.
 *
 * English is built in, Korean is fetched when wanted. Switching takes effect at once, is remembered,
 * and sets the document's `lang`. While a catalogue is on its way the old language stays.
 */
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { en, type Messages } from './en.ts';
import type { Language } from './numbers.ts';

export interface I18nState {
  readonly language: Language;
  readonly messages: Messages;
}

export interface I18nStore extends StoreApi<I18nState> {
  use(language: Language): Promise<void>;
}

const loaders: { readonly [L in Language]: () => Promise<Messages> } = {
  en: () => Promise.resolve(en),
  ko: () => import('./ko.ts').then(({ ko }) => ko),
};

export function createI18nStore(remember: (language: Language) => void): I18nStore {
  const store = createStore<I18nState>(() => ({ language: 'en', messages: en }));
  let wanted: Language = 'en';
  return {
    ...store,
    use: async (language) => {
      wanted = language;
      const messages = await loaders[language]();
      if (wanted !== language) return;
      document.documentElement.lang = language;
      remember(language);
      store.setState({ language, messages });
    },
  };
}

const I18nContext = createContext<I18nStore | null>(null);

export function I18nProvider({
  store,
  children,
}: {
  readonly store: I18nStore;
  readonly children: ReactNode;
}) {
  return <I18nContext value={store}>{children}</I18nContext>;
}

function useI18n(): I18nStore {
  const store = useContext(I18nContext);
  if (!store) throw new Error('no I18nProvider above');
  return store;
}

export function useMessages(): Messages {
  return useStore(useI18n(), (state) => state.messages);
}

export function useLanguage(): Language {
  return useStore(useI18n(), (state) => state.language);
}
