/**
 * What a script finds in its world: Redis's selection of Lua's globals, the table `redis`, and the
 * locks that keep one script from leaving anything behind for the next.
 *
 * EVAL's machine and the functions' machine differ: KEYS and ARGV are globals of the first; the
 * second's globals stand behind an empty table, whose metatable is exchanged while a library loads,
 * so that at that time there is nothing but redis.register_function and redis.log.
 */
import type { Bytes } from '../../base/bytes.ts';
import { errorHandler } from './lua-errors.ts';
import { type Address, GLOBALS, LUA_TABLE, type LuaVm, REGISTRY } from './lua-vm.ts';
import { evalFunctions, type HostFunction, mathFunctions, sharedFunctions } from './redis-api.ts';
import type { ScriptHost } from './script-host.ts';
import { structFunctions } from './struct-library.ts';
import { wideFormat, wideToNumber } from './wide-integers.ts';

export const ERROR_HANDLER = '__redis__err__handler';
export const LOAD_GLOBALS = 'load_globals';
export const RUN_GLOBALS = 'run_globals';

const ALLOWED = new Set([
  ...['_G', '_VERSION', 'assert', 'bit', 'cjson', 'cmsgpack', 'collectgarbage', 'coroutine'],
  ...['error', 'gcinfo', 'getmetatable', 'ipairs', 'load', 'loadstring', 'math', 'next', 'pairs'],
  ...['pcall', 'rawequal', 'rawget', 'rawset', 'select', 'setmetatable', 'string', 'struct'],
  ...['table', 'tonumber', 'tostring', 'type', 'unpack', 'xpcall'],
]);

/** Redis's pcall gives the text of an error table, as scripts older than those tables expect. */
const PCALL = `
local pcall, type = pcall, type
local function settle(ok, first, ...)
  if ok or type(first) ~= 'table' then return ok, first, ... end
  local text = first.err
  if type(text) == 'string' or type(text) == 'number' then return ok, text end
  return ok, first
end
return function(...) return settle(pcall(...)) end`;

/** The names of the host's functions, by the id a closure carries. */
export class FunctionTable {
  private readonly functions: HostFunction[] = [];

  push(vm: LuaVm, state: Address, run: HostFunction): void {
    this.functions.push(run);
    vm.pushFunction(state, this.functions.length - 1);
  }

  run(id: number): HostFunction {
    return this.functions[id] as HostFunction;
  }
}

/** `redis.x` of a table without x, a global that is not there: an error instead of nil. */
function nonexistent(vm: LuaVm, state: Address): number {
  const name = vm.textAt(state, 2);
  if (name === null)
    vm.fail(state, 'Second argument to luaProtectedTableError must be a string or number');
  return vm.fail(state, `Script attempted to access nonexistent global variable '${name}'`);
}

export class Sandbox {
  private readonly vm: LuaVm;
  private readonly state: Address;
  private readonly host: ScriptHost;
  private readonly table: FunctionTable;

  constructor(vm: LuaVm, host: ScriptHost, table: FunctionTable) {
    this.vm = vm;
    this.state = vm.main;
    this.host = host;
    this.table = table;
  }

  /** EVAL's world. The error handler is a global, as it is in Redis. `more` go into `redis`. */
  buildForEval(more: Readonly<Record<string, HostFunction>> = {}): void {
    const { vm, state } = this;
    this.chooseGlobals();
    this.table.push(vm, state, errorHandler);
    vm.setField(state, GLOBALS, ERROR_HANDLER);
    this.pushRedis({ ...sharedFunctions(this.host), ...evalFunctions, ...more }, true);
    vm.setField(state, GLOBALS, 'redis');
    this.protectGlobals();
  }

  /** The functions' world; `register` is redis.register_function. */
  buildForFunctions(register: HostFunction): void {
    const { vm, state } = this;
    this.chooseGlobals();
    this.table.push(vm, state, errorHandler);
    vm.setField(state, REGISTRY, ERROR_HANDLER);
    this.pushRedis(sharedFunctions(this.host), true);
    vm.setField(state, GLOBALS, 'redis');
    this.protectGlobals();
    this.buildLoadGlobals(register);
    vm.pushValue(state, GLOBALS);
    vm.setField(state, REGISTRY, RUN_GLOBALS);
    vm.pushTable(state);
    vm.pushTable(state);
    vm.pushValue(state, GLOBALS);
    vm.setField(state, -2, '__index');
    vm.setReadonly(state, -1, true);
    vm.setMetatable(state, -2);
    vm.setReadonly(state, -1, true);
    vm.replace(state, GLOBALS);
  }

  /** Lets globals be looked up in the registry's table `name` from now on. */
  exposeGlobals(name: Bytes): void {
    const { vm, state } = this;
    vm.pushMetatable(state, GLOBALS);
    vm.setReadonly(state, -1, false);
    vm.pushField(state, REGISTRY, name);
    vm.setField(state, -2, '__index');
    vm.setReadonly(state, -1, true);
    vm.pop(state);
  }

  private buildLoadGlobals(register: HostFunction): void {
    const { vm, state } = this;
    vm.pushTable(state);
    this.pushRedis(
      { register_function: register, log: sharedFunctions(this.host).log as HostFunction },
      false,
    );
    this.errorOnMissing();
    vm.setField(state, -2, 'redis');
    this.errorOnMissing();
    this.lock();
    vm.setField(state, REGISTRY, LOAD_GLOBALS);
  }

  /** Removes what Redis does not offer, and puts Redis's random numbers in. */
  private chooseGlobals(): void {
    const { vm, state } = this;
    vm.setReadonly(state, GLOBALS, false);
    const names: Bytes[] = [];
    vm.pushNil(state);
    while (vm.next(state, GLOBALS)) {
      vm.pop(state);
      names.push(vm.textAt(state, -1) ?? '');
    }
    for (const name of names) {
      if (ALLOWED.has(name) || (name === 'os' && this.host.version >= 704)) continue;
      vm.pushNil(state);
      vm.setField(state, GLOBALS, name);
    }
    this.wrapPcall();
    this.replaceIn('math', mathFunctions(this.host));
    this.replaceIn('string', { format: wideFormat });
    this.replaceIn('struct', structFunctions);
    this.replaceIn('cjson', { decode_array_with_array_mt: null });
    this.nameNull();
    this.table.push(vm, state, wideToNumber);
    vm.setField(state, GLOBALS, 'tonumber');
  }

  private replaceIn(
    library: Bytes,
    functions: Readonly<Record<string, HostFunction | null>>,
  ): void {
    const { vm, state } = this;
    vm.pushField(state, GLOBALS, library);
    vm.setReadonly(state, -1, false);
    for (const [name, run] of Object.entries(functions)) {
      if (run) this.table.push(vm, state, run);
      else vm.pushNil(state);
      vm.setField(state, -2, name);
    }
    vm.pop(state);
  }

  /** cjson.null prints as a null pointer does on Linux. */
  private nameNull(): void {
    const { vm, state } = this;
    vm.pushField(state, GLOBALS, 'cjson');
    vm.pushField(state, -1, 'null');
    vm.pushTable(state, 0, 1);
    this.table.push(vm, state, (machine, thread) => {
      machine.pushString(thread, 'userdata: (nil)');
      return 1;
    });
    vm.setField(state, -2, '__tostring');
    vm.setReadonly(state, -1, true);
    vm.setMetatable(state, -2);
    vm.pop(state, 2);
  }

  private wrapPcall(): void {
    const { vm, state } = this;
    vm.load(PCALL, '@pcall');
    vm.call(0, 0);
    vm.setField(state, GLOBALS, 'pcall');
  }

  private pushRedis(functions: Readonly<Record<string, HostFunction>>, whole: boolean): void {
    const { vm, state, host } = this;
    vm.pushTable(state);
    for (const [name, run] of Object.entries(functions)) {
      this.table.push(vm, state, run);
      vm.setField(state, -2, name);
    }
    const numbers: [Bytes, number][] = [
      ['LOG_DEBUG', 0],
      ['LOG_VERBOSE', 1],
      ['LOG_NOTICE', 2],
      ['LOG_WARNING', 3],
      ['REDIS_VERSION_NUM', versionNumberOf(host.redisVersion)],
    ];
    if (whole) {
      numbers.push(['REPL_NONE', 0], ['REPL_AOF', 1], ['REPL_SLAVE', 2]);
      numbers.push(['REPL_REPLICA', 2], ['REPL_ALL', 3]);
    }
    for (const [name, value] of numbers) {
      vm.pushNumber(state, value);
      vm.setField(state, -2, name);
    }
    vm.pushString(state, host.redisVersion);
    vm.setField(state, -2, 'REDIS_VERSION');
  }

  private protectGlobals(): void {
    const { vm, state } = this;
    vm.pushValue(state, GLOBALS);
    this.errorOnMissing();
    this.lock();
    vm.pop(state);
  }

  /** Gives the table on top a metatable whose __index raises. */
  private errorOnMissing(): void {
    const { vm, state } = this;
    vm.pushTable(state);
    this.table.push(vm, state, nonexistent);
    vm.setField(state, -2, '__index');
    vm.setMetatable(state, -2);
  }

  /** Makes the table on top read-only, with its metatable and all tables in it. */
  private lock(): void {
    const { vm, state } = this;
    if (vm.isReadonly(state, -1)) return;
    vm.setReadonly(state, -1, true);
    vm.reserve(state, 4);
    if (vm.pushMetatable(state, -1)) {
      this.lock();
      vm.pop(state);
    }
    vm.pushNil(state);
    while (vm.next(state, -2)) {
      if (vm.typeOf(vm.slot(state, -1)) === LUA_TABLE) this.lock();
      vm.pop(state);
    }
  }
}

/** `7.0.15` as 0x0007000f. */
function versionNumberOf(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return (major << 16) | (minor << 8) | patch;
}
