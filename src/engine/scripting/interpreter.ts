/**
 * A Lua machine with Redis's world in it, and the course of one call: function and arguments on the
 * stack, pcall under the error handler, the result or the error as a reply.
 *
 * Compiled functions are kept in Lua's registry under small numbers (as luaL_ref does).
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Instantiate } from '../../base/ports.ts';
import { errorReply, type Reply } from '../../protocol/reply.ts';
import { cText } from '../commands/errors.ts';
import { BrokenMachine } from './broken-machine.ts';
import { LuaToReply, scriptError } from './from-lua.ts';
import { errorFacts, pushError } from './lua-errors.ts';
import {
  type Address,
  GLOBALS,
  LUA_FUNCTION,
  LUA_TABLE,
  type LuaHost,
  LuaMemoryError,
  LuaVm,
  type Outcome,
  REGISTRY,
} from './lua-vm.ts';
import type { HostFunction } from './redis-api.ts';
import { ERROR_HANDLER, FunctionTable, LOAD_GLOBALS, RUN_GLOBALS, Sandbox } from './sandbox.ts';
import type { ScriptHost } from './script-host.ts';

/** Instructions between two looks at the clock: some tenths of a millisecond. */
const HOOK_PERIOD = 10_000;
/** Calls between two small steps of garbage collection. */
const GC_CALLS = 50;
const ERROR_SHOWN_MAX = 100;
/** The slots that stay on the stack: error handler, names of two globals. */
const HANDLER = 1;
const KEYS = 2;
const ARGV = 3;
const GROUND = 3;

/** A compiled function's number in the registry. */
export type FunctionRef = number;

export interface CallFacts {
  readonly ref: FunctionRef;
  /** The script's sha or the function's name, for errors. */
  readonly name: Bytes;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
}

/** What runs a script: a plain machine, or one with a debugger around it. */
export interface ScriptMachine {
  /** Begins a call. `paused` asks for `resume`; otherwise `reply` tells how it ended. */
  start(call: CallFacts): Outcome;
  resume(): Outcome;
  /** How the call that has just ended ended. */
  reply(outcome: Outcome): Reply;
}

/** What a debugger puts in the place of the plain machine's parts. */
export interface DebugParts {
  vm(host: LuaHost): LuaVm;
  readonly functions: Readonly<Record<string, HostFunction>>;
}

export class Interpreter implements ScriptMachine {
  private readonly vm: LuaVm;
  private readonly host: ScriptHost;
  private readonly sandbox: Sandbox;
  private readonly kind: 'eval' | 'functions';
  private calls = 0;
  private refs = 0;
  private readonly freeRefs: FunctionRef[] = [];
  private name: Bytes = '';

  /** `register` is redis.register_function of the functions' machine. */
  constructor(
    instantiate: Instantiate,
    host: ScriptHost,
    kind: 'eval' | 'functions',
    register: HostFunction | null,
    debug: DebugParts | null = null,
  ) {
    this.host = host;
    this.kind = kind;
    const table = new FunctionTable();
    const luaHost: LuaHost = {
      call: (vm, state, id) => runFunction(vm, state, table.run(id)),
      tick: () => host.tick(),
      stopError: (vm, state) => pushError(vm, state, host.stopReason),
      nowUs: () => host.nowUs(),
    };
    this.vm = debug ? debug.vm(luaHost) : new LuaVm(instantiate, luaHost);
    this.sandbox = new Sandbox(this.vm, host, table);
    if (register) this.sandbox.buildForFunctions(register);
    else this.sandbox.buildForEval(debug?.functions);
    this.layGround();
  }

  /** What every call needs lies at the bottom of the stack for good: it costs nothing to find. */
  private layGround(): void {
    const { vm } = this;
    const { main } = vm;
    vm.setTop(main, 0);
    vm.pushField(main, this.kind === 'eval' ? GLOBALS : REGISTRY, ERROR_HANDLER);
    vm.pushString(main, 'KEYS');
    vm.pushString(main, 'ARGV');
  }

  get usedBytes(): number {
    return this.vm.usedBytes;
  }

  /** Compiles; gives the function's number, or the text of what is wrong. */
  compile(code: Bytes): FunctionRef | Bytes {
    const { vm } = this;
    const { main } = vm;
    const chunk = this.kind === 'eval' ? '@user_script' : '@user_function';
    if (vm.load(code, chunk)) return this.keep(main);
    const text = cText(vm.textAt(main, -1) ?? '');
    vm.pop(main);
    return text;
  }

  /** Keeps the function on top, which is taken off, until `release`. */
  keep(state: Address): FunctionRef {
    const ref = this.freeRefs.pop() ?? ++this.refs;
    this.vm.setItem(state, REGISTRY, ref);
    return ref;
  }

  release(ref: FunctionRef): void {
    this.vm.pushNil(this.vm.main);
    this.vm.setItem(this.vm.main, REGISTRY, ref);
    this.freeRefs.push(ref);
  }

  /** Runs a library's code, which registers its functions. Gives the text of its error, or null. */
  runLibrary(ref: FunctionRef): Bytes | null {
    const { vm, sandbox } = this;
    const { main } = vm;
    sandbox.exposeGlobals(LOAD_GLOBALS);
    vm.pushItem(main, REGISTRY, ref);
    vm.setHook(HOOK_PERIOD);
    const outcome = this.guarded(() => vm.call(0, HANDLER));
    vm.clearHook();
    const text = outcome === 'done' ? null : this.errorText();
    vm.setTop(main, GROUND);
    sandbox.exposeGlobals(RUN_GLOBALS);
    return text;
  }

  private errorText(): Bytes {
    const { vm } = this;
    const { main } = vm;
    if (vm.typeOf(vm.slot(main, -1)) === LUA_TABLE) return errorFacts(vm, main).message;
    return cText(vm.textAt(main, -1) ?? 'ERR unknown error');
  }

  start({ ref, name, keys, args }: CallFacts): Outcome {
    const { vm } = this;
    const { main } = vm;
    this.name = name;
    vm.setTop(main, GROUND);
    vm.setHook(HOOK_PERIOD);
    if (this.kind === 'functions') {
      vm.pushItem(main, REGISTRY, ref);
      this.pushArray(keys);
      this.pushArray(args);
      return this.guarded(() => vm.call(2, HANDLER));
    }
    vm.setReadonly(main, GLOBALS, false);
    this.setGlobal(KEYS, keys);
    this.setGlobal(ARGV, args);
    vm.setReadonly(main, GLOBALS, true);
    vm.pushItem(main, REGISTRY, ref);
    return this.guarded(() => vm.call(0, HANDLER));
  }

  resume(): Outcome {
    return this.guarded(() => this.vm.resume());
  }

  reply(outcome: Outcome): Reply {
    const { vm, host } = this;
    const { main } = vm;
    vm.clearHook();
    let reply: Reply;
    if (outcome === 'done') {
      // Of several results the first counts.
      if (vm.size(main) === GROUND) vm.pushNil(main);
      vm.setTop(main, GROUND + 1);
      reply = new LuaToReply(vm, main, host.resp, host.version).take();
    } else reply = this.errorReply();
    vm.setTop(main, GROUND);
    if (++this.calls % GC_CALLS === 0) vm.collectSome();
    return reply;
  }

  private errorReply(): Reply {
    const { vm } = this;
    const { main } = vm;
    if (vm.typeOf(vm.slot(main, -1)) !== LUA_TABLE) {
      const text = cText(vm.textAt(main, -1) ?? 'execution failure', ERROR_SHOWN_MAX);
      return errorReply(`ERR Error running script ${this.name}, ${text}`);
    }
    const { message, source, line, counted } = errorFacts(vm, main);
    const place =
      source === null || line === null ? '' : ` script: ${this.name}, on ${source}:${line}.`;
    return scriptError(message + place, counted);
  }

  /** `nameAt` is the slot that holds the global's name. */
  private setGlobal(nameAt: number, items: readonly Bytes[]): void {
    const { vm } = this;
    vm.pushValue(vm.main, nameAt);
    this.pushArray(items);
    vm.setRaw(vm.main, GLOBALS);
  }

  private pushArray(items: readonly Bytes[]): void {
    const { vm } = this;
    vm.pushTable(vm.main, items.length);
    for (let i = 0; i < items.length; i++) {
      vm.pushString(vm.main, items[i] as Bytes);
      vm.setItem(vm.main, -2, i + 1);
    }
  }

  /** Runs `run`; what is thrown there has broken the machine. */
  guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw new BrokenMachine(error instanceof Error ? error.message : String(error));
    }
  }

  /** True where argument `i` of the host function called by `state` is a function. */
  isFunction(state: Address, i: number): boolean {
    return this.vm.typeOf(this.vm.slot(state, i)) === LUA_FUNCTION;
  }
}

/** A host function that finds the machine's memory too small ends the script as Lua itself would. */
function runFunction(vm: LuaVm, state: Address, run: HostFunction): number {
  try {
    return run(vm, state);
  } catch (error) {
    if (error instanceof LuaMemoryError) return vm.fail(state, error.message);
    throw error;
  }
}
