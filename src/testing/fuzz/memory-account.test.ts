/**
 * The account of memory after every command of random sequences: it is what a count from scratch
 * gives, in all databases, whatever came and went.
 *
 *   FUZZ_SEED=7   what is drawn (each failure prints it)
 */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { allCommands } from '../../engine/all-commands.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { Generator } from '../oracle/generator.ts';
import { type TestEngine, testEngine } from '../test-engine.ts';
import { misjudgedKeys, recountedBytes } from './recount.ts';

const seed = Number(process.env.FUZZ_SEED ?? 1);
const sequences = 15;
const sequenceLength = 60;

const shown = (argv: readonly string[]): string =>
  argv.map((word) => JSON.stringify(word.slice(0, 60))).join(' ');

/** Where account and count differ, by database. */
function differences({ node }: TestEngine): string[] {
  return node.server.keyspace.databases
    .filter((database) => database.account.dataBytes(false) !== recountedBytes(database))
    .map((database) => {
      const said = database.account.dataBytes(false);
      const keys = misjudgedKeys(database).join('; ');
      return `database ${database.index}: ${said}, counted ${recountedBytes(database)}; ${keys}`;
    });
}

describe(`the account of memory (seed ${seed})`, () => {
  test.each(['7.0', '7.2', '7.4'])(
    'is what a count from scratch gives, emulating %s',
    (version) => {
      const random = seededRandom(seed * 1000 + Number(version.slice(2)));
      const generator = new Generator(random, allCommands);
      const engine = testEngine({ 'emulate-version': version });
      const trail: string[] = [];
      for (let n = 0; n < sequences; n++) {
        const client = engine.client();
        for (const argv of generator.sequence(sequenceLength)) {
          client.send(encodeRequest(argv));
          const said = client.heard();
          trail.push(`${shown(argv)} -> ${said.slice(0, 60)}`);
          if (random.unit() < 0.05) engine.advance(random.below(500));
          const wrong = differences(engine);
          if (wrong.length > 0) {
            expect(`seed ${seed}\n${trail.slice(-5).join('\n')}\n${wrong}`).toBe('');
          }
        }
        if (n % 8 === 7) client.run('FLUSHALL');
      }
      engine.client().run('FLUSHALL');
      const { account } = engine.node.server.keyspace.databases[0]!;
      expect(account.dataBytes(true)).toBe(0);
    },
  );

  test('large values, grown and shrunk', () => {
    const random = seededRandom(seed);
    const engine = testEngine({ 'emulate-version': '7.0' });
    const client = engine.client();
    const word = (): string => 'w'.repeat(random.below(120)) + random.below(2000);
    const draws: readonly (() => string)[] = [
      () => `RPUSH list ${word()} ${word()}`,
      () => `LPUSH list ${word()}`,
      () => 'LPOP list 2',
      () => `LINSERT list BEFORE ${word()} ${word()}`,
      () => `LSET list ${random.below(500)} ${word()}`,
      () => `LREM list 1 ${word()}`,
      () => `LTRIM list ${random.below(5)} -1`,
      () => `HSET hash ${word()} ${word()}`,
      () => `HDEL hash ${word()}`,
      () => `HINCRBY hash n${random.below(900)} 77`,
      () => `SADD set ${word()}`,
      () => 'SPOP set 2',
      () => `ZADD zset ${random.below(99)} ${word()}`,
      () => 'ZPOPMIN zset 1',
      () => `ZREMRANGEBYRANK zset 0 ${random.below(3)}`,
      () => `XADD stream * f ${word()} ${word()} v`,
      () => 'XREADGROUP GROUP g c COUNT 3 STREAMS stream >',
      () => `XREADGROUP GROUP g ${word().slice(-9)} COUNT 1 STREAMS stream >`,
      () => `XTRIM stream MAXLEN ${300 + random.below(700)}`,
      () => 'XAUTOCLAIM stream g d 0 0-0 COUNT 5',
      () => `APPEND string ${word()}`,
      () => `SETRANGE string ${random.below(3000)} ${word()}`,
      () => 'INCR counter',
      () => 'COPY hash copy REPLACE',
      () => 'COPY stream copy REPLACE',
      () => 'RENAME copy moved',
      () => 'SWAPDB 0 1',
    ];
    client.run('XGROUP CREATE stream g 0 MKSTREAM');
    for (let n = 0; n < 4000; n++) {
      const line = draws[random.below(draws.length)]!();
      client.run(line);
      if (random.below(50) > 0) continue;
      const wrong = differences(engine);
      if (wrong.length > 0) expect(`seed ${seed}, step ${n}: ${line}\n${wrong}`).toBe('');
    }
    expect(
      Math.max(...engine.node.server.keyspace.databases.map(({ size }) => size)),
    ).toBeGreaterThan(6);
  });
});
