/**
 * Socket.IO's server, as far as snippets use it: rooms, events, and browsers that learners connect
 * with `io.connectBrowser()`. What leaves for a room is printed, so that it is seen without one.
 */
import type { CodeWorld } from '../code-world.ts';
import { showArguments } from '../show-value.ts';

type Listener = (...args: unknown[]) => void;

class Events {
  private readonly listeners = new Map<string, Listener[]>();

  add(event: string, listener: Listener): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  fire(event: string, args: readonly unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(...args);
  }
}

/** The server's end of one browser. */
export interface ServerSocket {
  readonly id: string;
  readonly rooms: ReadonlySet<string>;
  on(event: string, listener: Listener): ServerSocket;
  join(room: string): void;
  leave(room: string): void;
  emit(event: string, ...args: unknown[]): void;
}

/** The browser's end. */
export interface BrowserSocket {
  on(event: string, listener: Listener): BrowserSocket;
  emit(event: string, ...args: unknown[]): void;
}

export interface SocketServer {
  on(event: 'connection', listener: (socket: ServerSocket) => void): SocketServer;
  to(room: string): { emit(event: string, ...args: unknown[]): void };
  emit(event: string, ...args: unknown[]): void;
  connectBrowser(): BrowserSocket;
}

type ServerWorld = Pick<CodeWorld, 'soon' | 'print' | 'uncaught'>;

export function socketServer(world: ServerWorld): SocketServer {
  const own = new Events();
  const later = (task: () => void): void =>
    world.soon(() => {
      try {
        task();
      } catch (error) {
        world.uncaught(error);
      }
    });
  const browsers: {
    readonly socket: ServerSocket;
    deliver(event: string, args: unknown[]): void;
  }[] = [];
  const send = (room: string | null, event: string, args: unknown[]): void => {
    const to = room === null ? 'everyone' : room;
    world.print('info', `[socket.io] to ${to}: ${showArguments([event, ...args])}`);
    for (const { socket, deliver } of browsers) {
      if (room === null || socket.rooms.has(room)) deliver(event, args);
    }
  };
  const server: SocketServer = {
    on: (event, listener) => {
      own.add(event, listener as Listener);
      return server;
    },
    to: (room) => ({ emit: (event, ...args) => send(room, event, args) }),
    emit: (event, ...args) => send(null, event, args),
    connectBrowser: () => {
      const pair = createPair(later, `socket-${browsers.length + 1}`);
      browsers.push(pair);
      later(() => own.fire('connection', [pair.socket]));
      return pair.browser;
    },
  };
  return server;
}

function createPair(later: (task: () => void) => void, id: string) {
  const [atServer, atBrowser] = [new Events(), new Events()];
  const rooms = new Set<string>([id]);
  const deliver = (event: string, args: unknown[]): void =>
    later(() => atBrowser.fire(event, args));
  const socket: ServerSocket = {
    id,
    rooms,
    on: (event, listener) => {
      atServer.add(event, listener);
      return socket;
    },
    join: (room) => {
      rooms.add(room);
    },
    leave: (room) => {
      rooms.delete(room);
    },
    emit: (event, ...args) => deliver(event, args),
  };
  const browser: BrowserSocket = {
    on: (event, listener) => {
      atBrowser.add(event, listener);
      return browser;
    },
    emit: (event, ...args) => later(() => atServer.fire(event, args)),
  };
  return { socket, browser, deliver };
}

/** The module `socket.io`: `new Server(port)` of it. */
export function socketIoModule(server: SocketServer): Readonly<Record<string, unknown>> {
  // One server per run, whatever port is asked for: what `io` is elsewhere.
  function Server(): SocketServer {
    return server;
  }
  return { Server };
}
