/**
 * maxmemory-clients against a real redis-server: who is closed where clients hold too much, who is
 * spared, and what is said of it.
 */
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { requestBytes } from './frames.ts';
import { ask, bothServers, findReal, type OracleServer } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

type Command = readonly string[];

const bytes = (size: number): string => 'x'.repeat(size);
const times = (count: number, command: Command): Command[] =>
  Array.from({ length: count }, () => command);
const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** A client that reads no reply, and what it sends, a piece at a time. */
interface Actor {
  readonly name: string;
  readonly pieces: readonly Buffer[];
}

const first = (name: string): Command => ['CLIENT', 'SETNAME', name];
const NO_EVICT: Command = ['CLIENT', 'NO-EVICT', 'ON'];

/** Its commands wait in MULTI. */
const queues = (name: string, sizeBytes: number, ...before: Command[]): Actor => ({
  name,
  pieces: [
    requestBytes([first(name), ...before, ['MULTI']]),
    requestBytes(times(Math.ceil(sizeBytes / 20_000), ['SET', 'k', bytes(20_000)])),
  ],
});

/** Asks for much. */
const ignores = (name: string, sizeBytes: number, ...before: Command[]): Actor => ({
  name,
  pieces: [
    requestBytes([first(name), ...before]),
    requestBytes(times(Math.ceil(sizeBytes / 100_000), ['GET', 'value'])),
  ],
});

/** Sends the greater part of one request. */
const begins = (name: string, sizeBytes: number): Actor => ({
  name,
  pieces: [
    requestBytes([first(name)]),
    requestBytes([['SET', 'k', bytes(sizeBytes)]]).subarray(0, -sizeBytes / 10),
  ],
});

const subscribes = (name: string, channels: number): Actor => ({
  name,
  pieces: [
    requestBytes([
      first(name),
      ['SUBSCRIBE', ...Array.from({ length: channels }, (_, n) => `channel:${n}`)],
    ]),
  ],
});

const idles = (name: string): Actor => ({ name, pieces: [requestBytes([first(name)])] });

interface Row {
  readonly title: string;
  readonly limits: Command;
  readonly actors: readonly Actor[];
  /** Set once they have done all that. */
  readonly later?: Command;
}

const ROWS: readonly Row[] = [
  {
    title: 'one that does not read its replies',
    limits: ['maxmemory-clients', '1mb'],
    actors: [idles('calm'), ignores('stuck', 8_000_000)],
  },
  {
    title: 'half of a large request, and a queue',
    limits: ['maxmemory-clients', '1mb'],
    actors: [begins('begun', 2_000_000), idles('calm'), queues('queued', 3_000_000)],
  },
  {
    title: 'the largest goes, the others have room then',
    limits: ['maxmemory-clients', '2mb'],
    actors: [queues('small', 300_000), queues('middle', 900_000), queues('large', 1_500_000)],
  },
  {
    title: 'of one bucket the first',
    limits: ['maxmemory-clients', '2mb'],
    actors: [queues('one', 800_000), queues('two', 900_000), queues('three', 700_000)],
  },
  {
    title: 'spared, and counted all the same',
    limits: ['maxmemory-clients', '3mb'],
    actors: [
      queues('spared', 2_500_000, NO_EVICT),
      queues('other', 800_000),
      ignores('mute', 300_000),
    ],
  },
  {
    title: 'a share of maxmemory',
    limits: ['maxmemory', '100mb', 'maxmemory-clients', '1%'],
    actors: [queues('large', 1_500_000), idles('calm')],
  },
  {
    title: 'a share of no limit',
    limits: ['maxmemory-clients', '1%'],
    actors: [queues('large', 1_500_000)],
  },
  {
    title: 'a limit that comes later',
    limits: ['maxmemory-clients', '0'],
    actors: [queues('large', 1_500_000), ignores('stuck', 3_000_000), idles('calm')],
    later: ['maxmemory-clients', '1mb'],
  },
  {
    title: 'a subscriber to many channels',
    limits: ['maxmemory-clients', '800kb'],
    actors: [subscribes('listener', 20_000), idles('calm')],
  },
];

interface Outcome {
  readonly evicted: string;
  readonly left: readonly string[];
  readonly closed: readonly string[];
}

describe.skipIf(!isKnownVersion)('clients that hold too much are closed as by redis-server', () => {
  const servers = bothServers(real);

  async function look(server: OracleServer): Promise<{ evicted: string; left: string[] }> {
    const [info, list] = await ask(server, [
      ['INFO', 'stats'],
      ['CLIENT', 'LIST'],
    ]);
    const names = [...(list?.text ?? '').matchAll(/ name=(\S+)/g)].map(([, name]) => name ?? '');
    return { evicted: /evicted_clients:\d+/.exec(info?.text ?? '')?.[0] ?? '', left: names };
  }

  /** When nothing has changed for a while. */
  async function settled(server: OracleServer): Promise<{ evicted: string; left: string[] }> {
    let last = await look(server);
    for (let same = 0, looks = 0; same < 2 && looks < 50; looks++) {
      await pause(50);
      const now = await look(server);
      same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
      last = now;
    }
    return last;
  }

  async function play(server: OracleServer, { limits, actors, later }: Row): Promise<Outcome> {
    const none = ['CONFIG', 'SET', 'maxmemory-clients', '0', 'maxmemory', '0'];
    await ask(server, [
      ['FLUSHALL'],
      ['SET', 'value', bytes(100_000)],
      none,
      ['CONFIG', 'RESETSTAT'],
      ['CONFIG', 'SET', ...limits],
    ]);
    const sockets: Socket[] = [];
    const closed = new Set<string>();
    for (const { name, pieces } of actors) {
      const socket = connect(server.path);
      socket.pause();
      socket.on('error', () => {});
      socket.once('close', () => closed.add(name));
      sockets.push(socket);
      for (const piece of pieces) {
        socket.write(piece);
        await pause(30);
      }
      await settled(server);
    }
    if (later) await ask(server, [['CONFIG', 'SET', ...later]]);
    const outcome = await settled(server);
    // Whoever was closed finds out by reading.
    for (const socket of sockets) socket.resume();
    await ask(server, [none]);
    const gone = actors.length - outcome.left.length;
    for (let looks = 0; looks < 20 && closed.size < gone; looks++) await pause(20);
    const result = { ...outcome, closed: [...closed].sort() };
    for (const socket of sockets) socket.destroy();
    return result;
  }

  test.each(ROWS)('$title', async (row) => {
    const [wanted, got] = await Promise.all(servers.map((server) => play(server, row)));
    expect(got).toEqual(wanted);
  });
});
