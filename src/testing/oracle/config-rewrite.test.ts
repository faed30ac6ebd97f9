/**
 * CONFIG REWRITE against a real redis-server: the file it leaves, line for line. Lines that it adds
 * come in the order of a hash table there, so those are compared in alphabetical order.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../../base/bytes.ts';
import { parseCommandLine } from '../../hosts/node/config-text.ts';
import { readConfig } from '../../hosts/node/read-config.ts';
import { startServer } from '../../hosts/node/server.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { findReal, OracleClient } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const folder = mkdtempSync(join(tmpdir(), 'stampede-rewriting-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly title: string;
  readonly file: string;
  readonly commands?: readonly string[];
  readonly options?: readonly string[];
}

const ROWS: readonly Row[] = [
  { title: 'nothing but what it needs', file: '' },
  {
    title: 'comments and blank lines',
    file: '# one\n\n\n\n#two\n   # three\n\n  \nhz 20\n\n\n# four',
    commands: ['CONFIG SET hz 30'],
  },
  {
    title: 'repeated directives',
    file: 'hz 20\ntimeout 5\nhz 30\nsave 900 1\nsave 300 10\n# x\nsave 60 5\nhz 40',
    commands: ['CONFIG SET save "10 1 20 2 30 3 40 4"'],
  },
  {
    title: 'fewer save points',
    file: 'save 900 1\nsave 300 10\nsave 60 5',
    commands: ['CONFIG SET save "60 1"'],
  },
  { title: 'no save points', file: 'save 900 1\nsave 300 10', commands: ['CONFIG SET save ""'] },
  {
    title: 'save points in one line',
    file: 'save 900 1 300 10',
    commands: ['CONFIG SET save "900 1 300 10"'],
  },
  { title: 'an empty save line', file: 'save ""\ntimeout 5' },
  {
    title: 'the default of save',
    file: 'timeout 5',
    commands: ['CONFIG SET save "3600 1 300 100 60 10000"'],
  },
  { title: 'save without a line', file: 'timeout 5', commands: ['CONFIG SET save "3600 1"'] },
  { title: 'save off without a line', file: 'timeout 5', commands: ['CONFIG SET save ""'] },
  {
    title: 'memory units',
    file: 'maxmemory 1gb\nproto-max-bulk-len 536870912\nrepl-backlog-size 1m\nhll-sparse-max-bytes 3000',
    commands: [
      'CONFIG SET maxmemory 104857600 repl-backlog-size 1000000 hll-sparse-max-bytes 2048',
      'CONFIG SET hash-max-listpack-value 1024 auto-aof-rewrite-min-size 3gb client-query-buffer-limit 1048577',
      'CONFIG SET maxmemory-clients 5% stream-node-max-bytes 0',
    ],
  },
  {
    title: 'shares and bytes',
    file: 'maxmemory-clients 10mb\nmaxmemory 0',
    commands: ['CONFIG SET maxmemory-clients 1gb maxmemory 1'],
  },
  {
    title: 'back to the defaults',
    file: 'maxmemory 1gb\nhz 20\nappendfsync always\nrequirepass ""\nslowlog-max-len 5',
    commands: ['CONFIG SET maxmemory 0 hz 10 appendfsync everysec slowlog-max-len 128'],
  },
  {
    title: 'old names',
    file: 'slave-priority 5\nhash-max-ziplist-entries 7\nlua-time-limit 100\nmin-slaves-to-write 1\nlist-max-ziplist-size -1',
    commands: ['CONFIG SET slave-serve-stale-data no slave-priority 6'],
  },
  {
    title: 'forgotten directives',
    file: 'list-max-ziplist-entries 5\nhz 20\nlist-max-ziplist-value 5',
  },
  {
    title: 'both names of one',
    file: 'replica-priority 5\nslave-priority 7\nhash-max-listpack-entries 5\nhash-max-ziplist-entries 6',
  },
  {
    title: 'quotes, spaces and bytes',
    file: `masterauth "a b"\nmasteruser 'it\\'s'\nrequirepass ""\nlogfile ""\nreplica-announce-ip "x"`,
    commands: [
      'CONFIG SET masterauth "x \\"y\\" \\\\ \\n\\x01\\xff" masteruser plain',
      'CONFIG SET replica-announce-ip "" cluster-announce-ip "1.2.3.4"',
    ],
  },
  {
    title: 'classes of clients',
    file: 'client-output-buffer-limit normal 1mb 2mb 60\n# here\nclient-output-buffer-limit pubsub 32mb 8mb 60',
    commands: ['CONFIG SET client-output-buffer-limit "replica 1gb 500mb 10"'],
  },
  {
    title: 'classes of clients in one line',
    file: 'client-output-buffer-limit normal 1 2 3 slave 4 5 6\nclient-output-buffer-limit replica 7 8 9',
    commands: ['CONFIG SET client-output-buffer-limit "pubsub 0 0 0"'],
  },
  {
    title: 'classes of clients as they were',
    file: 'client-output-buffer-limit replica 256mb 64mb 60\nhz 20',
  },
  {
    title: 'users',
    file: 'user al on nopass ~a* +get\nhz 20\nuser bo off\nuser default on nopass ~* &* +@all',
    commands: ['ACL SETUSER carl on +ping >pw', 'ACL DELUSER bo', 'ACL SETUSER al ~b*'],
  },
  {
    title: 'users that came later',
    file: 'hz 20',
    commands: ['ACL SETUSER zoe on', 'ACL SETUSER adam off ~x', 'CONFIG SET timeout 7'],
  },
  {
    title: 'renamed commands',
    file: 'rename-command FLUSHALL ""\nrename-command KEYS "ab cd"\nhz 20',
    commands: ['CONFIG SET hz 21'],
  },
  {
    title: 'includes',
    file: 'include FOLDER/part.conf\nhz 20\ninclude FOLDER/none*.conf',
    commands: ['CONFIG SET timeout 8'],
  },
  {
    title: 'what an include sets',
    file: 'hz 5\ninclude FOLDER/part.conf',
  },
  {
    title: 'enums and flags',
    file: 'shutdown-on-sigint save now\nshutdown-on-sigterm NOSAVE force\nAPPENDFSYNC ALWAYS\nloglevel Verbose\noom-score-adj relative',
    commands: [
      'CONFIG SET shutdown-on-sigint "nosave now force" appendfsync No',
      'CONFIG SET oom-score-adj no sanitize-dump-payload clients',
    ],
  },
  {
    title: 'lists of words',
    file: 'oom-score-adj-values 1 2 3\nlatency-tracking-info-percentiles 50 99\nnotify-keyspace-events KEA\nbind-source-addr 127.0.0.1',
    commands: [
      'CONFIG SET oom-score-adj-values "0 200 800" latency-tracking-info-percentiles "50 99.9 99.99"',
      'CONFIG SET notify-keyspace-events "Kx$" proc-title-template "{title} {listen-addr} x"',
    ],
  },
  {
    title: 'lists of words, to their defaults',
    file: 'latency-tracking-info-percentiles 50\nnotify-keyspace-events KEA\nbind 127.0.0.1',
    commands: [
      'CONFIG SET latency-tracking-info-percentiles "50 99 99.9" notify-keyspace-events ""',
    ],
  },
  {
    title: 'lists of words, empty',
    file: 'hz 20',
    commands: ['CONFIG SET latency-tracking-info-percentiles "" oom-score-adj-values "1 2 3"'],
  },
  {
    title: 'written before',
    file: 'hz 20\n# Generated by CONFIG REWRITE\ntimeout 5\nuser al on nopass ~* +@all',
    commands: ['CONFIG SET maxclients 500', 'CONFIG REWRITE', 'CONFIG SET lfu-log-factor 4'],
  },
  {
    title: 'spaces, tabs and letters',
    file: '  HZ   20  \n\tTimeout\t5\r\nSave "900 1"\nmaxMemory "1mb"',
  },
  { title: 'quoted names', file: '"hz" 20\n\'timeout\' 5\n"user" al on' },
  {
    title: 'words that name nothing',
    file: 'sentinel\nhz 20\nsave\nclient-output-buffer-limit normal 0 0 0',
  },
  {
    title: 'options of the command line',
    file: 'hz 20',
    options: ['--timeout', '7', '--masterauth', 'a b', '--save', '60 1'],
  },
  {
    title: 'all there is',
    file: 'hz 20\nenable-debug-command yes\nmaxmemory 3gb',
    commands: ['CONFIG SET timeout 5', 'DEBUG CONFIG-REWRITE-FORCE-ALL'],
  },
  {
    title: 'numbers of all kinds',
    file: 'unixsocketperm 0700\nslowlog-log-slower-than -1\nlist-max-listpack-size -3\ntcp-backlog 511\ndatabases 4\nio-threads 1\nreplica-priority 100',
    commands: ['CONFIG SET slowlog-log-slower-than 10000 list-max-listpack-size 5'],
  },
  {
    title: 'names that only look like directives',
    file: '#hz 10\n## hz 20\n#\n# maxmemory <bytes>\nhz 20',
    commands: ['CONFIG SET maxmemory 2mb'],
  },
];

/** Answers that the commands got, and what the file holds then; without names of this side. */
interface Outcome {
  readonly answers: readonly string[];
  readonly kept: readonly string[];
  readonly added: readonly string[];
}

/** Directives of redis-server for its own tests, which CONFIG GET does not show. */
const HIDDEN =
  /^(key-load-delay|loading-process-events-interval-bytes|lua-enable-deprecated-api|rdb-key-save-delay|use-exit-on-panic|watchdog-period) /;

const SIGNATURE = '# Generated by CONFIG REWRITE';

function outcomeOf(side: string, answers: readonly string[], kept: string): Outcome {
  const lines = kept
    .replaceAll(side, 'SIDE')
    .split('\n')
    .filter((line) => line !== 'emulate-version 7.0' && !HIDDEN.test(line));
  const at = lines.lastIndexOf(SIGNATURE);
  const end = at < 0 ? lines.length : at + 1;
  return { answers, kept: lines.slice(0, end), added: lines.slice(end).sort() };
}

async function played(side: string, commands: readonly string[]): Promise<string[]> {
  const socket = join(side, 's');
  let client: OracleClient | null = null;
  for (let attempt = 0; attempt < 200 && client === null; attempt++) {
    client = await OracleClient.open(socket).catch(() => null);
    if (client === null) await new Promise((wake) => setTimeout(wake, 10));
  }
  if (client === null) return ['does not start'];
  const argvs = [...commands, 'CONFIG REWRITE'].map(
    (line) => splitArguments(utf8ToBytes(line)) ?? [],
  );
  const frames = await client.run(argvs, 5000);
  client.close();
  return frames.map(({ raw }) => raw);
}

describe.skipIf(!isKnownVersion)('CONFIG REWRITE writes what redis-server writes', () => {
  writeFileSync(join(folder, 'part.conf'), 'timeout 99\nhz 44\n');

  function prepare(name: string, file: string): { side: string; path: string } {
    const side = join(folder, name);
    rmSync(side, { recursive: true, force: true });
    mkdirSync(side);
    const path = join(side, 'redis.conf');
    const text = `${file.replaceAll('FOLDER', folder)}\nport 0\nunixsocket ${side}/s\ndir ${side}\n`;
    writeFileSync(path, text, 'latin1');
    return { side, path };
  }

  async function ofReal({ file, commands = [], options = [] }: Row): Promise<Outcome> {
    const { side, path } = prepare('real', file);
    const child: ChildProcess = spawn(real!.program, [path, ...options], { stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', done));
    const answers = await played(side, commands);
    child.kill('SIGKILL');
    await ended;
    return outcomeOf(side, answers, readFileSync(path, 'latin1'));
  }

  async function ofOurs({ file, commands = [], options = [] }: Row): Promise<Outcome> {
    const { side, path } = prepare('ours', file);
    const version = { number: 0, text: '', words: ['emulate-version', '7.0'] };
    const { lines } = readConfig(parseCommandLine([path, ...options]), (to) => to);
    const log = { write: () => {} };
    const server = await startServer([...lines, version], { configFile: path, log });
    const answers = await played(side, commands);
    await server.stop();
    return outcomeOf(side, answers, readFileSync(path, 'latin1'));
  }

  test.each(ROWS)('$title', async (row) => {
    const [wanted, got] = await Promise.all([ofReal(row), ofOurs(row)]);
    expect(got).toEqual(wanted);
    expect(wanted.answers.filter((answer) => answer !== '+OK\r\n')).toEqual(
      wanted.answers.filter((answer) => answer.startsWith(':')),
    );
  });
});
