/** Fronts: a cluster's and a sentinel's outside, replies in order whoever gives them. */
import { expect, test } from 'vitest';
import { bytesOf } from '../../../base/bytes.ts';
import { VirtualClock } from '../../../hosts/simulated/virtual-clock.ts';
import { encodeRequests } from '../../../protocol/resp-request.ts';
import { testEngine } from '../../../testing/test-engine.ts';
import { slotOf } from './cluster-front.ts';
import { FrameCutter } from './resp-frames.ts';
import { servedNetwork } from './served-network.ts';
import { sourceServers } from './source-servers.ts';

/** Sends commands to a port at once; gives what came back, with `|` for each line's end. */
function ask(port: number, ...lines: readonly string[]): string {
  const { node } = testEngine();
  const clock = new VirtualClock(0);
  const network = servedNetwork(
    sourceServers((link) => {
      const connection = node.connect(link, { addr: 'a:0', laddr: 'b:0' });
      return {
        receive: (bytes) => connection.receive(bytes),
        closed: () => connection.closed(),
      };
    }),
    (task) => void clock.after(0, task),
  );
  let heard = '';
  const link = network.connect('127.0.0.1', port, {
    opened: () => {},
    received: (bytes) => {
      heard += bytesOf(bytes);
    },
    closed: () => {
      heard += 'closed';
    },
  });
  clock.runUntil(1);
  link.send(encodeRequests(lines.map((line) => line.split(' '))));
  clock.runUntil(2);
  return heard.replaceAll('\r\n', '|');
}

test('each master answers for its slots', () => {
  expect(['user:123', '{user:1}.a', 'foo'].map(slotOf)).toEqual([12893, slotOf('user:1'), 12182]);
  expect(ask(7002, 'SET foo 1', 'GET foo')).toBe('+OK|$1|1|');
  expect(ask(7000, 'GET foo')).toBe('-MOVED 12182 127.0.0.1:7002|');
  expect(ask(7002, 'PING', 'MGET foo bar', 'PING')).toBe(
    "+PONG|-CROSSSLOT Keys in request don't hash to the same slot|+PONG|",
  );
  expect(ask(7000, 'CLUSTER KEYSLOT foo', 'READONLY')).toBe(':12182|+OK|');
});

test('replies come in order, whoever gives them', () => {
  expect(ask(7002, 'SET foo 1', 'READONLY', 'GET foo', 'CLUSTER KEYSLOT foo', 'INCR foo')).toBe(
    '+OK|+OK|$1|1|:12182|:2|',
  );
});

test('a sentinel says where the master is', () => {
  expect(ask(26379, 'PING', 'SENTINEL get-master-addr-by-name mymaster')).toBe(
    '+PONG|*2|$9|127.0.0.1|$4|6379|',
  );
  expect(ask(26380, 'SENTINEL get-master-addr-by-name other')).toBe('*-1|');
});

test('nobody listens elsewhere', () => {
  expect(ask(6380)).toBe('closed');
});

test('frames are cut wherever the bytes are', () => {
  const replies = '+OK\r\n*2\r\n$3\r\na\r\n\r\n:1\r\n%1\r\n+k\r\n*-1\r\n$-1\r\n>2\r\n+p\r\n_\r\n';
  const bytes = Uint8Array.from(replies, (char) => char.charCodeAt(0));
  const whole = new FrameCutter().feed(bytes).map((frame) => bytesOf(frame));
  expect(whole.length).toBe(5);
  expect(whole.join('')).toBe(replies);
  const one = new FrameCutter();
  const cut = [...bytes].flatMap((byte) => one.feed(Uint8Array.of(byte)).map((f) => bytesOf(f)));
  expect(cut).toEqual(whole);
});
