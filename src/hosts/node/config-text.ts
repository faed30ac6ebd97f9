/**
 * From a command line to configuration lines, as redis-server reads them: the text of the file, of
 * what `-` reads from standard input, and of `--directive value ...` pairs, in this order, is one
 * text. Later lines win; a fault is reported with its line number in that text.
 */
import { splitArguments } from '../../protocol/split-arguments.ts';

export interface ConfigLine {
  /** 1-based, in the whole text. */
  readonly number: number;
  readonly text: string;
  /** The directive in lower case, then its values. */
  readonly words: readonly string[];
}

export interface CommandLine {
  readonly file: string | null;
  readonly readsInput: boolean;
  /** The options as configuration text. */
  readonly options: string;
  readonly shows: 'version' | 'help' | null;
}

/** A configuration that cannot be started with; `message` is the block redis-server prints. */
export class FatalConfigError extends Error {
  constructor(line: ConfigLine, reason: string) {
    super(
      `*** FATAL CONFIG FILE ERROR ***\nReading the configuration file, at line ${line.number}\n` +
        `>>> '${line.text}'\n${reason}`,
    );
    this.name = 'FatalConfigError';
  }
}

/** Quotes as the CONFIG commands do, so that splitting gives the same bytes back. */
function quoted(text: string): string {
  const inside = text.replace(/["\\]/g, (c) => `\\${c}`).replace(/\n/g, '\\n');
  return `"${inside.replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
}

export function parseCommandLine(args: readonly string[]): CommandLine {
  const first = args[0];
  if (args.length === 1 && (first === '-v' || first === '--version')) return showing('version');
  if (args.length === 1 && (first === '-h' || first === '--help')) return showing('help');
  const file = first !== undefined && !first.startsWith('-') ? first : null;
  let readsInput = false;
  let options = '';
  const rest = file === null ? args : args.slice(1);
  for (const [i, arg] of rest.entries()) {
    if (arg === '-' && (options === '' || i === rest.length - 1)) readsInput = true;
    else if (arg.startsWith('--')) options += `\n${arg.slice(2)}`;
    else options += ` ${quoted(arg)}`;
  }
  return { file, readsInput, options, shows: null };
}

const showing = (shows: 'version' | 'help'): CommandLine => ({
  file: null,
  readsInput: false,
  options: '',
  shows,
});

/** Bytes as a one-byte string: the engine's own text, and what splitting works on. */
const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

export function parseConfigText(text: string): ConfigLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const words = splitArguments(latin1(line));
    const at = { number: index + 1, text: line };
    if (words === null) {
      throw new FatalConfigError({ ...at, words: [] }, 'Unbalanced quotes in configuration line');
    }
    const [directive = '', ...values] = words;
    return directive === '' ? [] : [{ ...at, words: [directive.toLowerCase(), ...values] }];
  });
}

const INCLUDES_DEEP_MAX = 16;

/** The lines with those of each `include` in its place; `read` gives the texts that a path stands for. */
export function withIncludes(
  lines: readonly ConfigLine[],
  read: (path: string) => readonly string[],
  depth = 0,
): ConfigLine[] {
  return lines.flatMap((line) => {
    const [directive, path, ...more] = line.words;
    if (directive !== 'include' || path === undefined || more.length > 0) return [line];
    if (depth === INCLUDES_DEEP_MAX) throw new FatalConfigError(line, 'files include one another');
    return read(path).flatMap((text) => withIncludes(parseConfigText(text), read, depth + 1));
  });
}

/** The values of the last line that gives `directive`, or null. */
export function lastValues(lines: readonly ConfigLine[], directive: string): string[] | null {
  const line = lines.findLast(({ words }) => words[0] === directive);
  return line === undefined ? null : line.words.slice(1);
}
