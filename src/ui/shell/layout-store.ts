/** The sizes of the panes, which of them a phone shows, and whether the script editor is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isNumber, loadStored, saveStored } from '../kit/stored.ts';

export type Pane = 'console' | 'keys' | 'inspector';

export interface LayoutState {
  readonly keysPx: number;
  readonly inspectorPx: number;
  readonly scriptPx: number;
  readonly pane: Pane;
  readonly scriptOpen: boolean;
}

export interface LayoutStore extends StoreApi<LayoutState> {
  resize(name: 'keysPx' | 'inspectorPx' | 'scriptPx', sizePx: number): void;
  show(pane: Pane): void;
  toggleScript(): void;
}

export function createLayoutStore(): LayoutStore {
  const wide = window.innerWidth >= 1280;
  const stored = (name: string, fallback: number) => loadStored(name, isNumber) ?? fallback;
  const store = createStore<LayoutState>(() => ({
    keysPx: stored('keysPx', wide ? 264 : 208),
    inspectorPx: stored('inspectorPx', wide ? 432 : 320),
    scriptPx: stored('scriptPx', 280),
    pane: 'console',
    scriptOpen: false,
  }));
  return {
    ...store,
    resize: (name, sizePx) => {
      store.setState({ [name]: sizePx });
      saveStored(name, sizePx);
    },
    show: (pane) => store.setState({ pane }),
    toggleScript: () => store.setState(({ scriptOpen }) => ({ scriptOpen: !scriptOpen })),
  };
}
