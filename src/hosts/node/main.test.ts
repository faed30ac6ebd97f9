/** The program as others start it: a process, its ports, its files, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../../testing/tidy/source-files.ts';

const script = join(root, 'scripts', 'serve.mjs');

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once standard output has `text`. */
  said(text: string): Promise<void>;
}

let folder: string;
const running: Program[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stampede-main-'));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true });
});

function start(...args: string[]): Program {
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, stdio: 'pipe' });
  let output = '';
  let errors = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (text) => {
    output += text;
    for (const look of waiting) look();
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, output, errors }));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.includes(text)) resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without ${text}: ${errors}`)));
    });
  const program = { child, ended, said };
  running.push(program);
  return program;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Sends `request`, closes its side, answers with all that came back. */
function ask(where: number | string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = typeof where === 'string' ? connect(where) : connect(where, '127.0.0.1');
    let answer = '';
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.end(request);
  });
}

/** Sends `request` and stays until the whole of `answer`, or as much of something else, is there. */
function expectAnswer(port: number, request: string, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (text) => {
      answer += text;
      if (answer.length >= wanted.length) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      if (answer === wanted) resolve();
      else reject(new Error(`answered ${answer}`));
    });
    socket.write(request);
  });
}

async function serve(...args: string[]): Promise<{ program: Program; port: number }> {
  const port = await freePort();
  const program = start('--port', String(port), '--dir', folder, ...args);
  await program.said('Ready to accept connections');
  return { program, port };
}

test('serves, says who it is, ends in order on SIGTERM', async () => {
  const pidFile = join(folder, 'pid');
  const { program, port } = await serve('--pidfile', pidFile, '--bind', '127.0.0.1');
  expect(await ask(port, 'SET a 1\r\nGET a\r\nPING\r\n')).toBe('+OK\r\n$1\r\n1\r\n+PONG\r\n');
  expect(readFileSync(pidFile, 'utf8')).toBe(`${program.child.pid}\n`);
  program.child.kill('SIGTERM');
  const { code, output } = await program.ended;
  expect(code).toBe(0);
  expect(output).toContain(`pid=${program.child.pid}, just started`);
  expect(output).toContain(`Running mode=standalone, port=${port}.`);
  expect(existsSync(pidFile)).toBe(false);
});

test('where it is asked for, the logo says who answers', async () => {
  const { program, port } = await serve('--always-show-logo', 'yes', '--emulate-version', '7.0');
  program.child.kill('SIGTERM');
  const { output } = await program.ended;
  expect(output).toMatch(/Stampede [\d.]+, as Redis 7\.0\n/);
  expect(output).toContain(` Port: ${port}\n   PID: ${program.child.pid}\n`);
});

test('SIGTERM keeps everything, SIGKILL everything answered under appendfsync always', async () => {
  const first = await serve('--appendonly', 'yes');
  await ask(first.port, 'SET a 1\r\nRPUSH l x y\r\n');
  first.program.child.kill('SIGTERM');
  expect((await first.program.ended).code).toBe(0);

  const second = await serve('--appendonly', 'yes', '--appendfsync', 'always');
  expect(await ask(second.port, 'GET a\r\nINCR a\r\n')).toBe('$1\r\n1\r\n:2\r\n');
  second.program.child.kill('SIGKILL');
  await second.program.ended;

  const third = await serve('--appendonly', 'yes');
  expect(await ask(third.port, 'GET a\r\n')).toBe('$1\r\n2\r\n');
});

test('listens on a Unix socket, and on no TCP port when that is 0', async () => {
  const path = join(folder, 'sock');
  const program = start('--port', '0', '--unixsocket', path, '--unixsocketperm', '700');
  await program.said('Ready to accept connections');
  expect(await ask(path, 'PING\r\n')).toBe('+PONG\r\n');
  program.child.kill('SIGINT');
  expect((await program.ended).code).toBe(0);
  expect(existsSync(path)).toBe(false);
});

test('a long pipeline that is only read at its end', async () => {
  const { port } = await serve();
  const value = 'x'.repeat(1000);
  const answer = await ask(port, `SET a ${value}\r\n${'GET a\r\n'.repeat(5000)}`);
  expect(answer.length).toBe(5 + 5000 * (7 + 1000 + 2));
});

test('SHUTDOWN ends the program', async () => {
  const { program, port } = await serve();
  await ask(port, 'SET a 1\r\nSHUTDOWN NOSAVE\r\n').catch(() => '');
  expect((await program.ended).code).toBe(0);
  expect(existsSync(join(folder, 'dump.rdb'))).toBe(false);
});

test('what cannot be saved keeps the server from ending, unless it is to end anyway', async () => {
  const pidFile = join(folder, 'pid');
  writeFileSync(pidFile, 'of another one\n');
  const { program, port } = await serve('--pidfile', pidFile);
  mkdirSync(join(folder, 'dump.rdb', 'in-the-way'), { recursive: true });
  const failed = '-ERR Errors trying to SHUTDOWN. Check logs.\r\n';
  await expectAnswer(port, 'SET a 1\r\nSHUTDOWN\r\nGET a\r\n', `+OK\r\n${failed}$1\r\n1\r\n`);
  await program.said("Error trying to save the DB, can't exit");
  program.child.kill('SIGTERM');
  await expectAnswer(port, 'SHUTDOWN SAVE\r\nPING\r\n', `${failed}+PONG\r\n`);
  await ask(port, 'SHUTDOWN FORCE\r\n').catch(() => '');
  expect((await program.ended).code).toBe(0);
  expect(existsSync(pidFile)).toBe(false);
});

test('signals save as their directives say; relative names are in dir', async () => {
  const { program } = await serve(
    ...['--save', '', '--shutdown-on-sigterm', 'save', '--pidfile', 'pid', '--dbfilename', 'x.rdb'],
  );
  expect(readFileSync(join(folder, 'pid'), 'utf8')).toBe(`${program.child.pid}\n`);
  program.child.kill('SIGTERM');
  program.child.kill('SIGTERM');
  expect((await program.ended).code).toBe(0);
  expect(existsSync(join(folder, 'x.rdb'))).toBe(true);
});

test('refuses what it cannot start with', async () => {
  const check = async (args: string[], errorText: RegExp, logText = /^$/) => {
    const { code, errors, output } = await start(...args).ended;
    expect({ code, errors, output }).toEqual({
      code: 1,
      errors: expect.stringMatching(errorText),
      output: expect.stringMatching(logText),
    });
  };
  await check(['--port', 'abc'], /^\n\*{3} FATAL CONFIG FILE ERROR[\s\S]*>>> 'port "abc"'/);
  await check(['--dir', join(folder, 'nowhere')], /\nNo such file or directory\n$/);
  expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  await check(['/nowhere/redis.conf'], /^$/, /can't open config file '\/nowhere\/redis.conf'/);
  await check(['--port', '0', '--daemonize', 'yes'], /daemonize is not supported/);
  await check(['x.conf', '--sentinel'], /^This is not a Sentinel: [^\n]*\n$/);
  await check(['--test-memory', '1'], /does not test memory/);
  await check(['--port', '0', '--logfile', '/nowhere/l'], /Can't open the log file: No such file/);
});

test('tells its version and its usage', async () => {
  const version = await start('--version').ended;
  expect(version).toMatchObject({ code: 0 });
  expect(version.output).toMatch(/^Stampede server v=\d/);
  // As redis-server does: who asks for help did not get a server.
  expect(await start('--help').ended).toMatchObject({
    code: 1,
    errors: expect.stringContaining('Usage:'),
  });
});
