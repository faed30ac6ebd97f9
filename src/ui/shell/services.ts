/**
 * The page's composition root: the engine and one store per feature, each given what it needs.
 *
 * Features never see each other; what one must know of another is passed here. On a beat of the
 * engine, at most once per frame, every feature asks for what it has on screen.
 */

import { activeSession, type ConsoleStore, createConsoleStore } from '../console/console-store.ts';
import { createDataStore, type DataStore } from '../data/data-store.ts';
import { download } from '../data/download.ts';
import { createI18nStore, type I18nStore } from '../i18n/i18n.tsx';
import { createInspectorStore, type InspectorStore } from '../inspector/inspector-store.ts';
import { createKeyspaceStore, type KeyspaceStore } from '../keyspace/keyspace-store.ts';
import { createEngineTimeStore, type EngineTimeStore } from '../kit/engine-time.tsx';
import { createFrameGate } from '../kit/frame-gate.ts';
import { saveStored } from '../kit/stored.ts';
import { createToastStore, type ToastStore } from '../kit/toast.tsx';
import { createVitalsStore, type VitalsStore } from '../vitals/vitals-store.ts';
import { consolePorts } from './console-ports.ts';
import { type Engine, startEngine } from './engine.ts';
import { createLayoutStore, type LayoutStore } from './layout-store.ts';
import { createPlaygroundStore, type PlaygroundStore } from './playground-store.ts';
import { createThemeStore, type ThemeStore } from './theme.ts';
import { createUpdateStore, type UpdateStore } from './update-store.ts';

export interface Services {
  readonly engine: Engine;
  readonly i18n: I18nStore;
  readonly theme: ThemeStore;
  readonly layout: LayoutStore;
  readonly toasts: ToastStore;
  readonly time: EngineTimeStore;
  readonly playground: PlaygroundStore;
  readonly console: ConsoleStore;
  readonly keyspace: KeyspaceStore;
  readonly inspector: InspectorStore;
  readonly vitals: VitalsStore;
  readonly update: UpdateStore;
  readonly data: DataStore;
}

export function createServices(): Services {
  const engine = startEngine('playground');
  const services: Services = {
    engine,
    i18n: createI18nStore((language) => saveStored('language', language)),
    theme: createThemeStore(),
    layout: createLayoutStore(),
    toasts: createToastStore(),
    time: createEngineTimeStore(),
    playground: createPlaygroundStore(engine.eventsSince),
    console: createConsoleStore(consolePorts(engine)),
    keyspace: createKeyspaceStore({ keyTree: engine.keyTree }),
    inspector: createInspectorStore({ inspect: engine.inspect }),
    vitals: createVitalsStore({ vitals: engine.vitals, clock: engine.clock, undo: engine.undo }),
    update: createUpdateStore(),
    data: createDataStore({
      exportAof: engine.exportAof,
      importFile: engine.importFile,
      countKeys: async () => (await engine.vitals()).keys,
      download,
      storage: navigator.storage,
      now: () => new Date(),
    }),
  };
  connectStores(services);
  return services;
}

function connectStores(services: Services): void {
  const { engine, playground, keyspace, inspector, vitals } = services;
  const pull = createFrameGate(async () => {
    // A crash rejects these; the restarted engine's first beat asks again.
    await playground.catchUp().catch(() => undefined);
    await Promise.allSettled([keyspace.refresh(), inspector.refresh(), vitals.refresh()]);
  });
  engine.onBeat(pull);
  // Figures per second fade without a change, so they are asked for as time passes.
  setInterval(() => {
    if (document.visibilityState === 'visible') vitals.refresh().catch(() => undefined);
  }, 1000);
  vitals.subscribe(({ vitals }) => {
    if (vitals) services.time.setState({ clock: vitals.clock, readAtMs: performance.now() });
  });
  engine.status.subscribe(({ kind }, before) => {
    if (kind !== 'ready') return;
    if (before.kind === 'stopped') services.console.reconnect();
    playground.skipPast().then(pull, pull);
    // After the clients' own connecting, which is under way in this very turn.
    setTimeout(() => void services.console.loadCatalogue().catch(() => undefined));
  });
  playground.subscribe(({ db, selected }) => {
    keyspace.setDb(db);
    inspector.look(db, selected);
  });
  followActiveClient(services.console, playground);
}

/** The key tree shows the database that the active client has selected. */
function followActiveClient(console: ConsoleStore, playground: PlaygroundStore): void {
  let stop = () => {};
  let followed: unknown = null;
  const follow = () => {
    const session = activeSession(console.getState());
    if (session === followed) return;
    followed = session;
    stop();
    let db = session.store.getState().connection.db;
    playground.setDb(db);
    stop = session.store.subscribe(({ connection }) => {
      if (connection.db !== db) playground.setDb(connection.db);
      db = connection.db;
    });
  };
  console.subscribe(follow);
  follow();
}
