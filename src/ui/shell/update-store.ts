/** A new version of the page that waits: it takes over only when the person says so. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface UpdateState {
  /** Takes the new version over and reloads; null while there is none. */
  readonly apply: (() => void) | null;
}

export type UpdateStore = StoreApi<UpdateState>;

export function createUpdateStore(): UpdateStore {
  return createStore<UpdateState>(() => ({ apply: null }));
}
