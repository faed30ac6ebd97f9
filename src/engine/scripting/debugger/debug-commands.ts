/**
 * The commands of a stopped debugger, by their names and first letters. Those that look answer at
 * once; those that let the script go on leave the answer to where it stops next.
 */
import type { Bytes } from '../../../base/bytes.ts';
import { parseCanonicalInt64 } from '../../../base/int64.ts';
import { cText } from '../../commands/errors.ts';
import { errorFacts } from '../lua-errors.ts';
import { GLOBALS, LUA_TABLE } from '../lua-vm.ts';
import { DEBUGGER_HELP } from './debug-help.ts';
import { leadingInteger } from './debug-input.ts';
import type { DebugSession } from './debug-session.ts';
import { TEMPORARY } from './debug-vm.ts';
import { shownValue } from './shown-value.ts';

type Arguments = readonly Bytes[];
/** True where the script goes on. */
type DebugCommand = (session: DebugSession, args: Arguments) => boolean;

const CONTEXT_LINES = 5;
const UNKNOWN = '<error> Unknown Redis Lua debugger command or wrong number of arguments.';

/** Answers with what `look` has put into the log. */
const looking =
  (look: (session: DebugSession, args: Arguments) => void): DebugCommand =>
  (session, args) => {
    look(session, args);
    session.sendLog();
    return false;
  };

const step: DebugCommand = (session) => {
  session.stepping = true;
  return true;
};

const COMMANDS: ReadonlyMap<Bytes, DebugCommand> = new Map([
  ['help', looking(({ log }) => logAll(log, DEBUGGER_HELP))],
  ['step', step],
  ['next', step],
  ['continue', () => true],
  ['trace', looking(trace)],
  ['maxlen', looking(maxlen)],
  ['break', looking(breakpoints)],
  ['eval', looking(evaluate)],
  [
    'abort',
    (session) => {
      session.abort('script aborted for user request');
      return true;
    },
  ],
  ['redis', looking(callRedis)],
  ['print', looking((session, args) => (args.length === 2 ? printOne : printAll)(session, args))],
  ['list', looking(list)],
  ['whole', looking(({ log, source }) => logAll(log, source.around(1, 1_000_000)))],
]);
const BY_LETTER = new Map([...COMMANDS].map(([name, command]) => [name.charAt(0), command]));

/** Carries one command out. True where the script goes on now. */
export function runCommand(session: DebugSession, argv: Arguments): boolean {
  const name = cText(argv[0] ?? '').toLowerCase();
  const command = COMMANDS.get(name) ?? BY_LETTER.get(name);
  if (!command || (command === COMMANDS.get('redis') && argv.length < 2)) {
    session.log.add(UNKNOWN);
    session.sendLog();
    return false;
  }
  return command(session, argv);
}

function logAll(log: DebugSession['log'], entries: Arguments): void {
  for (const entry of entries) log.add(entry);
}

// ---- Source ----

function list({ log, source }: DebugSession, args: Arguments): void {
  const asked = leadingInteger(args[1] ?? '');
  const context = args[2] === undefined ? CONTEXT_LINES : leadingInteger(args[2]);
  logAll(log, source.around(asked > 0 ? asked : source.current, context));
}

function breakpoints(session: DebugSession, [, ...args]: Arguments): void {
  const { log, source } = session;
  for (const arg of args) changeBreakpoint(session, arg);
  if (args.length > 0) return;
  const { length } = source.breakpoints;
  if (length === 0) log.add("No breakpoints set. Use 'b <line>' to add one.");
  else log.add(`${length} breakpoints set:`);
  for (const line of source.breakpoints) log.add(source.shown(line));
}

function changeBreakpoint({ log, source }: DebugSession, arg: Bytes): void {
  const parsed = parseCanonicalInt64(arg);
  if (parsed === null) {
    log.add(`Invalid argument:'${cText(arg)}'`);
    return;
  }
  const line = Number(parsed);
  if (line < 0) {
    const removed = source.removeBreakpoint(-line);
    log.add(removed ? 'Breakpoint removed.' : 'No breakpoint in the specified line.');
  } else if (line === 0) {
    source.clearBreakpoints();
    log.add('All breakpoints removed.');
  } else if (source.isFull) log.add('Too many breakpoints set.');
  else if (source.addBreakpoint(line)) logAll(log, source.around(line, 1));
  else log.add('Wrong line number.');
}

function trace({ log, source, vm, stopped }: DebugSession): void {
  for (let level = 0; ; level++) {
    const frame = vm.frame(stopped, level);
    if (frame === null) return;
    if (!frame.shortSource.includes('user_script')) continue;
    log.add(`${level === 0 ? 'In' : 'From'} ${frame.name ?? 'top level'}:`);
    log.add(source.shown(frame.line));
  }
}

// ---- Values ----

/** Logs the value on top and takes it off. */
function takeValue({ log, vm, stopped }: DebugSession, prefix: Bytes): void {
  log.addTrimmed(prefix + shownValue(vm, stopped, log.enough));
  vm.pop(stopped);
}

function printAll(session: DebugSession): void {
  const { vm, stopped } = session;
  const locals = (vm.locals(stopped, 0) ?? []).filter(({ name }) => !name.includes(TEMPORARY));
  for (const { name, slot } of locals) {
    vm.pushCopy(stopped, slot);
    takeValue(session, `<value> ${name} = `);
  }
  if (locals.length === 0) session.log.add('No local variables in the current context.');
}

/** The first variable of the name, from the innermost function to the outermost. */
function printOne(session: DebugSession, [, wanted = '']: Arguments): void {
  const { vm, stopped } = session;
  const name = cText(wanted);
  for (let level = 0; ; level++) {
    const locals = vm.locals(stopped, level);
    if (locals === null) break;
    const found = locals.find((local) => local.name === name);
    if (!found || vm.isWrapper(stopped, level)) continue;
    vm.pushCopy(stopped, found.slot);
    takeValue(session, '<value> ');
    return;
  }
  if (name === 'KEYS' || name === 'ARGV') {
    vm.pushField(stopped, GLOBALS, name);
    takeValue(session, '<value> ');
  } else session.log.add('No such variable.');
}

function maxlen({ log }: DebugSession, args: Arguments): void {
  if (args.length === 2) log.setLengthMax(leadingInteger(args[1] ?? ''));
  log.addLengthMax();
}

// ---- Running ----

function evaluate(session: DebugSession, [, ...words]: Arguments): void {
  const { log, vm, stopped } = session;
  if (vm.evaluate(stopped, words.join(' '))) {
    takeValue(session, '<retval> ');
    return;
  }
  const isTable = vm.typeOf(vm.slot(stopped, -1)) === LUA_TABLE;
  const text = isTable ? errorFacts(vm, stopped).message : vm.textAt(stopped, -1);
  vm.pop(stopped);
  log.add(`<error> ${cText(text ?? '')}`);
}

/** By the script's own redis.call, which tells of the command and its reply while stepping. */
function callRedis(session: DebugSession, [, ...argv]: Arguments): void {
  const { vm, stopped, log } = session;
  if (!vm.reserve(stopped, argv.length + 2)) {
    log.add('<reply> max lua stack reached');
    return;
  }
  vm.pushField(stopped, GLOBALS, 'redis');
  vm.pushField(stopped, -1, 'call');
  for (const arg of argv) vm.pushString(stopped, arg);
  session.stepping = true;
  vm.callOnTop(stopped, argv.length);
  session.stepping = false;
  vm.pop(stopped, 2);
}
