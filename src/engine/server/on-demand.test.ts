/**
 * The parts that come late: what needs one waits for it, in order, and hears why it cannot be had.
 * Files and logs that hold values of old are loaded with the part that reads them.
 */
import { expect, test } from 'vitest';
import { bytesOf, toUint8Array } from '../../base/bytes.ts';
import { seededRandom } from '../../base/random.ts';
import { openNode } from '../../hosts/open-node.ts';
import { MemoryDisk } from '../../hosts/simulated/memory-disk.ts';
import { VirtualClock } from '../../hosts/simulated/virtual-clock.ts';
import { encodeRequests } from '../../protocol/resp-request.ts';
import {
  entry,
  file,
  OPCODES,
  payloadOf,
  ziplist,
  ziplistHash,
} from '../../testing/oracle/old-encodings.ts';
import { sealed } from '../../testing/oracle/payload-damage.ts';
import { exchange } from '../exchange.ts';
import { createNode } from '../node.ts';
import { report } from '../report.ts';
import type { Loader } from './on-demand.ts';

/** A loader that waits until the test says what became of it. */
function latePart<T>(part: T) {
  const waiting: Parameters<Loader<T>['load']>[] = [];
  let asked = 0;
  const loader: Loader<T> = {
    load: (...callbacks) => {
      asked++;
      waiting.push(callbacks);
    },
  };
  return {
    loader,
    asked: () => asked,
    loaded: () => waiting.splice(0).forEach(([loaded]) => loaded(part)),
    failed: () => waiting.splice(0).forEach(([, failed]) => failed('no network')),
  };
}

const basics = () => ({
  clock: new VirtualClock(0),
  random: seededRandom(1),
  log: { write: () => {} },
});

function bench() {
  const parts = { report: latePart(report), exchange: latePart(exchange) };
  const node = createNode(
    {
      ...basics(),
      disk: new MemoryDisk(),
      report: parts.report.loader,
      exchange: parts.exchange.loader,
    },
    [['save', '']],
  );
  let heard = '';
  const link = { send: (bytes: Uint8Array) => (heard += bytesOf(bytes)), close: () => {} };
  const connection = node.connect(link, { addr: 'a:1', laddr: 'b:1' });
  return {
    ...parts,
    say: (...requests: (readonly string[])[]) => connection.receive(encodeRequests(requests)),
    hear: () => {
      const text = heard;
      heard = '';
      return text;
    },
  };
}

/** A hash as Redis 6.2 dumps it. */
const OLD_HASH = ziplistHash(ziplist(['field', 'value']));

const RESTORE = ['RESTORE', 'h', '0', sealed(payloadOf(OLD_HASH))] as const;
const HGET = ['HGET', 'h', 'field'] as const;

test.each([
  { name: 'INFO', request: ['INFO', 'server'], reply: /redis_version:7/ },
  { name: 'LATENCY DOCTOR', request: ['LATENCY', 'DOCTOR'], reply: /latency monitor is off/ },
  { name: 'MEMORY STATS', request: ['MEMORY', 'STATS'], reply: /peak\.allocated/ },
  { name: 'MEMORY DOCTOR', request: ['MEMORY', 'DOCTOR'], reply: /all but empty/ },
  { name: 'LOLWUT', request: ['LOLWUT'], reply: /Redis ver\. 7/ },
  {
    name: 'LATENCY GRAPH',
    request: ['LATENCY', 'GRAPH', 'x'],
    reply: /^-ERR No samples available for event 'x'/,
  },
])('$name waits for the report, and what comes after it too', ({ request, reply }) => {
  const { say, hear, report: part } = bench();
  say(request, ['ECHO', 'after']);
  expect(hear()).toBe('');
  part.loaded();
  const text = hear();
  expect(text).toMatch(reply);
  expect(text.endsWith('$5\r\nafter\r\n')).toBe(true);
  say(request);
  expect(hear()).toMatch(reply);
  expect(part.asked()).toBe(1);
});

test('RESTORE of a value of old waits for what reads it; others do not', () => {
  const { say, hear, exchange: part } = bench();
  say(['RESTORE', 'new', '0', sealed('\x00\x01a')], ['GET', 'new']);
  expect(hear()).toBe('+OK\r\n$1\r\na\r\n');
  say(RESTORE, HGET);
  expect(hear()).toBe('');
  part.loaded();
  expect(hear()).toBe('+OK\r\n$5\r\nvalue\r\n');
  expect(part.asked()).toBe(1);
});

test('so does EXEC of one', () => {
  const { say, hear, exchange: part } = bench();
  say(['MULTI'], RESTORE, HGET, ['EXEC']);
  expect(hear()).toBe('+OK\r\n+QUEUED\r\n+QUEUED\r\n');
  part.loaded();
  expect(hear()).toBe('*2\r\n+OK\r\n$5\r\nvalue\r\n');
});

test('a failure is told, and the next command tries again', () => {
  const { say, hear, exchange: part } = bench();
  say(RESTORE, ['EXISTS', 'h']);
  part.failed();
  expect(hear()).toBe(
    '-ERR The exchange with other servers could not be loaded: no network\r\n:0\r\n',
  );
  say(RESTORE);
  part.loaded();
  expect(hear()).toBe('+OK\r\n');
});

test('MIGRATE waits for the exchange', () => {
  const { say, hear, exchange: part } = bench();
  say(['MIGRATE', 'host', '1', 'absent', '0', '10']);
  expect(hear()).toBe('');
  part.loaded();
  expect(hear()).toBe('+NOKEY\r\n');
});

const { select } = OPCODES;
const SNAPSHOT = file(
  10,
  select(0),
  entry('first', { type: 0, body: '\x01a' }),
  entry('h', OLD_HASH),
);
const SET_FIRST = bytesOf(encodeRequests([['SET', 'first', 'a']]));

test.each([
  { name: 'a snapshot', config: [], path: 'dump.rdb', bytes: SNAPSHOT },
  {
    name: 'a log',
    config: [['appendonly', 'yes']],
    path: 'appendonlydir/appendonly.aof.1.incr.aof',
    bytes: SET_FIRST + bytesOf(encodeRequests([RESTORE])),
  },
  {
    name: 'a log with a transaction',
    config: [['appendonly', 'yes']],
    path: 'appendonlydir/appendonly.aof.1.incr.aof',
    bytes: SET_FIRST + bytesOf(encodeRequests([['MULTI'], RESTORE, ['EXEC']])),
  },
])('$name with a value of old is loaded with the exchange', async ({ config, path, bytes }) => {
  const disk = new MemoryDisk();
  await disk.write(path, toUint8Array(bytes));
  const manifest = 'file appendonly.aof.1.incr.aof seq 1 type i\n';
  await disk.write('appendonlydir/appendonly.aof.manifest', toUint8Array(manifest));
  let asked = 0;
  const loader: Loader<typeof exchange> = {
    load: (loaded) => {
      asked++;
      loaded(exchange);
    },
  };
  const node = createNode({ ...basics(), disk, exchange: loader }, [['save', ''], ...config]);
  const { notices } = await openNode(node, { onDamage: 'keep-aside' });
  expect([notices, asked, node.server.keyspace.databases[0]?.size]).toEqual([[], 1, 2]);
});
