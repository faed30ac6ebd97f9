/** Hands the console's store to its components, which are many and deep. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { activeSession, type ConsoleState, type ConsoleStore } from './console-store.ts';
import type { Session, SessionState } from './session.ts';

export const ConsoleContext = createContext<ConsoleStore | null>(null);

export function useConsole(): ConsoleStore {
  const store = useContext(ConsoleContext);
  if (!store) throw new Error('no console above');
  return store;
}

export function useConsoleState<T>(select: (state: ConsoleState) => T): T {
  return useStore(useConsole(), select);
}

export function useActiveSession(): Session {
  return useConsoleState(activeSession);
}

export function useSession<T>(session: Session, select: (state: SessionState) => T): T {
  return useStore(session.store, select);
}
