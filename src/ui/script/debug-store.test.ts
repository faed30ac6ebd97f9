/** The editor's debugging session against a scripted client: what it sends, and what it shows. */
import { expect, test } from 'vitest';
import type { ClientListener, RespClient } from '../../client/client.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { DebugStore, debuggerWords } from './debug-store.ts';

const said = (...lines: string[]): RespValue => ({
  kind: 'array',
  items: lines.map((text) => ({ kind: 'simple', text })),
});

/** Answers from a list; behind the last words comes the script's reply. */
function scripted(answers: RespValue[]) {
  const sent: string[] = [];
  let listener: ClientListener = {};
  const client: RespClient = {
    subscribed: false,
    closed: false,
    listen: (given) => {
      listener = given;
    },
    close: () => sent.push('(closed)'),
    abort: () => {},
    send: (argv) => {
      sent.push(argv.join(' '));
      const answer = answers.shift() ?? said();
      const isEnd = answer.kind === 'array' && JSON.stringify(answer).includes('endsession');
      if (isEnd) queueMicrotask(() => listener.onPush?.({ kind: 'integer', value: '7' } as never));
      return Promise.resolve(answer);
    },
  };
  return { client, sent };
}

test('a session from its first line to its reply', async () => {
  const results: (RespValue | null)[] = [];
  const { client, sent } = scripted([
    { kind: 'simple', text: 'OK' },
    said('* Stopped at 1, stop reason = step over', '-> 1   local a = 1'),
    said('No local variables in the current context.'),
    said('  #2   return a'),
    said(
      '<redis> GET k',
      '<reply> NULL',
      '* Stopped at 2, stop reason = break point',
      '->#2   return a',
    ),
    said('<value> a = 1', '<value> t = {["x y"]=2}', '<hint> trimmed'),
    said('<endsession>'),
  ]);
  const store = new DebugStore(
    () => Promise.resolve(client),
    (reply) => results.push(reply),
  );
  await store.start({ argv: ['EVAL', 'code', '0'], breakpoints: [2], keepsChanges: false });
  expect(store.state.getState()).toMatchObject({ phase: 'stopped', line: 1, locals: [] });
  await store.continue();
  expect(store.state.getState()).toEqual({
    phase: 'stopped',
    line: 2,
    reason: 'break point',
    locals: [
      { name: 'a', value: '1' },
      { name: 't', value: '{["x y"]=2}' },
    ],
    transcript: [
      '* Stopped at 1, stop reason = step over',
      '<redis> GET k',
      '<reply> NULL',
      '* Stopped at 2, stop reason = break point',
    ],
  });
  await store.step();
  expect(store.state.getState().phase).toBe('off');
  expect(results).toHaveLength(1);
  const words = [
    'SCRIPT DEBUG YES',
    'EVAL code 0',
    'print',
    'break 2',
    'continue',
    'print',
    'step',
  ];
  expect(sent).toEqual([...words, '(closed)']);
});

test('a session that cannot begin says so', async () => {
  const results: (RespValue | null)[] = [];
  const store = new DebugStore(
    () => Promise.reject(new Error('no engine')),
    (reply) => results.push(reply),
  );
  const run = { argv: ['EVAL', '', '0'], breakpoints: [], keepsChanges: true };
  await store.start(run);
  expect(store.state.getState().phase).toBe('off');
  expect(results).toEqual([null]);
});

const typed: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  [' t ', ['t']],
  ['redis SET k "two words"', ['redis', 'SET', 'k', 'two words']],
  ['e "a" .. \'b\'', ['e', '"a" .. \'b\'']],
  ['eval  x = 1', ['eval', 'x = 1']],
  ['p "open', ['p', '"open']],
];

test.each(typed)('%j is sent as %j', (text, argv) => {
  expect(debuggerWords(text)).toEqual(argv);
});
