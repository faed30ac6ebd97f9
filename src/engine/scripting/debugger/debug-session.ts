/**
 * Redis's Lua debugger (LDB): one script, run line by line at a client's word.
 *
 *   start -> stopped at a line: says where, and takes commands
 *              -> step, continue: runs on, to the next stop, or until its slice of time is over
 *         -> done: `<endsession>`, and the script's reply
 *
 * It is the machine the script runs on: `start` and `resume` are `paused` while it waits, and
 * `isWaiting` tells whether for its client or for the next slice.
 *
 * Invariants: commands run only while the machine is stopped; a session whose client has gone never
 * waits for it again.
 */
import type { Bytes } from '../../../base/bytes.ts';
import type { Instantiate } from '../../../base/ports.ts';
import type { Reply } from '../../../protocol/reply.ts';
import {
  type CallFacts,
  type FunctionRef,
  Interpreter,
  type ScriptMachine,
} from '../interpreter.ts';
import type { Address, Outcome } from '../lua-vm.ts';
import type { ScriptHost } from '../script-host.ts';
import { runCommand } from './debug-commands.ts';
import { debugFunctions } from './debug-functions.ts';
import { DebugInput } from './debug-input.ts';
import { DebugLog } from './debug-log.ts';
import { DebugVm, type LineWatch, OUR_WRAPPER } from './debug-vm.ts';
import { SourceLines } from './source-lines.ts';

const TIME_LIMIT_DEFAULT_MS = 5000;

/** The client at the other end, and how long a script may run without a word. */
export interface DebugPeer {
  send(bytes: Bytes): void;
  /** busy-reply-threshold; 0 for none. */
  timeLimitMs(): number;
}

export class DebugSession implements ScriptMachine, LineWatch {
  /** Stopped, with nothing more to read: the client has the word. */
  isWaiting = false;
  readonly log = new DebugLog();
  readonly source: SourceLines;
  readonly host: ScriptHost;
  /** Stops at the next line, and tells of Redis's commands until then. */
  stepping = true;
  /** redis.breakpoint() has been called. */
  breakpointCalled = false;
  /** The command that is being called for the script has been refused. */
  refused = false;
  /** The thread that stands still. */
  stopped: Address = 0;
  readonly vm: DebugVm;
  private readonly peer: DebugPeer;
  private readonly machine: Interpreter;
  private readonly input = new DebugInput();
  private gone = false;
  private timedOut = false;
  private error: Bytes | null = null;
  private runningSinceUs = 0;

  /** `source` is the whole script as the client sent it. */
  constructor(instantiate: Instantiate, host: ScriptHost, peer: DebugPeer, source: Bytes) {
    this.host = host;
    this.peer = peer;
    this.source = new SourceLines(source);
    const made: { vm: DebugVm | null } = { vm: null };
    this.machine = new Interpreter(instantiate, host, 'eval', null, {
      vm: (luaHost) => {
        made.vm = new DebugVm(instantiate, luaHost, this);
        return made.vm;
      },
      functions: debugFunctions(this),
    });
    this.vm = made.vm as DebugVm;
  }

  compile(code: Bytes): FunctionRef | Bytes {
    return this.machine.compile(code);
  }

  // ---- As a machine ----

  start(call: CallFacts): Outcome {
    this.runningSinceUs = this.host.nowUs();
    return this.settled(this.machine.start(call));
  }

  resume(): Outcome {
    if (this.isWaiting && !this.converse()) return 'paused';
    return this.settled(this.machine.resume());
  }

  reply(outcome: Outcome): Reply {
    return this.machine.reply(outcome);
  }

  /** Goes on from stop to stop as long as there are commands to go on with. */
  private settled(first: Outcome): Outcome {
    let outcome = first;
    while (outcome === 'paused' && this.isWaiting) {
      if (!this.converse()) return 'paused';
      outcome = this.machine.resume();
    }
    return outcome;
  }

  /** The last words. */
  end(): void {
    this.isWaiting = false;
    this.log.add('<endsession>');
    this.sendLog();
  }

  // ---- The client ----

  receive(bytes: Bytes): void {
    this.input.receive(bytes);
  }

  /** The client has gone: what it has sent is still carried out, then the script runs by itself. */
  leave(): void {
    this.gone = true;
  }

  sendLog(): void {
    this.peer.send(this.log.take());
  }

  /** Carries out what the client has sent. True where the script goes on now. */
  private converse(): boolean {
    for (;;) {
      const typed = this.input.next();
      if (typed.kind === 'more') {
        if (!this.gone) return false;
        this.goOnAlone();
        return true;
      }
      if (typed.kind === 'error') {
        this.goOn(typed.text);
        return true;
      }
      if (this.machine.guarded(() => runCommand(this, typed.argv))) {
        this.goOn(this.error);
        return true;
      }
    }
  }

  private goOn(error: Bytes | null): void {
    this.error = error;
    this.timedOut = false;
    this.isWaiting = false;
    this.runningSinceUs = this.host.nowUs();
  }

  private goOnAlone(): void {
    this.stepping = false;
    this.source.clearBreakpoints();
    this.goOn(this.timedOut ? 'timeout during Lua debugging with client closing connection' : null);
  }

  /** The script ends with this error where it stands, unless it catches it. */
  abort(text: Bytes): void {
    this.error = text;
  }

  // ---- What the machine asks ----

  reached(state: Address, isCount: boolean): boolean {
    const frame = this.vm.frame(state, 0);
    if (!frame || frame.shortSource === OUR_WRAPPER) return false;
    const { source } = this;
    source.current = frame.line;
    if (!frame.shortSource.includes('user_script')) return false;
    const isBreakpoint = source.isBreakpoint(frame.line) || this.breakpointCalled;
    const mayPass = !this.stepping && !isBreakpoint;
    if (mayPass && !(isCount && this.isLate())) return false;
    this.timedOut = mayPass;
    this.stop(state, this.stopReason(isBreakpoint));
    return true;
  }

  private isLate(): boolean {
    const limitMs = this.peer.timeLimitMs() || TIME_LIMIT_DEFAULT_MS;
    return this.host.nowUs() - this.runningSinceUs >= limitMs * 1000;
  }

  private stopReason(isBreakpoint: boolean): Bytes {
    if (isBreakpoint) {
      return this.breakpointCalled ? 'redis.breakpoint() called' : 'break point';
    }
    return this.timedOut ? 'timeout reached, infinite loop?' : 'step over';
  }

  private stop(state: Address, reason: Bytes): void {
    const { source, log } = this;
    this.stopped = state;
    this.isWaiting = true;
    this.stepping = false;
    this.breakpointCalled = false;
    log.add(`* Stopped at ${source.current}, stop reason = ${reason}`);
    log.add(source.shown(source.current));
    this.sendLog();
  }

  takeError(): Bytes | null {
    const { error } = this;
    this.error = null;
    return error;
  }

  /** While stepping, every error made for the script is told. */
  errorMade(text: Bytes, isReply: boolean): void {
    if (!this.stepping) return;
    const isOwn = !isReply || this.refused;
    this.log.add(`<error> ${isOwn ? text.replace(/^ERR /, '') : `-${text}`}`);
  }
}
