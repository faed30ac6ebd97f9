/**
 * Whole files as Redis 2.x to 6.2 wrote them, on the disk of a real redis-server and of ours: both
 * load the same from them, or refuse them in the same words.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Bytes, toUint8Array } from '../../base/bytes.ts';
import { type Commands, type Visit, visitOurs, visitReal } from './folder-servers.ts';
import {
  entry,
  file,
  list,
  type OldValue,
  OPCODES,
  set,
  ziplist,
  ziplistHash,
} from './old-encodings.ts';
import { oldRows } from './old-values.ts';
import { findReal } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

const text = (value: Bytes): OldValue => ({
  type: 0,
  body: `${String.fromCharCode(value.length)}${value}`,
});
const { aux, expiryMs, expirySeconds, frequency, idle, moduleAux, resize, select } = OPCODES;
const AHEAD_S = 2_000_000_000;

async function visits(bytes: Bytes, commands: Commands): Promise<readonly [Visit, Visit]> {
  const folder = mkdtempSync(join(tmpdir(), 'stampede-old-rdb-'));
  try {
    writeFileSync(join(folder, 'dump.rdb'), toUint8Array(bytes));
    return [await visitReal(real!, folder, commands), await visitOurs('7.0', folder, commands)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which values a file may hold so that it is loaded: what is refused ends the loading. */
const REFUSED =
  /wrong|repeated|odd|is cut|module|type 8|no number|score|empty string for a node|zipmap without/;
const sound = oldRows.filter(({ name, under }) => !under && !REFUSED.test(name));

const whole: readonly { name: string; bytes: Bytes; commands: readonly string[] }[] = [
  {
    name: 'every value',
    bytes: file(
      9,
      aux('redis-ver', '6.2.6'),
      aux('something', 'unknown'),
      select(0),
      resize(sound.length, 0),
      ...sound.map(({ value }, n) => entry(`k${n}`, value)),
    ),
    commands: ['DBSIZE', ...sound.flatMap((_, n) => [`DUMP k${n}`, `OBJECT ENCODING k${n}`])],
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((version) => ({
    name: `version ${version}`,
    bytes: file(
      version,
      select(0),
      entry('a', text('one')),
      expirySeconds(AHEAD_S) + entry('later', text('x')),
      expirySeconds(1_000_000_000) + entry('over', text('x')),
      expirySeconds(-1) + entry('before 1970', text('x')),
      expiryMs(AHEAD_S * 1000 + 5) + entry('exact', text('x')),
      expiryMs(-1) + entry('never', text('x')),
      select(9),
      entry('h', ziplistHash(ziplist(['f', 'v']))),
    ),
    commands: [
      ...['DBSIZE', 'GET a', 'PEXPIRETIME later', 'PEXPIRETIME exact', 'PEXPIRETIME never'],
      ...['SELECT 9', 'HGETALL h', 'DBSIZE'],
    ],
  })),
  {
    name: 'idle times and frequencies',
    bytes: file(
      9,
      select(0),
      idle(3600) + entry('idle', text('x')),
      frequency(77) + entry('often', text('x')),
      entry('plain', text('x')),
    ),
    commands: ['OBJECT IDLETIME idle', 'DBSIZE', 'GET often'],
  },
  {
    name: 'keys without elements',
    bytes: file(
      9,
      select(0),
      entry('empty', list([])) +
        entry('none', set([])) +
        entry('no fields', ziplistHash(ziplist([]))),
      expiryMs(1) + entry('gone', list([])) + entry('a', text('x')),
    ),
    commands: ['KEYS *', 'TTL a'],
  },
  {
    name: 'what follows the end of an old file',
    bytes: `${file(4, entry('a', text('x')))}more`,
    commands: ['KEYS *'],
  },
  {
    name: 'what follows the checksum',
    bytes: `${file(9, entry('a', text('x')))}more, and more than a checksum`,
    commands: ['KEYS *'],
  },
  {
    name: 'a checksum of zero',
    bytes: `${file(9, entry('a', text('x'))).slice(0, -8)}${'\0'.repeat(8)}`,
    commands: ['KEYS *'],
  },
  {
    name: 'a version with a space',
    bytes: file(4, entry('a', text('x'))).replace('0004', '   4'),
    commands: ['KEYS *'],
  },
  {
    name: 'a size that is not kept',
    bytes: file(9, select(0), resize(16000, 9000), entry('a', text('x'))),
    commands: ['KEYS *'],
  },
];

const module = '\x81\x4a\xd5\xc6\xf5\xd5\xc6\xf5\0';
const cut = (bytes: Bytes, end: number): Bytes => bytes.slice(0, end);

/** What both logs have to say. */
const refused: readonly { name: string; bytes: Bytes; words: string }[] = [
  { name: 'a newer version', bytes: file(11), words: "Can't handle RDB format version 11" },
  { name: 'version 0', bytes: file(0), words: "Can't handle RDB format version 0" },
  {
    name: 'no RDB file',
    bytes: 'REDOS0009 and so on',
    words: 'Wrong signature trying to load DB from file',
  },
  {
    name: 'a module’s value',
    bytes: file(9, select(0), entry('k', { type: 7, body: `${module}\0` })),
    words: "The RDB file contains module data I can't load: no matching module type 'StXG9dXG9'",
  },
  {
    name: 'a module’s value of before',
    bytes: file(9, select(0), entry('k', { type: 6, body: `${module}\0` })),
    words: "The RDB file contains module data I can't load: no matching module type 'StXG9dXG9'",
  },
  {
    name: 'a module’s data beside the keys',
    bytes: file(9, `${moduleAux}${module}\x02\x02\0`),
    words: "The RDB file contains AUX module data I can't load: no matching module 'StXG9dXG9'",
  },
  {
    name: 'an unknown type',
    bytes: file(9, select(0), entry('k', { type: 21, body: '\x01a' })),
    words: 'Unknown RDB encoding type 21',
  },
  {
    name: 'a repeated key',
    bytes: file(9, entry('k', text('a')), entry('k', text('b'))),
    words: "RDB has duplicated key 'k' in DB 0",
  },
  {
    name: 'a database that is not there',
    bytes: file(9, select(99), entry('k', text('a'))),
    words:
      'FATAL: Data file was created with a Redis server configured to handle more than 16 databases',
  },
  {
    name: 'a repeated member',
    bytes: file(9, entry('k', set(['a', 'a']))),
    words: 'Duplicate set members detected',
  },
  {
    name: 'a damaged ziplist',
    bytes: file(9, entry('k', ziplistHash(ziplist(['a', '1'], { count: 3 })))),
    words: 'integrity check failed.',
  },
  {
    name: 'a file that is cut',
    bytes: cut(file(9, entry('k', text('hello'))), 15),
    words: 'Unexpected EOF reading RDB file',
  },
  {
    name: 'an old file that is cut',
    bytes: cut(file(3, entry('k', text('hello'))), 15),
    words: 'Unexpected EOF reading RDB file',
  },
  {
    name: 'an old file without an end',
    bytes: cut(file(3, entry('k', text('hello'))), -1),
    words: 'Unexpected EOF reading RDB file',
  },
  { name: 'no more than a beginning', bytes: 'REDIS', words: 'Unexpected EOF reading RDB file' },
  {
    name: 'a wrong checksum',
    bytes: `${file(9, entry('k', text('a'))).slice(0, -8)}wrongsum`,
    words: 'Wrong RDB checksum expected: (',
  },
  {
    name: 'a wrong checksum, and more',
    bytes: `${file(9, entry('k', text('a'))).slice(0, -8)}wrongsum and more`,
    words: 'Wrong RDB checksum expected: (',
  },
];

const request = (...words: string[]): Bytes =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
const preamble = file(9, aux('redis-ver', '6.2.6'), select(0), entry('a', text('x')));
const tail = `${request('SELECT', '0')}${request('SET', 'b', 'y')}${request('SELECT', '3')}${request('INCR', 'n')}`;

/** appendonly.aof of before Redis 7. */
const logs: readonly { name: string; bytes: Bytes; words?: string }[] = [
  { name: 'commands alone', bytes: tail },
  { name: 'a data set alone', bytes: preamble },
  { name: 'a data set and commands', bytes: preamble + tail },
  { name: 'a last command that is cut', bytes: (preamble + tail).slice(0, -5) },
  {
    name: 'a transaction without an end',
    bytes: `${preamble}${tail}${request('MULTI')}${request('SET', 'c', 'z')}`,
  },
  { name: 'no data at all', bytes: '' },
  {
    name: 'a data set that is damaged',
    bytes: `${preamble.slice(0, -8)}wrongsum${tail}`,
    words: 'Wrong RDB checksum expected: (',
  },
];

/**
 * Hash tables have an order of their own on each server; what they hold is compared elsewhere. A key
 * that was idle for an hour may have been so for some seconds more.
 */
const comparable = ({ replies }: Visit): readonly string[] | undefined =>
  replies?.map((reply, n) =>
    replies[n + 1]?.includes('hashtable') ? 'a table' : reply.replace(/^:36\d\d\r/, 'an hour'),
  );

describe.skipIf(!isKnownVersion)('files of old versions', () => {
  test.each(whole)('$name', async ({ bytes, commands }) => {
    const asked = commands.map((line) => line.split(' '));
    const [wanted, got] = await visits(bytes, asked);
    expect(wanted.replies).not.toBeNull();
    expect(comparable(got)).toEqual(comparable(wanted));
    const done = /Done loading RDB, .*/.exec(wanted.log)?.[0];
    expect(got.log).toContain(done);
  });

  test.each(logs)('a log of one file: $name', async ({ bytes, words }) => {
    const asked = ['DBSIZE', 'MGET a b c', 'SELECT 3', 'GET n'].map((line) => line.split(' '));
    const on = ['--appendonly', 'yes'];
    const visit = async (go: (folder: string) => Promise<Visit>): Promise<Visit> => {
      const folder = mkdtempSync(join(tmpdir(), 'stampede-old-aof-'));
      try {
        writeFileSync(join(folder, 'appendonly.aof'), toUint8Array(bytes));
        const first = await go(folder);
        // What has become of the files is read as the same data again.
        const again = first.replies === null ? first : await go(folder);
        expect(again.replies).toEqual(first.replies);
        return first;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    const wanted = await visit((folder) => visitReal(real!, folder, asked, ...on));
    const got = await visit((folder) => visitOurs('7.0', folder, asked, ...on));
    expect(got.replies).toEqual(wanted.replies);
    const migrated = 'Successfully migrated an old-style AOF file (appendonly.aof) into';
    for (const { log } of [wanted, got]) expect(log).toContain(words ?? migrated);
  });

  test.each(refused)('$name is refused', async ({ bytes, words }) => {
    for (const { replies, log } of await visits(bytes, [['PING']])) {
      expect(log).toContain(words);
      expect(replies).toBeNull();
    }
  });
});
