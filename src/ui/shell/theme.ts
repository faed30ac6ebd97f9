/** Light, dark, or as the system: one attribute on the root element; the tokens do the rest. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isOneOf, loadStored, saveStored } from '../kit/stored.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

export interface ThemeState {
  readonly choice: ThemeChoice;
  readonly theme: Theme;
}

export interface ThemeStore extends StoreApi<ThemeState> {
  choose(choice: ThemeChoice): void;
}

export function createThemeStore(): ThemeStore {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const resolve = (choice: ThemeChoice): Theme =>
    choice === 'system' ? (prefersDark.matches ? 'dark' : 'light') : choice;
  const choice = loadStored('theme', isOneOf('light', 'dark', 'system')) ?? 'system';
  const store = createStore<ThemeState>(() => ({ choice, theme: resolve(choice) }));
  const apply = (choice: ThemeChoice) => {
    const theme = resolve(choice);
    document.documentElement.dataset.theme = theme;
    store.setState({ choice, theme });
  };
  prefersDark.addEventListener('change', () => apply(store.getState().choice));
  apply(choice);
  return {
    ...store,
    choose: (choice) => {
      saveStored('theme', choice);
      apply(choice);
    },
  };
}
