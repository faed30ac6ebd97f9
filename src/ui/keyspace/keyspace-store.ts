/**
 * The key tree's state: which database, filter and folders; the window of rows on screen.
 *
 * The host cuts the window, so a million keys cost as much as thirty. With a filter that matches
 * few keys the folders on the way open by themselves, in a set of their own: clearing the filter
 * brings back the tree as it was.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { utf8ToBytes } from '../../base/bytes.ts';
import type { ByteText } from '../../contract/host.ts';
import type { KeyTreePage, KeyTreeRequest, KeyTreeRow } from '../../contract/key-tree.ts';

export interface KeyspaceState {
  readonly db: number;
  /** As typed. */
  readonly filter: string;
  readonly open: ReadonlySet<ByteText>;
  readonly filterOpen: ReadonlySet<ByteText>;
  readonly page: KeyTreePage | null;
  /** The row that the keyboard is on. */
  readonly active: number;
}

export interface KeyspaceStore extends StoreApi<KeyspaceState> {
  refresh(): Promise<void>;
  setDb(db: number): void;
  setFilter(filter: string): void;
  setWindow(first: number, count: number): void;
  setActive(index: number): void;
  toggle(prefix: ByteText): void;
  row(index: number): KeyTreeRow | null;
}

interface KeyspaceDeps {
  readonly keyTree: (request: KeyTreeRequest) => Promise<KeyTreePage>;
}

/** Rows asked for around the window, so that scrolling finds them there. */
const MARGIN = 24;
/** Up to so many matches every folder on the way is opened. */
const AUTO_OPEN_KEYS = 200;

/** What is typed is part of the name, unless it holds a glob sign. */
export function patternOf(filter: string): ByteText {
  const text = utf8ToBytes(filter.trim());
  if (text === '') return '';
  return /[*?[]/.test(text) ? text : `*${text.replace(/\\/g, '\\\\')}*`;
}

export function createKeyspaceStore(deps: KeyspaceDeps): KeyspaceStore {
  const store = createStore<KeyspaceState>(() => ({
    db: 0,
    filter: '',
    open: new Set(),
    filterOpen: new Set(),
    page: null,
    active: 0,
  }));
  let window = { first: 0, count: 40 };
  let asked = 0;

  async function refresh(): Promise<void> {
    const number = ++asked;
    const { db, filter, open, filterOpen } = store.getState();
    const pattern = patternOf(filter);
    const offset = Math.max(0, window.first - MARGIN);
    const folders = pattern === '' ? open : filterOpen;
    const limit = window.count + 2 * MARGIN;
    const page = await deps.keyTree({ db, filter: pattern, open: [...folders], offset, limit });
    if (number !== asked) return;
    store.setState(({ active }) => ({
      page,
      active: Math.min(active, Math.max(0, page.totalRows - 1)),
    }));
    if (pattern !== '' && page.matchedKeys <= AUTO_OPEN_KEYS) await openFolders(page, filterOpen);
  }

  async function openFolders(page: KeyTreePage, known: ReadonlySet<ByteText>): Promise<void> {
    const closed = page.rows.flatMap((row) =>
      row.kind === 'folder' && !row.open ? [row.prefix] : [],
    );
    const fresh = closed.filter((prefix) => !known.has(prefix));
    if (fresh.length === 0) return;
    store.setState({ filterOpen: new Set([...known, ...fresh]) });
    await refresh();
  }

  const renew = () => void refresh().catch(() => undefined);

  return {
    ...store,
    refresh,
    setDb: (db) => {
      if (db === store.getState().db) return;
      store.setState({ db, page: null, active: 0 });
      renew();
    },
    setFilter: (filter) => {
      store.setState({ filter, filterOpen: new Set(), active: 0 });
      renew();
    },
    setWindow: (first, count) => {
      window = { first, count: Math.max(count, 20) };
      const { page } = store.getState();
      const last = Math.min(first + count, page?.totalRows ?? 0);
      if (page && (first < page.offset || last > page.offset + page.rows.length)) renew();
    },
    setActive: (active) => store.setState({ active }),
    toggle: (prefix) => {
      const { filter, open, filterOpen } = store.getState();
      const filtered = patternOf(filter) !== '';
      const folders = new Set(filtered ? filterOpen : open);
      if (!folders.delete(prefix)) folders.add(prefix);
      store.setState(filtered ? { filterOpen: folders } : { open: folders });
      renew();
    },
    row: (index) => {
      const { page } = store.getState();
      return page?.rows[index - page.offset] ?? null;
    },
  };
}
