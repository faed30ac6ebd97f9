/**
 * How servers end by signals and SHUTDOWN: the real redis-server and ours as processes, with the same
 * exit codes, files and lines in the log.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findReal, OracleClient } from '../../testing/oracle/servers.ts';
import { root } from '../../testing/tidy/source-files.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const folder = mkdtempSync(join(tmpdir(), 'stampede-end-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Signal = 'SIGTERM' | 'SIGINT';

interface Row {
  readonly title: string;
  readonly options: readonly string[];
  readonly commands?: readonly string[];
  /** One after the other, without waiting. */
  readonly signals?: readonly Signal[];
  /** Sent once the log says `seen`: where nothing is said, that the server goes on. */
  readonly after?: readonly string[];
  readonly seen?: string;
  /** A replica asks for everything and never tells that it has it. */
  readonly isFollowed?: boolean;
}

const POINTS = ['--save', '900 1'];
/** A beat a second: both signals come within one. */
const SLOW = ['--hz', '1'];
const BROKEN = 'CONFIG SET dbfilename in-the-way';

const ROWS: readonly Row[] = [
  {
    title: 'save points, a log and a PID file',
    options: [...POINTS, '--appendonly', 'yes', '--pidfile', 'pid'],
    signals: ['SIGTERM'],
  },
  {
    title: 'saving although there are no points',
    options: ['--save', '', '--shutdown-on-sigterm', 'save', 'now'],
    signals: ['SIGTERM'],
  },
  {
    title: 'not saving although there are points',
    options: [...POINTS, '--shutdown-on-sigint', 'nosave', 'force', '--shutdown-timeout', '0'],
    signals: ['SIGINT'],
  },
  {
    title: 'the last signal counts',
    options: [...POINTS, ...SLOW, '--shutdown-on-sigint', 'nosave'],
    signals: ['SIGINT', 'SIGTERM'],
  },
  { title: 'a second SIGINT', options: [...POINTS, ...SLOW], signals: ['SIGTERM', 'SIGINT'] },
  {
    title: 'what cannot be saved, until it is forced',
    options: [...POINTS, '--enable-protected-configs', 'yes'],
    commands: [BROKEN],
    signals: ['SIGTERM'],
    after: ['PING', 'SHUTDOWN', 'CONFIG SET shutdown-on-sigterm force', 'SHUTDOWN FORCE'],
  },
  {
    title: 'a signal that is taken back',
    options: [...POINTS, '--enable-debug-command', 'yes'],
    commands: ['SHUTDOWN ABORT', 'DEBUG PAUSE-CRON 1'],
    signals: ['SIGTERM'],
    seen: 'scheduling',
    after: ['SHUTDOWN ABORT', 'SHUTDOWN ABORT', 'DEBUG PAUSE-CRON 0', 'PING', 'SHUTDOWN NOSAVE'],
  },
  {
    title: 'replicas are waited for',
    options: ['--save', '', '--shutdown-timeout', '1', '--repl-diskless-sync-delay', '0'],
    isFollowed: true,
    signals: ['SIGTERM'],
    seen: 'Waiting for replicas',
    after: ['GET a', 'SHUTDOWN ABORT', 'SET a 2', 'SHUTDOWN'],
  },
  {
    title: 'replicas are not waited for',
    options: ['--save', '', '--shutdown-on-sigterm', 'now', '--repl-diskless-sync-delay', '0'],
    isFollowed: true,
    signals: ['SIGTERM'],
  },
];

interface Ended {
  readonly code: number | null;
  readonly files: readonly string[];
  readonly answers: readonly string[];
  readonly log: readonly string[];
}

/** What both log while they end; how writing failed and what the parts of the system do is their own. */
const KEPT =
  /(Received SIG\w+ scheduling.*|You insist.*|User requested.*|Calling fsync.*|Saving the final.*|DB saved.*|Waiting for replicas.*|Shutdown manually.*|\d of \d replicas.*|Error trying to save.*|Errors trying to.*|Removing the \w+ .*|Redis is now ready to exit.*)$/;

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

class Process {
  readonly child: ChildProcess;
  readonly home: string;
  output = '';
  private readonly ended: Promise<number | null>;

  constructor(home: string, program: readonly string[], options: readonly string[]) {
    this.home = home;
    mkdirSync(join(home, 'in-the-way', 'later'), { recursive: true });
    const place = ['--port', '0', '--unixsocket', join(home, 's'), '--dir', home];
    const [name = '', ...words] = program;
    this.child = spawn(name, [...words, ...place, ...options], { cwd: home, stdio: 'pipe' });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text) => {
        this.output += text;
      });
    }
    this.ended = new Promise((done) => this.child.once('close', done));
  }

  async until(isThere: () => boolean): Promise<void> {
    for (let n = 0; n < 3000 && !isThere() && this.child.exitCode === null; n++) await pause(2);
  }

  /** The answers, the connection's end among them. */
  async ask(commands: readonly string[]): Promise<string[]> {
    const client = await OracleClient.open(join(this.home, 's'));
    const said: string[] = [];
    for (const line of commands) {
      const [frame] = await client.run([line.split(' ')], 5000);
      said.push(`${line}: ${frame?.raw.trim()}`);
    }
    client.close();
    return said;
  }

  async follow(): Promise<Socket> {
    const socket = connect(join(this.home, 's'));
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
    socket.on('error', () => {});
    socket.write('REPLCONF capa eof\r\n');
    await this.until(() => heard.includes('OK'));
    socket.write('SYNC\r\n');
    await this.until(() => heard.includes('REDIS'));
    await this.ask(['SET a 1']);
    return socket;
  }

  async end(): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 8000);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }
}

async function play(name: string, program: readonly string[], row: Row): Promise<Ended> {
  const home = join(folder, name);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  const server = new Process(home, program, row.options);
  await server.until(() => readdirSync(home).includes('s') && /eady to accept/.test(server.output));
  const answers = await server.ask(['SET a 1', ...(row.commands ?? [])]);
  const replica = row.isFollowed ? await server.follow() : null;
  for (const signal of row.signals ?? []) {
    const seen = server.output.split('Received').length;
    server.child.kill(signal);
    await server.until(
      () => /You insist/.test(server.output) || server.output.split('Received').length > seen,
    );
  }
  if (row.after !== undefined) {
    await server.until(() => server.output.includes(row.seen ?? 'Errors trying to'));
    answers.push(...(await server.ask(row.after)));
  }
  const code = await server.end();
  replica?.destroy();
  const log = server.output.split('\n').flatMap((line) => KEPT.exec(line)?.[1] ?? []);
  const files = readdirSync(home).filter((file) => file !== 's');
  return { code, files: files.sort(), answers, log };
}

describe.skipIf(!isKnownVersion)('a server ends as redis-server does', () => {
  const ours = [process.execPath, join(root, 'scripts', 'serve.mjs'), '--emulate-version', '7.0'];

  test.each(ROWS)(
    '$title',
    async (row) => {
      const [wanted, got] = await Promise.all([
        play('real', [real!.program], row),
        play('ours', ours, row),
      ]);
      expect(got).toEqual(wanted);
      expect(wanted.code).toBe(row.title === 'a second SIGINT' ? 1 : 0);
    },
    20_000,
  );
});
