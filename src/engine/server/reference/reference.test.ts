/** Commands that need the reference wait for it, in order, and hear why it cannot be had. */
import { expect, test } from 'vitest';
import { bytesOf } from '../../../base/bytes.ts';
import { seededRandom } from '../../../base/random.ts';
import { MemoryDisk } from '../../../hosts/simulated/memory-disk.ts';
import { VirtualClock } from '../../../hosts/simulated/virtual-clock.ts';
import { encodeRequests } from '../../../protocol/resp-request.ts';
import { createNode } from '../../node.ts';
import { reference } from '../../reference.ts';
import type { Loader } from '../on-demand.ts';
import type { Reference } from './reference.ts';

/** A client of a node whose reference comes when the test says so. */
function waitingClient() {
  let heard = '';
  let asked = 0;
  let answer: Parameters<Loader<Reference>['load']> | null = null;
  const loader: Loader<Reference> = {
    load: (...callbacks) => {
      asked++;
      answer = callbacks;
    },
  };
  const ports = { clock: new VirtualClock(0), random: seededRandom(1), disk: new MemoryDisk() };
  const node = createNode({ ...ports, log: { write: () => {} }, reference: loader }, [
    ['save', ''],
  ]);
  const link = { send: (bytes: Uint8Array) => (heard += bytesOf(bytes)), close: () => {} };
  const connection = node.connect(link, { addr: 'a:1', laddr: 'b:1' });
  return {
    say: (...lines: string[]) =>
      connection.receive(encodeRequests(lines.map((line) => line.split(' ')))),
    hear: () => {
      const text = heard;
      heard = '';
      return text;
    },
    asked: () => asked,
    loaded: () => answer?.[0](reference),
    failed: () => answer?.[1]('no network'),
  };
}

test('a command waits, and what comes after it too', () => {
  const client = waitingClient();
  client.say('COMMAND COUNT', 'COMMAND DOCS get', 'PING');
  expect(client.hear()).toMatch(/^:\d+\r\n$/);
  client.loaded();
  expect(client.hear()).toMatch(
    /^\*2\r\n\$3\r\nget\r\n.*summary.*Returns the string.*\+PONG\r\n$/s,
  );
  client.say('OBJECT HELP');
  expect(client.hear()).toContain('Return the access frequency');
  expect(client.asked()).toBe(1);
});

test('so does EXEC of one', () => {
  const client = waitingClient();
  client.say('MULTI', 'COMMAND INFO get', 'EXEC');
  expect(client.hear()).toBe('+OK\r\n+QUEUED\r\n');
  client.loaded();
  expect(client.hear()).toMatch(/^\*1\r\n\*1\r\n\*10\r\n\$3\r\nget/);
});

test('a failure is told, and the next command tries again', () => {
  const client = waitingClient();
  client.say('CONFIG HELP');
  client.failed();
  expect(client.hear()).toBe('-ERR The reference of commands could not be loaded: no network\r\n');
  client.say('CONFIG HELP');
  client.loaded();
  expect(client.hear()).toMatch(/^\*\d+\r\n\+CONFIG <subcommand>/);
});
