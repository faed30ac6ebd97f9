/**
 * What a console has printed: an append-only list of entries, cheap at a hundred thousand.
 *
 * Entries live outside of React in two arrays: all of them (an entry's id is its place) and the
 * ids that are visible, since a folded group hides its own. The store carries only a revision,
 * raised at most once per frame, so a thousand appends are one render.
 *
 * Invariants: entries are replaced, never mutated; ids are dense; `clear` starts a new epoch.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bytes } from '../../base/bytes.ts';
import type { RespValue } from '../../client/resp-value.ts';

export interface CommandEntry {
  readonly kind: 'command';
  readonly id: number;
  /** The group it was pasted or run with, or null. */
  readonly group: number | null;
  readonly prompt: string;
  /** The database it ran in. */
  readonly db: number;
  readonly line: string;
  readonly argv: readonly Bytes[];
  /** Null while the answer is awaited. */
  readonly reply: RespValue | null;
  /** Why there will be no answer: the line made no sense, or the connection ended. */
  readonly failure: Failure | null;
  /** Milliseconds until the answer, by the wall clock. */
  readonly tookMs: number;
}

export type Failure =
  | { readonly code: 'invalid-arguments' | 'invalid-repeat' }
  | { readonly code: 'connection-closed' | 'not-connected'; readonly reason: string }
  /** The line was `exit` or `quit`; so many lines after it were not run. */
  | { readonly code: 'left'; readonly linesDropped: number };

export type NoticeCode =
  | 'reconnected'
  | 'closed'
  | 'busy'
  | 'cancelled'
  | 'monitor-ended'
  | 'repeats-cut';

export type LogEntry =
  | CommandEntry
  | { readonly kind: 'push'; readonly id: number; readonly value: RespValue }
  | { readonly kind: 'monitor'; readonly id: number; readonly line: Bytes }
  | {
      readonly kind: 'notice';
      readonly id: number;
      readonly code: NoticeCode;
      readonly detail: string;
    }
  | {
      readonly kind: 'help';
      readonly id: number;
      readonly prompt: string;
      readonly line: string;
      /** Empty for the general help. */
      readonly topic: string;
    }
  | {
      readonly kind: 'group';
      readonly id: number;
      readonly commands: number;
      readonly done: number;
      readonly errors: number;
      /** Lines of the paste that were taken for replies and not run. */
      readonly skipped: number;
      readonly state: 'running' | 'done' | 'stopped';
      readonly open: boolean;
    };

type NewEntry = LogEntry extends infer E ? (E extends LogEntry ? Omit<E, 'id'> : never) : never;

export interface LogState {
  readonly revision: number;
  /** Raised by `clear`. */
  readonly epoch: number;
  /** Raised when a group opens or folds. */
  readonly folds: number;
}

export interface Log {
  readonly store: StoreApi<LogState>;
  readonly count: number;
  /** The visible row at `index`. */
  row(index: number): LogEntry | null;
  add(entry: NewEntry): number;
  update(id: number, change: (entry: LogEntry) => LogEntry): void;
  /** Opens or folds a group. */
  toggle(groupId: number): void;
  clear(): void;
}

/** `schedule` runs a callback at the next frame. */
export function createLog(schedule: (run: () => void) => void): Log {
  const store = createStore<LogState>(() => ({ revision: 0, epoch: 0, folds: 0 }));
  let entries: LogEntry[] = [];
  let visible: number[] = [];
  let scheduled = false;

  const changed = () => {
    if (scheduled) return;
    scheduled = true;
    schedule(() => {
      scheduled = false;
      store.setState(({ revision }) => ({ revision: revision + 1 }));
    });
  };
  const isHidden = (entry: LogEntry): boolean => {
    if (entry.kind !== 'command' || entry.group === null) return false;
    const group = entries[entry.group];
    return group?.kind === 'group' && !group.open;
  };

  return {
    store,
    get count() {
      return visible.length;
    },
    row: (index) => entries[visible[index] ?? -1] ?? null,
    add: (entry) => {
      const id = entries.length;
      const added = { ...entry, id } as LogEntry;
      entries.push(added);
      if (!isHidden(added)) visible.push(id);
      changed();
      return id;
    },
    update: (id, change) => {
      const entry = entries[id];
      if (!entry) return;
      entries[id] = change(entry);
      changed();
    },
    toggle: (groupId) => {
      const group = entries[groupId];
      if (group?.kind !== 'group') return;
      entries[groupId] = { ...group, open: !group.open };
      visible = entries.filter((entry) => !isHidden(entry)).map((entry) => entry.id);
      store.setState(({ folds }) => ({ folds: folds + 1 }));
    },
    clear: () => {
      entries = [];
      visible = [];
      store.setState(({ revision, epoch }) => ({ revision: revision + 1, epoch: epoch + 1 }));
    },
  };
}
