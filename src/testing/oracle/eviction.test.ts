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
import type { Frame } from './frames.ts';
import { findReal, OracleClient, type OracleServer, startOurs, startReal } from './servers.ts';

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

async function ask(server: OracleServer, commands: readonly Command[]): Promise<Frame[]> {
  const client = await OracleClient.open(server.path);
  const frames = await client.run(commands, timeoutMs);
  client.close();
  return frames;
}

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
  {
    name: 'a queue made before',
    commands: [
      ['CONFIG', 'SET', 'maxmemory', '0'],
      ['MULTI'],
      ['SET', 'k', 'v'],
      ['CONFIG', 'SET', 'maxmemory', '1'],
      ['EXEC'],
      ['CONFIG', 'SET', 'maxmemory', '1'],
      ['GET', 'k'],
      ['SET', 'k', 'w'],
    ],
  },
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
  {
    name: 'a script in a queue made before',
    commands: [
      ['CONFIG', 'SET', 'maxmemory', '0'],
      ['MULTI'],
      ['EVAL', set, '1', 'k'],
      ['GET', 'a'],
      ['EXEC'],
    ],
  },
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
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  test('who is refused, and in which words', async () => {
    const wrong: string[] = [];
    for (const server of servers) await ask(server, [['FUNCTION', 'LOAD', 'REPLACE', library]]);
    for (const { name, commands } of refusals) {
      const replies: string[] = [];
      for (const server of servers) {
        await ask(server, [
          ['CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction'],
          ['FLUSHALL'],
          ['FUNCTION', 'DELETE', 'other'],
          ['MSET', 'a', '1', 'b', '2'],
          ['RPUSH', 'list', 'x', 'y'],
          ['CONFIG', 'SET', 'maxmemory', '1'],
        ]);
        replies.push((await ask(server, commands)).map(({ raw }) => raw).join(''));
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
});
