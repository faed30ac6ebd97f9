/**
 * The table `redis` of scripts: its functions, in TypeScript, with Redis's checks and texts.
 *
 * A function gets the machine and the Lua thread that called it, reads its arguments from slot 1 on,
 * and answers with the number of results it has pushed.
 */
import type { Bytes } from '../../base/bytes.ts';
import { sha1Hex } from '../../base/hashes.ts';
import type { LogLevel } from '../../base/ports.ts';
import { isError } from '../../protocol/reply.ts';
import { formatScore } from '../keyspace/sorted-set-value.ts';
import { pushError, raiseError } from './lua-errors.ts';
import { type Address, LUA_NUMBER, LUA_STRING, type LuaVm } from './lua-vm.ts';
import { RANDOM_MAX } from './rand48.ts';
import type { ScriptHost } from './script-host.ts';
import { pushReply } from './to-lua.ts';

export type HostFunction = (vm: LuaVm, state: Address) => number;

const LEVELS: readonly LogLevel[] = ['debug', 'verbose', 'notice', 'warning'];
const NO_ARGUMENTS = 'ERR Please specify at least one argument for this redis lib call';
const BAD_ARGUMENTS = 'ERR Lua redis lib command arguments must be strings or integers';
const ONE_STRING = 'ERR wrong number or type of arguments';
const REPLICATION_FLAGS =
  'Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.';
/** Up to here Redis 7.2 prints integers as integers. */
const PLAIN_INTEGER_MAX = 2 ** 62;

/** Numbers as redis.call passes them on: `%.17g`, since 7.2 integers in full and shortest digits. */
function numberText(value: number, version: number): Bytes {
  if (version < 702) return Number.isNaN(value) ? '-nan' : formatScore(value, version);
  if (Number.isInteger(value) && Math.abs(value) <= PLAIN_INTEGER_MAX) return String(BigInt(value));
  return formatScore(value, version);
}

/** The arguments of a command, or the text of what is wrong with them. */
export function commandArguments(vm: LuaVm, state: Address, version: number): Bytes[] | Bytes {
  const count = vm.size(state);
  if (count === 0) return NO_ARGUMENTS;
  const argv: Bytes[] = [];
  for (let i = 1; i <= count; i++) {
    const slot = vm.slot(state, i);
    const type = vm.typeOf(slot);
    if (type === LUA_STRING) argv.push(vm.stringOf(slot));
    else if (type === LUA_NUMBER) argv.push(numberText(vm.numberOf(slot), version));
    else return BAD_ARGUMENTS;
  }
  return argv;
}

function commandFunction(host: ScriptHost, raises: boolean): HostFunction {
  return (vm, state) => {
    const argv = commandArguments(vm, state, host.version);
    let failed = typeof argv === 'string';
    if (typeof argv === 'string') pushError(vm, state, argv);
    else {
      const reply = host.call(argv);
      failed = isError(reply);
      pushReply(vm, state, reply, host.resp);
    }
    return failed && raises ? vm.raise(state) : 1;
  };
}

function log(host: ScriptHost): HostFunction {
  return (vm, state) => {
    const count = vm.size(state);
    if (count < 2) raiseError(vm, state, 'redis.log() requires two arguments or more.');
    const level = vm.numberAt(state, 1);
    if (level === null) raiseError(vm, state, 'First argument must be a number (log level).');
    const name = LEVELS[Math.trunc(level as number)];
    if (!name) raiseError(vm, state, 'Invalid debug level.');
    const words: Bytes[] = [];
    for (let i = 2; i <= count; i++) {
      const word = vm.textAt(state, i);
      if (word !== null) words.push(word);
    }
    host.log(name as LogLevel, words.join(' '));
    return 0;
  };
}

function sha1hex(vm: LuaVm, state: Address): number {
  if (vm.size(state) !== 1) raiseError(vm, state, 'wrong number of arguments');
  vm.pushString(state, sha1Hex(vm.textAt(state, 1) ?? ''));
  return 1;
}

/** The only argument, if it is a string. */
function onlyString(vm: LuaVm, state: Address): Bytes | null {
  const slot = vm.slot(state, 1);
  return vm.size(state) === 1 && vm.typeOf(slot) === LUA_STRING ? vm.stringOf(slot) : null;
}

function errorReplyFunction(vm: LuaVm, state: Address): number {
  const text = onlyString(vm, state);
  if (text === null) pushError(vm, state, ONE_STRING);
  else pushError(vm, state, text.replace(/^-/, '').replace(/\0.*$/s, ''), false, true);
  return 1;
}

function statusReply(vm: LuaVm, state: Address): number {
  const text = onlyString(vm, state);
  if (text === null) {
    pushError(vm, state, ONE_STRING);
    return 1;
  }
  vm.pushTable(state, 0, 1);
  vm.pushString(state, text);
  vm.setField(state, -2, 'ok');
  return 1;
}

function setReplication(host: ScriptHost): HostFunction {
  return (vm, state) => {
    if (vm.size(state) !== 1) raiseError(vm, state, 'redis.set_repl() requires two arguments.');
    const flags = Math.trunc(vm.numberAt(state, 1) ?? 0);
    if (flags < 0 || flags > 3) raiseError(vm, state, REPLICATION_FLAGS);
    host.setReplication(flags);
    return 0;
  };
}

function setResp(host: ScriptHost): HostFunction {
  return (vm, state) => {
    if (vm.size(state) !== 1) raiseError(vm, state, 'redis.setresp() requires one argument.');
    const resp = Math.trunc(vm.numberAt(state, 1) ?? 0);
    if (resp !== 2 && resp !== 3) raiseError(vm, state, 'RESP version must be 2 or 3.');
    host.resp = resp === 3 ? 3 : 2;
    return 0;
  };
}

function aclCheck(host: ScriptHost): HostFunction {
  return (vm, state) => {
    const argv = commandArguments(vm, state, host.version);
    if (typeof argv === 'string') {
      pushError(vm, state, argv);
      return vm.raise(state);
    }
    const allowed = host.mayRun(argv);
    if (allowed === null) raiseError(vm, state, 'Invalid command passed to redis.acl_check_cmd()');
    vm.pushBoolean(state, allowed === true);
    return 1;
  };
}

/** redis.breakpoint, redis.debug: there is no debugger. */
const noDebugger: Readonly<Record<string, HostFunction>> = {
  breakpoint: (vm, state) => {
    vm.pushBoolean(state, false);
    return 1;
  },
  debug: () => 0,
};

/** Functions that both kinds of scripts have. */
export function sharedFunctions(host: ScriptHost): Readonly<Record<string, HostFunction>> {
  return {
    call: commandFunction(host, true),
    pcall: commandFunction(host, false),
    log: log(host),
    setresp: setResp(host),
    sha1hex,
    error_reply: errorReplyFunction,
    status_reply: statusReply,
    set_repl: setReplication(host),
    acl_check_cmd: aclCheck(host),
  };
}

/** What only EVAL's scripts have beside. */
export const evalFunctions: Readonly<Record<string, HostFunction>> = {
  ...noDebugger,
  replicate_commands: (vm, state) => {
    vm.pushBoolean(state, true);
    return 1;
  },
};

/** math.random and math.randomseed over the node's generator. */
export function mathFunctions(host: ScriptHost): Readonly<Record<string, HostFunction>> {
  return {
    random: (vm, state) => {
      const count = vm.size(state);
      const r = (host.random() % RANDOM_MAX) / RANDOM_MAX;
      if (count === 0) vm.pushNumber(state, r);
      else if (count > 2) vm.fail(state, 'wrong number of arguments');
      else {
        const from = count === 2 ? vm.checkInteger(state, 1) : 1;
        const to = vm.checkInteger(state, count);
        if (from > to) vm.argumentError(state, count, 'interval is empty');
        vm.pushNumber(state, Math.floor(r * (to - from + 1)) + from);
      }
      return 1;
    },
    randomseed: (vm, state) => {
      host.seedRandom(vm.checkInteger(state, 1));
      return 0;
    },
  };
}
