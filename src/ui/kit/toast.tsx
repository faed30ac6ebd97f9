/** Short messages that come and go, in a live region that is always on the page. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

interface Toast {
  readonly id: number;
  readonly text: string;
}

export interface ToastState {
  readonly toasts: readonly Toast[];
  readonly show: (text: string) => void;
}

export type ToastStore = StoreApi<ToastState>;

const SHOWN_MS = 4000;

export function createToastStore(): ToastStore {
  let nextId = 1;
  return createStore<ToastState>((set) => ({
    toasts: [],
    show: (text) => {
      const id = nextId++;
      set(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, text }] }));
      setTimeout(
        () => set(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) })),
        SHOWN_MS,
      );
    },
  }));
}

export function Toasts({ store }: { readonly store: ToastStore }) {
  const toasts = useStore(store, (state) => state.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text }) => (
        <div key={id} className="toast">
          {text}
        </div>
      ))}
    </div>
  );
}
