/**
 * What redis-lua.wasm imports and exports: the few functions of a C runtime it needs, and the two
 * by which it calls the host.
 *
 * setjmp and longjmp are calls through `invoke_vii` and an exception (a number, as Emscripten throws
 * it) between. The machine has no files, no time and no output.
 */
import type { WasmImports } from '../../base/ports.ts';

type Callee = (a: number, b: number) => number;

/** Lua 5.1's C API, by its names; addresses and booleans are numbers. */
export interface LuaExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly __indirect_function_table: { get(index: number): Callee };
  __wasm_call_ctors(): void;
  init(): number;
  setThrew(threw: number, value: number): void;
  _emscripten_stack_restore(at: number): void;
  emscripten_stack_get_current(): number;
  asyncify_start_unwind(at: number): void;
  asyncify_stop_unwind(): void;
  asyncify_start_rewind(at: number): void;
  asyncify_stop_rewind(): void;
  asyncify_get_state(): number;
  malloc(size: number): number;
  free(at: number): void;
  lua_checkstack(L: number, count: number): number;
  lua_insert(L: number, index: number): void;
  lua_replace(L: number, index: number): void;
  lua_pushvalue(L: number, index: number): void;
  lua_isnumber(L: number, index: number): number;
  lua_tonumber(L: number, index: number): number;
  lua_tolstring(L: number, index: number, sizeAt: number): number;
  lua_pushlstring(L: number, at: number, size: number): void;
  lua_pushcclosure(L: number, slot: number, upvalues: number): void;
  lua_rawget(L: number, index: number): void;
  lua_rawgeti(L: number, index: number, i: number): void;
  lua_createtable(L: number, arraySize: number, recordSize: number): void;
  lua_getmetatable(L: number, index: number): number;
  lua_rawset(L: number, index: number): void;
  lua_rawseti(L: number, index: number, i: number): void;
  lua_setmetatable(L: number, index: number): void;
  /** The package's build knows only LUA_MULTRET: there is no parameter for the number of results. */
  lua_pcall(L: number, args: number, handler: number): number;
  lua_gc(L: number, what: number, data: number): number;
  lua_error(L: number): void;
  lua_next(L: number, index: number): number;
  lua_concat(L: number, count: number): void;
  lua_enablereadonlytable(L: number, index: number, enabled: number): void;
  lua_isreadonlytable(L: number, index: number): number;
  lua_getstack(L: number, level: number, at: number): number;
  lua_getinfo(L: number, what: number, at: number): number;
  luaL_argerror(L: number, argument: number, textAt: number): void;
  luaL_checkinteger(L: number, index: number): number;
  luaL_where(L: number, level: number): void;
  luaL_loadbuffer(L: number, at: number, size: number, nameAt: number): number;
}

/** Emscripten throws this number for longjmp; nothing else throws it. */
const LONG_JUMP = Number.POSITIVE_INFINITY;

export function isLongJump(error: unknown): boolean {
  return error === LONG_JUMP;
}

/** The machine has stopped for good: a failed assertion, an abort. */
export class LuaAbort extends Error {}

const ENOSYS = -52;

export function luaImports(
  exports: () => LuaExports,
  called: (state: number) => number,
  hooked: (state: number, event: number) => void,
  stepped: (matchState: number) => void,
  nowUs: () => number,
): WasmImports {
  const abort = (): never => {
    throw new LuaAbort('the Lua machine gave up');
  };
  const absent = (): number => ENOSYS;
  return {
    env: {
      host_c: called,
      host_hook: hooked,
      host_step: stepped,
      invoke_vii: (index: number, a: number, b: number): void => {
        const x = exports();
        const stack = x.emscripten_stack_get_current();
        try {
          x.__indirect_function_table.get(index)(a, b);
        } catch (error) {
          x._emscripten_stack_restore(stack);
          if (!isLongJump(error)) throw error;
          x.setThrew(1, 0);
        }
      },
      _emscripten_throw_longjmp: () => {
        throw LONG_JUMP;
      },
      // The memory has its final size from the start.
      emscripten_resize_heap: () => 0,
      // The package's own way of asking for fields of `redis`: none, the sandbox makes its own.
      host_redis_props: (answerAt: number) => {
        new BigUint64Array(exports().memory.buffer, answerAt, 1)[0] = 0n;
      },
      host_redis_log: abort,
      host_sha1hex: abort,
      host_redis_setresp: abort,
      host_redis_call: abort,
      host_redis_pcall: abort,
      exit: abort,
      __assert_fail: abort,
      _abort_js: abort,
      __syscall_openat: absent,
      __syscall_fcntl64: absent,
      __syscall_ioctl: absent,
      __syscall_dup3: absent,
    },
    wasi_snapshot_preview1: {
      clock_time_get: (_clock: number, _precision: bigint, at: number) => {
        const nanoseconds = BigInt(Math.floor(nowUs())) * 1000n;
        new BigUint64Array(exports().memory.buffer, at, 1)[0] = nanoseconds;
        return 0;
      },
      fd_write: absent,
      fd_read: absent,
      fd_close: absent,
      fd_seek: absent,
    },
  };
}
