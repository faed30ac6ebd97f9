/**
 * The oracle: the same commands to a real redis-server and to the engine, replies equal to the
 * byte, and what the keys hold afterwards, too.
 *
 *   ORACLE_COMMANDS=50000   how many commands are drawn
 *   ORACLE_SEED=1           what they are drawn from; each failure prints it
 *   ORACLE_ONLY=ZADD,ZRANK  draws only these commands (SET and DEL beside them)
 *   ORACLE_FAILURES=5       after how many different failures it stops
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { allCommands } from '../../engine/all-commands.ts';
import type { Argv } from './compare.ts';
import { Comparison, type Difference, isSilent } from './comparison.ts';
import { Generator, type GrammarCommand } from './generator.ts';
import { commandLine, keepRegression, readRegressions } from './regressions.ts';
import { bothServers, findReal } from './servers.ts';
import { shrink, shrinkArguments } from './shrink.ts';

const commandCount = Number(process.env.ORACLE_COMMANDS ?? 50_000);
const seed = Number(process.env.ORACLE_SEED ?? 1);
const failureLimit = Number(process.env.ORACLE_FAILURES ?? 5);
const only = new Set((process.env.ORACLE_ONLY ?? '').toUpperCase().split(',').filter(Boolean));
const sequenceLength = 150;
const shrinkMsMax = 30_000;
const drawMsMax = Math.max(200_000, commandCount);

const known = new Set(allCommands.map(({ name }) => name));
const real = findReal();
const say = (text: string) => process.stdout.write(`oracle: ${text}\n`);

if (real === null) {
  say('==== SKIPPED: no redis-server was found; nothing has been compared with a real one ====');
  say('==== install redis-server 7.0 or newer, or set REDIS_SERVER to its path            ====');
}

function report(sequence: readonly Argv[], { argv, real: said, ours }: Difference): string {
  return [
    ...sequence.map((one) => `> ${commandLine(one)}`),
    `answered differently: ${commandLine(argv)}`,
    `  redis ${JSON.stringify(said.slice(0, 600))}`,
    `  ours  ${JSON.stringify(ours.slice(0, 1200))}`,
  ].join('\n');
}

/** What a difference is about, without the arguments that happened to show it. */
function subjectOf({ argv, real: said, ours }: Difference): string {
  const shape = (text: string) => text.replace(/'[^']*'|\d+/g, '').slice(0, 40);
  return `${argv[0]?.toUpperCase()} ${shape(said)} ${shape(ours)}`;
}

function drawnFrom(): readonly GrammarCommand[] {
  const commands: readonly GrammarCommand[] = allCommands;
  if (only.size === 0) return commands;
  return commands.filter(({ name }) => only.has(name) || name === 'SET' || name === 'DEL');
}

describe.skipIf(real === null)('the engine answers as redis-server does', () => {
  const servers = bothServers(real);
  let comparison: Comparison;
  beforeAll(() => {
    comparison = new Comparison(servers[0]!.path, servers[1]!.path, known);
  });

  /** The smallest sequence that shows a difference of the same command. */
  async function smallest(sequence: readonly Argv[], first: Difference): Promise<readonly Argv[]> {
    const name = first.argv[0]?.toUpperCase();
    const untilMs = Date.now() + shrinkMsMax;
    const fails = async (candidate: readonly Argv[]) => {
      if (Date.now() > untilMs) return false;
      const found = await comparison.difference(candidate);
      if (found === null || isSilent(found) !== isSilent(first)) return false;
      return found.argv[0]?.toUpperCase() === name && !found.real.startsWith('!');
    };
    return shrinkArguments(await shrink(sequence, fails), fails);
  }

  test('kept sequences', async () => {
    const failures: string[] = [];
    for (const { name, sequence } of readRegressions()) {
      const found = await comparison.difference(sequence);
      if (found !== null) failures.push(`${name}\n${report(sequence, found)}`);
    }
    expect(failures.join('\n\n')).toBe('');
  });

  test(`${commandCount} drawn commands, seed ${seed}`, async () => {
    const generator = new Generator(seededRandom(seed), drawnFrom());
    const failures = new Map<string, string>();
    const startedMs = Date.now();
    let drawn = 0;
    const untilMs = startedMs + drawMsMax;
    while (drawn < commandCount && failures.size < failureLimit && Date.now() < untilMs) {
      const sequence = generator.sequence(Math.min(sequenceLength, commandCount - drawn));
      drawn += sequence.length;
      const found = await comparison.difference(sequence);
      if (found === null) continue;
      if (failures.has(subjectOf(found))) continue;
      const small = await smallest(sequence, found);
      const shown = (await comparison.difference(small)) ?? found;
      if (failures.has(subjectOf(shown))) continue;
      const file = keepRegression(small, `Seed ${seed}, near command ${drawn}.`);
      failures.set(subjectOf(shown), `${report(small, shown)}\n  kept as regressions/${file}`);
    }
    const seconds = (Date.now() - startedMs) / 1000;
    const rate = Math.round(drawn / seconds);
    say(`redis-server ${real?.version}, seed ${seed}: ${drawn} commands compared, ${rate}/s`);
    expect([...failures.values()].join('\n\n')).toBe('');
  });
});
