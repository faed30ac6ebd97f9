/**
 * One node on sockets: the engine, a folder as its disk, and the listeners its configuration asks
 * for. Used by the `redis-server`-like main and, in process, by the tests that compare with Redis.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Link, Log } from '../../base/ports.ts';
import { createNode, type Node } from '../../engine/node.ts';
import { ConfigError } from '../../engine/server/config.ts';
import { openNode } from '../open-node.ts';
import { rewrittenText } from './config-rewrite.ts';
import { type ConfigLine, FatalConfigError, lastValues } from './config-text.ts';
import { FsDisk } from './fs-disk.ts';
import { openListeners } from './listeners.ts';
import { luaFromFile } from './lua-loader.ts';
import { lineLog, unpredictableRandom, wallClock } from './node-ports.ts';
import { addressOf, attach, linkOf } from './socket-link.ts';

export interface RunningServer {
  readonly port: number;
  readonly node: Node;
  /** Finishes what was asked for, flushes the append-only file, closes every connection. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Takes a free port whatever the configuration says: for tests. */
  readonly ephemeral?: boolean;
  readonly log?: Log;
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
  };
  try {
    return createNode(
      ports,
      lines.map(({ words }) => words),
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const name = error.directive.toLowerCase();
    const line = lines.findLast(({ words }) => words[0] === name) ?? lines[0];
    throw line === undefined ? error : new FatalConfigError(line, error.message);
  }
}

function serve(socket: Socket, node: Node, onCrash: StartOptions['onCrash']): void {
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
  node.server.rewriteConfig = (lines) => {
    const names = (word: string) => node.config.directive(word)?.name;
    const text = rewrittenText(readFileSync(path, 'latin1'), lines, names);
    // In one step: a crash leaves the old file or the new one.
    const fresh = `${path}-${process.pid}.tmp`;
    writeFileSync(fresh, text, 'latin1');
    renameSync(fresh, path);
  };
}

export async function startServer(
  lines: readonly ConfigLine[],
  options: StartOptions = {},
): Promise<RunningServer> {
  const log = options.log ?? lineLog(one(lines, 'loglevel', 'notice'), one(lines, 'logfile', ''));
  const disk = new FsDisk(resolve(one(lines, 'dir', '.')));
  const node = configuredNode(lines, disk, log);
  const { config } = node;
  if (options.configFile !== undefined) followFile(node, resolve(options.configFile));
  // A damaged file is the operator's to mend: nothing is served from half of the data.
  const opened = await openNode(node, { onDamage: 'refuse' });
  for (const notice of opened.notices) log.write('warning', `${notice.file}: ${notice.detail}`);
  const listeners = await openListeners(
    {
      port: config.number('port'),
      ephemeral: options.ephemeral ?? false,
      bind: config.text('bind').split(' '),
      backlog: config.number('tcp-backlog'),
      unixSocket: config.text('unixsocket'),
      unixSocketMode: Number.parseInt(config.text('unixsocketperm'), 8) || 0,
    },
    (socket) => serve(socket, node, options.onCrash),
  );
  return {
    port: listeners.port,
    node,
    stop: async () => {
      await node.shutdown();
      await listeners.close();
      await disk.close();
    },
  };
}
