/**
 * The key being looked into: its view, and the window of its structure that is on screen.
 *
 * Invariant: `view` is of `key` in `db`, or null; a late answer for another key is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ByteText } from '../../contract/host.ts';
import type { InspectRequest, KeyView, ViewForm } from '../../contract/key-view.ts';

export interface InspectorState {
  readonly db: number;
  readonly key: ByteText | null;
  readonly view: KeyView | null;
  /** True once the engine has answered that there is no such key. */
  readonly gone: boolean;
  readonly offset: number;
  /** What the reader has asked for; `auto` until then. */
  readonly form: ViewForm | 'auto';
}

export interface InspectorStore extends StoreApi<InspectorState> {
  look(db: number, key: ByteText | null): void;
  setOffset(offset: number): void;
  /** Shows the value in another way, from its beginning. */
  setForm(form: ViewForm): void;
  refresh(): Promise<void>;
}

interface InspectorDeps {
  readonly inspect: (request: InspectRequest) => Promise<KeyView | null>;
}

/** Elements per window: few enough to draw, enough to see the shape. */
export const WINDOW = 64;

export function createInspectorStore(deps: InspectorDeps): InspectorStore {
  const store = createStore<InspectorState>(() => ({
    db: 0,
    key: null,
    view: null,
    gone: false,
    offset: 0,
    form: 'auto',
  }));

  async function refresh(): Promise<void> {
    const { db, key, offset, form } = store.getState();
    if (key === null) return;
    const view = await deps.inspect({ db, key, offset, form, limit: WINDOW });
    const now = store.getState();
    if (now.db !== db || now.key !== key || now.offset !== offset || now.form !== form) return;
    store.setState({ view, gone: view === null });
  }
  const renew = () => void refresh().catch(() => undefined);

  return {
    ...store,
    refresh,
    look: (db, key) => {
      const now = store.getState();
      if (now.db === db && now.key === key) return;
      store.setState({
        db,
        key,
        offset: 0,
        form: 'auto',
        ...(key === null ? { view: null, gone: false } : {}),
      });
      renew();
    },
    setOffset: (offset) => {
      store.setState({ offset: Math.max(0, offset) });
      renew();
    },
    setForm: (form) => {
      store.setState({ form, offset: 0 });
      renew();
    },
  };
}
