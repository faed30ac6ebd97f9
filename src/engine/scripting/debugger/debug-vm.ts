/**
 * A Lua machine that can be stopped at a line and looked into: its hook is also called at each new
 * line, and while it is paused there its frames and local variables can be read, and code be run on
 * top of them.
 *
 * The binary has no lua_getlocal; the layouts of CallInfo, Closure, Proto and LocVar are those of
 * Lua 5.1 compiled for 32-bit addresses (lstate.h, lobject.h).
 *
 * Invariants: what runs on a stopped machine never pauses; it leaves allowhook, the hook's mask and
 * its count as they were. The stack's top need not be restored: Lua does so when its hook returns.
 */
import { type Bytes, writeBytes } from '../../../base/bytes.ts';
import type { Instantiate } from '../../../base/ports.ts';
import { pushError } from '../lua-errors.ts';
import {
  type Address,
  HOOK_COUNT,
  HOOK_MASK,
  LUA_FUNCTION,
  type LuaHost,
  LuaVm,
  MASK_COUNT,
  MASK_LINE,
  SLOT_BYTES,
  STRING_BYTES,
  TOP,
} from '../lua-vm.ts';

/** As Redis sets its debugger's hook. */
const PERIOD = 100_000;
/** Calls of the hook, and of the matcher's steps, after which code run by `evaluate` is ended. */
const EVALUATION_TICKS_MAX = 1000;
const EVENT_COUNT = 3;
const DEBUG_BYTES = 128;
/** Offsets in lua_Debug. */
const DEBUG_NAME = 4;
const DEBUG_LINE = 20;
const DEBUG_SHORT_SOURCE = 36;
const DEBUG_CALL_INFO = 96;
/** Offsets in lua_State. */
const CURRENT_CALL_INFO = 20;
const SAVED_PC = 24;
const FIRST_CALL_INFO = 40;
const ALLOW_HOOK = 57;
/** Offsets in CallInfo, and its size. */
const CI_BASE = 0;
const CI_FUNCTION = 4;
const CI_SAVED_PC = 12;
const CI_BYTES = 24;
/** Offsets in a closure. */
const IS_C = 6;
const PROTO = 16;
/** Offsets in Proto. */
const PROTO_CODE = 12;
const PROTO_LOCALS = 24;
const PROTO_LOCAL_COUNT = 56;
/** Offsets in LocVar, and its size. */
const LOCAL_START = 4;
const LOCAL_END = 8;
const LOCAL_BYTES = 12;

/** Redis's pcall, which is written in C there (sandbox.ts). */
export const OUR_WRAPPER = 'pcall';
export const TEMPORARY = '(*temporary)';

/** Who decides where the machine stops. */
export interface LineWatch {
  /** A line begins or, with `isCount`, PERIOD instructions have passed. True stops there. */
  reached(state: Address, isCount: boolean): boolean;
  /** The text of an error to be raised where the script stands, once, or null. */
  takeError(): Bytes | null;
  errorMade(text: Bytes, isReply: boolean): void;
}

export interface StackFrame {
  /** By what name it was called, as far as Lua can tell. */
  readonly name: Bytes | null;
  readonly shortSource: Bytes;
  readonly line: number;
}

/** A variable, and the stack slot that holds it. */
export interface LocalVariable {
  readonly name: Bytes;
  readonly slot: Address;
}

export class DebugVm extends LuaVm {
  private readonly watch: LineWatch;
  private evaluating = false;
  private ticks = 0;

  constructor(instantiate: Instantiate, host: LuaHost, watch: LineWatch) {
    super(instantiate, host);
    this.watch = watch;
  }

  override setHook(_period: number): void {
    super.setHook(PERIOD);
    this.u8[this.main + HOOK_MASK] = MASK_LINE | MASK_COUNT;
  }

  override errorMade(text: Bytes, isReply: boolean): void {
    this.watch.errorMade(text, isReply);
  }

  protected override hooked(state: Address, event: Address): void {
    if (this.evaluating) {
      if (++this.ticks > EVALUATION_TICKS_MAX) this.endEvaluation(state);
      return;
    }
    if (!this.endRewind()) {
      const isCount = event !== 0 && this.i32[event >> 2] === EVENT_COUNT;
      if (event !== 0 && this.watch.reached(state, isCount)) {
        this.pause();
        return;
      }
      if (event !== 0 && !isCount) return;
      const tick = this.host.tick();
      if (tick === 'pause') this.pause();
      if (tick === 'stop') this.stop(state);
      if (tick !== 'go on') return;
    }
    const error = this.watch.takeError();
    if (error === null) return;
    pushError(this, state, `ERR ${error}`);
    this.raise(state);
  }

  /** Raises at every instruction that asks from now on, so that pcall cannot keep the code alive. */
  private endEvaluation(state: Address): never {
    this.u8[state + HOOK_MASK] = MASK_LINE | MASK_COUNT;
    this.pushString(state, 'stopped: it ran for too long');
    return this.raise(state);
  }

  // ---- Looking ----

  /** Null beyond the first function. */
  frame(state: Address, level: number): StackFrame | null {
    const at = this.scratch;
    if (this.x.lua_getstack(state, level, at) === 0) return null;
    writeBytes(this.u8, at + DEBUG_BYTES, 'Snl\0');
    this.x.lua_getinfo(state, at + DEBUG_BYTES, at);
    const nameAt = this.word(at + DEBUG_NAME);
    return {
      name: nameAt === 0 ? null : this.cString(nameAt),
      shortSource: this.cString(at + DEBUG_SHORT_SOURCE),
      line: this.word(at + DEBUG_LINE),
    };
  }

  /** Is it a frame of what stands in for a C function of Redis's? */
  isWrapper(state: Address, level: number): boolean {
    return this.frame(state, level)?.shortSource === OUR_WRAPPER;
  }

  /** As lua_getlocal finds them, temporaries behind the named ones; null beyond the first function. */
  locals(state: Address, level: number): LocalVariable[] | null {
    const at = this.scratch;
    if (this.x.lua_getstack(state, level, at) === 0) return null;
    const ci = this.word(state + FIRST_CALL_INFO) + this.word(at + DEBUG_CALL_INFO) * CI_BYTES;
    const base = this.word(ci + CI_BASE);
    const isTop = ci === this.word(state + CURRENT_CALL_INFO);
    const end = isTop ? this.topOf(state) : this.word(ci + CI_BYTES + CI_FUNCTION);
    const names = this.namesAt(state, ci);
    const count = Math.max(names.length, (end - base) / SLOT_BYTES);
    const found: LocalVariable[] = [];
    for (let i = 0; i < count; i++) {
      found.push({ name: names[i] ?? TEMPORARY, slot: base + i * SLOT_BYTES });
    }
    return found;
  }

  /** The names of the variables that are alive in a frame; none in one of a C function. */
  private namesAt(state: Address, ci: Address): Bytes[] {
    const functionSlot = this.word(ci + CI_FUNCTION);
    const closure = this.slotAddress(functionSlot);
    if (this.typeOf(functionSlot) !== LUA_FUNCTION || this.u8[closure + IS_C] !== 0) return [];
    const proto = this.word(closure + PROTO);
    const isTop = ci === this.word(state + CURRENT_CALL_INFO);
    const next = this.word(isTop ? state + SAVED_PC : ci + CI_SAVED_PC);
    const pc = ((next - this.word(proto + PROTO_CODE)) >> 2) - 1;
    const count = this.word(proto + PROTO_LOCAL_COUNT);
    const names: Bytes[] = [];
    for (let i = 0; i < count; i++) {
      const local = this.word(proto + PROTO_LOCALS) + i * LOCAL_BYTES;
      if (this.word(local + LOCAL_START) > pc) break;
      if (pc < this.word(local + LOCAL_END)) {
        names.push(this.cString(this.word(local) + STRING_BYTES));
      }
    }
    return names;
  }

  /** Pushes a copy of what a slot holds. */
  pushCopy(state: Address, slot: Address): void {
    const top = this.topOf(state);
    this.u8.copyWithin(top, slot, slot + SLOT_BYTES);
    this.i32[(state + TOP) >> 2] = top + SLOT_BYTES;
  }

  private word(at: Address): number {
    return this.i32[at >> 2] as number;
  }

  // ---- Running on top ----

  /**
   * Compiles and calls code on the stopped thread, at most for a while. True where that went well:
   * its first result lies on top; else the error does.
   */
  evaluate(state: Address, code: Bytes): boolean {
    // Tried as an expression first.
    const compiled = this.load(`return ${code}`, '@ldb_eval', state);
    if (!compiled) this.pop(state);
    if (!compiled && !this.load(code, '@ldb_eval', state)) return false;
    return this.callOnTop(state, 0);
  }

  /** Calls the function that lies below `argumentCount` arguments; one result, or the error, stays. */
  callOnTop(state: Address, argumentCount: number): boolean {
    const size = this.size(state) - argumentCount - 1;
    const mask = this.u8[state + HOOK_MASK] as number;
    const count = this.word(state + HOOK_COUNT);
    this.u8[state + HOOK_MASK] = MASK_COUNT;
    this.u8[state + ALLOW_HOOK] = 1;
    this.evaluating = true;
    this.ticks = 0;
    const isWell = this.x.lua_pcall(state, argumentCount, 0) === 0;
    this.evaluating = false;
    this.u8[state + ALLOW_HOOK] = 0;
    this.u8[state + HOOK_MASK] = mask;
    this.i32[(state + HOOK_COUNT) >> 2] = count;
    if (this.size(state) === size) this.pushNil(state);
    this.setTop(state, size + 1);
    return isWell;
  }
}
