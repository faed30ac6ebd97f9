/** What the script editor offers, and which lines it runs. */
import { expect, test } from 'vitest';
import type { CommandDoc } from '../../contract/catalogue.ts';
import { linesOf, offersFor } from './redis-language.ts';

const docs = ['GET', 'CONFIG GET', 'CONFIG SET'].map((name) => ({ name }) as CommandDoc);
const labels = (before: string) => offersFor(before, docs).map(({ label }) => label);

test('first words are commands, second words subcommands', () => {
  expect(labels('')).toEqual(['GET', 'CONFIG GET', 'CONFIG SET']);
  expect(labels('5 g')).toEqual(['GET', 'CONFIG GET', 'CONFIG SET']);
  expect(labels('config ')).toEqual(['GET', 'SET']);
  expect(labels('get k ')).toEqual([]);
});
test('lines are cut by number', () => {
  expect(linesOf('a\nb\r\nc', 2, 3)).toBe('b\nc');
});
