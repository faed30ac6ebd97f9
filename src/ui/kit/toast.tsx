/** Short messages that come and go, in a live region that is always on the page. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

interface Toast {
  readonly id: number;
  readonly text: string;
  /** What it is about: a newer one about the same takes its place. */
  readonly about: string;
}

export type ShowToast = (text: string, about?: string) => void;

export interface ToastState {
  readonly toasts: readonly Toast[];
  /** Without `about` it is about its own text, so that the same is never there twice. */
  readonly show: ShowToast;
}

export type ToastStore = StoreApi<ToastState>;

const SHOWN_MS = 4000;

export function createToastStore(): ToastStore {
  let nextId = 1;
  return createStore<ToastState>((set) => ({
    toasts: [],
    show: (text, about = text) => {
      const id = nextId++;
      set(({ toasts }) => {
        const others = toasts.filter((one) => one.about !== about);
        return { toasts: [...others.slice(-2), { id, text, about }] };
      });
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
