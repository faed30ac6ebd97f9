/**
 * Lines of a `redis` or `solution` block: Redis commands, and moves of the world around the engine,
 * which begin with `@`: `@clock +60s`, `@clock next-expiry`, `@query ROW`, `@update ROW`,
 * `@lab ttlSeconds=60`.
 */
import type { CacheAsideSettings } from '../../contract/lab.ts';
import type { Action } from '../lesson.ts';
import { didYouMean, type Problems } from './problems.ts';
import { readDuration } from './quantities.ts';

const moves = ['clock', 'query', 'update', 'lab'] as const;

export const labSettings: readonly (keyof CacheAsideSettings)[] = [
  'seed',
  'ttlSeconds',
  'requestsPerSecond',
  'seconds',
  'rows',
  'databaseMs',
];

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
  if (name === 'lab') return { kind: 'lab', settings: readSettings(words, at, problems) };
  problems.add(at, `unknown move \`${head}\``, didYouMean(name, moves));
  return null;
}

function readSettings(words: readonly string[], at: number, problems: Problems) {
  const settings: Partial<Record<keyof CacheAsideSettings, number>> = {};
  for (const word of words) {
    const [name = '', value = ''] = word.split('=');
    const known = labSettings.find((one) => one === name);
    if (!known) problems.add(at, `unknown setting \`${name}\``, didYouMean(name, labSettings));
    else if (value === '' || Number.isNaN(Number(value))) {
      problems.add(at, `\`${word}\` sets no number`, `write \`${name}=60\``);
    } else settings[known] = Number(value);
  }
  return settings;
}
