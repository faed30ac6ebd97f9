/**
 * Lua values as the debugger prints them: strings quoted, numbers as C's `%g`, tables to a depth of
 * ten, as `{1; 2}` where their keys are 1, 2, 3 in the order of `next`, else as `{["a"]=1}`.
 *
 * Tables may hold themselves, and so have a text without end: it is made only as far as it is asked
 * for.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { quotedBytes } from '../../../protocol/quoted-bytes.ts';
import {
  type Address,
  LUA_BOOLEAN,
  LUA_NIL,
  LUA_NUMBER,
  LUA_STRING,
  LUA_TABLE,
  type LuaVm,
} from '../lua-vm.ts';

const DEPTH_MAX = 10;
/** Values that one level keeps on the stack. */
const SLOTS_PER_LEVEL = 4;
const POINTERS: Readonly<Record<number, string>> = {
  2: 'light-userdata',
  6: 'function',
  7: 'userdata',
  8: 'thread',
};
const SIGNIFICANT = 6;
/** Enough digits to tell whether a double lies exactly between two of six digits. */
const EXACT_DIGITS = 60;

class Shower {
  text: Bytes = '';
  private readonly vm: LuaVm;
  private readonly state: Address;
  private readonly enough: number;

  constructor(vm: LuaVm, state: Address, enough: number) {
    this.vm = vm;
    this.state = state;
    this.enough = enough;
  }

  /** Adds what lies on top, which stays there. */
  add(depth: number): void {
    const { vm, state } = this;
    if (depth === DEPTH_MAX) {
      this.text += '<max recursion level reached! Nested table?>';
      return;
    }
    const slot = vm.slot(state, -1);
    const type = vm.typeOf(slot);
    if (type === LUA_STRING) this.text += quotedBytes(vm.stringOf(slot));
    else if (type === LUA_NUMBER) this.text += shownNumber(vm.numberOf(slot));
    else if (type === LUA_BOOLEAN) this.text += String(vm.booleanOf(slot));
    else if (type === LUA_NIL) this.text += 'nil';
    else if (type === LUA_TABLE) this.addTable(depth + 1);
    else this.text += `"${POINTERS[type]}@0x${vm.slotAddress(slot).toString(16)}"`;
  }

  private addTable(depth: number): void {
    const { vm, state } = this;
    vm.reserve(state, SLOTS_PER_LEVEL);
    const isArray = this.isArray();
    let separator = '';
    this.text += '{';
    vm.pushNil(state);
    while (vm.next(state, -2)) {
      if (this.text.length > this.enough) {
        vm.pop(state, 2);
        return;
      }
      this.text += separator;
      separator = '; ';
      if (!isArray) this.addKey(depth);
      this.add(depth);
      vm.pop(state);
    }
    this.text += '}';
  }

  /** Of key and value on top. */
  private addKey(depth: number): void {
    const { vm, state } = this;
    this.text += '[';
    vm.pushValue(state, -2);
    this.add(depth);
    vm.pop(state);
    this.text += ']=';
  }

  private isArray(): boolean {
    const { vm, state } = this;
    let isArray = true;
    let expected = 1;
    vm.pushNil(state);
    while (vm.next(state, -2)) {
      vm.pop(state);
      const key = vm.slot(state, -1);
      isArray = vm.typeOf(key) === LUA_NUMBER && vm.numberOf(key) === expected++;
      if (isArray) continue;
      vm.pop(state);
      break;
    }
    return isArray;
  }
}

/** The value on top of the stack, which stays there: at least `enough` bytes of its text. */
export function shownValue(vm: LuaVm, state: Address, enough: number): Bytes {
  const shower = new Shower(vm, state, enough);
  shower.add(0);
  return shower.text;
}

/** As C's printf shows a double by `%g`. */
export function shownNumber(x: number): Bytes {
  if (Number.isNaN(x)) return '-nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const [mantissa = '', power = ''] = sixDigits(x).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= SIGNIFICANT) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${withoutZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  return withoutZeros(Number(`${mantissa}e${exponent}`).toFixed(SIGNIFICANT - 1 - exponent));
}

/** Six digits in exponential form; C rounds what lies exactly between two to the even one. */
function sixDigits(x: number): string {
  const rounded = x.toExponential(SIGNIFICANT - 1);
  const [exact = ''] = x.toExponential(EXACT_DIGITS).split('e');
  const digits = exact.replace(/[-.]/g, '');
  const isTie = /^50*$/.test(digits.slice(SIGNIFICANT));
  const isEven = Number(digits[SIGNIFICANT - 1]) % 2 === 0;
  if (!isTie || !isEven) return rounded;
  const cut = exact.slice(0, exact.indexOf('.') + SIGNIFICANT);
  return `${cut}e${x.toExponential(EXACT_DIGITS).split('e')[1]}`;
}

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
