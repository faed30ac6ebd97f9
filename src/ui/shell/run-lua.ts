/**
 * Runs the Lua editor's commands on a connection of its own, in the active client's database: a
 * script that does not end then leaves the console free to kill it.
 */
import type { RespClient } from '../../client/client.ts';
import { activeSession } from '../console/console-store.ts';
import type { RunLua } from '../script/lua-pane.tsx';
import type { Services } from './services.ts';

export interface LuaRunner {
  readonly run: RunLua;
  /** On a connection beside it, while a script runs. */
  readonly runAside: RunLua;
  /** A new connection in the active client's database, for a debugging session. */
  connect(): Promise<RespClient>;
  close(): void;
}

export function luaRunner(services: Services): LuaRunner {
  let client: RespClient | null = null;
  let beside: RespClient | null = null;
  return {
    run: async (argv) => {
      if (!client || client.closed) client = (await services.engine.connect()).client;
      const { db } = activeSession(services.console.getState()).store.getState().connection;
      // Not awaited: replies come in order.
      client.send(['SELECT', String(db)]).catch(() => undefined);
      return client.send(argv);
    },
    runAside: async (argv) => {
      if (!beside || beside.closed) beside = (await services.engine.connect()).client;
      return beside.send(argv);
    },
    connect: async () => {
      const { client: own } = await services.engine.connect();
      const { db } = activeSession(services.console.getState()).store.getState().connection;
      await own.send(['SELECT', String(db)]);
      return own;
    },
    close: () => {
      client?.close();
      beside?.close();
    },
  };
}
