/** Every command of the engine has a summary in every language of the page, and nothing else has. */
import { expect, test } from 'vitest';
import { allCommands } from '../engine/all-commands.ts';
import { commandSummariesKo } from '../ui/i18n/commands-ko.ts';

test('Korean summaries', () => {
  const names = allCommands.flatMap((command) => [command, ...command.subcommands.values()]);
  const missing = names.filter(({ name }) => !/[가-힣]/.test(commandSummariesKo[name] ?? ''));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
