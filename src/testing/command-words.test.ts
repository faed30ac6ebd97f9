/**
 * What the page says of commands, over the whole table: for each one a summary in both languages,
 * its cost, a completion, and ghost text from its first argument to its last; and every directive is
 * completed behind CONFIG GET and CONFIG SET.
 */
import { expect, test } from 'vitest';
import type { Syntax } from '../contract/catalogue.ts';
import { usageOf } from '../contract/usage.ts';
import { allCommands } from '../engine/all-commands.ts';
import { documentation } from '../engine/documentation.ts';
import { CommandTable } from '../engine/server/command-table.ts';
import { catalogueOf, commandWordsOf } from '../inspect/catalogue.ts';
import { directivesOf } from '../inspect/directives.ts';
import { indexCatalogue, withWords } from '../ui/console/catalogue-index.ts';
import { helpOn } from '../ui/console/help.ts';
import { createHistory } from '../ui/console/history.ts';
import { createPromptStore } from '../ui/console/prompt-store.ts';
import { walkSyntax } from '../ui/console/syntax-walk.ts';
import { completionsAt, hintFor } from '../ui/console/typing.ts';
import { commandSummariesKo } from '../ui/i18n/commands-ko.ts';
import { ko } from '../ui/i18n/ko.ts';

const VERSION = 704;
const table = new CommandTable(allCommands, VERSION);
const catalogue = withWords(
  indexCatalogue(catalogueOf(table)),
  commandWordsOf(table, documentation),
);
const { docs } = catalogue;
const namesOf = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

/** Redis itself tells no cost of these. */
const COSTLESS = new Set(['PSYNC', 'SYNC', 'MONITOR', 'LOLWUT']);

test('HELP has syntax, summary, cost and version for each, in both languages', () => {
  expect(docs.length).toBeGreaterThan(350);
  expect(namesOf(docs.filter(({ name }) => !helpOn(name, catalogue).length))).toEqual([]);
  expect(namesOf(docs.filter(({ summary }) => summary.length < 8))).toEqual([]);
  expect(namesOf(docs.filter(({ since }) => !/^\d+\.\d+\.\d+$/.test(since)))).toEqual([]);
  expect(
    namesOf(docs.filter(({ name, complexity }) => complexity === '' && !COSTLESS.has(name))),
  ).toEqual([]);
  const all = allCommands.flatMap((command) => [command, ...command.subcommands.values()]);
  const noKorean = ({ name }: { name: string }) => !/[가-힣]/.test(commandSummariesKo[name] ?? '');
  expect(namesOf(all.filter(noKorean))).toEqual([]);
  const inEnglish = docs.filter(({ complexity }) =>
    /[a-z]{2}/.test(ko.console.commandCost(complexity).replace(/log|COUNT|Redis/g, '')),
  );
  expect(inEnglish.map(({ complexity }) => complexity)).toEqual([]);
});

test('completion offers each, at each of its beginnings', () => {
  const isOffered = (name: string): boolean => {
    const [first = '', second] = name.split(' ');
    const head = second === undefined ? '' : `${first} `;
    const word = second ?? first;
    return [0, 1, word.length - 1, word.length].every((length) => {
      const text = head + word.slice(0, length).toLowerCase();
      return completionsAt(text, text.length, catalogue)?.words.some((one) => one.text === word);
    });
  };
  expect(namesOf(docs.filter(({ name }) => !isOffered(name)))).toEqual([]);
});

/** Arguments that take all that the syntax allows, each choice by its first. */
const sample = (syntax: readonly Syntax[]): string[] => syntax.flatMap(sampleOf);

function sampleOf(node: Syntax): string[] {
  if (node.kind === 'value') return [/integer|double|unix-time/.test(node.type) ? '1' : node.name];
  if (node.kind === 'token') return [node.token];
  if (node.kind === 'sequence') return sample(node.items);
  return sample(node.kind === 'choice' ? node.items.slice(0, 1) : [node.item]);
}

test('ghost text follows from the first argument to the last', () => {
  const lost: string[] = [];
  for (const { name, syntax, usage } of docs) {
    // Behind a container stand its subcommands.
    if (catalogue.subcommandsOf(name).length > 0) continue;
    if (hintFor(`${name} `, catalogue).ghost !== usage) lost.push(name);
    const args = sample(syntax);
    for (let count = 1; count < args.length; count++) {
      const typed = args.slice(0, count);
      const { ghost } = hintFor(`${name} ${typed.join(' ')} `, catalogue);
      const rest = walkSyntax(syntax, typed)?.rest;
      if (!rest || ghost === '' || ghost !== usageOf(rest)) lost.push(`${name} ${typed.join(' ')}`);
    }
  }
  expect(lost).toEqual([]);
});

test('every directive is completed behind CONFIG GET and CONFIG SET, and those with words by them', async () => {
  const directives = directivesOf(VERSION, []);
  const prompt = createPromptStore({
    catalogue: () => catalogue,
    history: createHistory([], () => undefined),
    keys: async () => [],
    directives: async () => directives,
  });
  const offered = async (text: string) => {
    prompt.edit(text, text.length);
    await prompt.complete();
    return prompt.getState().completion?.suggestions.map((one) => one.text) ?? [];
  };
  const names = directives.map(({ name }) => name);
  for (const command of ['CONFIG GET ', 'CONFIG SET ', 'CONFIG SET maxmemory 1 ']) {
    const found = await offered(command);
    expect(names.filter((name) => !found.includes(name))).toEqual([]);
  }
  expect(await offered('CONFIG SET appendonly ')).toEqual(['yes', 'no']);
  expect(await offered('CONFIG SET maxmemory-policy ')).toContain('allkeys-lru');
});
