/** A console tab against a scripted client: prompts, groups, repeats, cancelling. */
import { expect, test } from 'vitest';
import type { ClientListener, RespClient } from '../../client/client.ts';
import type { RespValue } from '../../client/resp-value.ts';
import { emptyCatalogue } from './catalogue-index.ts';
import { afterReply, freshConnection, promptOf } from './connection-state.ts';
import { createLog, type LogEntry } from './log.ts';
import { createSession, sessionPrompt } from './session.ts';

const ok: RespValue = { kind: 'simple', text: 'OK' };
const queued: RespValue = { kind: 'simple', text: 'QUEUED' };

function open(answer: (argv: readonly string[]) => RespValue | Promise<RespValue>) {
  const sent: string[] = [];
  let connections = 0;
  let listener: ClientListener = {};
  const connect = async () => {
    const client: RespClient = {
      send: async (argv) => {
        sent.push(argv.join(' '));
        return answer(argv);
      },
      subscribed: false,
      closed: false,
      listen: (one) => {
        listener = one;
      },
      close: () => undefined,
      abort: () => undefined,
    };
    return { client, id: ++connections };
  };
  const control: string[] = [];
  const log = createLog((run) => run());
  const session = createSession(1, log, {
    connect,
    control: async (argv) => {
      control.push(argv.join(' '));
      return { kind: 'integer', digits: '1' };
    },
    catalogue: () => emptyCatalogue,
    nowMs: () => 0,
  });
  const rows = (): LogEntry[] =>
    Array.from({ length: log.count }, (_, i) => log.row(i) as LogEntry);
  return { session, sent, rows, control, hangUp: (reason: string) => listener.onClose?.(reason) };
}

const quiet = { subscribed: false, left: false };

test('the prompt follows SELECT and MULTI', () => {
  let state = afterReply(freshConnection, ['SELECT', '3'], ok);
  expect(promptOf(state, quiet)).toBe('redis[3]>');
  state = afterReply(state, ['MULTI'], ok);
  expect(promptOf(state, quiet)).toBe('redis[3](TX)>');
  state = afterReply(state, ['SELECT', '5'], queued);
  expect(promptOf(state, quiet)).toBe('redis[3](TX)>');
  state = afterReply(state, ['EXEC'], { kind: 'array', items: [ok] });
  expect(promptOf(state, quiet)).toBe('redis[5]>');
  expect(afterReply(state, ['EXEC'], { kind: 'error', text: 'ERR EXEC without MULTI' })).toBe(
    state,
  );
});

test('one line is one entry; comments and blanks are skipped', async () => {
  const { session, sent, rows } = open(() => ok);
  await session.run('# hello\n\nPING');
  expect(sent).toEqual(['PING']);
  expect(rows()).toMatchObject([{ kind: 'command', line: 'PING', reply: ok }]);
});

test('many lines run in order as a folded group that counts its errors', async () => {
  const { session, sent, rows } = open((argv) =>
    argv[0] === 'BAD' ? { kind: 'error', text: 'ERR' } : ok,
  );
  const lines = Array.from({ length: 300 }, (_, i) => (i === 7 ? 'BAD' : `SET k ${i}`));
  await session.run(lines.join('\n'));
  expect(sent).toEqual(lines);
  expect(rows()).toMatchObject([
    { kind: 'group', commands: 300, done: 300, errors: 1, open: false, state: 'done' },
  ]);
  session.log.toggle(0);
  expect(rows()).toHaveLength(301);
});

test('a number in front repeats; none below one, as redis-cli says', async () => {
  const { session, sent, rows } = open(() => ok);
  await session.run('3 INCR x');
  expect(sent).toEqual(['INCR x', 'INCR x', 'INCR x']);
  await session.run('+2 INCR y');
  expect(sent.slice(3)).toEqual(['INCR y', 'INCR y']);
  for (const line of ['0 INCR x', '-1 INCR x', '99999999999999999999 INCR x']) {
    await session.run(line);
    expect(rows().at(-1)).toMatchObject({ line, failure: { code: 'invalid-repeat' } });
  }
  await session.run('1.5 INCR x');
  expect(sent.slice(5)).toEqual(['1.5 INCR x']);
});

test('each pasted line waits for the one before; Ctrl-C stops the rest and what was typed after', async () => {
  let release: (value: RespValue) => void = () => undefined;
  const { session, sent, rows } = open(([name]) =>
    name === 'BLPOP'
      ? new Promise((resolve) => {
          release = resolve;
        })
      : ok,
  );
  const lines = ['SET a 1', 'BLPOP q 0', ...Array.from({ length: 20 }, (_, i) => `SET k ${i}`)];
  const later = () => new Promise((resolve) => setTimeout(resolve, 1));
  const pasted = session.run(lines.join('\n'));
  const typed = session.run('PING');
  await later();
  expect(sent).toEqual(['SET a 1', 'BLPOP q 0']);
  expect(session.store.getState().linesLeft).toBeGreaterThan(0);
  release({ kind: 'null', form: 'array' });
  await Promise.all([pasted, typed]);
  expect(sent).toEqual([...lines, 'PING']);
  expect(session.store.getState().linesLeft).toBe(0);

  const stopped = session.run(lines.join('\n'));
  const dropped = session.run('PING');
  await later();
  await session.cancel();
  release({ kind: 'null', form: 'array' });
  await Promise.all([stopped, dropped]);
  expect(sent.slice(lines.length + 1)).toEqual(['SET a 1', 'BLPOP q 0']);
  expect(rows().at(-1)).toMatchObject({ kind: 'group', state: 'stopped', done: 2, commands: 22 });
  expect(session.store.getState().linesLeft).toBe(0);
});

test('unbalanced quotes never reach the engine', async () => {
  const { session, sent, rows } = open(() => ok);
  await session.run('get "a');
  expect(sent).toEqual([]);
  expect(rows()).toMatchObject([{ failure: { code: 'invalid-arguments' } }]);
});

test('leaving a blocking command asks from another client', async () => {
  let unblock: (value: RespValue) => void = () => undefined;
  const { session, control, rows } = open(
    () =>
      new Promise((resolve) => {
        unblock = resolve;
      }),
  );
  const run = session.run('BLPOP q 0');
  await new Promise((resolve) => setTimeout(resolve, 1));
  await session.cancel();
  expect(control).toEqual(['CLIENT UNBLOCK 1']);
  unblock({ kind: 'null', form: 'array' });
  await run;
  expect(rows()).toMatchObject([{ reply: { kind: 'null' } }]);
});

test('leaving a script ends it, and shows by which command', async () => {
  const rows: readonly (readonly [string, string])[] = [
    ['EVAL "while true do end" 0', 'SCRIPT KILL'],
    ['evalsha_ro abc 0', 'SCRIPT KILL'],
    ['FCALL f 0', 'FUNCTION KILL'],
  ];
  for (const [line, kill] of rows) {
    let end: (value: RespValue) => void = () => undefined;
    const opened = open(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    const run = opened.session.run(line);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await opened.session.cancel();
    expect(opened.control).toEqual([kill]);
    end({ kind: 'error', text: 'ERR Script killed by user with SCRIPT KILL.' });
    await run;
    expect(opened.rows()).toMatchObject([{ line }, { prompt: '^C', line: kill }]);
  }
});

test('a lost connection is told, renewed, and selects its database again', async () => {
  const { session, sent, rows, hangUp } = open(() => ok);
  await session.run('SELECT 2');
  hangUp('killed');
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(sent).toEqual(['SELECT 2', 'SELECT 2']);
  expect(rows().slice(1)).toMatchObject([{ code: 'closed' }, { code: 'reconnected' }]);
});

test('the prompt says subscribed mode from SUBSCRIBE to the last UNSUBSCRIBE', async () => {
  const { session, rows } = open(([name = '', channel = '']) => {
    const items = [name.toLowerCase(), channel].map((text) => ({ kind: 'bulk', text }) as const);
    return /subscribe$/i.test(name)
      ? { kind: 'array', items: [...items, { kind: 'integer', digits: '1' }] }
      : ok;
  });
  const prompts = async (line: string) => {
    await session.run(line);
    return sessionPrompt(session.store.getState());
  };
  expect(await prompts('SUBSCRIBE news')).toBe('redis>');
  session.store.setState({ channels: ['news'] });
  expect(await prompts('PING')).toBe('redis(subscribed mode)>');
  expect(rows().at(-1)).toMatchObject({ line: 'PING', prompt: 'redis(subscribed mode)>' });
  expect(promptOf({ ...freshConnection, db: 2 }, { ...quiet, subscribed: true })).toBe(
    'redis[2](subscribed mode)>',
  );
  expect(await prompts('UNSUBSCRIBE news')).toBe('redis>');
});

test('exit and quit leave without a word to the server; the next command is another client', async () => {
  for (const word of ['exit', 'QUIT']) {
    const { session, sent, rows } = open(() => ok);
    await session.run('SELECT 3');
    await session.run(word);
    expect(sessionPrompt(session.store.getState())).toBe('not connected>');
    expect(rows().at(-1)).toMatchObject({ line: word, failure: { code: 'left', linesDropped: 0 } });
    await session.run('PING');
    expect(sent).toEqual(['SELECT 3', 'PING']);
    expect(session.store.getState()).toMatchObject({ status: 'ready', clientId: 2 });
    expect(sessionPrompt(session.store.getState())).toBe('redis>');
  }
});

test('what a pasted script says after quit is not run', async () => {
  const { session, sent, rows } = open(() => ok);
  await session.run('PING\nPING 2\nquit\nFLUSHALL\nPING 3');
  expect(sent).toEqual(['PING', 'PING 2']);
  expect(rows().at(-1)).toMatchObject({ failure: { code: 'left', linesDropped: 2 } });
  await session.run('quitter');
  expect(sent.at(-1)).toBe('quitter');
});
