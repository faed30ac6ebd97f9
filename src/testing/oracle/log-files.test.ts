/** The files of a log, their names and the manifest, as a real redis-server makes and goes on with them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Commands, visitOurs, visitReal } from './folder-servers.ts';
import { findReal } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

interface Row {
  readonly title: string;
  /** One after another over the same folder: what is asked, and the server's options. */
  readonly visits: readonly (readonly [commands: string, options: string])[];
}

const ON = '--appendonly yes';

const ROWS: readonly Row[] = [
  { title: 'an empty one', visits: [['PING', ON]] },
  {
    title: 'an empty one, commands for its base',
    visits: [['PING', `${ON} --aof-use-rdb-preamble no`]],
  },
  {
    title: 'written to and opened again',
    visits: [
      ['SET a 1', ON],
      ['SET b 1', ON],
    ],
  },
  { title: 'turned on while it runs', visits: [['SET a 1\nCONFIG SET appendonly yes', '']] },
  {
    title: 'turned on, off and on',
    visits: [
      ['CONFIG SET appendonly yes', ''],
      ['SET a 1\nCONFIG SET appendonly no', ON],
      ['SET b 1\nCONFIG SET appendonly yes', ''],
    ],
  },
  { title: 'rewritten', visits: [['SET a 1\nBGREWRITEAOF', ON]] },
  {
    title: 'a name of its own',
    visits: [['SET a 1', `${ON} --appendfilename log --appenddirname logs`]],
  },
  {
    title: 'a snapshot beside it is not its base',
    visits: [
      ['SET a 1\nSAVE', ''],
      ['DBSIZE', ON],
    ],
  },
];

/** Asked often enough for what goes on in the background to have come to its end. */
const commandsOf = (lines: string): Commands => [
  ...lines.split('\n').map((line) => line.split(' ')),
  ...Array.from({ length: 4 }, () => ['BLPOP', 'none', '0.1']),
];

/** Bases differ in the time and the version they name. */
const sizeOf = (path: string): number | string =>
  path.endsWith('.base.rdb') ? 'a snapshot' : readFileSync(path).length;

describe.skipIf(!isKnownVersion)('the files of a log', () => {
  test.each(ROWS)('$title', async ({ visits }) => {
    const outcomes = ['real', 'ours'].map(async (who) => {
      const folder = mkdtempSync(join(tmpdir(), `stampede-log-${who}-`));
      const seen: unknown[] = [];
      try {
        for (const [lines, options] of visits) {
          const more = options.split(' ').filter(Boolean);
          const commands = commandsOf(lines);
          const visit =
            who === 'real'
              ? await visitReal(real!, folder, commands, ...more)
              : await visitOurs('7.0', folder, commands, ...(more.length > 0 ? ['', ...more] : []));
          const logs = ['appendonlydir', 'logs'].filter((name) => existsSync(join(folder, name)));
          const files = logs.flatMap((name) =>
            readdirSync(join(folder, name)).map((file) => join(folder, name, file)),
          );
          seen.push({
            replies: visit.replies?.slice(0, -4),
            files: files.map((path) => [path.slice(folder.length), sizeOf(path)]),
            manifests: files
              .filter((path) => path.endsWith('.manifest'))
              .map((path) => readFileSync(path, 'latin1')),
          });
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      return seen;
    });
    const [wanted, got] = await Promise.all(outcomes);
    expect(got).toEqual(wanted);
  });
});
