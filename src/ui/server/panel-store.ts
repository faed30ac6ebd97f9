/**
 * What every panel's store has: figures that are asked for again and again, and what went wrong.
 *
 * One question is under way at a time; whoever asks meanwhile shares its answer. A failure leaves
 * the figures of before on screen, with the engine's words beside them.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { failureText } from './asking.ts';

export interface PanelState<T> {
  /** Null until the first answer. */
  readonly figures: T | null;
  /** Why the last question failed. */
  readonly failure: string | null;
  /** A change is being carried out. */
  readonly busy: boolean;
}

export interface PanelStore<T> extends StoreApi<PanelState<T>> {
  refresh(): Promise<void>;
  /** Carries out a change and looks anew. Answers with the engine's refusal, or null. */
  change(work: () => Promise<unknown>): Promise<string | null>;
}

/** A log of what took at least so long: the threshold can be set, the log cleared. */
export interface ThresholdStore<T> extends PanelStore<T> {
  /** Answers with the engine's refusal, or null; so does `reset`. */
  setThreshold(value: string): Promise<string | null>;
  reset(): Promise<string | null>;
}

export function createPanelStore<T>(look: (before: T | null) => Promise<T>): PanelStore<T> {
  const store = createStore<PanelState<T>>(() => ({ figures: null, failure: null, busy: false }));
  let looking: Promise<void> | null = null;

  async function lookOnce(): Promise<void> {
    try {
      const figures = await look(store.getState().figures);
      store.setState({ figures, failure: null });
    } catch (error) {
      store.setState({ failure: failureText(error) });
    } finally {
      looking = null;
    }
  }

  function refresh(): Promise<void> {
    looking ??= lookOnce();
    return looking;
  }

  return {
    ...store,
    refresh,
    change: async (work) => {
      store.setState({ busy: true });
      try {
        await work();
        // A look that began before the change may not have seen it.
        await looking;
        await refresh();
        return null;
      } catch (error) {
        return failureText(error);
      } finally {
        store.setState({ busy: false });
      }
    },
  };
}
