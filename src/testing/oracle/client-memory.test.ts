/**
 * What clients make a server hold, against a real redis-server: the growth of used_memory, and what
 * CLIENT LIST says of the client.
 *
 * One connection asks and another acts; both have been used before, so that their own buffers are
 * as large before as after.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestBytes } from './frames.ts';
import { findReal, OracleClient, type OracleServer, startOurs, startReal } from './servers.ts';

type Command = readonly string[];

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const tolerance = 0.05;
const replyTimeoutMs = 10_000;

const times = (count: number, command: (n: number) => Command): Command[] =>
  Array.from({ length: count }, (_, n) => command(n));
const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
const bytes = (size: number): string => 'x'.repeat(size);

/** A server, the connection that asks, and what it is asked. */
class Side {
  readonly server: OracleServer;
  readonly #asker: OracleClient;

  private constructor(server: OracleServer, asker: OracleClient) {
    this.server = server;
    this.#asker = asker;
  }

  static async of(server: OracleServer): Promise<Side> {
    const side = new Side(server, await OracleClient.open(server.path));
    // The real server makes a histogram of each command it sees first, and keeps slow ones in mind.
    await side.run(['CONFIG', 'SET', 'latency-tracking', 'no', 'slowlog-log-slower-than', '-1']);
    return side;
  }

  async run(...commands: Command[]): Promise<string[]> {
    return (await this.#asker.run(commands, replyTimeoutMs)).map(({ text }) => text ?? '');
  }

  /** Once it no longer changes. */
  async used(): Promise<number> {
    let last = Number.NaN;
    for (let attempt = 0; attempt < 100; attempt++) {
      const [info] = await this.run(['INFO', 'memory']);
      const used = Number(/\nused_memory:(\d+)/.exec(info ?? '')?.[1]);
      if (used === last) return used;
      last = used;
      await pause(5);
    }
    throw new Error('memory does not come to rest');
  }

  async figures(id: string): Promise<Record<string, number>> {
    const [line] = await this.run(['CLIENT', 'LIST', 'ID', id]);
    const pairs = (line ?? '').trim().split(' ');
    return Object.fromEntries(pairs.map((pair) => pair.split('=')).map(([k, v]) => [k, Number(v)]));
  }

  async stop(): Promise<void> {
    this.#asker.close();
    await this.server.stop();
  }
}

interface Growth {
  readonly used: number;
  readonly figures: Record<string, number>;
}

describe.skipIf(!isKnownVersion)('what clients hold is accounted as redis-server does', () => {
  let sides: readonly [Side, Side];
  beforeAll(async () => {
    sides = [await Side.of(await startReal(real!)), await Side.of(await startOurs('7.0'))];
    for (const side of sides) await side.run(['DEBUG', 'REPLYBUFFER', 'RESIZING', '0']);
  });
  afterAll(() => Promise.all(sides.map((side) => side.stop())));

  /** What `act` adds, of used_memory and of the client's `fields`, on one side. */
  async function growth(
    side: Side,
    isFresh: boolean,
    act: (client: OracleClient) => Promise<unknown>,
  ): Promise<Growth> {
    const client = await OracleClient.open(side.server.path);
    if (!isFresh) await client.run([['PING']], replyTimeoutMs);
    const [list] = await side.run(['CLIENT', 'LIST']);
    const id = /id=(\d+)[^\n]*\n?$/.exec(list ?? '')?.[1] ?? '';
    const [before, figuresBefore] = [await side.used(), await side.figures(id)];
    await act(client);
    const used = (await side.used()) - before;
    const after = await side.figures(id);
    const grown = Object.entries(after).map(([name, value]) => [
      name,
      value - (figuresBefore[name] ?? 0),
    ]);
    client.close();
    await side.run(['FLUSHALL']);
    return { used, figures: Object.fromEntries(grown) };
  }

  async function check(
    name: string,
    act: (client: OracleClient) => Promise<unknown>,
    fields: readonly string[] = [],
    isFresh = false,
  ): Promise<string[]> {
    // At once: most of the time they are waited for.
    const [theirs, ours] = await Promise.all([
      growth(sides[0], isFresh, act),
      growth(sides[1], isFresh, act),
    ]);
    const pairs: [string, number, number][] = [['used_memory', theirs.used, ours.used]];
    for (const field of fields)
      pairs.push([field, theirs.figures[field] ?? 0, ours.figures[field] ?? 0]);
    const wrong: string[] = [];
    for (const [what, a, b] of pairs) {
      if (process.env.ORACLE_SHOW) process.stdout.write(`${name}, ${what}: real ${a}, ours ${b}\n`);
      if (Math.abs(a - b) > Math.abs(a) * tolerance)
        wrong.push(`${name}, ${what}: real ${a}, ours ${b}`);
    }
    return wrong;
  }

  interface Row {
    readonly name: string;
    readonly commands: readonly Command[];
    readonly fields?: readonly string[];
  }

  async function checkAll(rows: readonly Row[]): Promise<void> {
    const wrong: string[] = [];
    for (const { name, commands, fields } of rows)
      wrong.push(...(await check(name, (c) => c.run(commands, replyTimeoutMs), fields)));
    expect(wrong).toEqual([]);
  }

  const queued = (count: number, size: number): Row => ({
    name: `${count} SETs of ${size} bytes in MULTI`,
    commands: [['MULTI'], ...times(count, (n) => ['SET', `k${n}`, bytes(size)])],
    fields: ['multi-mem', 'tot-mem'],
  });

  test("MULTI's queue", () =>
    checkAll([
      ...[1, 2, 10, 100, 1000].map((count) => queued(count, 100)),
      queued(100, 10),
      queued(100, 1000),
      {
        name: 'queued reads',
        commands: [['MULTI'], ...times(300, () => ['HGET', 'key', 'field'])],
        fields: ['multi-mem', 'tot-mem'],
      },
    ]));

  test('channels and patterns', () =>
    checkAll(
      ['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE'].flatMap((word) =>
        // Tables are compared when both servers have emptied those they have outgrown.
        [3, 60, 1000].map((count) => ({
          name: `${count} times ${word}`,
          commands: times(count, (n) => [word, `${word}:${10_000 + n}`]),
          fields: ['tot-mem'],
        })),
      ),
    ));

  test('watched keys', () =>
    checkAll(
      [3, 60, 1000].map((count) => ({
        name: `${count} watched keys`,
        commands: times(count, (n) => ['WATCH', `watched:${10_000 + n}`]),
        fields: ['tot-mem'],
      })),
    ));

  test('clients that wait for keys', async () => {
    const wrong: string[] = [];
    for (const count of [1, 3, 60, 1000]) {
      const command = ['BLPOP', ...times(count, (n) => [`queue:${10_000 + n}`]).flat(), '0'];
      const act = async (client: OracleClient): Promise<void> => {
        void client.run([command], 60_000);
        await pause(20);
      };
      wrong.push(...(await check(`BLPOP of ${count} keys`, act, ['argv-mem', 'tot-mem'])));
    }
    expect(wrong).toEqual([]);
  });

  test('the table of tracked keys', () => {
    const on = [
      ['HELLO', '3'],
      ['CLIENT', 'TRACKING', 'ON'],
    ];
    const reads = (count: number, name: (n: number) => string): Row => ({
      name: `${count} reads like ${name(count)}`,
      commands: [...on, ...times(count, (n) => ['GET', name(n)])],
    });
    // Scattered, without repetition.
    const digits = (n: number): string => `${(n * 2_654_435_761) % 4_294_967_291}`;
    return checkAll([
      reads(100, (n) => `key:${n}`),
      reads(1000, (n) => `user:${10_000_000 + n}`),
      reads(1000, (n) => `user:${n}:profile`),
      reads(2000, (n) => `product:${digits(n)}`),
    ]);
  });

  test.each([
    { name: 'everything', prefixes: [] },
    { name: 'one prefix', prefixes: ['user:'] },
    { name: 'prefixes that part early', prefixes: ['user:', 'use-', 'item:', 'x', 'yy', 'yz'] },
    { name: 'a thousand', prefixes: Array.from({ length: 1000 }, (_, n) => `${n}`.padStart(12)) },
  ])('prefixes that are tracked: $name', async ({ prefixes }) => {
    const words = prefixes.flatMap((prefix) => ['PREFIX', prefix]);
    const act = (client: OracleClient): Promise<unknown> =>
      client.run([['CLIENT', 'TRACKING', 'ON', ...words, 'BCAST']], replyTimeoutMs);
    const [theirs, ours] = await Promise.all(sides.map((side) => growth(side, false, act)));
    expect(ours?.figures['tot-mem']).toBe(theirs?.figures['tot-mem']);
  });

  test('replies that have not left', async () => {
    // The reply buffer of a client that has been at rest: how small it gets decides what is beside it.
    for (const side of sides) await side.run(['DEBUG', 'REPLYBUFFER', 'RESIZING', '1']);
    for (const side of sides) await side.run(['DEBUG', 'REPLYBUFFER', 'PEAK-RESET-TIME', '1']);
    const grown: number[][] = [];
    for (const side of sides) {
      await side.run(['SET', 'value', bytes(1000)]);
      const client = await OracleClient.open(side.server.path);
      const used = async (gets: number): Promise<number[]> => {
        const asked = [
          ...times(gets, () => ['GET', 'value']),
          ['CLIENT', 'INFO'],
          ['INFO', 'memory'],
        ];
        const [own, info] = (await client.run(asked, replyTimeoutMs)).slice(-2);
        const figure = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1]);
        return [
          figure(info?.text ?? '', /\nused_memory:(\d+)/),
          figure(own?.text ?? '', / omem=(\d+)/),
          figure(own?.text ?? '', / oll=(\d+)/),
        ];
      };
      await used(0);
      const rests = async (): Promise<boolean> => {
        const [list] = await side.run(['CLIENT', 'LIST']);
        return (list ?? '').trim().split('\n').at(-1)?.includes(' rbs=1024 ') === true;
      };
      for (let n = 0; n < 200 && !(await rests()); n++) await pause(20);
      const before = await used(0);
      for (let n = 0; n < 200 && !(await rests()); n++) await pause(20);
      const after = await used(90);
      grown.push(after.map((value, n) => value - (before[n] ?? 0)));
      client.close();
    }
    for (const side of sides) await side.run(['DEBUG', 'REPLYBUFFER', 'RESIZING', '0']);
    const [theirs, ours] = grown as [number[], number[]];
    for (const [n, value] of theirs.entries())
      expect(Math.abs(value - (ours[n] ?? 0)), `real ${theirs}, ours ${ours}`).toBeLessThanOrEqual(
        value * tolerance,
      );
  });

  test('a request that is half here', async () => {
    const wrong: string[] = [];
    for (const size of [100, 10_000, 30_000, 200_000]) {
      const request = requestBytes([['SET', 'a-key-of-some-length', bytes(size)]]);
      const act = async (client: OracleClient): Promise<void> => {
        client.send(request.subarray(0, request.length - size / 2));
        await pause(20);
      };
      wrong.push(...(await check(`half of ${size} bytes`, act, ['qbuf', 'argv-mem'], true)));
    }
    expect(wrong).toEqual([]);
  });

  test('the most that a client held lately', async () => {
    const peaks: number[][] = [];
    for (const side of sides) {
      await side.run(['SET', 'value', bytes(100_000)]);
      const sender = await OracleClient.open(side.server.path);
      sender.send(requestBytes([['SET', 'k', bytes(2_000_000)]]).subarray(0, 1_500_000));
      await pause(300);
      const [info] = await side.run(['INFO', 'clients']);
      const peak = (name: string): number =>
        Number(new RegExp(`client_recent_max_${name}_buffer:(\\d+)`).exec(info ?? '')?.[1]);
      peaks.push([peak('input')]);
      sender.close();
    }
    const [theirs, ours] = peaks as [number[], number[]];
    for (const [n, value] of theirs.entries())
      expect(Math.abs(value - (ours[n] ?? 0)), `real ${theirs}, ours ${ours}`).toBeLessThanOrEqual(
        value * tolerance,
      );
  });
});
