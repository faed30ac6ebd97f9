/**
 * string.format and tonumber with 64-bit integers.
 *
 * The machine is compiled for 32-bit addresses, where C's `long` has 32 bits: `%d` of a time in
 * milliseconds would be cut off, and so would tonumber('ffffffffff', 16). What does not fit is done
 * here, everything else by Lua's own function, which runs on the same frame.
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Address, LUA_NIL, LUA_NUMBER, LUA_STRING, type LuaVm } from './lua-vm.ts';
import type { HostFunction } from './redis-api.ts';

/** Table slots of str_format and luaB_tonumber. */
const FORMAT = 77;
const TO_NUMBER = 57;
const DIRECTIVE = /%(?:%|([-+ #0]*)(\d{0,2})(?:\.(\d{0,2}))?([A-Za-z]))/g;
const INTEGER_LETTERS = 'diouxX';
const INT32_EDGE = 2 ** 31;

export const wideFormat: HostFunction = (vm, state) => {
  if (anyWide(vm, state)) rewrite(vm, state);
  return vm.callNative(state, FORMAT);
};

/** True where an argument is a number that 32 bits do not hold, or negative. */
function anyWide(vm: LuaVm, state: Address): boolean {
  const count = vm.size(state);
  for (let i = 2; i <= count; i++) {
    const slot = vm.slot(state, i);
    const type = vm.typeOf(slot);
    if (type === LUA_STRING) return true;
    if (type === LUA_NUMBER && !(vm.numberOf(slot) >= 0 && vm.numberOf(slot) < INT32_EDGE)) {
      return true;
    }
  }
  return false;
}

/** Puts text for wide integers in their place on the stack, and `%s` for their directives. */
function rewrite(vm: LuaVm, state: Address): void {
  const format = vm.typeOf(vm.slot(state, 1)) === LUA_STRING ? vm.textAt(state, 1) : null;
  if (format === null) return;
  let argument = 1;
  const changed = format.replace(
    DIRECTIVE,
    (whole: string, flags = '', width = '', precision: string | undefined, letter = '') => {
      if (letter === '') return whole;
      argument++;
      if (!INTEGER_LETTERS.includes(letter) || argument > vm.size(state)) return whole;
      const value = vm.numberAt(state, argument);
      if (value === null) return whole;
      const signed = letter === 'd' || letter === 'i';
      if (value < INT32_EDGE && value >= (signed ? -INT32_EDGE : 0)) return whole;
      const number = signed ? toInt64(value, 2 ** 63) : BigInt.asUintN(64, toInt64(value, 2 ** 64));
      vm.pushString(state, printed(number, { flags, width: Number(width), precision, letter }));
      vm.replace(state, argument);
      return '%s';
    },
  );
  if (changed === format) return;
  vm.pushString(state, changed);
  vm.replace(state, 1);
}

/** As x86 casts a double to an integer of 64 bits; what lies beyond `edge` becomes the least. */
function toInt64(value: number, edge: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < edge ? BigInt(whole) : -(2n ** 63n);
}

interface Layout {
  readonly flags: string;
  readonly width: number;
  readonly precision: string | undefined;
  readonly letter: string;
}

/** As C's printf lays an integer out. */
function printed(value: bigint, { flags, width, precision, letter }: Layout): Bytes {
  const base = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  let digits = (value < 0n ? -value : value).toString(base);
  if (precision !== undefined) digits = digits.padStart(Number(precision), '0');
  let prefix = value < 0n ? '-' : '';
  if (base === 10 && letter !== 'u' && value >= 0n) {
    prefix = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  }
  if (flags.includes('#') && base === 16) prefix = '0x';
  if (flags.includes('#') && base === 8 && !digits.startsWith('0')) prefix = '0';
  if (flags.includes('0') && !flags.includes('-') && precision === undefined) {
    digits = digits.padStart(width - prefix.length, '0');
  }
  const text = flags.includes('-')
    ? (prefix + digits).padEnd(width)
    : (prefix + digits).padStart(width);
  return letter === 'X' ? text.toUpperCase() : text;
}

const SPACES = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

/** tonumber(text, base): what strtoul reads in full, with 64 bits. */
export const wideToNumber: HostFunction = (vm, state) => {
  const isText = vm.size(state) >= 2 && vm.typeOf(vm.slot(state, 1)) === LUA_STRING;
  const base = isText && vm.typeOf(vm.slot(state, 2)) !== LUA_NIL ? vm.numberAt(state, 2) : null;
  if (base === null || base === 10 || base < 2 || base > 36) return vm.callNative(state, TO_NUMBER);
  const value = readUnsigned(vm.textAt(state, 1) ?? '', Math.trunc(base));
  if (value === null) vm.pushNil(state);
  else vm.pushNumber(state, value);
  return 1;
};

function readUnsigned(text: Bytes, base: number): number | null {
  const trimmed = text.replace(SPACES, '');
  const sign = /^[+-]/.exec(trimmed)?.[0] ?? '';
  let digits = trimmed.slice(sign.length).toLowerCase();
  if (base === 16 && /^0x[0-9a-f]/.test(digits)) digits = digits.slice(2);
  if (digits === '') return null;
  let value = 0n;
  for (const digit of digits) {
    const worth = Number.parseInt(digit, 36);
    if (!(worth < base)) return null;
    value = value * BigInt(base) + BigInt(worth);
  }
  if (value >= 2n ** 64n) value = 2n ** 64n - 1n;
  return Number(sign === '-' ? BigInt.asUintN(64, -value) : value);
}
