/**
 * Both servers over a folder that the test has filled: they load what is there, answer, and end.
 * One that does not start says why in its log.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfigText } from '../../hosts/node/config-text.ts';
import { startServer } from '../../hosts/node/server.ts';
import { OracleClient, type RealServer } from './servers.ts';

/** What a server answered, null where it did not start; and what it wrote to its log. */
export interface Visit {
  readonly replies: readonly string[] | null;
  readonly log: string;
}

export type Commands = readonly (readonly string[])[];

async function repliesTo(path: string, commands: Commands): Promise<string[]> {
  const client = await OracleClient.open(path);
  const frames = await client.run(commands, 10_000);
  client.close();
  return frames.map(({ raw }) => raw);
}

/** `more` are further options, as on a command line. */
export async function visitReal(
  { program }: RealServer,
  folder: string,
  commands: Commands,
  ...more: readonly string[]
): Promise<Visit> {
  const path = join(folder, 'real.sock');
  const logFile = join(folder, 'real.log');
  rmSync(logFile, { force: true });
  const args = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', ''];
  const child = spawn(
    program,
    [...args, '--logfile', logFile, '--crash-log-enabled', 'no', ...more],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise((done) => child.once('exit', done));
  let replies: string[] | null = null;
  try {
    for (let tries = 0; child.exitCode === null && child.signalCode === null; tries++) {
      const pong = await repliesTo(path, [['PING']]).catch(() => []);
      if (pong[0] === '+PONG\r\n') {
        replies = await repliesTo(path, commands);
        break;
      }
      if (tries === 200) throw new Error('redis-server does not answer');
      await new Promise((wake) => setTimeout(wake, 25));
    }
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
  return { replies, log: existsSync(logFile) ? readFileSync(logFile, 'latin1') : '' };
}

export async function visitOurs(
  version: string,
  folder: string,
  commands: Commands,
  ...more: readonly string[]
): Promise<Visit> {
  const path = join(folder, 'ours.sock');
  const options = more.join(' ').replace(/ ?--/g, '\n');
  const text = `port 0\nunixsocket ${path}\ndir ${folder}\nsave ""\nemulate-version ${version}${options}`;
  const lines: string[] = [];
  const log = { write: (_level: string, message: string) => void lines.push(message) };
  const server = await startServer(parseConfigText(text), { log }).catch((error: unknown) => {
    lines.push(error instanceof Error ? error.message : String(error));
    return null;
  });
  if (server === null) return { replies: null, log: lines.join('\n') };
  try {
    return { replies: await repliesTo(path, commands), log: lines.join('\n') };
  } finally {
    await server.stop();
  }
}
