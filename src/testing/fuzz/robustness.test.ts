/**
 * Whatever a client sends, a node answers, stays consistent and goes on; whatever it has carried
 * out, its append-only file brings back.
 *
 *   FUZZ_SEED=7      what is drawn (each failure prints it)
 *   FUZZ_ROUNDS=200  how long
 */
import { describe, expect, test } from 'vitest';
import { toUint8Array } from '../../base/bytes.ts';
import type { Random, UnixMs } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import { allCommands } from '../../engine/all-commands.ts';
import { openNode } from '../../hosts/open-node.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { Generator } from '../oracle/generator.ts';
import { type TestClient, type TestEngine, testEngine } from '../test-engine.ts';
import { digest } from './digest.ts';
import { junkBytes, junkLine } from './junk.ts';

const seed = Number(process.env.FUZZ_SEED ?? 1);
const rounds = Number(process.env.FUZZ_ROUNDS ?? 60);
const linesPerRound = 60;

const versions = ['7.0', '7.2', '7.4'];

/** Not drawn: they end the node or the client's replies, or hold up every other client. */
const excluded = new Set([
  ...['SHUTDOWN', 'CLIENT PAUSE', 'CLIENT REPLY', 'CLIENT KILL', 'DEBUG', 'MONITOR'],
  ...['CONFIG SET', 'CONFIG REWRITE', 'AUTH', 'HELLO', 'QUIT', 'RESET'],
]);
const commands = allCommands
  .flatMap((command) => [command, ...command.subcommands.values()])
  .filter(({ name, run }) => run !== undefined && !excluded.has(name));

const contents = ({ node, clock }: TestEngine): string =>
  digest(node.server.keyspace, clock.nowMs());

/** What the log of a node brings back at some moment. */
const logged = ({ node }: TestEngine, nowMs: UnixMs): string =>
  digest(node.server.keyspace, nowMs, { readers: node.config.version >= 702 });

function send(client: TestClient, argv: readonly string[]): string {
  client.send(encodeRequest(argv));
  return client.heard();
}

function expectWell(engine: TestEngine, said: string, sent: string): void {
  const at = `seed ${seed}: ${sent}`;
  expect(`${at}\n${/internal error/.test(said) ? said : ''}`).toBe(`${at}\n`);
  expect(engine.messages.filter((message) => /Internal error/.test(message))).toEqual([]);
}

const expectAlive = (engine: TestEngine, sent: string): void =>
  expect(`${sent} -> ${engine.client().run('PING')}`).toBe(`${sent} -> PONG`);

const shown = (argv: readonly string[]): string =>
  argv.map((word) => JSON.stringify(word.slice(0, 60))).join(' ');

describe(`whatever a client sends (seed ${seed})`, () => {
  test('bytes that are no requests', () => {
    const random = seededRandom(seed);
    let engine = testEngine();
    for (let round = 0; round < rounds * 20; round++) {
      // Nobody hangs up here: a node takes ten thousand clients and no more.
      if (round % 1000 === 999) engine = testEngine();
      const bytes = junkBytes(random);
      const client = engine.client();
      const cut = random.below(bytes.length + 1);
      client.send(toUint8Array(bytes.slice(0, cut)));
      client.send(toUint8Array(bytes.slice(cut)));
      expectWell(engine, client.heard(), JSON.stringify(bytes));
      expectAlive(engine, JSON.stringify(bytes));
    }
  });

  test('requests cut off anywhere', () => {
    const whole = encodeRequest(['SET', 'key', 'va\r\nlue']);
    const engine = testEngine();
    for (let end = 0; end < whole.length; end++) {
      engine.client().send(whole.slice(0, end));
      expect(contents(engine)).toBe('');
      expectAlive(engine, `${end} bytes`);
    }
    for (let cut = 0; cut <= whole.length; cut++) {
      const client = engine.client();
      client.send(whole.slice(0, cut));
      client.send(whole.slice(cut));
      expect(client.heard()).toBe('OK');
    }
  });

  test.each(versions)('command lines, emulating %s: an error changes nothing', (version) => {
    const random = seededRandom(seed * 1000 + Number(version.slice(2)));
    const engine = testEngine({ 'emulate-version': version });
    // Known after an error, which changes nothing, until a command succeeds or time passes.
    let before: string | null = null;
    for (let round = 0; round < rounds; round++) {
      const client = engine.client();
      for (let i = 0; i < linesPerRound; i++) {
        const { name, syntaxTree } = commands[random.below(commands.length)]!;
        const argv = junkLine(random, name, syntaxTree);
        before ??= contents(engine);
        const said = send(client, argv);
        expectWell(engine, said, shown(argv));
        if (!said.startsWith('(error)')) before = null;
        else if (contents(engine) !== before) {
          expect(`seed ${seed}: ${shown(argv)} -> ${said}\n${contents(engine)}`).toBe(before);
        }
        if (random.unit() < 0.05) {
          engine.advance(random.below(500));
          before = null;
        }
      }
      expectAlive(engine, `round ${round}`);
    }
  });
});

/** Three clients at once, time that passes, now and then a transaction or a blocked client. */
function workload(engine: TestEngine, random: Random, sequences: number): string[] {
  const lines: string[] = [];
  const generator = new Generator(random, allCommands);
  for (let n = 0; n < sequences; n++) {
    const clients = [engine.client(), engine.client(), engine.client()];
    for (const argv of generator.sequence(60)) {
      const said = send(clients[random.below(clients.length)]!, argv);
      expectWell(engine, said, shown(argv));
      lines.push(shown(argv));
      if (random.unit() < 0.1) engine.advance(random.below(2000));
      if (random.unit() < 0.05) shortLived(engine, random, clients[0]!);
    }
  }
  return lines;
}

/** Keys, and from 7.4 on fields, that will expire while the work goes on. */
function shortLived(engine: TestEngine, random: Random, client: TestClient): void {
  const ms = String(1 + random.below(3000));
  const key = `${'shlt'[random.below(4)]}1`;
  send(client, ['PEXPIRE', key, ms]);
  if (engine.node.config.version < 704) return;
  send(client, ['HSET', 'h1', 'a', '1', 'b', '2', 'short', ms]);
  send(client, ['HPEXPIRE', random.unit() < 0.5 ? 'h1' : 'h2', ms, 'FIELDS', '2', 'a', 'short']);
}

describe(`what the append-only file brings back (seed ${seed})`, () => {
  test.each(versions)('after a random workload, emulating %s', async (version) => {
    let filled = 0;
    const count = Math.ceil(rounds / 3);
    for (let round = 0; round < count; round++) {
      const random = seededRandom(seed * 7919 + round);
      const disk = new MemoryDisk();
      const config = { appendonly: 'yes', 'emulate-version': version };
      const first = testEngine(config, disk);
      await openNode(first.node, { onDamage: 'refuse' });
      workload(first, random, 4);
      const wanted = logged(first, first.clock.nowMs());
      if (wanted !== '') filled++;
      await first.settle();
      await first.node.shutdown();
      const second = testEngine(config, disk, first.clock.nowMs());
      const outcome = await openNode(second.node, { onDamage: 'refuse' });
      expect(outcome.notices).toEqual([]);
      expect(`seed ${seed}, round ${round}\n${logged(second, second.clock.nowMs())}`).toBe(
        `seed ${seed}, round ${round}\n${wanted}`,
      );
      // The active cycle takes what is due: nothing else goes.
      second.advance(200);
      const laterMs = second.clock.nowMs();
      expect(logged(second, laterMs)).toBe(logged(first, laterMs));
    }
    expect(filled).toBeGreaterThan(count / 2);
  });
});
