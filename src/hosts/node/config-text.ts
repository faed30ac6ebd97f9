/**
 * From a command line to configuration lines, as redis-server reads them: the text of the file, of
 * what `-` reads from standard input, and of `--directive value ...` pairs, in this order, is one
 * text. Later lines win; a fault is reported with its line number in that text.
 */
import { quotedBytes } from '../../protocol/quoted-bytes.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { FatalConfigError } from './start-error.ts';

export interface ConfigLine {
  /** 1-based, in the whole text. */
  readonly number: number;
  readonly text: string;
  /** The directive in lower case, then its values. */
  readonly words: readonly string[];
}

type Question = 'version' | 'help' | 'memory-test' | 'system-check' | 'sentinel';

export interface CommandLine {
  readonly file: string | null;
  readonly readsInput: boolean;
  /** The options as configuration text. */
  readonly options: string;
  /** Asked for in place of a server. */
  readonly shows: Question | null;
}

/** What the first word alone decides; what follows it is not looked at. */
const FIRST_WORDS: Readonly<Record<string, Question>> = {
  '-v': 'version',
  '--version': 'version',
  '-h': 'help',
  '--help': 'help',
  '--test-memory': 'memory-test',
  '--check-system': 'system-check',
};

/** An option without a value that another one, or nothing, follows. */
const LONELY_VALUES: Readonly<Record<string, string>> = { '--save': '""', '--sentinel': '' };

export function parseCommandLine(args: readonly string[]): CommandLine {
  const first = args[0];
  const shows = FIRST_WORDS[first ?? ''] ?? (args.includes('--sentinel') ? 'sentinel' : null);
  const file = first !== undefined && !first.startsWith('-') ? first : null;
  const rest = file === null ? args : args.slice(1);
  let readsInput = false;
  let options = '';
  // True where a word with two dashes is an option: not where the one before waits for its value.
  let isFree = true;
  for (const [i, arg] of rest.entries()) {
    if (arg === '-' && ((i === 0 && file === null) || i === rest.length - 1)) readsInput = true;
    else if (isFree && arg.startsWith('--')) {
      options += `\n${arg.slice(2)} `;
      isFree = splitArguments(arg)?.length !== 1;
      const next = rest[i + 1];
      const lonely = LONELY_VALUES[arg.toLowerCase()];
      if (isFree || lonely === undefined || !(next?.startsWith('--') ?? true)) continue;
      options += lonely;
      isFree = true;
    } else {
      options += `${quotedBytes(latin1(arg))} `;
      isFree = true;
    }
  }
  return {
    file,
    readsInput,
    options: options === '' || options[0] === '\n' ? options : `\n${options}`,
    shows,
  };
}

/** Bytes as a one-byte string: the engine's own text, and what splitting works on. */
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** One by one, so that a line is dealt with before the next can be at fault. */
export function* eachConfigLine(text: string): Generator<ConfigLine> {
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const words = splitArguments(latin1(line));
    const at = { number: index + 1, text: line };
    if (words === null) throw new FatalConfigError(at, 'Unbalanced quotes in configuration line');
    const [directive = '', ...values] = words;
    if (words.length > 0) yield { ...at, words: [directive.toLowerCase(), ...values] };
  }
}

export const parseConfigText = (text: string): ConfigLine[] => [...eachConfigLine(text)];

/** The values of the last line that gives `directive`, or null. */
export function lastValues(lines: readonly ConfigLine[], directive: string): string[] | null {
  const line = lines.findLast(({ words }) => words[0] === directive);
  return line === undefined ? null : line.words.slice(1);
}
