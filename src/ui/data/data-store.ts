/**
 * All data as a file: saving, loading with consent, and what the browser says of its storage.
 *
 * A chosen file goes through stages: asked about (how many keys it replaces), loading, and, when it
 * is refused, why. What its first bytes give away is said as soon as it is chosen; the engine reads
 * nothing before the person has agreed.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Messages } from '../i18n/en.ts';
import { formatSize } from '../kit/format.ts';

/** The part of a `File` that is used. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export type Refusal = 'too-large' | 'empty' | 'unknown' | 'damaged' | 'unreadable';

export type LoadStage =
  | {
      readonly kind: 'confirm' | 'loading';
      readonly name: string;
      readonly sizeBytes: number;
      /** Keys that are here now. */
      readonly present: number;
    }
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly refusal: Refusal;
      /** The engine's own words, or empty. */
      readonly detail: string;
    };

export interface StorageView {
  /** Bytes, or null where the browser does not say. */
  readonly used: number | null;
  readonly quota: number | null;
  readonly persisted: boolean;
  /** What came of asking: null before. */
  readonly answer: 'kept' | 'refused' | 'unavailable' | null;
}

export interface DataState {
  readonly stage: LoadStage | null;
  readonly storage: StorageView | null;
}

/** The part of `navigator.storage` that is used; methods may be missing. */
export interface StorageLike {
  estimate?(): Promise<{ usage?: number; quota?: number }>;
  persist?(): Promise<boolean>;
  persisted?(): Promise<boolean>;
}

export interface DataDeps {
  readonly exportAof: () => Promise<Uint8Array>;
  readonly importFile: (bytes: Uint8Array) => Promise<number>;
  readonly countKeys: () => Promise<number>;
  /** Hands a file to the person. */
  readonly download: (name: string, bytes: Uint8Array) => void;
  readonly storage: StorageLike | undefined;
  readonly now: () => Date;
}

export interface Loaded {
  readonly name: string;
  readonly keys: number;
}

export interface DataStore extends StoreApi<DataState> {
  /** Answers with the file's name and size. */
  save(): Promise<{ readonly name: string; readonly sizeBytes: number }>;
  choose(file: ChosenFile): Promise<void>;
  /** Loads the chosen file; null when it was refused. */
  confirm(): Promise<Loaded | null>;
  dismiss(): void;
  readStorage(): Promise<void>;
  keep(): Promise<void>;
}

/** Enough to tell what kind of file it is. */
const HEAD_BYTES = 16;

export const FILE_MAX_BYTES = 50 * 1024 * 1024;

/** `stampede-2026-02-14.aof`, by the person's own calendar. */
export function fileNameFor(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `stampede-${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}.aof`;
}

/** Why a file is not worth asking the engine about, or null. */
export function refusalOf(bytes: Uint8Array): Refusal | null {
  if (bytes.length === 0) return 'empty';
  if (String.fromCharCode(...bytes.subarray(0, 5)) === 'REDIS') return null;
  return bytes[0] === 0x2a || bytes[0] === 0x23 ? null : 'unknown';
}

export function createDataStore(deps: DataDeps): DataStore {
  const store = createStore<DataState>(() => ({ stage: null, storage: null }));
  let chosen: ChosenFile | null = null;
  const setStage = (stage: LoadStage | null) => store.setState({ stage });
  const refuse = (name: string, refusal: Refusal, detail = ''): null => {
    chosen = null;
    setStage({ kind: 'refused', name, refusal, detail });
    return null;
  };

  async function readStorage(): Promise<void> {
    const { storage } = deps;
    const estimate = await storage?.estimate?.().catch(() => undefined);
    const persisted = (await storage?.persisted?.().catch(() => false)) ?? false;
    store.setState((state) => ({
      storage: {
        used: estimate?.usage ?? null,
        quota: estimate?.quota ?? null,
        persisted,
        answer: state.storage?.answer ?? null,
      },
    }));
  }

  async function confirm(): Promise<Loaded | null> {
    const { stage } = store.getState();
    const file = chosen;
    if (!file || stage?.kind !== 'confirm') return null;
    const { name } = file;
    setStage({ ...stage, kind: 'loading' });
    const buffer = await file.arrayBuffer().catch(() => null);
    if (!buffer) return refuse(name, 'unreadable');
    try {
      const keys = await deps.importFile(new Uint8Array(buffer));
      chosen = null;
      setStage(null);
      return { name, keys };
    } catch (error) {
      return refuse(name, 'damaged', error instanceof Error ? error.message : String(error));
    }
  }

  return {
    ...store,
    readStorage,
    confirm,
    save: async () => {
      const bytes = await deps.exportAof();
      const name = fileNameFor(deps.now());
      deps.download(name, bytes);
      return { name, sizeBytes: bytes.length };
    },
    choose: async (file) => {
      if (file.size === 0) return void refuse(file.name, 'empty');
      if (file.size > FILE_MAX_BYTES) return void refuse(file.name, 'too-large');
      const head = await file
        .slice(0, HEAD_BYTES)
        .arrayBuffer()
        .catch(() => null);
      const refusal = head ? refusalOf(new Uint8Array(head)) : 'unreadable';
      if (refusal) return void refuse(file.name, refusal);
      chosen = file;
      const present = await deps.countKeys();
      setStage({ kind: 'confirm', name: file.name, sizeBytes: file.size, present });
    },
    dismiss: () => {
      if (store.getState().stage?.kind === 'loading') return;
      chosen = null;
      setStage(null);
    },
    keep: async () => {
      const { storage } = deps;
      const granted = await storage?.persist?.().catch(() => false);
      await readStorage();
      store.setState((state) => ({
        storage: state.storage && {
          ...state.storage,
          persisted: state.storage.persisted || granted === true,
          answer: granted === undefined ? 'unavailable' : granted ? 'kept' : 'refused',
        },
      }));
    },
  };
}

/** Saves, and says which file it became or why there is none. */
export function saveToFile(
  store: DataStore,
  m: Messages,
  onToast: (text: string) => void,
): Promise<void> {
  return store.save().then(
    ({ name, sizeBytes }) => onToast(m.data.saved(name, formatSize(sizeBytes))),
    (error: unknown) =>
      onToast(m.data.saveFailed(error instanceof Error ? error.message : String(error))),
  );
}
