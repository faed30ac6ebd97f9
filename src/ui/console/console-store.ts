/**
 * The console as a whole: its tabs (each a client), what is shown of replies, and the command table.
 *
 * Everything it needs is handed in: how to connect, what to ask the engine, how to wait a frame.
 * Tab numbers are never used again while the page lives, so "client 2" means one client.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bytes } from '../../base/bytes.ts';
import type { RespClient } from '../../client/client.ts';
import type { RespValue } from '../../client/resp-value.ts';
import type { CommandDoc, CommandWords } from '../../contract/catalogue.ts';
import type { DirectiveDoc } from '../../contract/directives.ts';
import type { KeyType } from '../../contract/key-tree.ts';
import { isFlag, isOneOf, isTextList, loadStored, saveStored } from '../kit/stored.ts';
import {
  type CatalogueIndex,
  emptyCatalogue,
  indexCatalogue,
  withWords,
} from './catalogue-index.ts';
import { createHistory, type History } from './history.ts';
import { createKeyTypes, type KeyTypes } from './key-types.ts';
import { createLog } from './log.ts';
import { createPromptStore, type PromptStore } from './prompt-store.ts';
import { type Connection, createSession, type Session } from './session.ts';

export type ReplyView = 'cli' | 'wire' | 'table' | 'json';

export interface ConsoleState {
  readonly sessions: readonly Session[];
  readonly active: number;
  readonly view: ReplyView;
  /** Shows well-formed UTF-8 in quoted strings as characters, as `redis-cli --raw` does. */
  readonly utf8: boolean;
  readonly catalogue: CatalogueIndex;
  /** Whether summaries and complexities have come. */
  readonly words: 'coming' | 'here' | 'missing';
}

export interface ConsoleDeps {
  readonly connect: () => Promise<Connection>;
  readonly catalogue: () => Promise<readonly CommandDoc[]>;
  readonly commandWords: () => Promise<readonly CommandWords[]>;
  readonly completeKey: (
    db: number,
    prefix: Bytes,
    type: string | null,
    limit: number,
  ) => Promise<readonly Bytes[]>;
  readonly directives: () => Promise<readonly DirectiveDoc[]>;
  /** The type of a key, or null where there is none. Leaves no trace in the engine. */
  readonly typeOf: (db: number, key: Bytes) => Promise<KeyType | null>;
  /** Under which name typed lines are kept over visits; `history` where nothing else is said. */
  readonly historyName?: string;
}

export interface ConsoleStore extends StoreApi<ConsoleState> {
  readonly history: History;
  /** The line being typed: one for all tabs, kept while the console is out of sight. */
  readonly prompt: PromptStore;
  readonly keyTypes: KeyTypes;
  addSession(): Session;
  closeSession(number: number): void;
  activate(number: number): void;
  setView(view: ReplyView): void;
  setUtf8(utf8: boolean): void;
  /** Whether this reply is the first ever with escaped text: there the page explains it by itself. */
  explainsEscapes(reply: RespValue): boolean;
  /** The server is there again: clients that were refused connect. */
  reconnect(): void;
  /** Commands can be typed and completed as soon as their table is here; the words come after it. */
  loadCatalogue(): Promise<void>;
  /** Somebody is about to read the words: asks for them again where they could not be fetched. */
  needWords(): void;
}

export function activeSession(state: ConsoleState): Session {
  return (state.sessions.find(({ number }) => number === state.active) ??
    state.sessions[0]) as Session;
}

export function createConsoleStore(deps: ConsoleDeps): ConsoleStore {
  const { historyName = 'history' } = deps;
  const history = createHistory(loadStored(historyName, isTextList) ?? [], (lines) =>
    saveStored(historyName, lines),
  );
  let control: RespClient | null = null;
  let nextNumber = 1;
  let explained: RespValue | null = null;

  const controlSend = async (argv: readonly Bytes[]) => {
    if (!control || control.closed) control = (await deps.connect()).client;
    return control.send(argv);
  };
  const newSession = (): Session =>
    createSession(nextNumber++, createLog(requestAnimationFrame), {
      connect: deps.connect,
      control: controlSend,
      catalogue: () => store.getState().catalogue,
      nowMs: () => performance.now(),
    });

  const store = createStore<ConsoleState>(() => ({
    sessions: [],
    active: 1,
    view: loadStored('view', isOneOf('cli', 'wire', 'table', 'json')) ?? 'cli',
    utf8: loadStored('utf8', isFlag) ?? false,
    catalogue: emptyCatalogue,
    words: 'coming',
  }));

  async function loadWords(): Promise<void> {
    store.setState({ words: 'coming' });
    try {
      const words = await deps.commandWords();
      store.setState(({ catalogue }) => ({
        catalogue: withWords(catalogue, words),
        words: 'here',
      }));
    } catch {
      store.setState({ words: 'missing' });
    }
  }

  const made: ConsoleStore = {
    ...store,
    history,
    prompt: createPromptStore({
      catalogue: () => store.getState().catalogue,
      history,
      keys: (prefix, type, limit) => {
        const { db } = activeSession(store.getState()).store.getState().connection;
        return deps.completeKey(db, prefix, type, limit);
      },
      directives: deps.directives,
    }),
    keyTypes: createKeyTypes(deps.typeOf),
    addSession: () => {
      const session = newSession();
      store.setState(({ sessions }) => ({
        sessions: [...sessions, session],
        active: session.number,
      }));
      return session;
    },
    closeSession: (number) => {
      const { sessions, active } = store.getState();
      if (sessions.length === 1) return;
      const at = sessions.findIndex((session) => session.number === number);
      sessions[at]?.close();
      const left = sessions.filter((session) => session.number !== number);
      const next = left[Math.min(at, left.length - 1)]?.number ?? 1;
      store.setState({ sessions: left, active: active === number ? next : active });
    },
    activate: (number) => store.setState({ active: number }),
    setView: (view) => {
      store.setState({ view });
      saveStored('view', view);
    },
    setUtf8: (utf8) => {
      store.setState({ utf8 });
      saveStored('utf8', utf8);
    },
    explainsEscapes: (reply) => {
      if (explained === null && loadStored('escapesExplained', isFlag) !== true) {
        explained = reply;
        saveStored('escapesExplained', true);
      }
      return explained === reply;
    },
    reconnect: () => {
      for (const session of store.getState().sessions) session.reconnect();
    },
    loadCatalogue: async () => {
      store.setState({ catalogue: indexCatalogue(await deps.catalogue()) });
      await loadWords();
    },
    needWords: () => {
      if (store.getState().words === 'missing') void loadWords();
    },
  };
  made.addSession();
  return made;
}
