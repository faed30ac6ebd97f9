/**
 * One Lua machine: an instance of redis-lua.wasm (scripts/build/lua-wasm.mjs), driven through Lua
 * 5.1's C API and through its memory.
 *
 * Values on Lua's stack are read and, where they are not collectable, written in memory directly:
 * that costs a few nanoseconds, a call into the machine ten times that. Strings and tables are made
 * by the API. The layouts are those of Lua 5.1 compiled for 32-bit addresses (lobject.h, lstate.h).
 *
 * A call can be paused from the count hook: asyncify unwinds the whole stack, C frames and pcall
 * included, and `resume` rewinds it.
 *
 * Invariants: a paused machine must be resumed before anything else runs on it; a machine that has
 * thrown anything but a Lua error is broken and must be dropped. Its memory never grows, so views
 * of it stay valid.
 */
import { type Bytes, bytesOf, writeBytes } from '../../base/bytes.ts';
import type { Instantiate } from '../../base/ports.ts';
import { isLongJump, type LuaExports, luaImports } from './lua-imports.ts';

/** A lua_State, a table, a stack slot: addresses in the machine's memory. */
export type Address = number;

export const LUA_NIL = 0;
export const LUA_BOOLEAN = 1;
export const LUA_NUMBER = 3;
export const LUA_STRING = 4;
export const LUA_TABLE = 5;
export const LUA_FUNCTION = 6;

export const REGISTRY = -10000;
export const GLOBALS = -10002;

export const SLOT_BYTES = 16;
/** Offsets in lua_State. */
export const TOP = 8;
const BASE = 12;
export const CALL_INFO = 20;
export const HOOK_MASK = 56;
export const HOOK_PERIOD = 60;
export const HOOK_COUNT = 64;
export const HOOK = 68;
/** Offset of `func` in CallInfo and of the first upvalue in a C closure. */
const CALLED = 4;
const UPVALUE = 24;
/** Offsets in a string. */
const STRING_LENGTH = 12;
export const STRING_BYTES = 16;
/** Offset of the lua_State in a MatchState. */
const MATCH_STATE = 8;
/** Where the runtime keeps its lua_State, and the table slots of the two patched functions. */
const STATE_AT = 28472;
const HOST_FUNCTION = 10;
export const HOST_HOOK = 6;
export const MASK_COUNT = 8;
export const MASK_LINE = 4;
const UNWINDING = 1;
const SCRATCH_BYTES = 4096;
/** Frames of the deepest nesting that Lua allows take about a tenth of this. */
const UNWIND_BYTES = 1 << 20;
const C_STACK_BYTES = 1 << 20;
const DEBUG_BYTES = 128;
const GC_COLLECT = 2;
const GC_COUNT_KB = 3;
const GC_STEP = 5;

/** What the count hook is to do. */
export type Tick = 'go on' | 'pause' | 'stop';

export interface LuaHost {
  /** A function of the host's is called; it answers with the number of results it has pushed. */
  call(vm: LuaVm, state: Address, id: number): number;
  /** `period` instructions, or many steps of a pattern's matching, have passed. After `stop` the hook raises what `stopError` pushes. */
  tick(): Tick;
  stopError(vm: LuaVm, state: Address): void;
  /** A stopwatch in microseconds: os.clock. */
  nowUs(): number;
}

export type Outcome = 'done' | 'failed' | 'paused';

export class LuaVm {
  /** The main thread. */
  readonly main: Address;
  protected readonly x: LuaExports;
  protected readonly host: LuaHost;
  protected readonly u8: Uint8Array;
  protected readonly i32: Int32Array;
  protected readonly f64: Float64Array;
  protected scratch: Address;
  private scratchBytes = SCRATCH_BYTES;
  private unwindAt: Address = 0;
  private rewinding = false;
  private handlerIndex = 0;
  private argumentCount = 0;

  constructor(instantiate: Instantiate, host: LuaHost) {
    this.host = host;
    const exports: { current: LuaExports | null } = { current: null };
    const imports = luaImports(
      () => exports.current as LuaExports,
      (state) => this.called(state),
      (state, event) => this.hooked(state, event),
      (matchState) => this.hooked(this.i32[(matchState + MATCH_STATE) >> 2] as number, 0),
      () => host.nowUs(),
    );
    this.x = instantiate(imports) as unknown as LuaExports;
    exports.current = this.x;
    this.u8 = new Uint8Array(this.x.memory.buffer);
    this.i32 = new Int32Array(this.x.memory.buffer);
    this.f64 = new Float64Array(this.x.memory.buffer);
    this.x.__wasm_call_ctors();
    if (this.x.init() !== 0) throw new Error('Lua did not start');
    this.main = this.i32[STATE_AT >> 2] as number;
    this.scratch = this.x.malloc(SCRATCH_BYTES);
    // The binary's own C stack of 64 KB is too small for cjson's thousand levels.
    const stackEnd = this.x.malloc(C_STACK_BYTES) + C_STACK_BYTES;
    this.x._emscripten_stack_restore(stackEnd - (stackEnd % 16));
    this.setTop(this.main, 0);
  }

  /** Calls the hook after every `period` instructions. */
  setHook(period: number): void {
    const state = this.main >> 2;
    this.i32[state + (HOOK >> 2)] = HOST_HOOK;
    this.i32[state + (HOOK_PERIOD >> 2)] = period;
    this.i32[state + (HOOK_COUNT >> 2)] = period;
    this.u8[this.main + HOOK_MASK] = MASK_COUNT;
  }

  clearHook(): void {
    this.u8[this.main + HOOK_MASK] = 0;
    this.i32[(this.main + HOOK) >> 2] = 0;
  }

  // ---- Calling ----

  /**
   * lua_pcall on the main thread: the function and its arguments lie on the stack. All results are
   * kept (LUA_MULTRET). `handlerIndex` is the slot of the error handler, 0 for none.
   */
  call(argumentCount: number, handlerIndex: number): Outcome {
    this.argumentCount = argumentCount;
    this.handlerIndex = handlerIndex;
    return this.enter();
  }

  /** Goes on with a call that was paused. */
  resume(): Outcome {
    this.rewinding = true;
    this.x.asyncify_start_rewind(this.unwindAt);
    return this.enter();
  }

  /** Compiles; leaves the function, or the text of the error, on the stack. True on success. */
  load(code: Bytes, chunkName: Bytes, state = this.main): boolean {
    const size = code.length;
    const at = this.x.malloc(size + chunkName.length + 2);
    if (at === 0) throw new Error('out of memory');
    writeBytes(this.u8, at, code);
    const nameAt = at + size + 1;
    writeBytes(this.u8, nameAt, chunkName);
    this.u8[nameAt + chunkName.length] = 0;
    const status = this.x.luaL_loadbuffer(state, at, size, nameAt);
    this.x.free(at);
    return status === 0;
  }

  private enter(): Outcome {
    const { x } = this;
    const status = x.lua_pcall(this.main, this.argumentCount, this.handlerIndex);
    if (x.asyncify_get_state() === UNWINDING) {
      x.asyncify_stop_unwind();
      return 'paused';
    }
    return status === 0 ? 'done' : 'failed';
  }

  private called(state: Address): number {
    const closure = this.slotAddress(this.i32[this.callInfo(state) + (CALLED >> 2)] as number);
    return this.host.call(this, state, this.f64[(closure + UPVALUE) >> 3] as number);
  }

  private callInfo(state: Address): number {
    return (this.i32[(state + CALL_INFO) >> 2] as number) >> 2;
  }

  /** `event` is the address of the hook's lua_Debug, 0 in the matcher. */
  protected hooked(state: Address, _event: Address): void {
    const { host } = this;
    if (!this.endRewind()) {
      const tick = host.tick();
      if (tick === 'go on') return;
      if (tick === 'pause') {
        this.pause();
        return;
      }
      this.stop(state);
    }
    // Whoever let the script go on may have asked for its end.
    if (host.tick() === 'stop') this.stop(state);
  }

  /** True where a paused call has just come back to where it was. */
  protected endRewind(): boolean {
    if (!this.rewinding) return false;
    this.x.asyncify_stop_rewind();
    this.rewinding = false;
    return true;
  }

  protected pause(): void {
    if (this.unwindAt === 0) this.unwindAt = this.x.malloc(UNWIND_BYTES);
    const at = this.unwindAt >> 2;
    this.i32[at] = this.unwindAt + 8;
    this.i32[at + 1] = this.unwindAt + UNWIND_BYTES;
    this.x.asyncify_start_unwind(this.unwindAt);
  }

  /** From here on every line raises again, so that pcall cannot keep the script alive. */
  protected stop(state: Address): never {
    this.u8[state + HOOK_MASK] = MASK_LINE | MASK_COUNT;
    this.host.stopError(this, state);
    return this.raise(state);
  }

  /** lua_error with what lies on top. */
  raise(state: Address): never {
    this.x.lua_error(state);
    throw new Error('lua_error came back');
  }

  /** True for the exception by which Lua errors travel: it must not be caught. */
  static isLuaError(error: unknown): boolean {
    return isLongJump(error);
  }

  // ---- Reading the stack ----

  /** The number of values in the running function's frame. */
  size(state: Address): number {
    return (this.topOf(state) - (this.i32[(state + BASE) >> 2] as number)) >> 4;
  }

  /** The slot of index `i`: from 1 the frame's first, from -1 down its last. */
  slot(state: Address, i: number): Address {
    return i > 0
      ? (this.i32[(state + BASE) >> 2] as number) + (i - 1) * SLOT_BYTES
      : this.topOf(state) + i * SLOT_BYTES;
  }

  typeOf(slot: Address): number {
    return this.i32[(slot + 8) >> 2] as number;
  }

  numberOf(slot: Address): number {
    return this.f64[slot >> 3] as number;
  }

  booleanOf(slot: Address): boolean {
    const type = this.typeOf(slot);
    return type !== LUA_NIL && (type !== LUA_BOOLEAN || this.i32[slot >> 2] !== 0);
  }

  /** The bytes of a slot that holds a string. */
  stringOf(slot: Address): Bytes {
    const at = this.slotAddress(slot);
    const start = at + STRING_BYTES;
    return bytesOf(this.u8, start, start + (this.i32[(at + STRING_LENGTH) >> 2] as number));
  }

  /** As lua_tostring: the bytes of a string, the digits of a number, null for anything else. */
  textAt(state: Address, i: number): Bytes | null {
    const slot = this.slot(state, i);
    if (this.typeOf(slot) === LUA_NUMBER) this.x.lua_tolstring(state, i, 0);
    return this.typeOf(slot) === LUA_STRING ? this.stringOf(slot) : null;
  }

  /** As lua_isnumber and lua_tonumber: a number, or a string that reads as one; else null. */
  numberAt(state: Address, i: number): number | null {
    const slot = this.slot(state, i);
    if (this.typeOf(slot) === LUA_NUMBER) return this.numberOf(slot);
    if (this.typeOf(slot) !== LUA_STRING || this.x.lua_isnumber(state, i) === 0) return null;
    return this.x.lua_tonumber(state, i);
  }

  protected topOf(state: Address): Address {
    return this.i32[(state + TOP) >> 2] as number;
  }

  /** Where a collectable value lies. */
  slotAddress(slot: Address): Address {
    return this.i32[slot >> 2] as number;
  }

  // ---- Writing the stack ----

  /** Room for `count` more values; false where Lua's limit is reached. */
  reserve(state: Address, count: number): boolean {
    return this.x.lua_checkstack(state, count) !== 0;
  }

  /** Cuts the frame to its first `size` values. */
  setTop(state: Address, size: number): void {
    this.i32[(state + TOP) >> 2] = (this.i32[(state + BASE) >> 2] as number) + size * SLOT_BYTES;
  }

  pop(state: Address, count = 1): void {
    this.i32[(state + TOP) >> 2] = this.topOf(state) - count * SLOT_BYTES;
  }

  pushNil(state: Address): void {
    this.pushSlot(state, LUA_NIL);
  }

  pushBoolean(state: Address, value: boolean): void {
    this.i32[this.pushSlot(state, LUA_BOOLEAN) >> 2] = value ? 1 : 0;
  }

  pushNumber(state: Address, value: number): void {
    this.f64[this.pushSlot(state, LUA_NUMBER) >> 3] = value;
  }

  pushString(state: Address, bytes: Bytes): void {
    const { length } = bytes;
    this.reserveScratch(length);
    writeBytes(this.u8, this.scratch, bytes);
    this.x.lua_pushlstring(state, this.scratch, length);
  }

  pushBytes(state: Address, bytes: Uint8Array): void {
    this.reserveScratch(bytes.length);
    this.u8.set(bytes, this.scratch);
    this.x.lua_pushlstring(state, this.scratch, bytes.length);
  }

  /** A function of the host's: `LuaHost.call` is told `id`. */
  pushFunction(state: Address, id: number): void {
    this.pushNumber(state, id);
    this.x.lua_pushcclosure(state, HOST_FUNCTION, 1);
  }

  pushValue(state: Address, i: number): void {
    this.x.lua_pushvalue(state, i);
  }

  private pushSlot(state: Address, type: number): Address {
    const slot = this.topOf(state);
    this.i32[(slot + 8) >> 2] = type;
    this.i32[(state + TOP) >> 2] = slot + SLOT_BYTES;
    return slot;
  }

  private reserveScratch(size: number): void {
    if (size <= this.scratchBytes) return;
    this.x.free(this.scratch);
    this.scratchBytes = Math.max(size, this.scratchBytes * 2);
    this.scratch = this.x.malloc(this.scratchBytes);
    if (this.scratch !== 0) return;
    this.scratchBytes = SCRATCH_BYTES;
    this.scratch = this.x.malloc(SCRATCH_BYTES);
    throw new LuaMemoryError();
  }

  // ---- Tables ----

  pushTable(state: Address, arraySize = 0, recordSize = 0): void {
    this.x.lua_createtable(state, arraySize, recordSize);
  }

  /** table[i] = what lies on top, which is taken off; the table stands at `index`. */
  setItem(state: Address, index: number, i: number): void {
    this.x.lua_rawseti(state, index, i);
  }

  pushItem(state: Address, index: number, i: number): void {
    this.x.lua_rawgeti(state, index, i);
  }

  /** table[key] = value without metamethods: key and value lie on top and are taken off. */
  setRaw(state: Address, index: number): void {
    this.x.lua_rawset(state, index);
  }

  /** Puts table[name] on the stack without metamethods. */
  pushField(state: Address, index: number, name: Bytes): void {
    this.pushString(state, name);
    this.x.lua_rawget(state, index < 0 && index > REGISTRY ? index - 1 : index);
  }

  /** table[name] = what lies on top, which is taken off. */
  setField(state: Address, index: number, name: Bytes): void {
    this.pushString(state, name);
    this.x.lua_insert(state, -2);
    this.x.lua_rawset(state, index < 0 && index > REGISTRY ? index - 1 : index);
  }

  /** Steps through the table at `index`: takes the key off, pushes the next and its value. */
  next(state: Address, index: number): boolean {
    return this.x.lua_next(state, index) !== 0;
  }

  /** The table on top becomes the metatable of that at `index`. */
  setMetatable(state: Address, index: number): void {
    this.x.lua_setmetatable(state, index);
  }

  pushMetatable(state: Address, index: number): boolean {
    return this.x.lua_getmetatable(state, index) !== 0;
  }

  setReadonly(state: Address, index: number, readonly: boolean): void {
    this.x.lua_enablereadonlytable(state, index, readonly ? 1 : 0);
  }

  isReadonly(state: Address, index: number): boolean {
    return this.x.lua_isreadonlytable(state, index) !== 0;
  }

  insert(state: Address, index: number): void {
    this.x.lua_insert(state, index);
  }

  replace(state: Address, index: number): void {
    this.x.lua_replace(state, index);
  }

  // ---- Errors and facts ----

  /** An error has been made for the script; `isReply` where a command answered with it. */
  errorMade(_text: Bytes, _isReply: boolean): void {}

  /** As luaL_error: `text` behind the place of the Lua code that called. */
  fail(state: Address, text: Bytes): never {
    this.x.luaL_where(state, 1);
    this.pushString(state, text);
    this.x.lua_concat(state, 2);
    return this.raise(state);
  }

  argumentError(state: Address, argument: number, text: Bytes): never {
    this.reserveScratch(text.length + 1);
    writeBytes(this.u8, this.scratch, text);
    this.u8[this.scratch + text.length] = 0;
    this.x.luaL_argerror(state, argument, this.scratch);
    throw new Error('luaL_argerror came back');
  }

  /** As luaL_checkint of a machine with 64 bits: the lower 32 of them. */
  checkInteger(state: Address, i: number): number {
    this.x.luaL_checkinteger(state, i);
    return (this.numberAt(state, i) ?? 0) | 0;
  }

  /** Runs a C function of the machine's own on the present frame; gives the number of its results. */
  callNative(state: Address, slot: number): number {
    return this.x.__indirect_function_table.get(slot)(state, 0);
  }

  /** Where the function `level` calls up is, as debug.getinfo tells; null beyond the first. */
  whereabouts(state: Address, level: number): Whereabouts | null {
    const at = this.scratch;
    if (this.x.lua_getstack(state, level, at) === 0) return null;
    const optionsAt = at + DEBUG_BYTES;
    writeBytes(this.u8, optionsAt, 'nSl\0');
    this.x.lua_getinfo(state, optionsAt, at);
    const field = (offset: number): number => this.i32[(at + offset) >> 2] as number;
    return { what: this.cString(field(12)), source: this.cString(field(16)), line: field(20) };
  }

  protected cString(at: Address): Bytes {
    return bytesOf(this.u8, at, this.u8.indexOf(0, at));
  }

  /** A little garbage collection, so that it never has to be done all at once. */
  collectSome(): void {
    this.x.lua_gc(this.main, GC_STEP, 50);
  }

  collectAll(): void {
    this.x.lua_gc(this.main, GC_COLLECT, 0);
  }

  get usedBytes(): number {
    return this.x.lua_gc(this.main, GC_COUNT_KB, 0) * 1024;
  }
}

export interface Whereabouts {
  /** `Lua`, `C`, `main` or `tail`. */
  readonly what: Bytes;
  readonly source: Bytes;
  readonly line: number;
}

/** The machine's memory does not hold what was to be handed to it. */
export class LuaMemoryError extends Error {
  constructor() {
    super('not enough memory');
  }
}
