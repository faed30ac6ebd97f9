/**
 * Replies as Lua values, for what redis.call gives back.
 *
 * In RESP2 a script sees numbers, strings, tables, false for null, `{ok=}` and `{err=}`. After
 * redis.setresp(3) it sees `{double=}`, `{map=}`, `{set=}`, `{big_number=}`, `{verbatim_string=}`,
 * booleans, and nil for null.
 */
import { parseDouble } from '../../base/double.ts';
import type { Reply, TaggedReply } from '../../protocol/reply.ts';
import type { RespVersion } from '../../protocol/reply-writer.ts';
import { pushError } from './lua-errors.ts';
import type { Address, LuaVm } from './lua-vm.ts';

/** Values that one level of nesting keeps on the stack, with room to spare. */
const SLOTS_PER_LEVEL = 8;

/** Pushes one value. Cost: O(reply). */
export function pushReply(vm: LuaVm, state: Address, reply: Reply, resp: RespVersion): void {
  if (typeof reply === 'string') vm.pushString(state, reply);
  else if (typeof reply === 'number') vm.pushNumber(state, reply);
  else if (reply === null) pushNull(vm, state, resp);
  else if (typeof reply === 'bigint') vm.pushNumber(state, Number(reply));
  else if (reply instanceof Uint8Array) vm.pushBytes(state, reply);
  else if ('kind' in reply) pushTagged(vm, state, reply, resp);
  else pushArray(vm, state, reply, resp);
}

function pushNull(vm: LuaVm, state: Address, resp: RespVersion): void {
  if (resp === 3) vm.pushNil(state);
  else vm.pushBoolean(state, false);
}

function pushArray(vm: LuaVm, state: Address, items: readonly Reply[], resp: RespVersion): void {
  if (!vm.reserve(state, SLOTS_PER_LEVEL)) vm.fail(state, 'reached lua stack limit');
  vm.pushTable(state, items.length);
  for (let i = 0; i < items.length; i++) {
    pushReply(vm, state, items[i] as Reply, resp);
    vm.setItem(state, -2, i + 1);
  }
}

function pushTagged(vm: LuaVm, state: Address, reply: TaggedReply, resp: RespVersion): void {
  switch (reply.kind) {
    case 'simple':
      pushWrapped(vm, state, 'ok', () => vm.pushString(state, reply.text));
      break;
    case 'error':
      pushError(vm, state, reply.text, true);
      break;
    case 'null-array':
    case 'attribute':
    case 'drawn':
    case 'spoken':
    case 'none':
      pushNull(vm, state, resp);
      break;
    case 'sequence':
      // Scripts do not see what goes in front of a reply.
      pushReply(vm, state, reply.replies.at(-1) ?? null, resp);
      break;
    case 'push':
      pushArray(vm, state, reply.items, resp);
      break;
    default:
      if (resp === 3) pushNew(vm, state, reply);
      else pushOld(vm, state, reply, resp);
  }
}

type NewReply = Extract<
  TaggedReply,
  { kind: 'double' | 'boolean' | 'map' | 'set' | 'verbatim' | 'bignumber' }
>;

/** A type of RESP3's as RESP2 shows it. */
function pushOld(vm: LuaVm, state: Address, reply: NewReply, resp: RespVersion): void {
  switch (reply.kind) {
    case 'double':
    case 'verbatim':
      vm.pushString(state, reply.text);
      break;
    case 'bignumber':
      vm.pushString(state, reply.digits);
      break;
    case 'boolean':
      vm.pushNumber(state, reply.value ? 1 : 0);
      break;
    default:
      pushArray(vm, state, reply.items, resp);
  }
}

function pushNew(vm: LuaVm, state: Address, reply: NewReply): void {
  switch (reply.kind) {
    case 'double':
      pushWrapped(vm, state, 'double', () =>
        vm.pushNumber(state, parseDouble(reply.text) ?? Number.NaN),
      );
      break;
    case 'bignumber':
      pushWrapped(vm, state, 'big_number', () => vm.pushString(state, reply.digits));
      break;
    case 'boolean':
      vm.pushBoolean(state, reply.value);
      break;
    case 'verbatim':
      pushWrapped(vm, state, 'verbatim_string', () => {
        vm.pushTable(state, 0, 2);
        vm.pushString(state, reply.text);
        vm.setField(state, -2, 'string');
        vm.pushString(state, reply.format);
        vm.setField(state, -2, 'format');
      });
      break;
    case 'map':
      pushWrapped(vm, state, 'map', () => pushPairs(vm, state, reply.items));
      break;
    case 'set':
      pushWrapped(vm, state, 'set', () => pushMembers(vm, state, reply.items));
      break;
  }
}

/** `{name = what push pushes}` */
function pushWrapped(vm: LuaVm, state: Address, name: string, push: () => void): void {
  if (!vm.reserve(state, SLOTS_PER_LEVEL)) vm.fail(state, 'reached lua stack limit');
  vm.pushTable(state, 0, 1);
  push();
  vm.setField(state, -2, name);
}

function pushPairs(vm: LuaVm, state: Address, items: readonly Reply[]): void {
  vm.pushTable(state, 0, items.length >> 1);
  for (let i = 0; i + 1 < items.length; i += 2) {
    pushReply(vm, state, items[i] as Reply, 3);
    pushReply(vm, state, items[i + 1] as Reply, 3);
    vm.setRaw(state, -3);
  }
}

function pushMembers(vm: LuaVm, state: Address, items: readonly Reply[]): void {
  vm.pushTable(state, 0, items.length);
  for (const item of items) {
    pushReply(vm, state, item, 3);
    vm.pushBoolean(state, true);
    vm.setRaw(state, -3);
  }
}
