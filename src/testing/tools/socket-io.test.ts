/** socket.io on two servers that know of each other through Redis only: @socket.io/redis-adapter. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bothServers, type PlainServer, until } from './both-servers.ts';

type Adapter = ReturnType<typeof createAdapter> | ReturnType<typeof createShardedAdapter>;
type MakeAdapter = (publisher: unknown, subscriber: unknown) => Adapter;

interface Wiring {
  readonly adapter: Adapter;
  close(): Promise<unknown>;
}

function overIoredis(port: number): Promise<Wiring> {
  const publisher = new Redis({ host: '127.0.0.1', port });
  const subscriber = publisher.duplicate();
  const close = () => Promise.all([publisher.quit(), subscriber.quit()]);
  return Promise.resolve({ adapter: createAdapter(publisher, subscriber), close });
}

async function overNodeRedis(port: number, make: MakeAdapter): Promise<Wiring> {
  const publisher = createClient({ RESP: 2, socket: { host: '127.0.0.1', port } });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  const close = () => Promise.all([publisher.close(), subscriber.close()]);
  return { adapter: make(publisher, subscriber), close };
}

const wirings = [
  ['ioredis', overIoredis],
  ['node-redis', (port: number) => overNodeRedis(port, createAdapter)],
  ['node-redis, sharded', (port: number) => overNodeRedis(port, createShardedAdapter)],
] as const;

interface ChatNode {
  readonly io: Server;
  readonly url: string;
  close(): Promise<void>;
}

async function startNode(wire: (port: number) => Promise<Wiring>, port: number): Promise<ChatNode> {
  const { adapter, close } = await wire(port);
  const http = createServer();
  const server = new Server(http, { adapter, transports: ['websocket'] });
  server.on('connection', (socket) => {
    socket.on('join', (room: string, done: () => void) => {
      void Promise.resolve(socket.join(room)).then(done);
    });
    socket.on('say', (room: string, text: string) => socket.to(room).emit('said', text));
  });
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  return {
    io: server,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: async () => {
      await server.close();
      await close();
    },
  };
}

describe.each(bothServers)('socket.io with %s', (_, start) => {
  let redis: PlainServer;
  beforeAll(async () => {
    redis = await start();
  });
  afterAll(() => redis.stop());

  describe.each(wirings)('over %s', (_name, wire) => {
    let nodes: ChatNode[];
    let sockets: Socket[];
    let heard: string[][];
    beforeAll(async () => {
      nodes = [await startNode(wire, redis.port), await startNode(wire, redis.port)];
      // Two people on the first server, one on the second.
      sockets = [0, 0, 1].map((at) => io(nodes[at]!.url, { transports: ['websocket'] }));
      sockets.forEach((socket, at) => {
        socket.on('said', (text: string) => heard[at]!.push(text));
      });
      await until(() => sockets.every(({ connected }) => connected), 'connections');
      await until(async () => {
        const counts = nodes.map((node) => node.io.of('/').adapter.serverCount());
        return (await Promise.all(counts)).every((count) => count === 2);
      }, 'two servers that know of each other');
    });
    beforeEach(() => {
      heard = [[], [], []];
    });
    afterAll(async () => {
      for (const socket of sockets) socket.disconnect();
      for (const node of nodes) await node.close();
    });

    test('what one server sends, clients of both hear, once', async () => {
      nodes[0]!.io.emit('said', 'hello');
      nodes[1]!.io.emit('said', 'and welcome');
      await until(() => heard.every((texts) => texts.length === 2));
      expect(heard.map((texts) => [...texts].sort())).toEqual(
        Array(3).fill(['and welcome', 'hello']),
      );
    });

    test('a room reaches across servers, and no further', async () => {
      await sockets[0]!.emitWithAck('join', 'den');
      await sockets[2]!.emitWithAck('join', 'den');
      const rooms = await nodes[1]!.io.in('den').fetchSockets();
      expect(rooms.map(({ id }) => id).sort()).toEqual([sockets[0]!.id, sockets[2]!.id].sort());
      sockets[0]!.emit('say', 'den', 'psst');
      await until(() => heard[2]!.length === 1);
      nodes[1]!.io.emit('said', 'all');
      await until(() => heard.every((texts) => texts.includes('all')));
      expect(heard).toEqual([['all'], ['all'], ['psst', 'all']]);
    });

    test('acknowledgements and requests between servers', async () => {
      sockets.forEach((socket, at) => {
        socket.on('who', (answer: (name: string) => void) => answer(`client ${at}`));
      });
      const names: string[] = await nodes[1]!.io.timeout(5000).emitWithAck('who');
      expect([...names].sort()).toEqual(['client 0', 'client 1', 'client 2']);
      nodes[1]!.io.on('question', (what: string, answer: (text: string) => void) => {
        answer(`${what}? yes`);
      });
      const [reply] = await nodes[0]!.io.serverSideEmitWithAck('question', 'ready');
      expect(reply).toBe('ready? yes');
    });

    test('one server sends away the client of another', async () => {
      const guest = io(nodes[0]!.url, { transports: ['websocket'], forceNew: true });
      await until(() => guest.connected);
      nodes[1]!.io.in(guest.id!).disconnectSockets(true);
      await until(() => !guest.connected);
      guest.close();
      expect(await nodes[1]!.io.fetchSockets()).toHaveLength(3);
    });
  });
});
