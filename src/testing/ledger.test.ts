/** Every command and directive that the course's documents name or need, exercised through RESP. */
import { describe, expect, test } from 'vitest';
import {
  chapters,
  ledgerCommands,
  ledgerDirectives,
  ledgerRows,
  namesOf,
  replayChapter,
  versionsOf,
} from './ledger.ts';
import { engineReplayer } from './recordings.ts';
import { testEngine } from './test-engine.ts';

/** Named by the documents, without a row until the engine has them. */
const later: Readonly<Record<string, string>> = {
  PSYNC: 'no node follows another yet',
  MIGRATE: 'no node talks to another yet',
  BGREWRITEAOF: 'the log is not rewritten yet',
};

/** What a node takes in any form; of `dir` and `bind` it is the host that may say no. */
const takesAnything = new Set([
  ...['requirepass', 'tls-cert-file', 'tls-key-file', 'tls-ca-cert-file', 'tls-protocols'],
  ...['tls-ciphers', 'dir', 'bind'],
]);

describe.each(chapters)('%s', (chapter) => {
  test.each(versionsOf(chapter))('in %s', async (version) => {
    const engine = testEngine({ 'emulate-version': version, 'enable-protected-configs': 'yes' });
    expect((await replayChapter(chapter, engineReplayer(engine))).join('\n\n')).toBe('');
  });
});

test('every command of the list has a row', () => {
  const exercised = new Set(ledgerRows.flatMap(namesOf));
  expect(ledgerCommands.filter((name) => !exercised.has(name))).toEqual(
    ledgerCommands.filter((name) => name in later),
  );
  process.stdout.write(
    `ledger: ${ledgerCommands.length} commands, ${ledgerRows.length} rows; without one: ${Object.keys(later).join(' ')}\n`,
  );
});

/** The replies of the rows whose command begins so, in order. */
const repliesTo = (start: string): string[] =>
  ledgerRows
    .filter(({ command }) => `${command} `.startsWith(`${start} `))
    .map(({ reply }) => reply);

const ofServer = ledgerDirectives.filter((name) => !name.startsWith('sentinel '));

test.each(ofServer)('%s is read, and set where it may be', (name) => {
  const [shown, again] = repliesTo(`CONFIG GET ${name}`);
  const sets = repliesTo(`CONFIG SET ${name}`);
  expect(shown).toBeDefined();
  if (sets.includes('OK')) expect(again).toBeDefined();
  const isRefused = sets.some((reply) => reply.startsWith('(error)'));
  expect(isRefused).toBe(!takesAnything.has(name));
});

test.each(ledgerDirectives.filter((name) => name.startsWith('sentinel ')))(
  '%s is refused outside of a Sentinel',
  (name) => {
    const [directive = '', ...rest] = `${name} mymaster 5000`.split(' ');
    expect(() => testEngine({ [directive]: rest.join(' ') })).toThrow();
  },
);
