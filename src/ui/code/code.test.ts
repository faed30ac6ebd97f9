/** What the page believes of a learner's worker, and how sources get their indentation back. */
import { expect, test } from 'vitest';
import { readMessage } from './read-message.ts';
import { indented } from './snippet-texts.ts';

test('messages that are as they should be', () => {
  const failure = { kind: 'error', text: 'E', stack: ['at 1'], place: { line: 1, column: 2 } };
  for (const message of [
    { kind: 'pong', n: 1 },
    { kind: 'print', level: 'log', text: 'a' },
    { kind: 'print-limit' },
    { kind: 'failure', failure },
    { kind: 'ended' },
    { kind: 'connect', connection: 1 },
    { kind: 'send', connection: 1, bytes: Uint8Array.of(1) },
    { kind: 'hang-up', connection: 1 },
  ]) {
    expect(readMessage(message)).toEqual(message);
  }
});

test('anything else is no message', () => {
  for (const message of [
    null,
    'ended',
    {},
    { kind: 'nothing' },
    { kind: 'pong', n: '1' },
    { kind: 'print', level: 'shout', text: 'a' },
    { kind: 'print', level: 'log', text: { toString: () => 'a' } },
    { kind: 'failure', failure: { kind: 'error', text: 1, stack: [] } },
    { kind: 'connect' },
    { kind: 'send', connection: 1, bytes: [1] },
    { kind: 'send', connection: 1.5, bytes: Uint8Array.of(1) },
  ]) {
    expect(readMessage(message)).toBe(null);
  }
});

test('indentation', () => {
  expect(
    indented(`async function f(
a: string,
): Promise<{ ok: boolean }> {
app.use(async (req, res) => {
if (a) {
return {
x: [1,
2],
};
} else {
b('}');
}
});
}`),
  ).toBe(`async function f(
  a: string,
): Promise<{ ok: boolean }> {
  app.use(async (req, res) => {
    if (a) {
      return {
        x: [1,
          2],
      };
    } else {
      b('}');
    }
  });
}`);
  expect(indented('a\n  b')).toBe('a\n  b');
});
