/**
 * maxmemory against a real redis-server: who is refused when memory is full, in plain commands,
 * transactions, scripts and functions; and which keys go, policy by policy.
 *
 * Idle times and frequencies are given with RESTORE, so that both servers begin with the same ones.
 * Which keys are sampled is chance on both sides: compared are shares, over a few runs each.
 *
 *   ORACLE_SEED=7   what is drawn (each failure prints it)
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { ask, findReal, OracleClient, type OracleServer, startOurs, startReal } from './servers.ts';

type Command = readonly string[];

const seed = Number(process.env.ORACLE_SEED ?? 1);
const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const timeoutMs = 60_000;

if (!isKnownVersion) {
  process.stdout.write(
    '\n==== SKIPPED: no redis-server 7.0 was found to compare eviction with ====\n',
  );
}

const times = (count: number, command: (n: number) => Command): Command[] =>
  Array.from({ length: count }, (_, n) => command(n));

const library = `#!lua name=memory
redis.register_function('plain', function(keys) return redis.call('set', keys[1], 'x') end)
redis.register_function('reads', function(keys) return redis.call('get', keys[1]) end)
redis.register_function{function_name='nowrites', flags={'no-writes'},
  callback=function(keys) return redis.call('get', keys[1]) end}
redis.register_function{function_name='nowrites_writes', flags={'no-writes'},
  callback=function(keys) return redis.call('set', keys[1], 'x') end}
redis.register_function{function_name='allowoom', flags={'allow-oom'},
  callback=function(keys) return redis.call('set', keys[1], 'x') end}`;

const set = "return redis.call('set', KEYS[1], 'x')";

/** Each is played on a full server that may evict nothing. */
const refusals: readonly { readonly name: string; readonly commands: readonly Command[] }[] = [
  { name: 'a write that needs memory', commands: [['SET', 'k', 'v']] },
  {
    name: 'reads and deletions',
    commands: [
      ['GET', 'a'],
      ['DEL', 'a'],
      ['EXPIRE', 'b', '9'],
    ],
  },
  { name: 'other commands', commands: [['PING'], ['SELECT', '0'], ['DBSIZE'], ['LPOP', 'list']] },
  { name: 'wrong arity wins', commands: [['SET', 'k']] },
  { name: 'wrong type loses', commands: [['LPUSH', 'a', 'v']] },
  { name: 'publish', commands: [['PUBLISH', 'c', 'm']] },
  {
    name: 'increments',
    commands: [
      ['INCR', 'n'],
      ['APPEND', 'a', 'x'],
      ['SETBIT', 'a', '9', '1'],
    ],
  },
  {
    name: 'copies',
    commands: [
      ['COPY', 'a', 'z'],
      ['RENAME', 'a', 'z'],
      ['SORT', 'list', 'ALPHA'],
    ],
  },
  { name: 'queueing', commands: [['MULTI'], ['SET', 'k', 'v'], ['EXEC']] },
  { name: 'queueing a read', commands: [['MULTI'], ['GET', 'a'], ['EXEC']] },
  { name: 'queueing nothing', commands: [['MULTI'], ['EXEC']] },
  { name: 'dropping a queue', commands: [['MULTI'], ['PING'], ['DISCARD']] },
  { name: 'watching in a queue', commands: [['MULTI'], ['WATCH', 'a'], ['EXEC']] },
  { name: 'a queue in a queue', commands: [['MULTI'], ['MULTI'], ['EXEC']] },
  ...[
    ['SET', 'k', 'v'],
    ['GET', 'a'],
    ['EVAL', set, '1', 'k'],
    ['EVAL', `#!lua\n${set}`, '1', 'k'],
    ['FCALL', 'plain', '1', 'k'],
    ['FCALL', 'allowoom', '1', 'k'],
  ].map((command) => ({
    name: `a queue made before of ${command.join(' ')}`,
    commands: [['MULTI'], command, ['full'], ['EXEC'], ['GET', 'k']],
  })),
  { name: 'resetting', commands: [['MULTI'], ['RESET'], ['PING']] },
  { name: 'a script that writes', commands: [['EVAL', set, '1', 'k']] },
  {
    name: 'a script that reads',
    commands: [['EVAL', "return redis.call('get', KEYS[1])", '1', 'a']],
  },
  {
    name: 'a script that goes on after an error',
    commands: [['EVAL', "return redis.pcall('set', KEYS[1], 'x').err", '1', 'k']],
  },
  {
    name: 'a script that has written already',
    commands: [
      ['EVAL', "redis.call('del', 'nothing') return redis.call('set', KEYS[1], 'x')", '1', 'k'],
    ],
  },
  {
    name: 'a script that has failed to write',
    commands: [
      [
        ...['EVAL', "redis.pcall('set', 'm', '1') return redis.call('set', KEYS[1], 'x')", '1'],
        'k',
      ],
    ],
  },
  {
    name: 'a read-only script',
    commands: [
      ['EVAL_RO', set, '1', 'k'],
      ['EVAL_RO', 'return 1', '0'],
    ],
  },
  ...['', 'no-writes', 'allow-oom', 'allow-oom,no-writes', 'allow-stale'].flatMap((flags) => [
    {
      name: `a script with flags ${flags}, that writes`,
      commands: [['EVAL', `#!lua flags=${flags}\n${set}`, '1', 'k']],
    },
    {
      name: `a script with flags ${flags}, that reads`,
      commands: [['EVAL', `#!lua flags=${flags}\nreturn redis.call('get', 'a')`, '0']],
    },
    {
      name: `a script with flags ${flags}, read-only`,
      commands: [['EVAL_RO', `#!lua flags=${flags}\nreturn redis.call('get', 'a')`, '0']],
    },
  ]),
  ...['plain', 'reads', 'nowrites', 'nowrites_writes', 'allowoom'].flatMap((name) => [
    { name: `function ${name}`, commands: [['FCALL', name, '1', 'a']] },
    { name: `function ${name}, read-only`, commands: [['FCALL_RO', name, '1', 'a']] },
  ]),
  {
    name: 'loading a library',
    commands: [
      ['FUNCTION', 'LOAD', "#!lua name=other\nredis.register_function('f', function() end)"],
      ['FUNCTION', 'LIST', 'LIBRARYNAME', 'other'],
    ],
  },
];

const policies = [
  ...['noeviction', 'allkeys-lru', 'volatile-lru', 'allkeys-lfu', 'volatile-lfu'],
  ...['allkeys-random', 'volatile-random', 'volatile-ttl'],
];

describe.skipIf(!isKnownVersion)(`memory that is full (seed ${seed})`, () => {
  let servers: readonly [OracleServer, OracleServer];
  beforeAll(async () => {
    servers = [await startReal(real!), await startOurs('7.0')];
    for (const server of servers) await ask(server, [['DEBUG', 'REPLYBUFFER', 'RESIZING', '0']]);
    // The real server has a histogram of each command that it has seen: room for dozens of keys, which
    // RESETSTAT gives away.
    for (const server of servers) await ask(server, [['CONFIG', 'SET', 'latency-tracking', 'no']]);
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  /** `full` in a row's place of a command: another connection lowers the limit. */
  async function play(server: OracleServer, commands: readonly Command[]): Promise<string> {
    const client = await OracleClient.open(server.path);
    let said = '';
    for (const command of commands) {
      if (command[0] === 'full') await ask(server, [['CONFIG', 'SET', 'maxmemory', '1']]);
      else for (const { raw } of await client.run([command], timeoutMs)) said += raw;
    }
    client.close();
    return said;
  }

  test('who is refused, and in which words', async () => {
    const wrong: string[] = [];
    for (const server of servers) await ask(server, [['FUNCTION', 'LOAD', 'REPLACE', library]]);
    for (const { name, commands } of refusals) {
      const replies: string[] = [];
      const begunBefore = commands.some(([word]) => word === 'full');
      for (const server of servers) {
        await ask(server, [
          ['CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction'],
          ['FLUSHALL'],
          ['FUNCTION', 'DELETE', 'other'],
          ['MSET', 'a', '1', 'b', '2'],
          ['RPUSH', 'list', 'x', 'y'],
          ['CONFIG', 'SET', 'maxmemory', begunBefore ? '0' : '1'],
        ]);
        replies.push(await play(server, commands));
      }
      if (replies[0] !== replies[1]) wrong.push(`${name}: real ${replies[0]}, ours ${replies[1]}`);
    }
    for (const server of servers) await ask(server, [['CONFIG', 'SET', 'maxmemory', '0']]);
    expect(wrong).toEqual([]);
  });

  test('the directives', async () => {
    const rows: Command[] = [
      ...['1kb', '1k', '2MB', '3gb', '1b', '10%', '-5', '1.5gb', ''].flatMap((value) => [
        ['CONFIG', 'SET', 'maxmemory', value],
        ['CONFIG', 'GET', 'maxmemory'],
        ['CONFIG', 'SET', 'maxmemory', '0'],
      ]),
      ...[...policies, 'allkeys-lrm', 'volatile-lrm', 'LRU'].flatMap((value) => [
        ['CONFIG', 'SET', 'maxmemory-policy', value],
        ['CONFIG', 'GET', 'maxmemory-policy'],
      ]),
      ...['0', '1', '64', '-1', 'x'].map((value) => ['CONFIG', 'SET', 'maxmemory-samples', value]),
      ...['-1', '0', '100', '101'].map((value) => [
        ...['CONFIG', 'SET', 'maxmemory-eviction-tenacity', value],
      ]),
      [
        ...['CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction'],
        ...['maxmemory-samples', '5', 'maxmemory-eviction-tenacity', '10'],
      ],
    ];
    const [theirs, ours] = [await ask(servers[0], rows), await ask(servers[1], rows)];
    for (const [n, row] of rows.entries()) {
      expect(`${row.join(' ')} -> ${ours[n]!.raw}`).toBe(`${row.join(' ')} -> ${theirs[n]!.raw}`);
    }
  });

  // ---- which keys go ----

  const keyCount = 1500;
  const figure = (info: string | null | undefined, name: string): number =>
    Number(new RegExp(`\\n${name}:(\\d+)`).exec(info ?? '')?.[1]);

  async function info(server: OracleServer): Promise<string> {
    return (await ask(server, [['INFO', 'everything']]))[0]!.text ?? '';
  }

  /** Without the connections before, which are still being closed. */
  async function usedMemory(server: OracleServer): Promise<number> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const said = await info(server);
      if (figure(said, 'connected_clients') === 1) return figure(said, 'used_memory');
    }
    throw new Error('connections are not closed');
  }

  /** A string of 4000 bytes, as DUMP gives it: large beside the buffers of connections, which count, too. */
  async function payload(): Promise<string> {
    const [, dumped] = await ask(servers[0], [
      ['SET', 'it', 'x'.repeat(4000)],
      ['DUMP', 'it'],
    ]);
    return dumped!.text ?? '';
  }

  /** The keys that are evicted until the limit is kept: the cycle goes on in the background. */
  async function evictedUnder(server: OracleServer, limitBytes: number): Promise<number> {
    await ask(server, [['CONFIG', 'SET', 'maxmemory', String(Math.round(limitBytes))]]);
    let evicted = -1;
    for (let now = 0; now !== evicted; ) {
      evicted = now;
      await ask(
        server,
        times(10, () => ['PING']),
      );
      now = figure(await info(server), 'evicted_keys');
    }
    return evicted;
  }

  /**
   * Lowers the limit until half of the keys are gone, the last of them a few at a time: buffers of
   * connections count, too, on each server its own, and the more keys go the more of them fit.
   */
  async function halve(server: OracleServer, emptyBytes: number): Promise<void> {
    const addedBytes = (await usedMemory(server)) - emptyBytes;
    let share = 0.55;
    while ((await evictedUnder(server, emptyBytes + share * addedBytes)) < keyCount / 2)
      share -= 4 / keyCount;
    await ask(server, [['CONFIG', 'SET', 'maxmemory', '0']]);
  }

  /**
   * Of the keys that went, the share of those that had to go first: key 0 is the first that should.
   * `place` says how a key comes to its place.
   */
  async function fittingShare(
    server: OracleServer,
    settings: Command,
    place: (n: number, value: string) => Command,
    value: string,
  ): Promise<number> {
    await ask(server, [
      ['CONFIG', 'SET', 'maxmemory', '0', ...settings],
      ['FLUSHALL'],
      ['CONFIG', 'RESETSTAT'],
    ]);
    const emptyBytes = await usedMemory(server);
    await ask(
      server,
      times(keyCount, (n) => place(n, value)),
    );
    await halve(server, emptyBytes);
    const left = await ask(
      server,
      times(keyCount, (n) => ['EXISTS', `key:${n}`]),
    );
    const gone = left.flatMap(({ text }, n) => (text === '0' ? [n] : []));
    expect(gone.length).toBe(figure(await info(server), 'evicted_keys'));
    expect(gone.length).toBeGreaterThan(keyCount / 3);
    return gone.filter((n) => n < gone.length).length / gone.length;
  }

  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  /** Means must be as near as the real server's own runs are to each other, or within `bound`. */
  function expectAlike(
    name: string,
    theirs: readonly number[],
    ours: readonly number[],
    bound: number,
  ) {
    const spread = Math.max(...theirs) - Math.min(...theirs);
    const off = Math.abs(mean(theirs) - mean(ours));
    const shown = `${name}: real ${theirs.map((x) => x.toFixed(3))}, ours ${ours.map((x) => x.toFixed(3))}`;
    if (process.env.ORACLE_SHOW) process.stdout.write(`${shown}\n`);
    expect(`${shown}${off > Math.max(spread, bound) ? ' DIFFER' : ''}`).toBe(shown);
  }

  const inHours = Date.now() + 9_000_000;
  /** Key by key: all at once, with their idle times, frequencies or expiry times. */
  const idle = (n: number, value: string): Command => [
    ...['RESTORE', `key:${n}`, '0', value, 'IDLETIME', String((keyCount - n) * 20)],
  ];
  const frequent = (n: number, value: string): Command => [
    ...['RESTORE', `key:${n}`, '0', value, 'FREQ', String(Math.floor((n / keyCount) * 256))],
  ];
  const expiring =
    (place: typeof idle) =>
    (n: number, value: string): Command => [
      ...place(n, value).map((word, i) => (i === 2 ? String(inHours) : word)),
      'ABSTTL',
    ];
  const soon = (n: number, value: string): Command => [
    ...['RESTORE', `key:${n}`, String(inHours + n * 1000), value, 'ABSTTL'],
  ];

  test.each([
    ['allkeys-lru', '3', idle],
    ['allkeys-lru', '5', idle],
    ['allkeys-lru', '10', idle],
    ['volatile-lru', '5', expiring(idle)],
    ['allkeys-lfu', '5', frequent],
    ['volatile-lfu', '5', expiring(frequent)],
    ['volatile-ttl', '5', soon],
    ['allkeys-random', '5', idle],
    ['volatile-random', '5', expiring(idle)],
  ] as const)('which keys %s evicts, from %s samples', async (policy, samples, place) => {
    const value = await payload();
    const settings = [
      'maxmemory-policy',
      policy,
      'maxmemory-samples',
      samples,
      'lfu-decay-time',
      '0',
    ];
    // Which keys are alone in their buckets stays the same from run to run, and random choice favours them.
    const bound = policy.endsWith('random') ? 0.06 : 0.03;
    const shares: number[][] = [[], []];
    // The fewer the samples, the more is left to chance.
    const runs = samples === '3' ? 6 : 3;
    for (let run = 0; run < runs; run++) {
      for (const [n, server] of servers.entries()) {
        shares[n]!.push(await fittingShare(server, settings, place, value));
      }
    }
    expectAlike(`${policy} of ${samples}`, shares[0]!, shares[1]!, bound);
  });

  // ---- how well a cache does ----

  /** A cache in front of 2000 records, some asked for far more often than others. */
  async function hitRatio(server: OracleServer, policy: string, draw: number): Promise<number> {
    const records = 2000;
    const value = 'x'.repeat(2500);
    const random = seededRandom(seed * 100 + draw);
    const setting = (n: number): Command => [
      ...['SET', `key:${n}`, value],
      ...(policy.startsWith('volatile') ? ['EX', String(1000 + ((n * 7919) % 5000))] : []),
    ];
    await ask(server, [
      ['CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', policy, 'maxmemory-samples', '5'],
      ['FLUSHALL'],
    ]);
    const emptyBytes = await usedMemory(server);
    await ask(server, times(records, setting));
    const limit = emptyBytes + ((await usedMemory(server)) - emptyBytes) / 2;
    await ask(server, [
      ['FLUSHALL'],
      ['CONFIG', 'SET', 'maxmemory', String(Math.round(limit))],
      ['CONFIG', 'RESETSTAT'],
    ]);
    const client = await OracleClient.open(server.path);
    for (let batch = 0; batch < 130; batch++) {
      // Of a power law: the square of the cube of a unit, so that a tenth gets half.
      const asked = times(40, () => [`${Math.floor(records * random.unit() ** 3)}`]).flat();
      const found = await client.run(
        asked.map((n) => ['GET', `key:${n}`]),
        timeoutMs,
      );
      const missed = asked.filter((_, i) => found[i]!.text === null);
      const settings = [...new Set(missed)].map((n) => setting(Number(n)));
      if (settings.length > 0) await client.run(settings, timeoutMs);
    }
    client.close();
    const said = await info(server);
    const [hits, misses] = [figure(said, 'keyspace_hits'), figure(said, 'keyspace_misses')];
    return hits / (hits + misses);
  }

  test.each(policies.filter((policy) => policy !== 'noeviction'))(
    'the hit ratio of a cache under %s',
    async (policy) => {
      const ratios: number[][] = [[], []];
      for (let run = 0; run < 2; run++) {
        for (const [n, server] of servers.entries()) {
          ratios[n]!.push(await hitRatio(server, policy, run));
        }
      }
      expectAlike(`hits under ${policy}`, ratios[0]!, ratios[1]!, 0.015);
    },
  );
});
