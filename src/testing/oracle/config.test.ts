/**
 * The configuration and INFO against a real redis-server: names, defaults, what is refused and in
 * which words, what a value becomes, and which fields each section has.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from './frames.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
/** The facts below are those of one version: another server would have others. */
const isKnownVersion = real?.version.startsWith('7.0.') === true;

if (!isKnownVersion) {
  process.stdout.write(
    '\n==== SKIPPED: no redis-server 7.0 was found to compare CONFIG with ====\n',
  );
}

/** What depends on the process: where it runs, who may debug it, how it was started. */
const ofTheProcess = new Set(['dir', 'unixsocket', 'pidfile', 'enable-debug-command']);

/** Directives that reach for sockets, files, certificates or memory of the machine when set. */
const reaching = new Set([
  ...['bind', 'port', 'unixsocket', 'maxclients', 'logfile', 'replicaof', 'slaveof'],
  ...['oom-score-adj', 'oom-score-adj-values', 'jemalloc-bg-thread', 'cluster-announce-ip'],
  ...['appendonly', 'save', 'bind-source-addr', 'aclfile', 'requirepass', 'maxmemory'],
]);

const values = [
  ...['abc', '', '0', '1', '-1', '-2', '1.5', '100', '501', '70000', '5000000000'],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775808', '1kb', '2MB', '10%'],
  ...['yes', 'NO', ' 1', '0x10', '1 2 3', 'default'],
];

/** Of one directive each, with meaningful and meaningless values. */
const special: readonly (readonly string[])[] = [
  ['maxmemory', 'abc'],
  ['maxmemory', '-1'],
  ['maxmemory', '1tb'],
  ['maxmemory', '200mb'],
  ['maxmemory', ''],
  ['maxmemory-policy', 'allkeys-LRU'],
  ['maxmemory-policy', 'lru'],
  ['maxmemory-policy', 'noeviction'],
  ['maxmemory-clients', '110%'],
  ['maxmemory-clients', '50%'],
  ['maxmemory-clients', '0'],
  ['appendonly', 'maybe'],
  ['appendfsync', 'sometimes'],
  ['appendfsync', 'ALWAYS'],
  ['save', 'foo'],
  ['save', '10'],
  ['save', '10 x'],
  ['save', '0 1'],
  ['save', '-1 1'],
  ['save', '10 5 '],
  ['save', '900 1 300 10'],
  ['save', ''],
  ['notify-keyspace-events', 'q'],
  ['notify-keyspace-events', 'KEA'],
  ['notify-keyspace-events', 'AKE'],
  ['notify-keyspace-events', 'Kg$lshzxetd'],
  ['notify-keyspace-events', 'Em'],
  ['notify-keyspace-events', ''],
  ['client-output-buffer-limit', 'normal 1 2'],
  ['client-output-buffer-limit', 'foo 1 2 3'],
  ['client-output-buffer-limit', 'master 1 2 3'],
  ['client-output-buffer-limit', 'normal 1mb 2mb x'],
  ['client-output-buffer-limit', 'normal x 2mb 1'],
  ['client-output-buffer-limit', 'normal 1mb 2mb -1'],
  ['client-output-buffer-limit', 'pubsub 1mb 2mb 60'],
  ['client-output-buffer-limit', 'replica 1 2 3 normal 10mb 0 0'],
  ['client-output-buffer-limit', ''],
  ['latency-tracking-info-percentiles', '50 101'],
  ['latency-tracking-info-percentiles', '99.9 50 99.99'],
  ['latency-tracking-info-percentiles', ''],
  ['oom-score-adj-values', '1 2'],
  ['oom-score-adj-values', '1 2 x'],
  ['oom-score-adj-values', '3 2 1'],
  ['oom-score-adj-values', '1 2 3000'],
  ['proc-title-template', '{foo}'],
  ['proc-title-template', '{title} {listen-addr}'],
  ['dbfilename', 'a/b'],
  ['dir', '/nowhere'],
  ['databases', '3'],
  ['nosuch', '1'],
  ['maxmemory', '1mb', 'nosuch', '2'],
  ['hz', '20', 'hz', '30'],
  ['timeout', '5', 'hz', 'abc', 'lfu-log-factor', '-5'],
  ['list-max-ziplist-size', '5', 'list-max-listpack-size', '6'],
  ['hz', 'abc', 'nosuch', '1'],
  ['hz', 'abc', 'databases', '1'],
  ['databases', '1', 'nosuch', '1'],
  ['timeout'],
  ['timeout', '1', 'hz'],
];

describe.skipIf(!isKnownVersion)('configuration', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, '7.0');
  });
  afterAll(() => pair.stop());

  const both = (commands: readonly (readonly string[])[]) => pair.run(commands);
  const pairsOf = (frame: Frame): Map<string, string> => {
    const words = frame.items.map(({ text }) => text ?? '');
    return new Map(words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1] ?? '']] : [])));
  };

  /** Sets, then looks: one line for each difference. */
  async function compareSets(sets: readonly (readonly string[])[]): Promise<string[]> {
    const commands = sets.flatMap((words) => [
      ['CONFIG', 'SET', ...words],
      ['CONFIG', 'GET', words[0] === 'dir' ? 'hz' : (words[0] ?? '')],
    ]);
    const [wanted, got] = await both(commands);
    return commands.flatMap((argv, i) => {
      const [said, ours] = [wanted[i]?.raw, got[i]?.raw];
      if (said === ours) return [];
      const set = argv[1] === 'GET' ? `${commands[i - 1]?.join(' ')}; ` : '';
      return [`${set}${argv.join(' ')}: ${JSON.stringify(said)} ours ${JSON.stringify(ours)}`];
    });
  }

  test('names and defaults', async () => {
    const [wanted, got] = await both([['CONFIG', 'GET', '*']]);
    const [theirs, ours] = [pairsOf(wanted[0]!), pairsOf(got[0]!)];
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const name of ofTheProcess) for (const side of [theirs, ours]) side.delete(name);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    expect(theirs.size).toBeGreaterThan(170);
  });

  test('patterns', async () => {
    const rows = [
      ['MAX*'],
      ['*max-*-e*', 'hz'],
      ['slave*'],
      ['nothing'],
      ['h?', 'HZ'],
      ['timeout'],
    ];
    const [wanted, got] = await both(rows.map((row) => ['CONFIG', 'GET', ...row]));
    rows.forEach((row, i) => {
      const names = (frame?: Frame) => [...pairsOf(frame!).keys()].sort();
      expect([row, names(got[i])]).toEqual([row, names(wanted[i])]);
    });
  });

  test('every directive takes, refuses and prints the same values', async () => {
    const [all] = await both([['CONFIG', 'GET', '*']]);
    const names = [...pairsOf(all[0]!).keys()].filter(
      (name) => !ofTheProcess.has(name) && !reaching.has(name) && !name.startsWith('tls-'),
    );
    const differences: string[] = [];
    for (const name of names) {
      const before = pairsOf(all[0]!).get(name) ?? '';
      const sets = [...values, before].map((value) => [name, value]);
      differences.push(...(await compareSets(sets)));
    }
    expect(differences.join('\n')).toBe('');
  });

  test('CONFIG RESETSTAT', async () => {
    const info = ['INFO', 'stats'];
    const [, got] = await both([['GET', 'x'], ['NOPE'], info, ['CONFIG', 'RESETSTAT'], info]);
    expect(got[2]?.text).toMatch(/keyspace_misses:[1-9](?:.|\s)*total_error_replies:[1-9]/);
    expect(got[4]?.text).toMatch(/total_commands_processed:[01]\r(?:.|\s)*keyspace_misses:0\r/);
    expect(got[4]?.text).toContain('total_error_replies:0\r');
  });

  test('values with rules of their own', async () => {
    expect((await compareSets(special)).join('\n')).toBe('');
  });
});
