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

/** Where clients connect to by TCP. */
export type TcpPlace = Pick<ListenOptions, 'port' | 'bind'>;

export interface Listeners {
  /** The TCP port in use, 0 without TCP. */
  readonly port: number;
  /** Listens elsewhere from now on. Those who are connected stay; where it fails, all stays. */
  move(to: TcpPlace): Promise<void>;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

interface TcpListeners extends TcpPlace {
  readonly servers: readonly Server[];
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

/** Takes no new connections, at once; resolves when the last one has ended. */
async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
}

export async function openListeners(
  options: ListenOptions,
  onSocket: OnSocket,
): Promise<Listeners> {
  const sockets = new Set<Socket>();
  const make = (): Server =>
    createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      onSocket(socket);
    });
  let tcp = await listenTcp(options, make);
  const unix = make();
  try {
    if (options.unixSocket !== '') await listenUnix(options, unix);
  } catch (error) {
    void closeAll(tcp.servers);
    throw error;
  }
  return {
    get port() {
      return tcp.port;
    },
    move: async (to) => {
      const before = tcp;
      const place = (where: TcpPlace) => ({ ...options, ...where, ephemeral: false });
      // Other addresses of the same port may overlap with those before, which have to go first then.
      const hasToGo = to.port === before.port;
      if (hasToGo) void closeAll(before.servers);
      try {
        tcp = await listenTcp(place(to), make);
      } catch (error) {
        if (hasToGo) tcp = await listenTcp(place(before), make);
        throw error;
      }
      if (!hasToGo) void closeAll(before.servers);
    },
    close: async () => {
      const closed = closeAll(unix.listening ? [...tcp.servers, unix] : tcp.servers);
      for (const socket of sockets) socket.destroySoon();
      await closed;
      if (options.unixSocket !== '') rmSync(options.unixSocket, { force: true });
    },
  };
}

/** Opens nothing where it throws. */
async function listenTcp(options: ListenOptions, make: () => Server): Promise<TcpListeners> {
  const { bind } = options;
  let port = options.ephemeral ? 0 : options.port;
  const servers: Server[] = [];
  // `bind ''`: nowhere.
  if ((port === 0 && !options.ephemeral) || bind.length === 0) return { port, bind, servers };
  try {
    for (const address of bind) {
      const server = make();
      if (!(await isListening(server, address, port, options.backlog))) continue;
      servers.push(server);
      const bound = server.address();
      if (bound !== null && typeof bound === 'object') port = bound.port;
    }
    if (servers.length === 0)
      throw new Error(`no address of 'bind ${bind.join(' ')}' is available`);
    return { port, bind, servers };
  } catch (error) {
    void closeAll(servers);
    throw error;
  }
}

/** False where the address is one that may be missing, and is. */
async function isListening(
  server: Server,
  address: string,
  port: number,
  backlog: number,
): Promise<boolean> {
  const host = hostOf(address);
  try {
    await listen(server, { port, host, backlog, ipv6Only: host.includes(':') });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (address.startsWith('-') && code !== 'EADDRINUSE') return false;
    throw error;
  }
}

async function listenUnix(options: ListenOptions, server: Server): Promise<void> {
  rmSync(options.unixSocket, { force: true });
  await listen(server, { path: options.unixSocket, backlog: options.backlog });
  if (options.unixSocketMode > 0) chmodSync(options.unixSocket, options.unixSocketMode);
}
