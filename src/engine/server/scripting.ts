/**
 * Scripts and functions of one node: their machines, made when first needed, and the life of a call.
 *
 *   start -> done: its reply
 *         -> paused after a slice: the turn ends, the event loop goes round, and it goes on
 *
 * While a script is paused nobody else's command runs: input waits. Past busy-reply-threshold it is
 * answered with BUSY, but for the few commands that may always run, among them SCRIPT KILL.
 *
 * Invariants: at most one script runs; its effects leave together when it ends; the time its
 * commands see stands still. A machine that breaks (out of JavaScript's stack, a trap) is replaced:
 * scripts are compiled again when called, libraries loaded again from their code.
 */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorReply, errorReply, NO_REPLY, type Reply } from '../../protocol/reply.ts';
import type { Args } from '../commands/args.ts';
import { CommandError, fail } from '../commands/errors.ts';
import { BrokenMachine } from '../scripting/broken-machine.ts';
import { type EvalScript, EvalScripts } from '../scripting/eval-scripts.ts';
import type { FunctionRef, Interpreter, ScriptMachine } from '../scripting/interpreter.ts';
import { Libraries, LibraryLoader } from '../scripting/libraries.ts';
import type { Lua } from '../scripting/lua.ts';
import type { Outcome, Tick } from '../scripting/lua-vm.ts';
import { ALLOW_OOM, EVAL_COMPAT, NO_WRITES, readScriptHead } from '../scripting/script-flags.ts';
import { REPLICATE_AOF, REPLICATE_REPLICA } from '../scripting/script-host.ts';
import type { Client } from './client.ts';
import type { CommandEntry } from './command-table.ts';
import { Debugging } from './debugging.ts';
import { type LatePart, OnDemand } from './on-demand.ts';
import type { RunningScript } from './running-script.ts';
import { ScriptCalls } from './script-calls.ts';
import type { Server } from './server.ts';
import { scriptRefusal } from './write-refusal.ts';

/** A script runs so long before the event loop gets its turn. */
const SLICE_US = 50_000;
/** The same, in looks at the clock, for clocks that stand still while a script runs. */
const FROZEN_SLICE_TICKS = 20;
const BREAK_MS = 1;
const NOTHING: readonly Bytes[] = [];
const LIBRARY_LOAD_MAX_US = 500_000;
/** On such a clock, what cannot be paused is given so many looks. */
const FROZEN_TICKS_MAX = 2000;

/** Commands that compile Lua; others need it only where something has been compiled. */
const NEEDS_LUA = new Set(['eval', 'eval_ro', 'script|load', 'function|load', 'function|restore']);

const BUSY: Readonly<Record<RunningScript['kind'], ErrorReply>> = {
  eval: errorReply(
    'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  ),
  function: errorReply(
    'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.',
  ),
};
const RO_COMMAND = errorReply('ERR Can not execute a script with write flag using *_ro command.');
const NOT_BUSY = errorReply('NOTBUSY No scripts in execution right now.');
const UNKILLABLE = errorReply(
  'UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.',
);
const BROKEN = errorReply(
  'ERR the script went beyond what the Lua machine can bear and was stopped',
);

/** Without declared flags each command it calls is asked. */
const allowsOom = (flags: number): boolean =>
  !(flags & EVAL_COMPAT) && (flags & (ALLOW_OOM | NO_WRITES)) !== 0;

/** One call of a script or function. */
export interface ScriptCall {
  readonly kind: RunningScript['kind'];
  readonly name: Bytes;
  readonly ref: FunctionRef;
  readonly flags: number;
  /** Called by EVAL_RO, EVALSHA_RO or FCALL_RO. */
  readonly readOnly: boolean;
  /** The command's own arguments: keys from index 3 on. */
  readonly args: Args;
  readonly keyCount: number;
}

export class Scripting implements LatePart {
  readonly name = 'Lua';
  readonly calls: ScriptCalls;
  readonly scripts: EvalScripts;
  readonly libraries = new Libraries();
  readonly loader = new LibraryLoader();
  /** DEBUG SET-DISABLE-DENY-SCRIPTS: scripts may call what they may not. */
  allowsAll = false;
  private readonly server: Server;
  private readonly debugging: Debugging;
  private readonly lua: OnDemand<Lua>;
  private evalMachine: Interpreter | null = null;
  private functionMachine: Interpreter | null = null;
  private loadStartUs = 0;
  private loadTicks = 0;
  private cancelNext: () => void = () => {};

  constructor(server: Server) {
    this.server = server;
    this.lua = new OnDemand(server, this.name, server.ports.lua);
    this.scripts = new EvalScripts(server.version >= 704);
    this.debugging = new Debugging(server, () => server.turn(() => this.goOn()));
    this.calls = new ScriptCalls(
      server,
      () => this.tick(),
      () => this.stopReason(),
    );
  }

  // ---- Getting Lua ----

  get isReady(): boolean {
    return this.lua.part !== null;
  }

  needsLua(entry: CommandEntry): boolean {
    return !this.isReady && NEEDS_LUA.has(entry.command.fullName);
  }

  /**
   * Fetches Lua; calls back once, perhaps at once, with the reason where it failed. The other parts
   * come along: a script cannot wait for them.
   */
  prepare(done: (failure: string | null) => void): void {
    this.lua.prepare((failure) => {
      if (failure !== null) {
        done(failure);
        return;
      }
      // Now, not in the first script: whose time stands still, and would stand far behind.
      this.forEval();
      this.server.parts.prepareAll(() => done(null));
    });
  }

  /** Has Lua from the start, as another server has it. */
  adopt({ lua }: Scripting): void {
    this.lua.part = lua.part;
  }

  /** The client's command waits, held as `postponed`, until Lua is there. */
  hold(client: Client): void {
    this.lua.hold(client, (done) => this.prepare(done));
  }

  // ---- Machines ----

  /** EVAL's machine. Ends the command where there is no Lua. */
  forEval(): Interpreter {
    this.evalMachine ??= this.loadedLua().evalMachine(this.calls);
    return this.evalMachine;
  }

  /** The functions' machine, its libraries loaded. */
  forFunctions(): Interpreter {
    this.functionMachine ??= this.loadedLua().functionMachine(this.calls, this.loader);
    return this.functionMachine;
  }

  private loadedLua(): Lua {
    return this.lua.loaded;
  }

  get evalMachineBytes(): number {
    return this.evalMachine?.usedBytes ?? 0;
  }

  get functionMachineBytes(): number {
    return this.functionMachine?.usedBytes ?? 0;
  }

  /** SCRIPT FLUSH. */
  flushScripts(): void {
    this.scripts.clear();
    this.evalMachine = null;
  }

  /** FUNCTION FLUSH. */
  flushLibraries(): void {
    for (const library of [...this.libraries.libraries.values()]) this.libraries.unlink(library);
    this.functionMachine = null;
  }

  /** The number under which the script is compiled on the present machine. */
  compiled(script: EvalScript): FunctionRef {
    const { session } = this.debugging;
    if (session) return session.compile(script.code) as FunctionRef;
    script.ref ??= this.forEval().compile(script.code) as FunctionRef;
    return script.ref;
  }

  /** Loads a library; the present ones are untouched where that fails. */
  load(set: Libraries, code: Bytes, replace: boolean): Bytes {
    const machine = this.forFunctions();
    this.loadStartUs = this.server.ports.clock.monotonicUs();
    this.loadTicks = 0;
    try {
      const loaded = this.loader.load(set, machine, code, replace);
      return typeof loaded === 'string' ? fail(loaded) : loaded.library.name;
    } catch (error) {
      if (!(error instanceof BrokenMachine)) throw error;
      this.replaceFunctionMachine();
      return fail(BROKEN);
    }
  }

  private replaceMachine(kind: RunningScript['kind']): void {
    if (kind === 'function') this.replaceFunctionMachine();
    else {
      this.evalMachine = null;
      this.scripts.forgetCompiled();
    }
  }

  private replaceFunctionMachine(): void {
    this.functionMachine = null;
    const old = [...this.libraries.libraries.values()];
    for (const library of old) this.libraries.unlink(library);
    for (const library of old) {
      try {
        this.load(this.libraries, library.code, false);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        const { log } = this.server.ports;
        log.write('warning', `Function library ${library.name} is lost: ${error.reply.text}`);
      }
    }
  }

  // ---- Running ----

  get running(): RunningScript | null {
    return this.calls.running;
  }

  /** While true, nobody's input is read. */
  get holdsClients(): boolean {
    const { running } = this.calls;
    return running !== null && !running.busy;
  }

  /** The error for commands that may not run beside the present script, or null. */
  get busyError(): ErrorReply | null {
    const { running } = this.calls;
    return running && BUSY[running.kind];
  }

  /** An EVAL of a client that debugs; `evaluate` is what EVAL does. */
  debug(client: Client, args: Args, evaluate: () => Reply): Reply {
    return this.debugging.run(this.loadedLua(), client, args, evaluate);
  }

  /** Runs a script; `NO_REPLY` where it has been paused and will answer later. */
  run(client: Client, call: ScriptCall): Reply {
    const refusal = this.refusal(call);
    if (refusal) return refusal;
    const { server } = this;
    const startUs = server.ports.clock.monotonicUs();
    const running: RunningScript = {
      kind: call.kind,
      name: call.name,
      argv: [],
      client,
      machine: this.machineFor(call.kind),
      readOnly: call.readOnly || (!(call.flags & EVAL_COMPAT) && (call.flags & NO_WRITES) !== 0),
      allowsOom: allowsOom(call.flags),
      mayPause: !server.keyspace.loading,
      startUs,
      replication: REPLICATE_AOF | REPLICATE_REPLICA,
      wrote: false,
      killed: false,
      busy: false,
      sliceStartUs: startUs,
      ticks: 0,
    };
    this.calls.begin(running);
    const { name, ref, args, keyCount } = call;
    const keys: Bytes[] = [];
    for (let i = 3; i < 3 + keyCount; i++) keys.push(args.bytes(i));
    const rest = args.length > 3 + keyCount ? args.toArray(3 + keyCount) : NOTHING;
    const reply = this.advance(running, () =>
      running.machine.start({ ref, name, keys, args: rest }),
    );
    // Only a script that goes on is asked about.
    if (this.calls.running) running.argv = args.toArray();
    return reply;
  }

  private machineFor(kind: RunningScript['kind']): ScriptMachine {
    if (kind === 'function') return this.forFunctions();
    return this.debugging.session ?? this.forEval();
  }

  /**
   * Is the command a call of a script or function that has declared its flags, and may need memory
   * by them? Such calls are refused where memory is full; others go by the commands they call.
   */
  declaresNeedOfMemory({ command }: CommandEntry, args: Args): boolean {
    const flags = this.flagsCalled(command.name, args);
    return flags !== null && !(flags & EVAL_COMPAT) && !allowsOom(flags);
  }

  /** Does it call a script or function whose flags say that it writes nothing? */
  declaresNoWrites({ command }: CommandEntry, args: Args): boolean {
    const flags = this.flagsCalled(command.name, args);
    return flags !== null && (flags & NO_WRITES) !== 0;
  }

  private flagsCalled(name: Bytes, args: Args): number | null {
    if (name === 'FCALL' || name === 'FCALL_RO') {
      return this.libraries.find(args.bytes(1))?.flags ?? null;
    }
    if (name === 'EVALSHA' || name === 'EVALSHA_RO') {
      return this.scripts.find(args.bytes(1).toLowerCase())?.flags ?? null;
    }
    if (name !== 'EVAL' && name !== 'EVAL_RO') return null;
    const head = readScriptHead(args.bytes(1));
    return typeof head === 'string' ? null : head.flags;
  }

  /** Redis's checks before a script runs at all. */
  private refusal({ flags, readOnly }: ScriptCall): ErrorReply | null {
    if (flags & EVAL_COMPAT || flags & NO_WRITES) return null;
    return scriptRefusal(this.server) ?? (readOnly ? RO_COMMAND : null);
  }

  private advance(running: RunningScript, step: () => Outcome): Reply {
    const { caller } = this.server;
    let reply: Reply;
    try {
      const outcome = step();
      if (outcome === 'paused') {
        caller.suspend((answer) => {
          caller.propagatedItself();
          return answer;
        });
        if (!this.debugging.session?.isWaiting) this.scheduleNext();
        return NO_REPLY;
      }
      reply = running.machine.reply(outcome);
    } catch (error) {
      this.calls.running = null;
      this.replaceMachine(running.kind);
      if (!(error instanceof BrokenMachine)) throw error;
      this.server.ports.log.write('warning', `Lua broke down: ${error.message}`);
      reply = BROKEN;
    }
    this.calls.running = null;
    // The commands have spoken for themselves.
    caller.propagatedItself();
    return reply;
  }

  private scheduleNext(): void {
    const { server } = this;
    this.cancelNext = server.ports.clock.after(BREAK_MS, () => server.turn(() => this.goOn()));
  }

  private goOn(): void {
    const { running } = this.calls;
    if (!running) return;
    const { server } = this;
    const nowUs = server.ports.clock.monotonicUs();
    running.sliceStartUs = nowUs;
    running.ticks = 0;
    this.noteBusy(running, nowUs);
    server.continueCall(() => {
      const reply = this.advance(running, () => running.machine.resume());
      if (!this.calls.running) this.debugging.end();
      return reply;
    });
    if (!this.calls.running) server.resumeHeld();
  }

  private noteBusy(running: RunningScript, nowUs: number): void {
    const limitMs = this.server.config.number('busy-reply-threshold');
    const ranMs = (nowUs - running.startUs) / 1000;
    // Under the debugger everybody waits in silence.
    if (running.busy || limitMs <= 0 || ranMs < limitMs || this.debugging.session) return;
    running.busy = true;
    const command = running.kind === 'eval' ? 'SCRIPT KILL' : 'FUNCTION KILL';
    this.server.ports.log.write(
      'warning',
      `Slow script detected: still in execution after ${Math.floor(ranMs)} milliseconds. You can try killing the script using the ${command} command. Script name is: ${running.name}.`,
    );
    this.server.resumeHeld();
  }

  private tick(): Tick {
    const nowUs = this.server.ports.clock.monotonicUs();
    if (this.loader.isLoading) {
      const late = nowUs - this.loadStartUs > LIBRARY_LOAD_MAX_US;
      const frozen = nowUs === this.loadStartUs && ++this.loadTicks > FROZEN_TICKS_MAX;
      return late || frozen ? 'stop' : 'go on';
    }
    const { running } = this.calls;
    if (!running) return 'go on';
    if (running.killed) return 'stop';
    running.ticks++;
    if (running.mayPause) {
      const sinceUs = nowUs - running.sliceStartUs;
      const over = sinceUs === 0 ? running.ticks >= FROZEN_SLICE_TICKS : sinceUs >= SLICE_US;
      return over ? 'pause' : 'go on';
    }
    const limitUs = this.server.config.number('busy-reply-threshold') * 1000;
    const late = limitUs > 0 && nowUs - running.startUs > limitUs;
    const frozen = nowUs === running.startUs && running.ticks > FROZEN_TICKS_MAX;
    return late || frozen ? 'stop' : 'go on';
  }

  private stopReason(): Bytes {
    if (this.loader.isLoading) return 'ERR FUNCTION LOAD timeout';
    const { running } = this.calls;
    if (!running?.mayPause) return 'ERR Script stopped: it ran longer than busy-reply-threshold';
    return running.kind === 'eval'
      ? 'ERR Script killed by user with SCRIPT KILL.'
      : 'ERR Script killed by user with FUNCTION KILL.';
  }

  /** SCRIPT KILL and FUNCTION KILL: the script ends at its next look at the clock. */
  kill(kind: RunningScript['kind']): void {
    const { running } = this.calls;
    if (!running) fail(NOT_BUSY);
    else if (running.wrote) fail(UNKILLABLE);
    else if (running.kind !== kind) fail(BUSY[running.kind]);
    else running.killed = true;
  }

  stop(): void {
    this.debugging.stop();
    this.cancelNext();
  }
}
