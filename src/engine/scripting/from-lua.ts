/**
 * Lua values as replies, for what a script returns.
 *
 * Numbers lose their fraction, arrays end at the first nil, a table with one of the known fields is
 * what that field says. The order in which fields are looked for is Redis's.
 */
import type { Bytes } from '../../base/bytes.ts';
import {
  boolean,
  double,
  type ErrorReply,
  errorReply,
  map,
  type Reply,
  set,
  simple,
  verbatim,
} from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import { cText } from '../commands/errors.ts';
import { formatScore } from '../keyspace/sorted-set-value.ts';
import { errorFacts } from './lua-errors.ts';
import {
  type Address,
  LUA_BOOLEAN,
  LUA_NIL,
  LUA_NUMBER,
  LUA_STRING,
  LUA_TABLE,
  type LuaVm,
} from './lua-vm.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_EDGE = 2 ** 63;
/** Values that one level may push. */
const SLOTS_PER_LEVEL = 4;
/**
 * Nesting ends here with Redis's error. Redis itself goes on to about 8000, where Lua's stack ends;
 * JavaScript's would be used up before.
 */
const DEPTH_MAX = 1000;
const STACK_LIMIT = errorReply('ERR reached lua stack limit');

const oneLine = (text: Bytes): Bytes => text.replace(/[\r\n]/g, ' ');

/** The error a script ended with or returned, as a reply. */
export function scriptError(text: Bytes, counted: boolean): ErrorReply {
  const reply = errorReply(text.replace(/[\r\n]+$/, ''));
  return counted ? { ...reply, counted } : reply;
}

/** Takes the value on top off the stack and gives it as a reply. */
export class LuaToReply {
  private readonly vm: LuaVm;
  private readonly state: Address;
  /** The protocol the script speaks decides what booleans become. */
  private readonly resp: RespVersion;
  private readonly version: number;
  private depth = 0;

  constructor(vm: LuaVm, state: Address, resp: RespVersion, version: number) {
    this.vm = vm;
    this.state = state;
    this.resp = resp;
    this.version = version;
  }

  take(): Reply {
    const { vm, state } = this;
    const fits = ++this.depth <= DEPTH_MAX && vm.reserve(state, SLOTS_PER_LEVEL);
    const reply = fits ? this.convert() : STACK_LIMIT;
    this.depth--;
    vm.pop(state);
    return reply;
  }

  private convert(): Reply {
    const { vm, state } = this;
    const slot = vm.slot(state, -1);
    switch (vm.typeOf(slot)) {
      case LUA_STRING:
        return vm.stringOf(slot);
      case LUA_NUMBER:
        return asInteger(vm.numberOf(slot));
      case LUA_BOOLEAN: {
        const value = vm.booleanOf(slot);
        if (this.resp === 3) return boolean(value);
        return value ? 1 : null;
      }
      case LUA_TABLE:
        return this.table();
      default:
        return null;
    }
  }

  private table(): Reply {
    const { vm, state } = this;
    if (this.has('err', LUA_STRING)) {
      vm.pop(state);
      const { message, counted } = errorFacts(vm, state);
      return scriptError(message, counted);
    }
    if (this.has('ok', LUA_STRING)) return simple(oneLine(cText(this.takeString())));
    if (this.has('double', LUA_NUMBER)) {
      const value = vm.numberOf(vm.slot(state, -1));
      vm.pop(state);
      return double(formatScore(value, this.version));
    }
    if (this.has('map', LUA_TABLE)) return map(this.entries(true));
    if (this.has('set', LUA_TABLE)) return set(this.entries(false));
    if (this.has('big_number', LUA_STRING)) {
      return { kind: 'bignumber', digits: oneLine(this.takeString()) };
    }
    if (this.has('verbatim_string', LUA_TABLE)) {
      const found = this.verbatimString();
      if (found) return found;
    }
    return this.array();
  }

  /** Pushes the field and keeps it there if it is of the type. */
  private has(name: Bytes, type: number): boolean {
    const { vm, state } = this;
    vm.pushField(state, -1, name);
    if (vm.typeOf(vm.slot(state, -1)) === type) return true;
    vm.pop(state);
    return false;
  }

  private takeString(): Bytes {
    const { vm, state } = this;
    const text = vm.stringOf(vm.slot(state, -1));
    vm.pop(state);
    return text;
  }

  /** Of the table on top, which is taken off: keys and values, or keys alone. */
  private entries(withValues: boolean): Reply[] {
    const { vm, state } = this;
    const items: Reply[] = [];
    vm.pushNil(state);
    while (vm.next(state, -2)) {
      if (!withValues) vm.pop(state);
      // The key stays for the next step; its copy is what is converted.
      vm.pushValue(state, withValues ? -2 : -1);
      items.push(this.take());
      if (withValues) items.push(this.take());
    }
    vm.pop(state);
    return items;
  }

  private verbatimString(): Reply | null {
    const { vm, state } = this;
    let reply: Reply | null = null;
    if (this.has('format', LUA_STRING)) {
      const format = this.takeString();
      if (this.has('string', LUA_STRING)) reply = verbatim(formatOf(format), this.takeString());
    }
    vm.pop(state);
    return reply;
  }

  private array(): Reply {
    const { vm, state } = this;
    const items: Reply[] = [];
    for (let i = 1; ; i++) {
      vm.pushItem(state, -1, i);
      if (vm.typeOf(vm.slot(state, -1)) === LUA_NIL) break;
      items.push(this.take());
    }
    vm.pop(state);
    return items;
  }
}

/** Three characters, filled up with spaces. */
function formatOf(format: Bytes): Bytes {
  return cText(format).slice(0, 3).padEnd(3, ' ');
}

/** As C casts a double to a 64-bit integer on x86: what does not fit becomes the least integer. */
function asInteger(value: number): number | bigint {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (!(value > -INT64_EDGE && value < INT64_EDGE)) return INT64_MIN;
  const whole = Math.trunc(value);
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole);
}
