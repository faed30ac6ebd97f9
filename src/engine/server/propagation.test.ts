/** What is taken out comes back in front of what gathered meanwhile, however much it is. */
import { expect, test } from 'vitest';
import { bytesOf } from '../../base/bytes.ts';
import { testEngine } from '../../testing/test-engine.ts';
import { Propagation } from './propagation.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a script leaves more effects than a call has room for arguments', () => {
  const propagation = new Propagation();
  const logged: string[] = [];
  propagation.sink = (_, request) => logged.push(new TextDecoder().decode(request));
  const count = 300_000;
  const effect = bytes('first');
  for (let n = 0; n < count; n++) propagation.addRaw(0, effect);
  const taken = propagation.takeOut();
  propagation.addRaw(0, bytes('later'));
  propagation.putBack(taken);
  propagation.commit();
  // MULTI in front, EXEC behind.
  expect(logged).toHaveLength(count + 3);
  expect(logged[1]).toBe('first');
  expect(logged.at(-2)).toBe('later');
});

test('what is published goes to replicas, where there are any, and not to the log', () => {
  const engine = testEngine();
  const { propagation } = engine.node.server;
  const client = engine.client();
  const heard: Record<'log' | 'replica', string[]> = { log: [], replica: [] };
  const sinkOf = (list: string[]) => (_: number, request: Uint8Array) =>
    void list.push(
      bytesOf(request)
        .split('\r\n')
        .filter((_word, i) => i % 2 === 0)
        .slice(1)
        .join(' '),
    );
  propagation.sink = sinkOf(heard.log);
  client.run('PUBLISH early message');
  propagation.replicas = sinkOf(heard.replica);
  for (const line of ['PUBLISH c m', 'SPUBLISH s m', 'MULTI', 'SET a 1', 'PUBLISH c n']) {
    client.run(line);
  }
  client.run('EXEC');
  expect(heard.log).toEqual(['SET a 1']);
  expect(heard.replica.map((line) => line.trim())).toEqual([
    ...['PUBLISH c m', 'SPUBLISH s m', 'MULTI', 'SET a 1', 'PUBLISH c n', 'EXEC'],
  ]);
});
