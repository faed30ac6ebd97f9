/**
 * Runs one sequence on both servers and says where they first part: in a reply, or in what the
 * keys hold afterwards. A difference that does not come again is the clock's, not the engine's.
 */

import { type Argv, firstFault } from './compare.ts';
import type { Frame } from './frames.ts';
import { OracleClient } from './servers.ts';
import { allKeys, lexKey } from './values.ts';

export interface Difference {
  /** The command to blame: one of the sequence, one queued in it, or one of the reading back. */
  readonly argv: Argv;
  readonly real: string;
  readonly ours: string;
}

/** A server that has not answered all by then has fallen silent. */
const timeoutMs = 3000;

/** Both servers alike before each sequence, whatever the one before has set. */
const prologue: readonly Argv[] = [
  ['FLUSHALL'],
  // When a cycle comes by is chance; that an expired key goes when it is met is not.
  ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
  [
    ...['CONFIG', 'SET', 'hash-max-listpack-entries', '128', 'hash-max-listpack-value', '64'],
    ...['zset-max-listpack-entries', '128', 'zset-max-listpack-value', '64'],
    ...['set-max-intset-entries', '512', 'list-max-listpack-size', '-2'],
    ...['stream-node-max-entries', '100', 'stream-node-max-bytes', '4096'],
    ...['maxmemory-policy', 'noeviction', 'hll-sparse-max-bytes', '3000'],
  ],
];

const readings: readonly ((key: string) => Argv)[] = [
  (key) => ['TYPE', key],
  (key) => ['OBJECT', 'ENCODING', key],
  (key) => ['PTTL', key],
  (key) => ['GET', key],
  (key) => ['LRANGE', key, '0', '-1'],
  (key) => ['SMEMBERS', key],
  (key) => ['HGETALL', key],
  (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
  (key) => ['XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'],
];

function readBack(sequence: readonly Argv[], known: ReadonlySet<string>): Argv[] {
  const moves = /^(SELECT|MOVE|COPY|SWAPDB)$/i;
  const databases = sequence.some(([name]) => moves.test(name ?? '')) ? ['0', '1'] : ['0'];
  return [
    ['DISCARD'],
    ...databases.flatMap((db) => [
      ['SELECT', db],
      ['DBSIZE'],
      // All of the database in forty digits, the entries of streams and all.
      ['DEBUG', 'DIGEST'],
      ...[...allKeys, lexKey].flatMap((key) => readings.map((reading) => reading(key))),
    ]),
  ].filter(([name]) => known.has(name ?? ''));
}

/** Encodings whose order is part of the value, so that reading back must agree on it. */
const orderedEncodings = /^\$\d+\r\n(listpack|intset)\r\n$/;

/** The order of a hash or set that is kept in one: what the rules for HGETALL and SMEMBERS forgive. */
function orderDiffers(all: readonly Argv[], at: number, real: Frame[], ours: Frame[]): boolean {
  const [name, key] = all[at] ?? [];
  if (name !== 'HGETALL' && name !== 'SMEMBERS') return false;
  const encodingAt = all.findLastIndex(
    (argv, n) => n < at && argv[1] === 'ENCODING' && argv[2] === key,
  );
  const encoding = real[encodingAt]?.raw ?? '';
  return orderedEncodings.test(encoding) && real[at]?.raw !== ours[at]?.raw;
}

/** Our server has not answered, the real one has. */
export const isSilent = ({ real, ours }: Difference): boolean =>
  ours.startsWith('!') && !real.startsWith('!');

export class Comparison {
  readonly #realPath: string;
  readonly #ourPath: string;
  readonly #known: ReadonlySet<string>;

  /** `known` are the names of the commands that our engine has. */
  constructor(realPath: string, ourPath: string, known: ReadonlySet<string>) {
    this.#realPath = realPath;
    this.#ourPath = ourPath;
    this.#known = known;
  }

  /** The first difference that `sequence` shows, every time it is run, or null. */
  async difference(sequence: readonly Argv[]): Promise<Difference | null> {
    let found: Difference | null = null;
    for (let attempt = 0; attempt < 3; attempt++) {
      found = await this.#once(sequence);
      if (found === null) return null;
      // Silence is no matter of chance, and waiting for it thrice would take long.
      if (isSilent(found)) return found;
    }
    return found;
  }

  async #once(sequence: readonly Argv[]): Promise<Difference | null> {
    const after = readBack(sequence, this.#known);
    const all = [...prologue, ...sequence, ...after];
    const [real, ours] = await Promise.all([
      this.#runOn(this.#realPath, all),
      this.#runOn(this.#ourPath, all),
    ]);
    const start = all.length - after.length;
    const fault =
      firstFault(all, real, ours) ??
      after
        .map((argv, n) => ({ argv, at: start + n }))
        .find(({ at }) => orderDiffers(all, at, real, ours));
    if (fault === undefined) return null;
    const { at, argv } = fault;
    return { argv, real: real[at]?.raw ?? '', ours: ours[at]?.raw ?? '' };
  }

  async #runOn(path: string, commands: readonly Argv[]): Promise<Frame[]> {
    const client = await OracleClient.open(path);
    try {
      return await client.run(commands, timeoutMs);
    } finally {
      client.close();
    }
  }
}
