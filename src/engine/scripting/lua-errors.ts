/**
 * Errors on their way through Lua: tables with the field `err`, to which the error handler adds the
 * place (`source`, `line`). `ignore_error_stats_update` marks what has been counted already.
 */
import type { Bytes } from '../../base/bytes.ts';
import { cText } from '../commands/errors.ts';
import {
  type Address,
  LUA_BOOLEAN,
  LUA_NUMBER,
  LUA_STRING,
  LUA_TABLE,
  type LuaVm,
} from './lua-vm.ts';

const COUNTED = 'ignore_error_stats_update';

/**
 * Pushes `{err = ...}`. A text that has no code before its first space gets ERR. `isReply` where the
 * text is that of an error reply and not Redis's own of its library.
 */
export function pushError(
  vm: LuaVm,
  state: Address,
  text: Bytes,
  counted = false,
  isReply = counted,
): void {
  vm.errorMade(text, isReply);
  const whole = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  vm.pushTable(state, 0, 2);
  vm.pushString(state, cText(whole.includes(' ') ? whole : `ERR ${whole}`));
  vm.setField(state, -2, 'err');
  if (!counted) return;
  vm.pushBoolean(state, true);
  vm.setField(state, -2, COUNTED);
}

/** Raises `{err = 'ERR text'}`. */
export function raiseError(vm: LuaVm, state: Address, text: Bytes): never {
  pushError(vm, state, `ERR ${text}`);
  return vm.raise(state);
}

export interface ErrorFacts {
  readonly message: Bytes;
  /** ` script: f, on @user_script:1.` needs both. */
  readonly source: Bytes | null;
  readonly line: Bytes | null;
  readonly counted: boolean;
}

/** What the error table on top says. */
export function errorFacts(vm: LuaVm, state: Address): ErrorFacts {
  const text = (name: Bytes): Bytes | null => {
    vm.pushField(state, -1, name);
    const found = vm.textAt(state, -1);
    vm.pop(state);
    return found === null ? null : cText(found);
  };
  const message = text('err') ?? 'ERR unknown error';
  const source = text('source');
  const line = text('line');
  vm.pushField(state, -1, COUNTED);
  const slot = vm.slot(state, -1);
  const counted = vm.typeOf(slot) === LUA_BOOLEAN && vm.booleanOf(slot);
  vm.pop(state);
  return { message, source, line, counted };
}

/**
 * The error handler: makes a table of whatever was raised and notes where. Its frame is level 0, the
 * function that raised level 1; of a C function the caller counts.
 */
export function errorHandler(vm: LuaVm, state: Address): number {
  const below = vm.whereabouts(state, 1);
  const place = below?.what === 'C' ? vm.whereabouts(state, 2) : below;
  if (vm.typeOf(vm.slot(state, 1)) !== LUA_TABLE) {
    const text = plainText(vm, state);
    vm.pushTable(state, 0, 3);
    vm.pushString(state, `ERR ${text}`);
    vm.setField(state, -2, 'err');
    vm.replace(state, 1);
  }
  vm.setTop(state, 1);
  if (place) {
    vm.pushString(state, place.source);
    vm.setField(state, 1, 'source');
    vm.pushNumber(state, place.line);
    vm.setField(state, 1, 'line');
  }
  return 1;
}

/** As tostring does for what is no table. */
function plainText(vm: LuaVm, state: Address): Bytes {
  const slot = vm.slot(state, 1);
  const type = vm.typeOf(slot);
  if (type === LUA_STRING || type === LUA_NUMBER) return vm.textAt(state, 1) ?? '';
  if (type === LUA_BOOLEAN) return String(vm.booleanOf(slot));
  return TYPE_NAMES[type] ?? 'nil';
}

const TYPE_NAMES: Readonly<Record<number, string>> = {
  2: 'userdata: NULL',
  6: 'function: 0x0',
  7: 'userdata: 0x0',
  8: 'thread: 0x0',
};
