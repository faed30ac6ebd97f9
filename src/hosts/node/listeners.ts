/**
 * Listening sockets: TCP on every `bind` address and a Unix socket, as the configuration says.
 *
 * An address with a leading `-` may be missing on this machine; any other that cannot be listened
 * on ends the start. Port 0 means no TCP in a configuration; `ephemeral` asks for a free port.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';

export interface ListenOptions {
  /** 0: no TCP. */
  readonly port: number;
  /** Listens on a free port instead of `port`: for tests. */
  readonly ephemeral?: boolean;
  readonly bind: readonly string[];
  readonly backlog: number;
  /** Empty: no Unix socket. */
  readonly unixSocket: string;
  readonly unixSocketMode: number;
}

export interface Listeners {
  /** The TCP port in use, 0 without TCP. */
  readonly port: number;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

type OnSocket = (socket: Socket) => void;

function listen(server: Server, where: Parameters<Server['listen']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where as never, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** `*` and `-::*` are how redis.conf says every IPv4 and, if there is any, every IPv6 address. */
function hostOf(address: string): string {
  const bare = address.replace(/^-/, '');
  if (bare === '*') return '0.0.0.0';
  return bare === '::*' ? '::' : bare;
}

export async function openListeners(
  options: ListenOptions,
  onSocket: OnSocket,
): Promise<Listeners> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const make = (): Server => {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      onSocket(socket);
    });
    servers.push(server);
    return server;
  };
  const close = async () => {
    const closed = servers.map((server) => new Promise((done) => server.close(done)));
    for (const socket of sockets) socket.destroySoon();
    await Promise.all(closed);
    if (options.unixSocket !== '') rmSync(options.unixSocket, { force: true });
  };
  try {
    const port = await listenTcp(options, make);
    if (options.unixSocket !== '') await listenUnix(options, make());
    return { port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listenTcp(options: ListenOptions, make: () => Server): Promise<number> {
  if (options.port === 0 && !options.ephemeral) return 0;
  let port = options.ephemeral ? 0 : options.port;
  let opened = 0;
  for (const address of options.bind) {
    const server = make();
    const host = hostOf(address);
    try {
      const where = { port, host, backlog: options.backlog, ipv6Only: host.includes(':') };
      await listen(server, where);
      opened++;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      const mayBeMissing = address.startsWith('-') && code !== 'EADDRINUSE';
      if (!mayBeMissing) throw error;
      continue;
    }
    const bound = server.address();
    if (bound !== null && typeof bound === 'object') port = bound.port;
  }
  if (opened === 0) throw new Error(`no address of 'bind ${options.bind.join(' ')}' is available`);
  return port;
}

async function listenUnix(options: ListenOptions, server: Server): Promise<void> {
  rmSync(options.unixSocket, { force: true });
  await listen(server, { path: options.unixSocket, backlog: options.backlog });
  if (options.unixSocketMode > 0) chmodSync(options.unixSocket, options.unixSocketMode);
}
