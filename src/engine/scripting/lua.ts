/**
 * Everything that needs the Lua machine, behind one door. A host loads this file together with the
 * program, when the first script comes, so that neither is part of what a page loads first: the rest
 * of the engine knows its types only.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Instantiate } from '../../base/ports.ts';
import { type DebugPeer, DebugSession } from './debugger/debug-session.ts';
import { type FunctionRef, Interpreter } from './interpreter.ts';
import type { LibraryLoader } from './libraries.ts';
import { registerFunction } from './register-function.ts';
import type { ScriptHost } from './script-host.ts';

/** Makes machines: one for EVAL, one for functions. */
export interface Lua {
  evalMachine(host: ScriptHost): Interpreter;
  functionMachine(host: ScriptHost, loader: LibraryLoader): Interpreter;
  /** A machine for one script, with the debugger around it. */
  debugSession(host: ScriptHost, peer: DebugPeer, source: Bytes): DebugSession;
}

/** Brings Lua when it is first needed: a `Loader` (engine/server/on-demand.ts). */
export interface LuaLoader {
  load(loaded: (lua: Lua) => void, failed: (reason: string) => void): void;
}

export function luaFrom(instantiate: Instantiate): Lua {
  return {
    evalMachine: (host) => new Interpreter(instantiate, host, 'eval', null),
    functionMachine: (host, loader) => {
      const keep = (state: number): FunctionRef => machine.keep(state);
      const register = registerFunction(loader, keep);
      const machine: Interpreter = new Interpreter(instantiate, host, 'functions', register);
      return machine;
    },
    debugSession: (host, peer, source) => new DebugSession(instantiate, host, peer, source),
  };
}
