/** redis.register_function: a name and a function, or a table of named arguments. */
import type { Bytes } from '../../base/bytes.ts';
import type { FunctionRef } from './interpreter.ts';
import type { LibraryLoader, Registration } from './libraries.ts';
import { raiseError } from './lua-errors.ts';
import {
  type Address,
  LUA_FUNCTION,
  LUA_NIL,
  LUA_NUMBER,
  LUA_STRING,
  LUA_TABLE,
  type LuaVm,
} from './lua-vm.ts';
import type { HostFunction } from './redis-api.ts';
import { flagNamed } from './script-flags.ts';

const NAME = 'redis.register_function';

/** `keep` puts the function on top of the stack away. */
export function registerFunction(
  loader: LibraryLoader,
  keep: (state: Address) => FunctionRef,
): HostFunction {
  return (vm, state) => {
    if (!loader.isLoading) {
      raiseError(vm, state, `${NAME} can only be called on FUNCTION LOAD command`);
    }
    const problem = loader.register(read(vm, state, keep));
    if (problem !== null) raiseError(vm, state, problem.slice('ERR '.length));
    return 0;
  };
}

function read(vm: LuaVm, state: Address, keep: (state: Address) => FunctionRef): Registration {
  const count = vm.size(state);
  if (count < 1 || count > 2) raiseError(vm, state, `wrong number of arguments to ${NAME}`);
  if (count === 1) return readNamed(vm, state, keep);
  const name = vm.textAt(state, 1);
  if (name === null) return raiseError(vm, state, `first argument to ${NAME} must be a string`);
  if (vm.typeOf(vm.slot(state, 2)) !== LUA_FUNCTION) {
    raiseError(vm, state, `second argument to ${NAME} must be a function`);
  }
  return { name, description: null, flags: 0, ref: keep(state) };
}

function readNamed(vm: LuaVm, state: Address, keep: (state: Address) => FunctionRef): Registration {
  if (vm.typeOf(vm.slot(state, 1)) !== LUA_TABLE) {
    raiseError(
      vm,
      state,
      `calling ${NAME} with a single argument is only applicable to Lua table (representing named arguments).`,
    );
  }
  const found: { name: Bytes | null; description: Bytes | null; flags: number; ref: FunctionRef } =
    { name: null, description: null, flags: 0, ref: 0 };
  vm.pushNil(state);
  while (vm.next(state, 1)) {
    const key = vm.slot(state, -2);
    const type = vm.typeOf(key);
    if (type !== LUA_STRING && type !== LUA_NUMBER) {
      raiseError(vm, state, `named argument key given to ${NAME} is not a string`);
    }
    const name = type === LUA_STRING ? vm.stringOf(key).toLowerCase() : '';
    const kept = readOne(vm, state, name, found, keep);
    if (!kept) vm.pop(state);
  }
  const { name, ref } = found;
  if (name === null) raiseError(vm, state, `${NAME} must get a function name argument`);
  if (ref === 0) raiseError(vm, state, `${NAME} must get a callback argument`);
  return { ...found, name: name as Bytes };
}

/** One named argument, its value on top. True where the value was taken off. */
function readOne(
  vm: LuaVm,
  state: Address,
  key: Bytes,
  found: { name: Bytes | null; description: Bytes | null; flags: number; ref: FunctionRef },
  keep: (state: Address) => FunctionRef,
): boolean {
  const slot = vm.slot(state, -1);
  const type = vm.typeOf(slot);
  switch (key) {
    case 'function_name':
    case 'description': {
      const text = vm.textAt(state, -1);
      if (text === null) raiseError(vm, state, `${key} argument given to ${NAME} must be a string`);
      if (key === 'description') found.description = text;
      else found.name = text;
      return false;
    }
    case 'callback':
      if (type !== LUA_FUNCTION) {
        raiseError(vm, state, `callback argument given to ${NAME} must be a function`);
      }
      found.ref = keep(state);
      return true;
    case 'flags':
      if (type !== LUA_TABLE) {
        raiseError(
          vm,
          state,
          `flags argument to ${NAME} must be a table representing function flags`,
        );
      }
      found.flags = readFlags(vm, state);
      return false;
    default:
      return raiseError(vm, state, `unknown argument given to ${NAME}`);
  }
}

/** The flags in the table on top. */
function readFlags(vm: LuaVm, state: Address): number {
  let flags = 0;
  for (let i = 1; ; i++) {
    vm.pushItem(state, -1, i);
    const slot = vm.slot(state, -1);
    const type = vm.typeOf(slot);
    if (type === LUA_NIL) break;
    const flag = type === LUA_STRING ? flagNamed(vm.stringOf(slot)) : 0;
    if (flag === 0) raiseError(vm, state, 'unknown flag given');
    flags |= flag;
    vm.pop(state);
  }
  vm.pop(state);
  return flags;
}
