/**
 * ACL against a real redis-server: rules and their errors, how users are shown, and what each of
 * them is denied, in which words.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import type { Frame } from './frames.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
/** 7.2 words denials and shows rules otherwise. */
const isKnownVersion = real?.version.startsWith('7.0.') === true;
if (!isKnownVersion) {
  process.stdout.write('\n==== SKIPPED: no redis-server 7.0 was found to compare ACL with ====\n');
}

const HASH = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
const rules: readonly string[] = [
  ...['on', 'off', 'nopass', 'resetpass', 'reset', '>foo', '>bar', '<foo', `#${HASH}`, `!${HASH}`],
  ...['#abc', '!abc', 'sanitize-payload', 'skip-sanitize-payload', 'clearselectors', 'bogus', ''],
  ...['allkeys', '~*', 'resetkeys', '~a*', '~b', '%R~a*', '%W~a*', '%RW~c', '%r~d', '%~x', '%RR~x'],
  ...['%R~', '~', '~a b', 'allchannels', '&*', 'resetchannels', '&news.*', '&a', '&a b'],
  ...['allcommands', '+@all', 'nocommands', '-@all', '+@read', '-@read', '+@write', '-@dangerous'],
  ...['+@string', '-@string', '+@list', '+@bogus', '+@', '+get', '-get', '+set', '-set', '+GET'],
  ...['+config', '-config', '+config|get', '-config|get', '+config|bogus', '+config|', '+select|0'],
  ...['+select|1', '-select', '+select', '+get|x', '-get|x', '+bogus', '-bogus', '+client|list|x'],
  ...['(+get ~a)', '(%R~b +@read)', '(+bogus)', '(on)', '()', '(', '(+get', '+@fast', '-@slow'],
];

const probes: readonly string[] = [
  ...['GET a', 'GET b', 'GET zz', 'SET a 1', 'SET a 1 GET', 'MGET a b', 'MSET a 1 zz 2', 'DEL ab'],
  ...['EXISTS zz', 'RENAME a b', 'COPY a zz', 'SORT a STORE zz', 'SUNIONSTORE c a b', 'PING'],
  ...['LPUSH a 1', 'CONFIG GET x', 'CONFIG SET x y', 'SELECT 0', 'SELECT 1', 'PUBLISH a m'],
  ...[
    'PUBLISH news.x m',
    'SUBSCRIBE a news.y',
    'PSUBSCRIBE news.*',
    'PSUBSCRIBE *',
    'SPUBLISH a m',
  ],
  ...['AUTH x', 'GET', 'BOGUS', 'FLUSHALL', 'BITFIELD a GET u8 0', 'BITFIELD a SET u8 0 1'],
  ...['ZADD a 1 m', 'ZUNIONSTORE zz 1 a', 'LMPOP 1 a LEFT', 'OBJECT FREQ a', 'HELLO', 'GETEX d'],
];

/** Command rules stand in the order of a hash table: words are compared, not their order. */
const words = (frame: Frame | undefined): string =>
  frame === undefined
    ? ''
    : frame.items.length > 0
      ? `[${frame.items.map(words).join(' ; ')}]`
      : frame.raw.split(/\s+/).sort().join(' ');

/** Fields of a client's description; the total without the reply buffer, whose size depends on time. */
function figuresOf(description: string): string {
  const fields = new Map(
    description
      .trim()
      .split(' ')
      .map((pair) => pair.split('=') as [string, string]),
  );
  const names = 'flags multi qbuf qbuf-free argv-mem multi-mem obl oll omem cmd user'.split(' ');
  const total = Number(fields.get('tot-mem')) - Number(fields.get('rbs'));
  return [...names.map((name) => `${name}=${fields.get(name)}`), `rest=${total}`].join(' ');
}

describe.skipIf(!isKnownVersion)('ACL', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, '7.0');
  });
  afterAll(() => pair.stop());

  async function same(lines: readonly (readonly string[])[]): Promise<void> {
    const [theirs, ours] = await pair.run(lines);
    const shown = (frames: readonly Frame[]) =>
      frames.map((frame, i) => `${lines[i]?.join(' ')}  ${words(frame)}`);
    expect(shown(ours)).toEqual(shown(theirs));
  }
  const split = (line: string): string[] => splitArguments(line) ?? [];

  test.each(rules.map((rule) => [rule]))('rule %s', async (rule) => {
    await same([
      ['ACL', 'DELUSER', 'u'],
      ['ACL', 'SETUSER', 'u', 'on', '>foo', '+@read', '-mget', '~a*', '&news.*', rule],
      ['ACL', 'GETUSER', 'u'],
      ['ACL', 'LIST'],
    ]);
  });

  test('what drawn users are denied', async () => {
    const seed = Number(process.env.ORACLE_SEED ?? 1);
    const random = seededRandom(seed);
    for (let round = 0; round < 60; round++) {
      const drawn = Array.from(
        { length: 1 + random.below(7) },
        () => rules[random.below(rules.length)]!,
      );
      await same([
        ['ACL', 'DELUSER', 'u'],
        ['ACL', 'SETUSER', 'u', ...drawn],
        ['ACL', 'GETUSER', 'u'],
        ...probes.map((probe) => ['ACL', 'DRYRUN', 'u', ...split(probe)]),
      ]);
    }
  });

  test("what the log tells of the denied one's memory", async () => {
    await pair.run([
      split('ACL LOG RESET'),
      split('ACL SETUSER mem on nopass ~a* +@all -set'),
      // The first script of all waits for Lua, and is not being read any more when it runs.
      ['EVAL', 'return 1', '0'],
    ]);
    const before = split('AUTH mem x');
    // Each in a write of its own: what has come with a command is in its buffer.
    const denied: string[][][] = [
      [split('SET a 1')],
      [split('GET b'), split('PING')],
      [split('MULTI'), split('GET a')],
      [split('SET b aaaaaaaaaa')],
      [split('EXEC')],
      [['EVAL', "return redis.pcall('get', 'b')", '0']],
    ];
    await pair.run([before]);
    for (const batch of denied) await pair.run(batch);
    await pair.run([split('AUTH default x')]);
    const logs = await pair.run([split('ACL LOG')]);
    const own = await pair.run([split('CLIENT INFO')]);
    const [theirs, ours] = [0, 1].map((side) => {
      const infos = logs[side]?.[0]?.items.map((entry) => entry.items.at(13)?.text ?? '') ?? [];
      return [...infos, own[side]?.[0]?.text ?? ''].map(figuresOf);
    });
    expect(ours).toEqual(theirs);
    await pair.run([split('ACL DELUSER mem'), split('ACL LOG RESET')]);
  });

  test('users, passwords and the log', async () => {
    const lines = [
      'ACL LOG RESET',
      'ACL SETUSER al on >pw +@all -flushall ~a* &c',
      'ACL USERS',
      'ACL WHOAMI',
      'AUTH pw',
      'AUTH al nope',
      'AUTH nobody pw',
      'AUTH al pw',
      'ACL WHOAMI',
      'GET b',
      'GET b',
      'SET a 1',
      'FLUSHALL',
      'PUBLISH d m',
      'MULTI',
      'SET x 1',
      'GET a',
      'EXEC',
      'CLIENT KILL USER nobody',
      'HELLO 2 AUTH nobody x',
      'HELLO 2 AUTH al nope',
      'EVAL "return redis.call(\'GET\', KEYS[1])" 1 a',
      "EVAL \"return redis.call('GET', 'b')\" 0",
      'EVAL "return redis.call(\'FLUSHALL\')" 0',
      "EVAL \"return redis.call('PUBLISH', 'd', 'm')\" 0",
      'EVAL "return redis.pcall(\'FLUSHALL\')" 0',
      "EVAL \"return redis.acl_check_cmd('GET', 'b')\" 0",
      "EVAL \"return redis.call('GET', 'b')\" 1 b",
      'ACL SETUSER al off',
      'RESET',
      'ACL WHOAMI',
      'AUTH al pw',
      'ACL CAT bogus',
      'ACL CAT read x',
      'ACL DELUSER default al',
      'ACL DELUSER al nobody',
      'ACL GETUSER al',
      'ACL SAVE',
      'ACL LOAD',
      'ACL GENPASS 0',
      'ACL GENPASS 5000',
      'ACL GENPASS x',
      'ACL LOG x',
      'ACL LOG 1 2',
      'ACL BOGUS',
      'ACL',
      'ACL SETUSER',
      'ACL SETUSER "a b" on',
      'ACL DRYRUN nobody GET a',
    ];
    await same(lines.map(split));
    const [theirs, ours] = await pair.run([['ACL', 'LOG']]);
    const facts = (frame?: Frame) =>
      frame?.items.map(({ items }) =>
        items
          .slice(0, 10)
          .map(({ raw }) => raw)
          .join(''),
      );
    expect(facts(ours[0])).toEqual(facts(theirs[0]));
  });

  test('requirepass is the default user’s password', async () => {
    await same(
      [
        'CONFIG SET requirepass foo',
        'ACL LIST',
        'RESET',
        'PING',
        'HELLO 3',
        'ACL WHOAMI',
        'AUTH bar',
        'AUTH foo',
        'PING',
        'CONFIG SET requirepass ""',
        'ACL LIST',
        'RESET',
        'PING',
        'ACL SETUSER default off',
        'PING',
        'RESET',
        'PING',
      ].map(split),
    );
  });
});
