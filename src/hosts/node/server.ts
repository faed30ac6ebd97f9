/**
 * One node on sockets: the engine, a folder as its disk, and the listeners its configuration asks
 * for. Used by the `redis-server`-like main and, in process, by the tests that compare with Redis.
 */
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Socket } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Link, Log } from '../../base/ports.ts';
import { createNode, type Node } from '../../engine/node.ts';
import { partsAtOnce } from '../../engine/parts-at-once.ts';
import { AclError } from '../../engine/server/acl/selector.ts';
import { type Config, ConfigError } from '../../engine/server/config.ts';
import type { ShutdownRequest } from '../../engine/server/gates.ts';
import { Replication } from '../../engine/server/replication.ts';
import { openNode } from '../open-node.ts';
import { configLines, rewrittenText, userLines } from './config-rewrite.ts';
import { type ConfigLine, lastValues } from './config-text.ts';
import { FsDisk } from './fs-disk.ts';
import { openListeners } from './listeners.ts';
import { followPlace, placeOf } from './listening-place.ts';
import { luaFromFile } from './lua-loader.ts';
import { tcpNetwork } from './network.ts';
import { lineLog, unpredictableRandom, wallClock } from './node-ports.ts';
import { processUsage } from './process-usage.ts';
import { defineUsers } from './read-config.ts';
import { addressOf, attach, linkOf } from './socket-link.ts';
import { FatalConfigError, MISSING, StartError, systemReason } from './start-error.ts';

export interface RunningServer {
  readonly port: number;
  readonly node: Node;
  /**
   * Finishes what was asked for, saves what is to be saved, closes every connection. Resolves with
   * null, or with what went wrong; then all goes on, unless it was to end anyway.
   */
  shutdown(request: ShutdownRequest): Promise<string | null>;
  /** Ends anyway. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Takes a free port whatever the configuration says: for tests. */
  readonly ephemeral?: boolean;
  readonly log?: Log;
  /** Called when the data is about to be read. */
  readonly initialized?: () => void;
  /** Follows CONFIG SET dir: for a server that has the process to itself. */
  readonly moveTo?: (folder: string) => void;
  /** The file that CONFIG REWRITE brings up to date. */
  readonly configFile?: string;
  /**
   * Called when the engine throws, instead of letting that end the process: for tests that want to
   * know which command did it.
   */
  readonly onCrash?: (error: unknown, link: Link) => void;
}

const one = (lines: readonly ConfigLine[], directive: string, fallback: string): string =>
  lastValues(lines, directive)?.[0] ?? fallback;

function configuredNode(lines: readonly ConfigLine[], disk: FsDisk, log: Log): Node {
  const ports = {
    clock: wallClock(),
    random: unpredictableRandom(),
    disk,
    log,
    lua: luaFromFile(),
    ...partsAtOnce,
    network: tcpNetwork,
  };
  const settings = lines.map(({ words }) => words).filter(([directive]) => directive !== 'user');
  try {
    return createNode(ports, settings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const name = error.directive.toLowerCase();
    const line = lines.findLast(({ words }) => words[0] === name) ?? lines[0];
    throw line === undefined ? error : new FatalConfigError(line, error.message);
  }
}

/** What protected-mode answers to those who come from elsewhere. */
const DENIED =
  "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user. In this mode connections are only accepted from the loopback interface. If you want to connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface by connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started the server manually just for testing, restart it with the '--protected-mode no' option. 4) Setup a an authentication password for the default user. NOTE: You only need to do one of the above things in order for the server to start accepting connections from the outside.\r\n";

/** True for a stranger while protected-mode is on and the default user needs no password. */
export function isProtectedFrom(address: string | undefined, node: Node): boolean {
  if (!node.config.flag('protected-mode') || !node.server.acl.defaultUser.noPassword) return false;
  return address !== undefined && !/^(127\.|::1$|::ffff:127\.)/.test(address);
}

function serve(socket: Socket, node: Node, onCrash: StartOptions['onCrash']): void {
  if (isProtectedFrom(socket.remoteAddress, node)) {
    node.server.stats.rejectedConnections++;
    socket.on('error', () => socket.destroy());
    socket.end(DENIED);
    return;
  }
  const link = linkOf(socket);
  const addr = addressOf(socket.remoteAddress, socket.remotePort);
  const unixAddress = `${node.config.text('unixsocket')}:0`;
  const connection = node.connect(link, {
    addr: addr === '' ? unixAddress : addr,
    laddr: addr === '' ? unixAddress : addressOf(socket.localAddress, socket.localPort),
  });
  const { server } = node;
  attach(socket, {
    receive: (bytes) => {
      if (onCrash === undefined) return connection.receive(bytes);
      try {
        connection.receive(bytes);
      } catch (error) {
        onCrash(error, link);
      }
    },
    // Closes once the replies are out, which under `appendfsync always` is after the disk.
    ended: () => server.turn(() => server.close(connection.client)),
    closed: () => connection.closed(),
  });
}

function followFile(node: Node, path: string): void {
  node.server.configFile = path;
  node.server.rewriteConfig = (settings, users, all = false) => {
    const names = (word: string) => (word === 'user' ? word : node.config.directive(word)?.name);
    const known = [...configLines(settings), ...userLines(users)];
    const lines = all ? known.map((line) => ({ ...line, isDefault: false })) : known;
    const text = rewrittenText(readFileSync(path, 'latin1'), lines, names);
    replaceFile(path, text);
  };
}

/** In one step: a crash leaves the old file or the new one. */
function replaceFile(path: string, text: string): void {
  const fresh = `${path}-${process.pid}.tmp`;
  writeFileSync(fresh, text, 'latin1');
  renameSync(fresh, path);
}

/** The folder's path, without links; throws as `chdir` would. */
function folderAt(from: string, path: string): string {
  if (path === '') throw new Error(MISSING);
  const folder = resolve(from, path);
  try {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(folder, constants.X_OK);
    return realpathSync(folder);
  } catch (error) {
    throw new Error(systemReason(error));
  }
}

/** CONFIG SET dir: what is written from now on is written there; the open log stays where it is. */
function followFolder(node: Node, disk: FsDisk, moveTo: StartOptions['moveTo']): void {
  const { config, server } = node;
  const present = () => resolve(config.text('dir'));
  let inUse = present();
  config.folderAt = (path) => folderAt(present(), path);
  config.onChange('dir', () => {
    if (present() === inUse) return;
    inUse = present();
    moveTo?.(inUse);
    disk.moveTo(inUse);
    server.logRewrite?.moved();
  });
}

/** Reads the users of `aclfile`; a node does not start with users that cannot be read. */
function followAclFile(node: Node): void {
  const given = node.config.text('aclfile');
  if (given === '') return;
  // A relative one follows CONFIG SET dir.
  const file = {
    get path() {
      return resolve(node.config.text('dir'), given);
    },
    read: () => readFileSync(file.path, 'latin1'),
    write: (text: string) => replaceFile(file.path, text),
  };
  try {
    node.server.acl.load(file.read(), file.path);
  } catch (error) {
    const opening =
      error instanceof AclError ? '' : `Error loading ACLs, opening file '${file.path}': `;
    throw new StartError(
      `Aborting Redis startup because of ACL errors: ${opening}${systemReason(error)}`,
    );
  }
  node.server.aclFile = file;
}

function listenFault(error: unknown, config: Config, log: Log): StartError {
  const address = error instanceof Error && 'address' in error ? String(error.address) : '';
  const path = config.text('unixsocket');
  if (path !== '' && address === path) {
    // The runtime calls a missing folder one that may not be written to.
    const reason = existsSync(dirname(path)) ? systemReason(error) : MISSING;
    return new StartError(`Failed opening Unix socket: bind: ${reason}`);
  }
  const reason = `bind: ${systemReason(error)}`;
  const port = config.text('port');
  const host = address === '0.0.0.0' ? '*' : address;
  log.write(
    'warning',
    `Warning: Could not create server TCP listening socket ${host}:${port}: ${reason}`,
  );
  return new StartError(`Failed listening on port ${port} (TCP), aborting.`);
}

/** Throws where there is no serving what could be read. */
async function openData(
  node: Node,
  disk: FsDisk,
  { initialized }: StartOptions,
  log: Log,
): Promise<void> {
  initialized?.();
  // A damaged file is the operator's to mend: nothing is served from half of the data.
  const opened = await openNode(node, { onDamage: 'refuse' });
  for (const notice of opened.notices) log.write('warning', `${notice.file}: ${notice.detail}`);
  // The manifest names the file, so it has to be there, though nothing may come to be written.
  const logPath = node.server.aofStatus?.().path;
  if (logPath !== undefined) disk.append(logPath, new Uint8Array(0));
}

export async function startServer(
  lines: readonly ConfigLine[],
  options: StartOptions = {},
): Promise<RunningServer> {
  const log = options.log ?? lineLog(one(lines, 'loglevel', 'notice'), one(lines, 'logfile', ''));
  const disk = new FsDisk(resolve(one(lines, 'dir', '.')));
  const node = configuredNode(lines, disk, log);
  const { config } = node;
  node.server.replication = new Replication(node.server);
  node.server.process = {
    id: process.pid,
    executable: resolve(process.argv[1] ?? ''),
    usage: processUsage,
  };
  if (!options.ephemeral && config.text('port') === '0' && config.text('unixsocket') === '') {
    throw new StartError('Configured to not listen anywhere, exiting.');
  }
  defineUsers(node, lines);
  followAclFile(node);
  if (options.configFile !== undefined) followFile(node, resolve(options.configFile));
  // Those who come while the data is read are answered when it is there.
  let answer = (): void => {};
  const ready = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const listeners = await openListeners(
    {
      ...placeOf(config),
      ephemeral: options.ephemeral ?? false,
      backlog: config.number('tcp-backlog'),
      unixSocket: config.text('unixsocket'),
      unixSocketMode: Number.parseInt(config.text('unixsocketperm'), 8) || 0,
    },
    (socket) => {
      socket.on('error', () => socket.destroy());
      void ready.then(() => socket.destroyed || serve(socket, node, options.onCrash));
    },
  ).catch((error: unknown) => {
    throw listenFault(error, config, log);
  });
  try {
    await openData(node, disk, options, log);
  } catch (error) {
    await listeners.close();
    throw error;
  }
  followFolder(node, disk, options.moveTo);
  followPlace(config, listeners, log);
  answer();
  const shutdown = async (request: ShutdownRequest): Promise<string | null> => {
    const failure = await node.shutdown(request);
    if (failure !== null) return failure;
    await listeners.close();
    await disk.close();
    return null;
  };
  return {
    get port() {
      return listeners.port;
    },
    node,
    shutdown,
    stop: async () => {
      await shutdown({ save: 'default', force: true });
    },
  };
}
