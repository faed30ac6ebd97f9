/**
 * The engine's command table against facts read from a running Redis 7.4 (data/commands-7.4.tsv):
 * every command of ours says the same of itself, and every command is there but those named below.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../engine/all-commands.ts';
import { aclCategories } from '../engine/commands/categories.ts';
import { documentation } from '../engine/documentation.ts';
import { CommandTable, type NodeCommand, versionNumber } from '../engine/server/command-table.ts';

interface Fact {
  readonly name: string;
  readonly group: string;
  readonly since: string;
  readonly deprecatedSince: string;
  readonly arity: number;
  readonly flags: string;
  readonly categories: string;
  readonly keys: string;
}

function readFacts(): Fact[] {
  const text = readFileSync(new URL('./data/commands-7.4.tsv', import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.slice(1).map((line) => {
    const [name = '', group = '', since = '', deprecatedSince = '', arity, ...rest] =
      line.split('\t');
    const [flags = '', categories = '', ...keys] = rest;
    return {
      name,
      group: group.replace('_', '-'),
      since,
      deprecatedSince,
      arity: Number(arity),
      flags: flags.split(',').sort().join(' ').trim(),
      categories: categories.split(',').sort().join(' '),
      keys: keys.join(' '),
    };
  });
}

function factOf(command: NodeCommand): Fact {
  return {
    name: command.name,
    group: command.group,
    since: command.since,
    deprecatedSince: documentation.get(command.fullName)?.deprecated?.[0] ?? '',
    arity: command.arity,
    flags: [...command.flagSet].sort().join(' '),
    categories: aclCategories(command).sort().join(' '),
    keys: (command.keys ?? [0, 0, 0]).join(' '),
  };
}

const facts = new Map(readFacts().map((fact) => [fact.name, fact]));
const commands = allCommands.flatMap((command) => [command, ...command.subcommands.values()]);

describe('every command says of itself what Redis says', () => {
  test('the table of facts is whole', () => {
    expect(facts.size).toBeGreaterThan(390);
    expect(facts.get('GET')?.keys).toBe('1 1 1');
  });
  test.each(commands.map((command) => [command.name, command] as const))('%s', (name, command) => {
    expect(factOf(command)).toEqual(facts.get(name));
  });
  test('no name is taken twice', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  });
});

/** What is not there, and why; a group stands for all of its commands. */
const missing: Readonly<Record<string, string>> = {
  'sentinel (group)': 'a Sentinel is another kind of server',
};

test('no command is missing', () => {
  const have = new Set(commands.map(({ name }) => name));
  const absent = [...facts.values()].filter(({ name }) => !have.has(name));
  const reasons = absent.map(({ name, group }) => {
    const asGroup = `${group} (group)`;
    return asGroup in missing ? asGroup : name;
  });
  expect([...new Set(reasons)].sort()).toEqual(Object.keys(missing).sort());
});

test('an older version does not know what came after it', () => {
  for (const version of [700, 702, 704]) {
    const names = [...new CommandTable(allCommands, version).all()].map(
      ({ command }) => command.name,
    );
    const wanted = commands.filter(({ since }) => versionNumber(since) <= version);
    expect(names.sort()).toEqual(wanted.map(({ name }) => name).sort());
  }
});
