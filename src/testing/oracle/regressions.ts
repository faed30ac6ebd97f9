/**
 * Sequences that once told the servers apart, one file each, in regressions/*.resp: a command per
 * line, quoted as redis-cli does, `#` before remarks. They run before anything is drawn.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splitArguments } from '../../protocol/split-arguments.ts';
import type { Argv } from './compare.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'regressions');

export interface Regression {
  readonly name: string;
  readonly sequence: readonly Argv[];
}

export function quoteArgument(arg: string): string {
  if (/^[\w.:{}*?+-]+$/.test(arg)) return arg;
  const escaped = arg.replace(/["\\]/g, (c) => `\\${c}`);
  const code = (c: string) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${escaped.replace(/[^\x20-\x7e]/g, code)}"`;
}

export const commandLine = (argv: Argv): string => argv.map(quoteArgument).join(' ');

function parse(text: string): Argv[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const argv = splitArguments(line);
      if (argv === null) throw new Error(`quotes are not closed: ${line}`);
      return argv;
    });
}

export function readRegressions(): Regression[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.resp'))
    .sort()
    .map((name) => ({ name, sequence: parse(readFileSync(join(folder, name), 'utf8')) }));
}

/** Keeps a shrunk sequence; answers with its file's name. */
export function keepRegression(sequence: readonly Argv[], remark: string): string {
  const lines = sequence.map(commandLine).join('\n');
  const about = remark.split('\n').map((line) => `# ${line}`.trimEnd());
  const subject = (sequence.at(-1)?.[0] ?? 'empty').toLowerCase().replace(/[^a-z]/g, '');
  const name = `${subject}-${createHash('sha256').update(lines).digest('hex').slice(0, 8)}.resp`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${about.join('\n')}\n${lines}\n`);
  return name;
}
