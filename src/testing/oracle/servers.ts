/**
 * The two servers that are compared: a real redis-server on a Unix socket of its own, and ours, in
 * this process, emulating the same version.
 *
 * An exception inside our engine does not end the test run: it is answered as an error whose text
 * is the stack, which then differs from the real server's answer and is shrunk like any other.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { findRedisServer } from '../../../scripts/find-programs.mjs';
import { parseConfigText } from '../../hosts/node/config-text.ts';
import { startServer } from '../../hosts/node/server.ts';
import { type Frame, FrameReader, requestBytes } from './frames.ts';

export interface OracleServer {
  readonly path: string;
  stop(): Promise<void>;
}

export interface RealServer {
  readonly program: string;
  readonly version: string;
}

/** The redis-server at hand, or null. */
export function findReal(): RealServer | null {
  const program = findRedisServer();
  if (program === null) return null;
  const said = execFileSync(program, ['--version'], { encoding: 'utf8' });
  return { program, version: /v=(\S+)/.exec(said)?.[1] ?? 'unknown' };
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'stampede-oracle-'));
}

async function answers(path: string): Promise<boolean> {
  const client = await OracleClient.open(path).catch(() => null);
  if (client === null) return false;
  const reply = await client.run([['PING']], 1000).catch(() => []);
  client.close();
  return reply[0]?.raw === '+PONG\r\n';
}

async function waitFor(path: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    if (await answers(path)) return;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error('redis-server does not answer');
}

/** `more` are further options of the command line. */
export async function startReal(
  real: RealServer,
  ...more: readonly string[]
): Promise<OracleServer> {
  const folder = temporaryFolder();
  const path = join(folder, 'redis.sock');
  const args = ['--port', '0', '--unixsocket', path, '--save', '', '--dir', folder, '--hz', '500'];
  const child = spawn(real.program, [...args, '--enable-debug-command', 'yes', ...more], {
    stdio: 'ignore',
  });
  // Listened for from the beginning: it may crash before it is stopped.
  const ended = new Promise((done) => child.once('exit', done));
  await waitFor(path, child);
  return {
    path,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** `more` are further lines of the configuration. */
export async function startOurs(
  version: string,
  ...more: readonly string[]
): Promise<OracleServer> {
  const folder = temporaryFolder();
  const path = join(folder, 'ours.sock');
  const lines = ['port 0', `unixsocket ${path}`, `dir ${folder}`, 'save ""', 'hz 500'];
  lines.push('enable-debug-command yes', `emulate-version ${version}`, ...more);
  const server = await startServer(parseConfigText(lines.join('\n')), {
    log: { write: () => {} },
    onCrash: (error, link) => {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      link.send(Buffer.from(`-CRASH ${stack.replace(/\s*\n\s*/g, ' | ')}\r\n`));
      link.close();
    },
  });
  return {
    path,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * For the tests of a `describe`, from their beginning to their end: the real server, then ours as the
 * same version of Redis. Empty before.
 */
export function bothServers(real: RealServer | null): readonly OracleServer[] {
  const servers: OracleServer[] = [];
  beforeAll(async () => {
    const version = (real?.version ?? '7.0').split('.').slice(0, 2).join('.');
    servers.push(await startReal(real!), await startOurs(version));
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });
  return servers;
}

/** A connection that sends whole batches and waits for one reply to each command. */
export class OracleClient {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  #replies: Frame[] = [];
  #wanted = 0;
  #failure: string | null = null;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('connection closed'));
  }

  static open(path: string): Promise<OracleClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new OracleClient(socket));
      });
    });
  }

  /**
   * All commands in one write; their replies, in order. A server that falls silent or closes has
   * its missing replies filled in with a frame that says so.
   */
  async run(commands: readonly (readonly string[])[], timeoutMs: number): Promise<Frame[]> {
    this.#wanted = commands.length;
    this.#replies = [];
    const arrived = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const timer = setTimeout(() => this.#end(`no reply within ${timeoutMs} ms`), timeoutMs);
    if (this.#failure === null) this.#socket.write(requestBytes(commands));
    else this.#wake();
    await arrived;
    clearTimeout(timer);
    const replies = this.#replies;
    while (replies.length < commands.length) {
      const text = this.#failure ?? 'no reply';
      replies.push({ kind: '!', text, items: [], raw: `! ${text}` });
    }
    return replies;
  }

  /** Bytes as they are, of which no reply is awaited. */
  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    try {
      // Push messages are not replies.
      for (const frame of this.#reader.feed(bytes)) {
        if (frame.kind !== '>') this.#replies.push(frame);
      }
    } catch (error) {
      this.#end(String(error));
    }
    if (this.#replies.length >= this.#wanted) this.#wake();
  }

  #end(reason: string): void {
    this.#failure ??= reason;
    this.#wake();
  }
}

const pairTimeoutMs = 20_000;
/** Filling a server takes its time. */
const askTimeoutMs = 60_000;

/** The replies to the commands, from a connection of their own. */
export async function ask(
  server: OracleServer,
  commands: readonly (readonly string[])[],
): Promise<Frame[]> {
  const client = await OracleClient.open(server.path);
  const frames = await client.run(commands, askTimeoutMs);
  client.close();
  return frames;
}

/** The real server and ours side by side, asked the same. */
export class ServerPair {
  readonly #servers: readonly OracleServer[];
  readonly #clients: readonly OracleClient[];

  private constructor(servers: readonly OracleServer[], clients: readonly OracleClient[]) {
    this.#servers = servers;
    this.#clients = clients;
  }

  static async start(real: RealServer, version: string): Promise<ServerPair> {
    const servers = [await startReal(real), await startOurs(version)];
    const clients: OracleClient[] = [];
    for (const { path } of servers) clients.push(await OracleClient.open(path));
    return new ServerPair(servers, clients);
  }

  /** Where they listen, the real one first. */
  get paths(): readonly string[] {
    return this.#servers.map(({ path }) => path);
  }

  /** The replies of the real server, then ours. */
  async run(commands: readonly (readonly string[])[]): Promise<[Frame[], Frame[]]> {
    const [ofReal, ofOurs] = await Promise.all(
      this.#clients.map((client) => client.run(commands, pairTimeoutMs)),
    );
    return [ofReal!, ofOurs!];
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    for (const server of this.#servers) await server.stop();
  }
}
