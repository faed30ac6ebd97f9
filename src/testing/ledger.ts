/**
 * What the course's documents name: commands, each with rows that exercise it (data/ledger-*.txt),
 * and directives. Rows are a recording of Redis 7.0, and hold in 7.4 as well, but for chapters whose
 * title ends in the version that they are of.
 */
import { readFileSync } from 'node:fs';
import { bytesToUtf8Lossy, utf8ToBytes } from '../base/bytes.ts';
import { splitArguments } from '../protocol/split-arguments.ts';
import { isReplyTo, parseRecording, type RecordedCommand, type Replayer } from './recordings.ts';

const read = (name: string): string =>
  readFileSync(new URL(`./data/ledger-${name}.txt`, import.meta.url), 'utf8');

const withoutComments = (text: string): string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** In upper case; a subcommand is `CONTAINER|SUBCOMMAND`. */
export const ledgerCommands: readonly string[] = withoutComments(read('commands')).flatMap((line) =>
  line.split(' '),
);

/** Of redis.conf; those of sentinel.conf begin with `sentinel`. */
export const ledgerDirectives: readonly string[] = withoutComments(read('directives'));

export const ledgerRows: readonly RecordedCommand[] = ['rows', 'directive-rows'].flatMap((name) =>
  parseRecording(read(name)),
);

export const chapters: readonly string[] = [...new Set(ledgerRows.map(({ chapter }) => chapter))];

/** The versions that answer so. */
export function versionsOf(chapter: string): readonly string[] {
  const [, version] = /\((\d\.\d)\)$/.exec(chapter) ?? [];
  return version === undefined ? ['7.0', '7.4'] : [version];
}

/** The names that a row exercises: that of its command, and of its subcommand. */
export function namesOf({ command }: RecordedCommand): string[] {
  const words = splitArguments(utf8ToBytes(command)) ?? [];
  const [first = '', second = ''] = words.map((word) => bytesToUtf8Lossy(word).toUpperCase());
  return [first, `${first}|${second}`];
}

/** Plays one chapter to an empty server; a line for each reply that is not the recorded one. */
export async function replayChapter(chapter: string, replayer: Replayer): Promise<string[]> {
  const differences: string[] = [];
  for (const recorded of ledgerRows.filter((row) => row.chapter === chapter)) {
    const actual = await replayer.play(recorded);
    if (isReplyTo(recorded, actual)) continue;
    const { line, command, reply } = recorded;
    differences.push(`line ${line}: ${command}\n${reply}\n-- but\n${actual}`);
  }
  return differences;
}
