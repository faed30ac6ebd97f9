/**
 * The key being looked into: its view, and the window of its structure that is on screen.
 *
 * Invariant: `view` is of `key` in `db`, or null; a late answer for another key is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ByteText } from '../../contract/host.ts';
import type { InspectRequest, KeyView, StructureView, ViewForm } from '../../contract/key-view.ts';

export interface InspectorState {
  readonly db: number;
  readonly key: ByteText | null;
  readonly view: KeyView | null;
  /** True once the engine has answered that there is no such key. */
  readonly gone: boolean;
  readonly offset: number;
  /** The first of a stream's consumer groups that is on screen. */
  readonly groupOffset: number;
  /** What the reader has asked for; `auto` until then. */
  readonly form: ViewForm | 'auto';
}

export interface InspectorStore extends StoreApi<InspectorState> {
  look(db: number, key: ByteText | null): void;
  setOffset(offset: number): void;
  setGroupOffset(offset: number): void;
  /** Shows the value in another way, from its beginning. */
  setForm(form: ViewForm): void;
  refresh(): Promise<void>;
}

interface InspectorDeps {
  readonly inspect: (request: InspectRequest) => Promise<KeyView | null>;
}

/** Elements per window: few enough to draw, enough to see the shape. */
export const WINDOW = 64;

/** Where the value was looked into or changed last, in the window's units; null where nobody knows. */
function touchedAt(view: KeyView | null): number | null {
  const { structure } = view ?? {};
  return structure !== undefined && 'touchedAt' in structure ? structure.touchedAt : null;
}

/** Windows begin with a whole row, or pair, of what is drawn. */
const ROWS: { readonly [kind: string]: number } = { string: 8, bits: 16, listpack: 6 };

/** How many elements the view holds from its offset on. */
function shownOf(structure: StructureView): number {
  if ('bytes' in structure) return structure.bytes.length;
  if ('entries' in structure) return structure.entries.length;
  if ('members' in structure) return structure.members.length;
  if ('buckets' in structure) return structure.buckets.length;
  if ('nodes' in structure) return structure.nodes.length;
  return 'rows' in structure ? structure.rows.length : 0;
}

/** A stretch of a bitmap without a single bit says nothing of a value that has some. */
const isBlank = (structure: StructureView): boolean =>
  structure.kind === 'bits' && /^\0*$/.test(structure.bytes);

/** The window that the view asks for instead of its own, or null. */
function windowFor(view: KeyView | null, before: KeyView | null): number | null {
  if (!view) return null;
  const { structure } = view;
  const { kind, offset } = structure;
  const shown = shownOf(structure);
  // The value has become shorter than where its window was.
  if (offset > 0 && shown === 0) return 0;
  const at = touchedAt(view);
  const isNew = before?.key === view.key ? at !== touchedAt(before) : isBlank(structure);
  if (at === null || !isNew || (at >= offset && at < offset + shown)) return null;
  const start = Math.max(0, at - (kind === 'bits' ? shown : WINDOW) / 2);
  return Math.floor(start - (start % (ROWS[kind] ?? 1)));
}

type Asked = Pick<InspectorState, 'db' | 'key' | 'offset' | 'groupOffset' | 'form'>;

const isAsked = (now: Asked, asked: Asked): boolean =>
  (Object.keys(asked) as (keyof Asked)[]).every((name) => now[name] === asked[name]);

export function createInspectorStore(deps: InspectorDeps): InspectorStore {
  const store = createStore<InspectorState>(() => ({
    db: 0,
    key: null,
    view: null,
    gone: false,
    offset: 0,
    groupOffset: 0,
    form: 'auto',
  }));

  async function refresh(): Promise<void> {
    const { db, key, offset, groupOffset, form } = store.getState();
    if (key === null) return;
    const asked = { db, key, offset, groupOffset, form };
    const view = await deps.inspect({ ...asked, limit: WINDOW });
    const { view: before, ...now } = store.getState();
    if (!isAsked(now, asked)) return;
    const moved = windowFor(view, before);
    if (moved !== null && moved !== offset) {
      // The window goes where something has been found or changed, and leaves it in the middle.
      store.setState({ view, offset: moved });
      return refresh();
    }
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
        groupOffset: 0,
        form: 'auto',
        ...(key === null ? { view: null, gone: false } : {}),
      });
      renew();
    },
    setOffset: (offset) => {
      store.setState({ offset: Math.max(0, offset) });
      renew();
    },
    setGroupOffset: (groupOffset) => {
      store.setState({ groupOffset: Math.max(0, groupOffset) });
      renew();
    },
    setForm: (form) => {
      store.setState({ form, offset: 0, groupOffset: 0 });
      renew();
    },
  };
}
