/** Order, batching, pushes and the end of a connection, over a real message channel. */
import { expect, test } from 'vitest';
import { type Bytes, bytesOf, toUint8Array } from '../base/bytes.ts';
import { type BytePort, ConnectionClosed, connectClient } from './client.ts';
import type { RespValue } from './resp-value.ts';

/** A port whose other end is this test. */
function fakePort() {
  const sent: Bytes[] = [];
  let listener: (event: { readonly data: unknown }) => void = () => {};
  const port: BytePort = {
    postMessage: (message) => {
      const { bytes } = message as { bytes?: Uint8Array };
      if (bytes) sent.push(bytesOf(bytes));
    },
    addEventListener: (_type, f) => {
      listener = f;
    },
    start: () => {},
    close: () => {},
  };
  const reply = (bytes: Bytes) => listener({ data: { kind: 'bytes', bytes: toUint8Array(bytes) } });
  const hangUp = (reason: string) => listener({ data: { kind: 'close', reason } });
  return { port, sent, reply, hangUp };
}

test('commands of one microtask leave together and are answered in order', async () => {
  const { port, sent, reply } = fakePort();
  const client = connectClient(port);
  const replies = Promise.all([client.send(['PING']), client.send(['GET', 'k'])]);
  await Promise.resolve();
  expect(sent).toEqual(['*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n']);
  reply('+PONG\r\n$1');
  reply('\r\nv\r\n');
  expect(await replies).toEqual([
    { kind: 'simple', text: 'PONG' },
    { kind: 'bulk', text: 'v' },
  ]);
});

test('RESP2 messages of a subscribed client go to the listener', async () => {
  const { port, reply } = fakePort();
  const client = connectClient(port);
  const pushes: RespValue[] = [];
  client.listen({ onPush: (value) => pushes.push(value) });
  const reply1 = client.send(['SUBSCRIBE', 'a', 'b']);
  reply('*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n');
  const confirmation = (channel: Bytes, count: string): RespValue => ({
    kind: 'array',
    items: [
      { kind: 'bulk', text: 'subscribe' },
      { kind: 'bulk', text: channel },
      { kind: 'integer', digits: count },
    ],
  });
  expect(await reply1).toEqual(confirmation('a', '1'));
  expect(pushes).toEqual([confirmation('b', '2')]);
  expect(client.subscribed).toBe(true);
  reply('*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\nhi\r\n');
  expect(pushes).toHaveLength(2);
});

test('a list that looks like a message is still a reply', async () => {
  const { port, reply } = fakePort();
  const client = connectClient(port);
  const range = client.send(['LRANGE', 'l', '0', '-1']);
  reply('*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n');
  expect((await range).kind).toBe('array');
  expect(client.subscribed).toBe(false);
});

test('MONITOR lines go to the listener', async () => {
  const { port, reply } = fakePort();
  const client = connectClient(port);
  const lines: Bytes[] = [];
  client.listen({ onMonitor: (line) => lines.push(line) });
  const started = client.send(['MONITOR']);
  reply('+OK\r\n+1339518083.107412 [0 127.0.0.1:60866] "keys" "*"\r\n');
  await started;
  expect(lines).toHaveLength(1);
});

test('when the connection ends, waiting commands are refused and the listener hears why', async () => {
  const { port, hangUp } = fakePort();
  const client = connectClient(port);
  let heard = '';
  client.listen({ onClose: (reason) => (heard = reason) });
  const waiting = client.send(['BLPOP', 'q', '0']);
  hangUp('killed');
  await expect(waiting).rejects.toThrow(ConnectionClosed);
  await expect(client.send(['PING'])).rejects.toThrow(ConnectionClosed);
  expect(heard).toBe('killed');
});

test('what CLIENT REPLY silences is waited for by nobody', async () => {
  const { port, reply } = fakePort();
  const client = connectClient(port);
  const lines = [
    ...['CLIENT REPLY SKIP', 'SET a 1', 'GET a', 'CLIENT REPLY OFF', 'SET a 2', 'SUBSCRIBE x'],
    ...['CLIENT REPLY ON', 'MULTI', 'CLIENT REPLY SKIP', 'DISCARD', 'CLIENT REPLY OFF', 'RESET'],
  ];
  const replies = Promise.all(lines.map((line) => client.send(line.split(' '))));
  reply('$1\r\n1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n');
  reply('+OK\r\n+OK\r\n+QUEUED\r\n+OK\r\n+RESET\r\n');
  const kinds = (await replies).map((value) => ('text' in value ? value.text : value.kind));
  expect(kinds).toEqual([
    ...['none', 'none', '1', 'none', 'none', 'array'],
    ...['OK', 'OK', 'QUEUED', 'OK', 'none', 'RESET'],
  ]);
});

test('a subscription made in a transaction', async () => {
  const { port, reply } = fakePort();
  const client = connectClient(port);
  const replies = ['MULTI', 'SUBSCRIBE', 'EXEC', 'PING'].map((name) => client.send([name]));
  reply('+OK\r\n+QUEUED\r\n*1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n');
  await replies[2];
  expect(client.subscribed).toBe(true);
  reply('*2\r\n$4\r\npong\r\n$0\r\n\r\n');
  expect(await replies[3]).toMatchObject({ kind: 'array' });
});
