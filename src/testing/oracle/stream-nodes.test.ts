/**
 * A stream's nodes are the real server's to the byte: ours are compared with what DUMP carries.
 *
 *   DUMP   | type | nodes | 10 master ID (16 bytes) | length | listpack | .. | the rest |
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf } from '../../base/bytes.ts';
import { seededRandom } from '../../base/random.ts';
import type { u64 } from '../../structures/stream-id.ts';
import { testEngine } from '../test-engine.ts';
import { findReal, OracleClient, type OracleServer, startReal } from './servers.ts';

const real = findReal();
const seed = Number(process.env.ORACLE_SEED ?? 1);

/** A length as RDB files write it, and where it ends. */
function lengthAt(bytes: string, at: number): readonly [length: number, end: number] {
  const code = (i: number) => bytes.charCodeAt(at + i);
  if (code(0) < 64) return [code(0), at + 1];
  if (code(0) < 128) return [((code(0) & 63) << 8) | code(1), at + 2];
  return [(code(1) << 24) | (code(2) << 16) | (code(3) << 8) | code(4), at + 5];
}

/** Master ID and listpack of each node, in hexadecimal. */
function nodesOf(dump: string): string[] {
  let [left, at] = lengthAt(dump, 1);
  const nodes: string[] = [];
  for (; left > 0; left--) {
    const id = dump.slice(at + 1, at + 17);
    const [length, start] = lengthAt(dump, at + 17);
    at = start + length;
    nodes.push(`${hex(id)} ${hex(dump.slice(start, at))}`);
  }
  return nodes;
}

const hex = (bytes: string): string =>
  [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');

const hexOfHalf = (half: ReturnType<typeof u64>): string =>
  BigInt(half).toString(16).padStart(16, '0');

function drawCommands(): string[][] {
  const random = seededRandom(seed);
  const values = [
    '',
    '1',
    '-5',
    '70000',
    '9223372036854775807',
    'text',
    'x'.repeat(90),
    '\x00\xff',
  ];
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const ids: string[] = [];
  let ms = 1n;
  let seq = 0n;
  return Array.from({ length: 1500 }, () => {
    const kind = random.below(10);
    if (kind === 0 && ids.length > 0) return ['XDEL', 's', pick(ids), pick(ids)];
    if (kind === 1 && random.below(20) === 0) return ['XTRIM', 's', 'MAXLEN', '700'];
    if (random.below(3) === 0)
      [ms, seq] = [ms + BigInt(random.below(70_000)), BigInt(random.below(3))];
    else seq += BigInt(1 + random.below(300));
    if (random.below(300) === 0) ms += 2n ** 53n;
    ids.push(`${ms}-${seq}`);
    const pairs = ['f', pick(values), ...(random.below(2) === 0 ? ['g', pick(values)] : [])];
    return ['XADD', 's', `${ms}-${seq}`, ...pairs];
  });
}

describe.skipIf(real === null)('nodes of streams', () => {
  let server: OracleServer;
  beforeAll(async () => {
    server = await startReal(real!);
  });
  afterAll(() => server.stop());

  test.each([
    ['100', '4096'],
    ['5', '4096'],
    ['0', '300'],
  ])(`stream-node-max-entries %s, -bytes %s, seed ${seed}`, async (entries, bytes) => {
    const limits = { 'stream-node-max-entries': entries, 'stream-node-max-bytes': bytes };
    const commands = drawCommands();
    const client = await OracleClient.open(server.path);
    const settings = ['CONFIG', 'SET', 'rdbcompression', 'no', ...Object.entries(limits).flat()];
    const frames = await client.run([settings, ['FLUSHALL'], ...commands, ['DUMP', 's']], 10_000);
    client.close();
    const { node } = testEngine({ ...limits, 'emulate-version': '7.0' });
    const ours = node.connect({ send: () => {}, close: () => {} }, { addr: 'a', laddr: 'b' });
    for (const argv of commands) {
      const request = argv.map((word) => `$${word.length}\r\n${word}\r\n`).join('');
      ours.receive(Buffer.from(`*${argv.length}\r\n${request}`, 'latin1'));
    }
    const value = node.server.keyspace.databases[0]!.peek('s');
    if (typeof value !== 'object' || !('groups' in value)) throw new Error('no stream');
    const nodes = [...value.log.nodes()].map(
      (one) =>
        `${hexOfHalf(one.ms)}${hexOfHalf(one.seq)} ${hex(bytesOf(one.listpack.toUint8Array()))}`,
    );
    expect(nodes).toEqual(nodesOf(frames.at(-1)?.text ?? ''));
    expect(nodes.length).toBeGreaterThan(5);
  });
});
