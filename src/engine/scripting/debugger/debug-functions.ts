/** The functions of the table `redis` that are others under the debugger: they tell what they do. */
import type { Bytes } from '../../../base/bytes.ts';
import { isError, type Reply } from '../../../protocol/reply.ts';
import { pushError } from '../lua-errors.ts';
import type { Address, LuaVm } from '../lua-vm.ts';
import { commandArguments, type HostFunction } from '../redis-api.ts';
import { pushReply } from '../to-lua.ts';
import { ENOUGH } from './debug-log.ts';
import type { DebugSession } from './debug-session.ts';
import { shownReply } from './shown-reply.ts';
import { shownValue } from './shown-value.ts';

const ARGUMENTS_SHOWN_MAX = 10;

export function debugFunctions(session: DebugSession): Readonly<Record<string, HostFunction>> {
  return {
    call: toldCall(session, true),
    pcall: toldCall(session, false),
    breakpoint: (vm, state) => {
      session.breakpointCalled = true;
      vm.pushBoolean(state, true);
      return 1;
    },
    debug: (vm, state) => {
      const values: Bytes[] = [];
      const count = vm.size(state);
      for (let i = 1; i <= count; i++) {
        vm.pushValue(state, i);
        values.push(shownValue(vm, state, ENOUGH));
        vm.pop(state);
      }
      session.log.add(`<debug> line ${session.source.current}: ${values.join(', ')}`);
      return 0;
    },
  };
}

function toldCall(session: DebugSession, raises: boolean): HostFunction {
  const { host } = session;
  return (vm, state) => {
    const argv = commandArguments(vm, state, host.version);
    let failed = typeof argv === 'string';
    if (typeof argv === 'string') pushError(vm, state, argv);
    else {
      if (session.stepping) session.log.add(shownCommand(argv));
      const reply = host.call(argv);
      failed = isError(reply);
      pushTold(session, vm, state, reply);
    }
    return failed && raises ? vm.raise(state) : 1;
  };
}

/** What Redis refuses to call has an error of Redis's own, and no reply. */
function pushTold(session: DebugSession, vm: LuaVm, state: Address, reply: Reply): void {
  const { host, log } = session;
  session.refused = isError(reply) && reply === host.lastRefusal;
  pushReply(vm, state, reply, host.resp);
  if (session.stepping && !session.refused) {
    log.addTrimmed(`<reply> ${shownReply(reply, host.resp)}`);
  }
  session.refused = false;
}

function shownCommand(argv: readonly Bytes[]): Bytes {
  const more = argv.length - ARGUMENTS_SHOWN_MAX - 1;
  const shown = argv.slice(0, ARGUMENTS_SHOWN_MAX);
  const rest = argv.length > ARGUMENTS_SHOWN_MAX ? ` ... (${more} more)` : '';
  return `<redis> ${shown.join(' ')}${rest}`;
}
