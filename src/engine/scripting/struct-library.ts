/**
 * The library `struct` (Roberto Ierusalimschy's lua_struct.c, as Redis carries it) for 64-bit
 * integers: in the machine, whose addresses have 32 bits, C's `long` and `size_t` have four bytes,
 * and larger integers would be cut off.
 *
 * Formats: `<` `>` byte order, `!n` alignment, `x` padding, `bB hH lL T in In` integers, `f d`
 * floats, `s` zero-terminated, `cn` fixed strings (`c0` takes the length before it).
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Address, LUA_NUMBER, type LuaVm } from './lua-vm.ts';
import type { HostFunction } from './redis-api.ts';

const INTEGER_SIZE_MAX = 32;
const ALIGNMENT = 8;
const INT_MAX = 0x7fffffff;
const FIXED_SIZES: Readonly<Record<string, number>> = {
  ...{ b: 1, B: 1, h: 2, H: 2, l: 8, L: 8, T: 8, f: 4, d: 8, x: 1 },
};
const INTEGERS = 'bBhHlLTiI';
const TYPE_NAMES = ['nil', 'boolean', 'userdata', 'number', 'string', 'table', 'function'];

const scratch = new DataView(new ArrayBuffer(8));

/** Walks through a format, keeping byte order and alignment. */
class Format {
  option = '';
  size = 0;
  big = false;
  private align = 1;
  private at = 0;
  private readonly text: Bytes;
  private readonly vm: LuaVm;
  private readonly state: Address;

  constructor(vm: LuaVm, state: Address) {
    this.vm = vm;
    this.state = state;
    this.text = stringArgument(vm, state, 1, 'no value');
    // C reads up to the first zero.
    const end = this.text.indexOf('\0');
    if (end >= 0) this.text = this.text.slice(0, end);
  }

  /** The next option and its size; false at the end. */
  next(): boolean {
    if (this.at >= this.text.length) return false;
    const option = this.text[this.at++] as string;
    this.option = option;
    if (option === 'c') this.size = this.number(1);
    else if (option === 'i' || option === 'I') {
      this.size = this.number(4);
      if (this.size > INTEGER_SIZE_MAX) {
        this.fail(`integral size ${this.size} is larger than limit of ${INTEGER_SIZE_MAX}`);
      }
    } else this.size = FIXED_SIZES[option] ?? 0;
    return true;
  }

  get isInteger(): boolean {
    return INTEGERS.includes(this.option);
  }

  /** Bytes to skip before the option at `position`. */
  padding(position: number): number {
    if (this.size === 0 || this.option === 'c') return 0;
    const unit = Math.min(this.size, this.align);
    return (unit - (position & (unit - 1))) & (unit - 1);
  }

  /** What is no value: byte order, alignment, or a mistake. */
  control(): void {
    const { option } = this;
    if (option === '>') this.big = true;
    else if (option === '<') this.big = false;
    else if (option === '!') {
      const align = this.number(ALIGNMENT);
      if (align <= 0 || (align & (align - 1)) !== 0) {
        this.fail(`alignment ${align} is not a power of 2`);
      }
      this.align = align;
    } else if (option !== ' ') {
      this.vm.argumentError(this.state, 1, `invalid format option '${option}'`);
    }
  }

  fail(text: Bytes): never {
    return this.vm.fail(this.state, text);
  }

  private number(fallback: number): number {
    const digits = /^\d*/.exec(this.text.slice(this.at))?.[0] ?? '';
    if (digits === '') return fallback;
    this.at += digits.length;
    const value = Number(digits);
    return value > INT_MAX ? this.fail('integral size overflow') : value;
  }
}

/** The type's name as an error tells it; arguments that are missing are `missing`. */
function nameOfType(vm: LuaVm, state: Address, i: number, missing: string): string {
  return i > vm.size(state) ? missing : (TYPE_NAMES[vm.typeOf(vm.slot(state, i))] ?? 'userdata');
}

function stringArgument(vm: LuaVm, state: Address, i: number, missing: string): Bytes {
  const text = i > vm.size(state) ? null : vm.textAt(state, i);
  if (text !== null) return text;
  const found = nameOfType(vm, state, i, missing);
  return vm.argumentError(state, i, `string expected, got ${found}`);
}

function numberArgument(vm: LuaVm, state: Address, i: number): number {
  const value = i > vm.size(state) ? null : vm.numberAt(state, i);
  if (value !== null) return value;
  const found = nameOfType(vm, state, i, 'nil');
  return vm.argumentError(state, i, `number expected, got ${found}`);
}

/** As x86 casts: what 64 bits do not hold becomes the least integer. */
function toInteger(value: number): bigint {
  const whole = Math.trunc(value);
  const fits = whole >= -(2 ** 63) && whole < (value < 0 ? 2 ** 63 : 2 ** 64);
  return BigInt.asUintN(64, fits ? BigInt(whole) : value > 0 ? 0n : 1n << 63n);
}

function integerBytes(value: number, size: number, big: boolean): Bytes {
  let left = toInteger(value);
  let text = '';
  for (let i = 0; i < size; i++) {
    const byte = String.fromCharCode(Number(left & 0xffn));
    text = big ? byte + text : text + byte;
    left >>= 8n;
  }
  return text;
}

function integerOf(bytes: Bytes, signed: boolean, big: boolean): number {
  const { length } = bytes;
  let value = 0n;
  for (let i = 0; i < length; i++) {
    value = (value << 8n) | BigInt(bytes.charCodeAt(big ? i : length - 1 - i));
  }
  value = BigInt.asUintN(64, value);
  if (!signed) return Number(value);
  // Beyond 8 bytes the mask of the sign is shifted as x86 shifts: by so many bits modulo 64.
  const mask = -1n << BigInt((length * 8 - 1) & 63);
  return Number(BigInt.asIntN(64, value & mask ? value | mask : value));
}

function floatBytes(value: number, size: number, big: boolean): Bytes {
  if (size === 4) scratch.setFloat32(0, value, !big);
  else scratch.setFloat64(0, value, !big);
  let text = '';
  for (let i = 0; i < size; i++) text += String.fromCharCode(scratch.getUint8(i));
  return text;
}

function floatOf(bytes: Bytes, big: boolean): number {
  for (let i = 0; i < bytes.length; i++) scratch.setUint8(i, bytes.charCodeAt(i));
  return bytes.length === 4 ? scratch.getFloat32(0, !big) : scratch.getFloat64(0, !big);
}

const pack: HostFunction = (vm, state) => {
  const format = new Format(vm, state);
  let out = '';
  let argument = 2;
  while (format.next()) {
    out += '\0'.repeat(format.padding(out.length));
    const { option, size, big } = format;
    if (format.isInteger) {
      out += integerBytes(numberArgument(vm, state, argument++), size, big);
    } else if (option === 'x') out += '\0';
    else if (option === 'f' || option === 'd') {
      out += floatBytes(numberArgument(vm, state, argument++), size, big);
    } else if (option === 'c' || option === 's') {
      const text = stringArgument(vm, state, argument++, 'nil');
      if (text.length < size) vm.argumentError(state, argument, 'string too short');
      out += size === 0 ? text : text.slice(0, size);
      if (option === 's') out += '\0';
    } else format.control();
  }
  vm.pushString(state, out);
  return 1;
};

const unpack: HostFunction = (vm, state) => {
  const format = new Format(vm, state);
  const data = stringArgument(vm, state, 2, 'no value');
  let at = vm.size(state) < 3 ? 1 : Math.trunc(numberArgument(vm, state, 3));
  // Redis keeps it in a size_t: one below 0 is only found wrong where something is read.
  if (at === 0) vm.argumentError(state, 3, 'offset must be 1 or greater');
  at--;
  let count = 0;
  const need = (size: number): void => {
    if (size < 0 || size > data.length || at < 0 || at > data.length - size) {
      vm.argumentError(state, 2, 'data string too short');
    }
  };
  while (format.next()) {
    at += format.padding(at);
    let { size } = format;
    const { option, big } = format;
    need(size);
    if (!vm.reserve(state, 2)) vm.fail(state, 'stack overflow (too many results)');
    if (format.isInteger) {
      vm.pushNumber(state, integerOf(data.slice(at, at + size), option >= 'a', big));
      count++;
    } else if (option === 'f' || option === 'd') {
      vm.pushNumber(state, floatOf(data.slice(at, at + size), big));
      count++;
    } else if (option === 'c') {
      if (size === 0) {
        const before = vm.slot(state, -1);
        if (count === 0 || vm.typeOf(before) !== LUA_NUMBER) {
          vm.fail(state, "format 'c0' needs a previous size");
        }
        size = Math.trunc(vm.numberOf(before));
        vm.pop(state);
        count--;
        need(size);
      }
      vm.pushString(state, data.slice(at, at + size));
      count++;
    } else if (option === 's') {
      const end = data.indexOf('\0', at);
      if (end < 0) vm.fail(state, 'unfinished string in data');
      vm.pushString(state, data.slice(at, end));
      size = end - at + 1;
      count++;
    } else if (option !== 'x') format.control();
    at += size;
  }
  vm.pushNumber(state, at + 1);
  return count + 1;
};

const sizeOf: HostFunction = (vm, state) => {
  const format = new Format(vm, state);
  let total = 0;
  while (format.next()) {
    total += format.padding(total);
    const { option, size } = format;
    if (option === 's') vm.argumentError(state, 1, "option 's' has no fixed size");
    if (option === 'c' && size === 0) {
      vm.argumentError(state, 1, "option 'c0' has no fixed size");
    }
    if (!/[A-Za-z0-9]/.test(option)) format.control();
    total += size;
  }
  vm.pushNumber(state, total);
  return 1;
};

export const structFunctions: Readonly<Record<string, HostFunction>> = {
  pack,
  unpack,
  size: sizeOf,
};
