/**
 * Lines of a `redis` or `solution` block: Redis commands, and moves of the world around the engine,
 * which begin with `@`: `@clock +60s`, `@clock next-expiry`, `@query ROW`, `@update ROW`,
 * `@lab strategy=xfetch ttl=60`, `@lab a="GET n\nDEL n"`.
 */
import { allLabSettings, type LabValue, type LabValues } from '../labs.ts';
import type { Action } from '../lesson.ts';
import { didYouMean, type Problems } from './problems.ts';
import { readDuration } from './quantities.ts';

const moves = ['clock', 'query', 'update', 'lab'] as const;

/** Quotes are balanced as redis-cli wants them. */
const balanced = /^(?:[^"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*$/;

export function readActions(text: string, firstLine: number, problems: Problems): Action[] {
  const actions: Action[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const action = line.startsWith('@')
      ? readMove(line, firstLine + index, problems)
      : readCommand(line, firstLine + index, problems);
    if (action) actions.push(action);
  }
  return actions;
}

/** The commands of a block that may hold nothing else. */
export function readCommands(text: string, firstLine: number, problems: Problems): string[] {
  return readActions(text, firstLine, problems).flatMap((action) => {
    if (action.kind === 'command') return [action.line];
    problems.add(firstLine, `@${action.kind} in a setup`, 'a setup holds Redis commands only');
    return [];
  });
}

function readCommand(line: string, at: number, problems: Problems): Action | null {
  if (balanced.test(line)) return { kind: 'command', line };
  problems.add(at, `unbalanced quotes: ${line}`, 'close the quote');
  return null;
}

function readMove(line: string, at: number, problems: Problems): Action | null {
  const [head = '', ...words] = line.split(/\s+/);
  const name = head.slice(1);
  const [word = ''] = words;
  if (name === 'clock') {
    if (word === 'next-expiry') return { kind: 'clock', byMs: null };
    const byMs = readDuration(word.replace(/^\+/, ''));
    if (byMs !== null) return { kind: 'clock', byMs };
    problems.add(at, `\`${line}\` moves no clock`, 'write `@clock +60s` or `@clock next-expiry`');
    return null;
  }
  if (name === 'query' || name === 'update') {
    if (words.length === 1) return { kind: name, row: word };
    problems.add(at, `\`${line}\` names no row`, `write \`@${name} ROW\``);
    return null;
  }
  if (name === 'lab') {
    const settings = line.slice(head.length).match(/[^\s="]+(?:="(?:[^"\\]|\\.)*"|\S*)/g) ?? [];
    return { kind: 'lab', values: readSettings(settings, at, problems) };
  }
  problems.add(at, `unknown move \`${head}\``, didYouMean(name, moves));
  return null;
}

function readSettings(words: readonly string[], at: number, problems: Problems): LabValues {
  const values: Record<string, LabValue> = {};
  for (const word of words) {
    const [name = '', value = ''] = word.split(/=(.*)/s);
    const read = readLabValue(name, unquoted(value), (problem, remedy) =>
      problems.add(at, problem, remedy),
    );
    if (read !== null) values[name] = read;
  }
  return values;
}

/** `"..."` with \n for a new line and a backslash before quotes; anything else is itself. */
function unquoted(value: string): string {
  if (!/^".*"$/s.test(value)) return value;
  return value.slice(1, -1).replace(/\\(.)/gs, (_, sign) => (sign === 'n' ? '\n' : sign));
}

/** The value of a lab's setting as its kind wants it, or null after a complaint. */
export function readLabValue(
  name: string,
  text: string,
  complain: (problem: string, remedy: string) => void,
): LabValue | null {
  const kind = allLabSettings[name];
  if (kind === undefined) {
    complain(`unknown setting \`${name}\``, didYouMean(name, Object.keys(allLabSettings)));
    return null;
  }
  if (kind === 'word') return text;
  // A block of YAML ends with a line break, which is no step.
  if (kind === 'text') return text.replace(/\n+$/, '');
  if (kind !== 'number') {
    if (kind.includes(text)) return text;
    complain(`\`${name}\` cannot be \`${text}\``, didYouMean(text, kind));
    return null;
  }
  if (text !== '' && !Number.isNaN(Number(text))) return Number(text);
  complain(`\`${name}=${text}\` sets no number`, `write \`${name}=60\``);
  return null;
}
