/**
 * The replies that a real server gave to the commands of the course's documents
 * (data/ground-truth.txt, Redis 7.0), and what a replay may legitimately differ in.
 */
import { readFileSync } from 'node:fs';
import { parseRecording, type RecordedCommand, type Replayer } from './recordings.ts';

export const groundTruth: readonly RecordedCommand[] = parseRecording(
  readFileSync(new URL('./data/ground-truth.txt', import.meta.url), 'utf8'),
);

/** What the recorded server had been through before: a user, and a slow log filled to its brim. */
const prelude = [
  'ACL SETUSER alice',
  'CONFIG SET slowlog-max-len 128',
  'CONFIG SET slowlog-log-slower-than 0',
  ...Array.from({ length: 130 }, () => 'PING'),
];

const sortedLines = (text: string): string =>
  text
    .replace(/^ *\d+\) /gm, '')
    .split('\n')
    .sort()
    .join('\n');

/** Names and values in pairs, in the order of the names. */
const sortedPairs = (text: string): string => {
  const words = text.replace(/^ *\d+\) /gm, '').split('\n');
  const pairs = words.flatMap((word, at) => (at % 2 === 0 ? [`${word} ${words[at + 1]}`] : []));
  return pairs.sort().join('\n');
};

/** Each entry's form: the numbers, words and arguments in it are the history of that server. */
const slowLogForm = (text: string): string =>
  text
    .replace(/\(integer\) \d+/g, '(integer)')
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/^ {4}4\) 1\) ""(?:\n {7}\d+\) "")*/gm, '    4) arguments');

interface Variation {
  readonly of: RegExp;
  readonly why: string;
  readonly normalise: (reply: string) => string;
}

/** The one place where a difference is forgiven. */
const variations: readonly Variation[] = [
  {
    of: /./,
    why: 'redis-cli says below a reply how long it waited for it',
    normalise: (reply) => reply.replace(/\n\(\d+\.\d+s\)$/, ''),
  },
  {
    of: /^CLUSTER INFO$/,
    why: 'redis-cli prints what is a text for reading as it is, an error there too',
    normalise: (reply) => reply.replace(/^ERR /, '(error) ERR '),
  },
  {
    of: /^(SUNION|SINTER|SDIFF) /,
    why: 'a set of the real server has the order of a hash with a secret seed',
    normalise: sortedLines,
  },
  {
    of: /^CONFIG GET maxmemory\*$/,
    why: 'so has the table of its directives',
    normalise: sortedPairs,
  },
  {
    of: /^LASTSAVE$/,
    why: 'the time of the save',
    normalise: (reply) => reply.replace(/\d{10}/, 'time'),
  },
  {
    of: /^SLOWLOG GET/,
    why: 'numbers, times, durations and arguments of commands that had been slow there',
    normalise: slowLogForm,
  },
];

function comparable(command: string, reply: string): string {
  return variations
    .filter(({ of }) => of.test(command))
    .reduce((text, { normalise }) => normalise(text), reply.trimEnd());
}

/** What a replayer waits for: which reply it is, is compared afterwards. */
const anyReply = '...';

/** Plays all of it; answers with one line for each reply that differs. */
export async function replayGroundTruth(replayer: Replayer): Promise<string[]> {
  for (const command of prelude) {
    await replayer.play({ chapter: '', line: 0, client: '', command, reply: anyReply });
  }
  const differences: string[] = [];
  for (const recorded of groundTruth) {
    const { command, line } = recorded;
    const actual = await replayer.play({ ...recorded, reply: anyReply });
    const [wanted, got] = [comparable(command, recorded.reply), comparable(command, actual)];
    if (wanted !== got) differences.push(`line ${line}: ${command}\n${wanted}\n-- but\n${got}`);
  }
  return differences;
}
