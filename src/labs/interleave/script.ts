/**
 * The explorer's scripts: one step per line, each step one atomic thing.
 *
 *   [if EXPR: | unless EXPR:] [name =] COMMAND argument...     a command to the engine
 *   [if EXPR: | unless EXPR:] [name =] DB.GET row              read the modelled database
 *   [if EXPR: | unless EXPR:] DB.SET row value                 write it
 *   [if EXPR: | unless EXPR:] wait N s | N ms                  time passes
 *   retry if EXPR                                              begin anew, three times at most
 *
 * `{EXPR}` outside quotes is replaced by its value over the client's own variables. Empty lines and
 * lines that begin with `#` are no steps. `retry` is none either: it belongs to the step before it.
 */
import { type Bytes, bytesToUtf8Lossy, utf8ToBytes } from '../../base/bytes.ts';
import type { ProblemKind, ScriptPlace, ScriptProblem } from '../../contract/lab-interleave.ts';
import { allCommands } from '../../engine/all-commands.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { type Expression, ExpressionSyntaxError, parseExpression } from './expression.ts';

/** A word of a line: text, or pieces of which some are worked out when the step runs. */
export type Word = readonly (Bytes | Expression)[];

export type Action =
  | { readonly kind: 'command'; readonly words: readonly Word[] }
  | { readonly kind: 'readRow'; readonly row: Word }
  | { readonly kind: 'writeRow'; readonly row: Word; readonly value: Word }
  | { readonly kind: 'wait'; readonly waitMs: number };

export interface Step {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly guard: { readonly expression: Expression; readonly wanted: boolean } | null;
  /** The variable that takes the reply. */
  readonly into: string | null;
  readonly action: Action;
  /** When it holds after this step, the client begins anew. */
  readonly retry: Expression | null;
  /** The line of that condition; 0 without one. */
  readonly retryLine: number;
}

export interface Script {
  readonly steps: readonly Step[];
  readonly variables: ReadonlySet<string>;
  readonly problems: readonly ScriptProblem[];
}

export const STEPS_MAX = 16;
const LINE_CHARACTERS_MAX = 600;
const WAIT_MAX_MS = 3_600_000;

/** Waits for others, changes the server for the orders that follow, or ends the connection. */
const refusedFlags = ['blocking', 'admin', 'pubsub'];
const refusedNames = new Set(
  'ACL AUTH CLIENT CONFIG DEBUG EVALSHA EVALSHA_RO FCALL FCALL_RO FUNCTION HELLO LATENCY MODULE QUIT RESET SCRIPT SELECT SLOWLOG SWAPDB WAIT WAITAOF'.split(
    ' ',
  ),
);
const commands = new Map(allCommands.map((command) => [command.name.toUpperCase(), command]));

class LineProblem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string;

  constructor(kind: ProblemKind, detail: string) {
    super(kind);
    this.kind = kind;
    this.detail = detail.slice(0, 60);
  }
}

/** Parses a whole script. What is wrong is listed; steps with a problem are left out. */
export function parseScript(source: string, place: ScriptPlace): Script {
  const steps: Step[] = [];
  const variables = new Set<string>();
  const problems: ScriptProblem[] = [];
  source.split('\n').forEach((text, index) => {
    try {
      readLine(text.trim(), index + 1, steps, variables);
    } catch (error) {
      if (!(error instanceof LineProblem)) throw error;
      // Said once: the lines that follow are too many for the same reason.
      if (error.kind === 'tooManySteps' && problems.some(({ kind }) => kind === error.kind)) return;
      problems.push({ place, line: index + 1, kind: error.kind, detail: error.detail });
    }
  });
  checkNames(steps, variables, place, problems);
  return { steps, variables, problems };
}

function readLine(line: string, number: number, steps: Step[], variables: Set<string>): void {
  if (line === '' || line.startsWith('#')) return;
  if (line.length > LINE_CHARACTERS_MAX) throw new LineProblem('tooLong', '');
  const retry = /^retry\b\s*(.*)$/i.exec(line);
  if (retry) {
    const condition = /^if\s+(.+)$/i.exec(retry[1] ?? '')?.[1];
    const last = steps.pop();
    if (condition === undefined || !last || last.retry) throw new LineProblem('retryForm', line);
    steps.push({ ...last, retry: expressionOf(condition), retryLine: number });
    return;
  }
  const { guard, rest: guarded } = guardOf(line);
  const assigned = /^([A-Za-z_]\w*)\s*=(?!=)\s*(.+)$/.exec(guarded);
  const into = assigned?.[1] ?? null;
  if (into !== null && notNames.has(into.toLowerCase())) {
    throw new LineProblem('variableName', into);
  }
  const action = actionOf(assigned?.[2] ?? guarded, into);
  // A step too many still sets its variable: nobody who uses it makes a mistake.
  if (into !== null) variables.add(into);
  if (steps.length >= STEPS_MAX) throw new LineProblem('tooManySteps', String(STEPS_MAX));
  steps.push({ line: number, text: line, guard, into, action, retry: null, retryLine: 0 });
}

const notNames = new Set(['nil', 'true', 'false', 'and', 'or', 'not', 'is', 'error']);

function guardOf(line: string): { guard: Step['guard']; rest: string } {
  const word = /^(if|unless)\b/i.exec(line)?.[1];
  if (word === undefined) return { guard: null, rest: line };
  const colon = colonAfter(line, word.length);
  const rest = line.slice(colon + 1).trim();
  if (colon < 0 || rest === '') throw new LineProblem('guardForm', line);
  const expression = expressionOf(line.slice(word.length, colon));
  return { guard: { expression, wanted: word.toLowerCase() === 'if' }, rest };
}

/** The colon that ends a guard: followed by a blank, and not within quotes. */
function colonAfter(line: string, start: number): number {
  let quote = '';
  for (let at = start; at < line.length; at++) {
    const c = line[at] as string;
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === ':' && /^\s|^$/.test(line.slice(at + 1, at + 2))) return at;
  }
  return -1;
}

function expressionOf(source: string): Expression {
  try {
    return parseExpression(source);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) throw new LineProblem('expression', error.at);
    throw error;
  }
}

function actionOf(line: string, into: string | null): Action {
  const words = wordsOf(line);
  const first = words[0]?.[0];
  const name = typeof first === 'string' && words[0]?.length === 1 ? first.toUpperCase() : '';
  if (name === 'DB.GET') {
    const [, row, ...more] = words;
    if (!row || more.length > 0) throw new LineProblem('rowForm', line);
    return { kind: 'readRow', row };
  }
  if (name === 'DB.SET') {
    const [, row, value, ...more] = words;
    if (!row || !value || more.length > 0 || into !== null) throw new LineProblem('rowForm', line);
    return { kind: 'writeRow', row, value };
  }
  // Redis has a WAIT too, but it counts replicas, and there are none here.
  const wait = /^wait\b\s*(.*)$/i.exec(line);
  if (wait) return waitOf(wait[1] ?? '', line, into);
  const command = commands.get(name);
  if (!command) throw new LineProblem('unknownCommand', bytesToUtf8Lossy(name) || line);
  const flags = command.flags.split(' ');
  if (refusedNames.has(name) || refusedFlags.some((flag) => flags.includes(flag))) {
    throw new LineProblem('refusedCommand', name);
  }
  return { kind: 'command', words };
}

function waitOf(duration: string, line: string, into: string | null): Action {
  const match = /^(\d+)\s*(ms|s)$/i.exec(duration.trim());
  const waitMs = Number(match?.[1]) * (match?.[2]?.toLowerCase() === 's' ? 1000 : 1);
  if (into !== null || !(waitMs > 0 && waitMs <= WAIT_MAX_MS)) {
    throw new LineProblem('waitForm', line);
  }
  return { kind: 'wait', waitMs };
}

/** A hole in the text stands for the expression whose number is between its marks. */
const [HOLE_OPEN, HOLE_CLOSE] = [String.fromCharCode(1), String.fromCharCode(2)];
const hole = new RegExp(`${HOLE_OPEN}(\\d+)${HOLE_CLOSE}`);

/** A line's words by redis-cli's rules, with `{...}` outside quotes taken out first. */
function wordsOf(line: string): Word[] {
  const expressions: Expression[] = [];
  let text = '';
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const c = line[at] as string;
    if (quote !== '') {
      if (c === '\\') text += line[at++];
      else if (c === quote) quote = '';
      text += line[at] ?? '';
    } else if (c === '{') {
      const end = line.indexOf('}', at);
      if (end < 0) throw new LineProblem('brace', line.slice(at));
      text += `${HOLE_OPEN}${expressions.length}${HOLE_CLOSE}`;
      expressions.push(expressionOf(line.slice(at + 1, end)));
      at = end;
    } else {
      if (c === '"' || c === "'") quote = c;
      text += c;
    }
  }
  const words = splitArguments(utf8ToBytes(text));
  if (words === null) throw new LineProblem('quotes', line);
  return words.map((word) => piecesOf(word, expressions));
}

function piecesOf(word: Bytes, expressions: readonly Expression[]): Word {
  const parts = word.split(hole);
  const pieces = parts.map((part, index) =>
    index % 2 === 0 ? part : (expressions[Number(part)] ?? ''),
  );
  return pieces.length === 1 ? pieces : pieces.filter((piece) => piece !== '');
}

/** Variables that no step of this script sets are mistakes: `n` for `x`, or a text without quotes. */
function checkNames(
  steps: readonly Step[],
  variables: ReadonlySet<string>,
  place: ScriptPlace,
  problems: ScriptProblem[],
): void {
  for (const step of steps) {
    for (const name of expressionsOf(step).flatMap(({ names }) => names)) {
      if (name.kind === 'plain' && variables.has(name.name)) continue;
      const detail = name.kind === 'dotted' ? `${name.before}.${name.name}` : name.name;
      problems.push({ place, line: step.line, kind: 'unknownVariable', detail });
    }
  }
}

function expressionsOf({ guard, retry, action }: Step): Expression[] {
  const found: Expression[] = [];
  if (guard) found.push(guard.expression);
  if (retry) found.push(retry);
  const words: readonly Word[] =
    action.kind === 'command'
      ? action.words
      : action.kind === 'readRow'
        ? [action.row]
        : action.kind === 'writeRow'
          ? [action.row, action.value]
          : [];
  for (const piece of words.flat()) if (typeof piece !== 'string') found.push(piece);
  return found;
}
