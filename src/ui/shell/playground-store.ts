/**
 * What the playground's rooms share: the database and key being looked at, and what just changed.
 *
 * On each beat of the engine the event log is read on from where it was left; the keys it touched
 * flash, and the last of them becomes the selected key while the inspector follows.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ByteText, EngineEvent } from '../../contract/host.ts';

export interface PlaygroundState {
  readonly db: number;
  readonly selected: ByteText | null;
  /** The inspector moves to whatever a command changed. */
  readonly following: boolean;
  /** Keys changed in `db` by the newest commands, with the number of that change. */
  readonly touched: ReadonlyMap<ByteText, number>;
  readonly change: number;
}

export interface PlaygroundStore extends StoreApi<PlaygroundState> {
  select(key: ByteText): void;
  setFollowing(following: boolean): void;
  setDb(db: number): void;
  /** Reads the events since the last time. */
  catchUp(): Promise<void>;
  /** Passes over what has happened so far: after the start, and after a restart of the engine. */
  skipPast(): Promise<void>;
}

const EVENTS_MAX = 2000;
const TOUCHED_MAX = 200;

export function createPlaygroundStore(
  eventsSince: (seq: number, limit: number) => Promise<readonly EngineEvent[]>,
): PlaygroundStore {
  const store = createStore<PlaygroundState>(() => ({
    db: 0,
    selected: null,
    following: true,
    touched: new Map(),
    change: 0,
  }));
  let seen = 0;

  function take(events: readonly EngineEvent[]): void {
    const { db, following, change } = store.getState();
    const keys = events.filter((event) => event.db === db).flatMap((event) => event.touched);
    if (keys.length === 0) return;
    const last = keys.at(-1) as ByteText;
    store.setState({
      change: change + 1,
      touched: new Map(keys.slice(-TOUCHED_MAX).map((key) => [key, change + 1])),
      ...(following ? { selected: last } : {}),
    });
  }

  return {
    ...store,
    select: (key) => store.setState({ selected: key }),
    setFollowing: (following) => store.setState({ following }),
    setDb: (db) => {
      if (db !== store.getState().db) store.setState({ db, selected: null, touched: new Map() });
    },
    catchUp: async () => {
      for (;;) {
        const events = await eventsSince(seen, EVENTS_MAX);
        seen = events.at(-1)?.seq ?? seen;
        take(events);
        if (events.length < EVENTS_MAX) return;
      }
    },
    skipPast: async () => {
      seen = 0;
      for (let full = true; full; ) {
        const events = await eventsSince(seen, EVENTS_MAX);
        seen = events.at(-1)?.seq ?? seen;
        full = events.length === EVENTS_MAX;
      }
    },
  };
}
