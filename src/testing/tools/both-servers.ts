/**
 * Our server, and a real redis-server where there is one: a suite that passes with the real one is
 * known to ask for what Redis does.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer } from '../../../scripts/find-programs.mjs';
import { startOurs } from './programs.ts';

export interface PlainServer {
  readonly port: number;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

async function startReal(program: string): Promise<PlainServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'stampede-real-'));
  const args = ['--port', String(port), '--dir', folder, '--save', ''];
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  await until(() => isOpen(port));
  return {
    port,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const real = findRedisServer();
if (real === null) {
  process.stdout.write(
    '\n==== SKIPPED: no redis-server was found to run the same suite with ====\n',
  );
}

/** For `describe.each`. */
export const bothServers: readonly (readonly [string, () => Promise<PlainServer>])[] = [
  ['ours', () => startOurs()],
  ...(real === null ? [] : [['redis-server', () => startReal(real)] as const]),
];

const LOOK_EVERY_MS = 5;
const PATIENCE_MS = 10_000;

/** Waits for a condition; throws when it does not come about. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = 'the condition',
): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`${what} did not come about`);
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
  }
}
