/**
 * Our server on a free port, and the programs of a Redis installation that are driven against it.
 * A program that is not installed is reported in capitals: what it would have shown stays unproven.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../../../scripts/find-programs.mjs';
import { parseConfigText } from '../../hosts/node/config-text.ts';
import { type RunningServer, startServer } from '../../hosts/node/server.ts';

export interface TestServer {
  readonly port: number;
  readonly folder: string;
  readonly running: RunningServer;
  stop(): Promise<void>;
}

/** Ours, in this process; `config` are further lines of redis.conf. */
export async function startOurs(...config: readonly string[]): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'stampede-tools-'));
  const lines = ['bind 127.0.0.1', `dir ${folder}`, ...config];
  const running = await startServer(parseConfigText(lines.join('\n')), {
    ephemeral: true,
    log: { write: () => {} },
  });
  return {
    port: running.port,
    folder,
    running,
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The program's path, or null after saying aloud that its tests are skipped. */
export function findProgram(name: string): string | null {
  const path = findOnPath(name);
  if (path === null) process.stdout.write(`\n==== SKIPPED: ${name} was not found ====\n`);
  return path;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Typed one after the other with a pause before each, as a person would. */
  readonly typed?: readonly string[];
  /** Ends it with SIGTERM after this time. */
  readonly endAfterMs?: number;
  /** Ends it with SIGTERM as soon as this is in its output. */
  readonly endWhen?: string;
}

const typingPauseMs = 250;

export async function runProgram(
  path: string,
  args: readonly string[],
  { input = '', typed = [], endAfterMs, endWhen }: RunOptions = {},
): Promise<Ended> {
  const env = { ...process.env, TERM: 'xterm', HOME: tmpdir() };
  const child = spawn(path, args, { stdio: 'pipe', env });
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString('utf8');
    if (endWhen !== undefined && output.includes(endWhen)) child.kill();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString('utf8');
  });
  // A program that ends early closes its input: that is its own affair.
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const timer = endAfterMs === undefined ? null : setTimeout(() => child.kill(), endAfterMs);
  for (const line of typed) {
    await new Promise((wake) => setTimeout(wake, typingPauseMs));
    child.stdin.write(line);
  }
  child.stdin.end(input);
  const code = await ended;
  if (timer !== null) clearTimeout(timer);
  return { code, output, errors };
}
