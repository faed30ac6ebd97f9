/**
 * The room's stores, one per panel, around one client of the engine; and the context in which its
 * components find them.
 */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RespClient } from '../../client/client.ts';
import type { DirectiveDoc } from '../../contract/directives.ts';
import { createAsking } from './asking.ts';
import { type ClientsStore, createClientsStore } from './clients-store.ts';
import { type ConfigStore, createConfigStore } from './config-store.ts';
import { createLatencyStore, type LatencyStore } from './latency-store.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { createOverviewStore, type OverviewStore } from './overview-store.ts';
import { createSlowLogStore, type SlowLogStore } from './slow-log-store.ts';
import { createUsersStore, type UsersStore } from './users-store.ts';

export interface RoomDeps {
  readonly connect: () => Promise<{ readonly client: RespClient; readonly id: number }>;
  readonly directives: () => Promise<readonly DirectiveDoc[]>;
  /** The number of the console tab, by CLIENT ID. */
  readonly consoleTabs: () => ReadonlyMap<number, number>;
  readonly toast: (text: string) => void;
  readonly nowMs: () => number;
  /** Resolves when the page has nothing better to do. */
  readonly idle: () => Promise<void>;
}

export interface ServerRoomServices {
  readonly overview: OverviewStore;
  readonly config: ConfigStore;
  readonly slowLog: SlowLogStore;
  readonly latency: LatencyStore;
  readonly clients: ClientsStore;
  readonly users: UsersStore;
  readonly memory: MemoryStore;
  /** Whether the panels ask once a second. */
  readonly live: StoreApi<{ readonly paused: boolean }>;
  readonly consoleTabs: () => ReadonlyMap<number, number>;
  readonly ownId: () => number | null;
  readonly toast: (text: string) => void;
}

export function createServerRoom(deps: RoomDeps): ServerRoomServices {
  const { ask, id } = createAsking(deps.connect);
  return {
    overview: createOverviewStore(ask),
    config: createConfigStore(ask, deps.directives),
    slowLog: createSlowLogStore(ask, deps.nowMs),
    latency: createLatencyStore(ask),
    clients: createClientsStore(ask),
    users: createUsersStore(ask),
    memory: createMemoryStore(ask, deps.idle),
    live: createStore<{ readonly paused: boolean }>(() => ({ paused: false })),
    consoleTabs: deps.consoleTabs,
    ownId: id,
    toast: deps.toast,
  };
}

export const RoomContext = createContext<ServerRoomServices | null>(null);

export function useRoom(): ServerRoomServices {
  const room = useContext(RoomContext);
  if (!room) throw new Error('no RoomContext above');
  return room;
}
