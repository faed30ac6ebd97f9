/**
 * What a server is not started with: the real redis-server as a process, ours in this one, the same
 * words from both, and the same from a file as from the command line.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findReal } from '../../testing/oracle/servers.ts';
import { parseCommandLine } from './config-text.ts';
import { readConfig } from './read-config.ts';
import { startServer } from './server.ts';
import { FatalConfigError, StartError } from './start-error.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const folder = mkdtempSync(join(tmpdir(), 'stampede-start-'));
const socket = join(folder, 'sock');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Refusal {
  readonly code: number | null;
  /** Standard error, or the last line of the log. */
  readonly said: string;
}

function ofReal(args: readonly string[], input: string): Promise<Refusal> {
  return new Promise((settle) => {
    const child = spawn(real!.program, args, { cwd: folder, stdio: 'pipe' });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.stderr.on('data', (text) => {
      errors += text;
    });
    // Whoever starts after all is ended, and the row then shows it.
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('close', (code) => {
      clearTimeout(timer);
      const last = output.trim().split('\n').at(-1) ?? '';
      settle({ code, said: errors === '' ? last.replace(/^\d+:. .*? [#*] /, '') : errors });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const missing = () => {
  throw Object.assign(new Error(), { code: 'ENOENT' });
};

async function ofOurs(args: readonly string[], input: string): Promise<Refusal> {
  const moveTo = (path: string) => (path === '.' || path === folder ? folder : missing());
  try {
    const { lines } = readConfig(parseCommandLine(args), moveTo, () => input);
    const version = { number: 0, text: '', words: ['emulate-version', '7.0'] };
    const log = { write: () => {} };
    const server = await startServer([...lines, version], { log });
    await server.stop();
    return { code: 0, said: 'started' };
  } catch (error) {
    if (error instanceof FatalConfigError) {
      return { code: 1, said: `\n${error.message.replace('7.4.2', real!.version)}\n` };
    }
    return { code: 1, said: error instanceof StartError ? error.message : String(error) };
  }
}

async function check(args: readonly string[], input = ''): Promise<void> {
  const wanted = await ofReal(args, input);
  expect({ args, input, ...(await ofOurs(args, input)) }).toEqual({ args, input, ...wanted });
  expect(wanted.code).toBe(1);
}

const NEITHER = 'port 0';
const SENTINEL = [
  ...['monitor m 127.0.0.1 6379 2', 'down-after-milliseconds m 1', 'failover-timeout m 1'],
  ...['parallel-syncs m 1', 'auth-pass m x', 'announce-ip x', 'announce-port 1', 'bogus'],
  ...['notification-script m x', 'client-reconfig-script m x', 'resolve-hostnames yes'],
];

/** Whole configurations, of which the last line is at fault, or which listen nowhere. */
const CONFIGURATIONS: readonly string[] = [
  ...['bind "x', 'port 0 1', 'port', 'save 1', 'save a b', 'save 0 1', 'save -1 5'],
  ...['rename-command NOPE x', 'rename-command GET SET', 'rename-command GET', 'user'],
  ...[
    'include',
    'include a b',
    'include /nowhere/x.conf',
    `include ${folder}/inc.conf`,
    'loadmodule',
  ],
  ...['mod.x', 'BoGuS x', '# x\n\n \tport 0 \r\n   BoGuS x  \r\n', 'replicaof a', 'slaveof a x'],
  ...['list-max-ziplist-entries', 'maxmemory 1tb', 'maxmemory-policy x', 'appendonly maybe'],
  ...['appendfilename a/b', 'appendfilename ""', 'appenddirname ""', 'dbfilename a/b'],
  ...['databases 0', 'hz abc', 'client-output-buffer-limit normal 1 2'],
  ...['oom-score-adj-values 1 2', 'bind a b c d e f g h i j k l m n o p q', 'io-threads 200'],
  ...[
    'unixsocketperm 999',
    'unixsocketperm 7777',
    'unixsocketperm -1',
    'notify-keyspace-events Q',
    'proc-title-template {x}',
    'port 70000',
  ],
  ...['syslog-facility x', 'latency-tracking-info-percentiles 101', 'enable-debug-command maybe'],
  ...['zset-max-listpack-entries -1', 'shutdown-on-sigint now bogus', 'dir /nowhere/x', 'dir'],
  ...['oom-score-adj-values', 'replicaof', 'unixsocketperm'],
  `user al on +get\n${NEITHER}\nuser al off`,
  ...['user al bogus', 'user al ~a ~* ~b', 'user al #zz', 'user al >x <y', 'user al (bogus)'],
  `${NEITHER}\nuser al on`,
  `${NEITHER}\ninclude /nowhere/*.conf`,
  `${NEITHER}\nlist-max-ziplist-entries 5\nlist-max-ziplist-value x`,
  `${NEITHER}\nsentinel`,
  `${NEITHER}\nsave\nsave 1 2\nclient-output-buffer-limit "normal 1 2 3"`,
  `${NEITHER}\nlatency-tracking-info-percentiles`,
  `${NEITHER}\nrequirepass "a\\x41$b"\nmasterauth 'it\\'s'`,
  ...SENTINEL.map((words) => `${NEITHER}\nsentinel ${words}`),
];

/** What goes wrong only once there is a server. */
const SETTINGS: readonly string[] = [
  ...['user al +nope', 'user al +@nope', 'user al on +get +get|x|y'],
  ...['aclfile /nowhere/a', `aclfile ${folder}/bad.acl`, 'aclfile x\nuser al on', 'mod.x 1'],
];

const COMMAND_LINES: readonly (readonly string[])[] = [
  ['--port', '0', '--bogus', '1'],
  ['--port', '0', '--bogus'],
  ['--port', 'abc'],
  ['/nowhere/redis.conf'],
  ['--port', '0', '--version'],
  ['--port', '1', '-v'],
  ['-x'],
  ['-x', '--port', '0'],
  ['--port', '--port', '0'],
  ['--port'],
  ['--port 0'],
  ['--port 0', '--save', '1 1', '--save', '2 2'],
  ['--port', '0', '--save', '--hz', '5'],
  ['--port', '0', '--save'],
  ['--port', '0', '--save', ''],
  ['--port', '0', '--hz', '--save'],
  ['--port', '0', '--requirepass', 'a "b" $c \\ \t'],
  ['--port', '0', '--requirepass', '--x'],
  ['--port', '0', '--bogus', 'a "b"\\\t\x01'],
  ['--port', '0', '--include', join(folder, 'inc.conf')],
  ['--port', '0', '--include', '/nowhere'],
  [join(folder, 'inc.conf'), '-', '--port', '0'],
  ['--port', '0', '--unixsocket', '/nowhere/x/sock'],
  ['--bind', '203.0.113.5', '--port', '17'],
];

describe.skipIf(!isKnownVersion)('what redis-server refuses is refused, in its words', () => {
  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'inc.conf'), 'port 0\n\nnothing-known\n');
    writeFileSync(join(folder, 'bad.acl'), 'user al bogus\n');
  });

  test.each(CONFIGURATIONS)('%j', async (text) => check(['-'], text));
  test.each(SETTINGS)('%j', async (text) => check(['-'], `port 0\nunixsocket ${socket}\n${text}`));
  test.each(COMMAND_LINES.map((args) => [args]))('%j', async (args) => check(args));
  test.each([
    ['-', '--hz', 'x'],
    ['--port', '0', '-'],
    ['--hz', 'x', '-'],
  ])('standard input: %s %s %s', async (...args) => check(args, 'maxclients 5\nbogus'));

  test('a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '0.0.0.0', done));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await check(['--port', String(port), '--bind', '*']);
    await new Promise((done) => other.close(done));
  });
});
