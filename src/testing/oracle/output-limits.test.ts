/**
 * client-output-buffer-limit beside a real redis-server: clients that do not read are closed by both,
 * or by neither. What they are sent is far from the limit, one way or the other: the kernel takes
 * some of it.
 */
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { requestBytes } from './frames.ts';
import { ask, bothServers, findReal, type OracleServer } from './servers.ts';

type Command = readonly string[];

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
const bytes = (size: number): string => 'x'.repeat(size);
const times = (count: number, command: Command): Command[] =>
  Array.from({ length: count }, () => command);

interface Row {
  readonly title: string;
  readonly limits: string;
  /** What the client that does not read asks for. */
  readonly asks: readonly Command[];
  /** What another does then. */
  readonly others?: readonly Command[];
  readonly later?: { readonly afterMs: number; readonly asks: readonly Command[] };
}

const GET: Command = ['GET', 'value'];
const PUBLISH = times(60, ['PUBLISH', 'news', bytes(100_000)]);

const ROWS: readonly Row[] = [
  { title: 'no limit', limits: 'normal 0 0 0', asks: times(60, GET) },
  { title: 'above the hard limit', limits: 'normal 1mb 0 0', asks: times(60, GET) },
  { title: 'below the hard limit', limits: 'normal 64mb 0 0', asks: times(60, GET) },
  { title: 'one reply is too much', limits: 'normal 50000 0 0', asks: [GET] },
  { title: 'one reply is just right', limits: 'normal 150000 0 0', asks: [GET] },
  {
    title: 'a long list',
    limits: 'normal 50000 0 0',
    asks: [['LRANGE', 'list', '0', '-1'], ['PING']],
  },
  {
    title: 'what is not read does not run',
    limits: 'normal 150000 0 0',
    asks: [GET, GET, GET, ['SET', 'ran', '1']],
  },
  {
    title: 'a transaction runs to its end',
    limits: 'normal 150000 0 0',
    asks: [['MULTI'], GET, GET, GET, ['SET', 'ran', '1'], ['EXEC'], ['SET', 'later', '1']],
  },
  {
    title: 'above the soft limit, not for long',
    limits: 'normal 0 1mb 60',
    asks: times(60, GET),
  },
  {
    title: 'above the soft limit for some time',
    limits: 'normal 0 1mb 1',
    asks: times(60, GET),
    later: { afterMs: 2300, asks: [] },
  },
  {
    title: 'the limit of others',
    limits: 'normal 0 0 0 pubsub 1mb 0 0',
    asks: times(60, GET),
  },
  {
    title: 'a subscriber',
    limits: 'normal 0 0 0 pubsub 1mb 0 0',
    asks: [['SUBSCRIBE', 'news']],
    others: PUBLISH,
  },
  {
    title: 'a subscriber by pattern, below its limit',
    limits: 'normal 1mb 0 0 pubsub 64mb 0 0',
    asks: [['PSUBSCRIBE', 'n*']],
    others: PUBLISH,
  },
  {
    title: 'who follows what others run is a normal client',
    limits: 'normal 1mb 0 0 replica 64mb 0 0 pubsub 0 0 0',
    asks: [['MONITOR']],
    others: times(60, ['ECHO', bytes(100_000)]),
  },
];

describe.skipIf(!isKnownVersion)('clients that let replies pile up', () => {
  const servers = bothServers(real);

  async function state(server: OracleServer): Promise<readonly string[]> {
    const [list, ran, later] = await ask(server, [
      ['CLIENT', 'LIST'],
      ['GET', 'ran'],
      ['GET', 'later'],
    ]);
    const isThere = list?.text?.includes(' name=mute ') ? 'there' : 'gone';
    return [isThere, ran?.raw ?? '', later?.raw ?? ''];
  }

  async function play(server: OracleServer, row: Row): Promise<readonly string[]> {
    await ask(server, [
      ['FLUSHALL'],
      ['SET', 'value', bytes(100_000)],
      ['RPUSH', 'list', ...Array.from({ length: 200 }, () => bytes(1000))],
      ['CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0 replica 0 0 0 pubsub 0 0 0'],
      ['CONFIG', 'SET', 'client-output-buffer-limit', row.limits],
    ]);
    const socket: Socket = connect(server.path);
    socket.pause();
    socket.on('error', () => {});
    socket.write(requestBytes([['CLIENT', 'SETNAME', 'mute']]));
    await pause(30);
    socket.write(requestBytes(row.asks));
    await pause(50);
    // One write each: limits are looked at as messages come.
    for (const command of row.others ?? []) await ask(server, [command]);
    if (row.later) await pause(row.later.afterMs);
    await pause(100);
    const outcome = await state(server);
    socket.destroy();
    return outcome;
  }

  test.each(ROWS)('$title', async (row) => {
    const [wanted, got] = await Promise.all(servers.map((server) => play(server, row)));
    expect(got).toEqual(wanted);
  });
});
