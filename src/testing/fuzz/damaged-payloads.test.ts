/**
 * RESTORE of damaged payloads under 7.2 and 7.4, for which no redis-server is at hand: each is refused
 * in Redis's words and changes nothing, or gives a value that holds what Redis's sanitizer asks for,
 * can be read by every command, is charged for what it takes, and dumps to what gives it again.
 *
 *   DAMAGE_COUNT=1500   how many for each version
 *   DAMAGE_SEED=1       what they are drawn from; each failure prints it
 */
import { describe, expect, test } from 'vitest';
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import { seededRandom } from '../../base/random.ts';
import { isString, type Value } from '../../engine/keyspace/values.ts';
import { dumpValue } from '../../engine/rdb/dump-payload.ts';
import { encodeRequest } from '../../protocol/resp-request.ts';
import { payloadOf } from '../oracle/old-encodings.ts';
import { damagedOldValues } from '../oracle/old-values.ts';
import { damagedValues, PayloadDamager, sealed } from '../oracle/payload-damage.ts';
import { type TestClient, type TestEngine, testEngine } from '../test-engine.ts';
import { misjudgedKeys, recountedBytes } from './recount.ts';

const seed = Number(process.env.DAMAGE_SEED ?? 1);
const count = Number(process.env.DAMAGE_COUNT ?? 1500);

const timed: readonly (readonly string[])[] = [
  ['HSET', 'k', 'f', 'v', 'g', '12', 'h', ''],
  ['HPEXPIREAT', 'k', '1900000000000', 'FIELDS', '1', 'g'],
  ['HPEXPIREAT', 'k', '1800000000000', 'FIELDS', '1', 'h'],
];
/** Beside what `damagedValues` makes. */
const withExpiries: readonly (readonly (readonly string[])[])[] = [
  timed,
  [['HSET', 'k', 'long', 'v'.repeat(65)], ...timed],
  [...timed, ['HPERSIST', 'k', 'FIELDS', '2', 'g', 'h']],
];

const READINGS = [
  ...['TYPE k', 'OBJECT ENCODING k', 'MEMORY USAGE k SAMPLES 0', 'GET k', 'GETRANGE k 0 -1'],
  ...['LRANGE k 0 -1', 'LLEN k', 'LPOS k a RANK -1', 'LINDEX k -1', 'SMEMBERS k', 'SCARD k'],
  ...['SISMEMBER k a', 'HGETALL k', 'HLEN k', 'HGET k f', 'HPEXPIRETIME k FIELDS 2 f h'],
  ...['ZRANGE k 0 -1 WITHSCORES', 'ZRANGE k 0 -1 REV', 'ZSCORE k a', 'ZRANGEBYSCORE k -inf 2'],
  ...['XRANGE k - +', 'XREVRANGE k + -', 'XLEN k', 'XINFO STREAM k FULL', 'XPENDING k g - + 10'],
  ...['SORT k ALPHA', 'PFCOUNT k', 'COPY k copy', 'LPUSH k new', 'SADD k new', 'HSET k new 1'],
  ...['ZADD k 1 new', 'XADD k 9999999999999-1 f v', 'HPEXPIRE k 5 FIELDS 1 f', 'SPOP k', 'LPOP k'],
  ...['ZPOPMIN k', 'HDEL k f', 'XTRIM k MAXLEN 1', 'XREADGROUP GROUP g ann STREAMS k 0'],
  ...['XAUTOCLAIM k g bob 0 0'],
];

function send(client: TestClient, argv: readonly string[]): string {
  client.send(encodeRequest(argv));
  return client.heard();
}

// ---- what a sanitizer asks for, read from the bytes by code of its own ----

/** The elements of a listpack, each as its bytes; null where it is unsound. */
function elementsOf(bytes: Uint8Array): Bytes[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 1;
  if (view.getUint32(0, true) !== bytes.length || bytes[end] !== 0xff) return null;
  const elements: Bytes[] = [];
  let at = 6;
  while (at < end) {
    const size = entryBytes(view, at);
    const p = at + size + backlenBytes(size);
    if (size === 0 || p > end) return null;
    // As Redis reads it: back over bytes that are marked, however many there should be.
    let told = 0;
    for (let i = 1; i <= 5; i++) {
      const byte = bytes[p - i] as number;
      told += (byte & 127) * 128 ** (i - 1);
      if (byte < 128) break;
    }
    if (told !== size) return null;
    elements.push(bytesOf(bytes, at, at + size));
    at = p;
  }
  const head = view.getUint16(4, true);
  return at === end && (head === elements.length || head === 65535) ? elements : null;
}

const backlenBytes = (size: number): number => {
  const next = [127, 16382, 2097150, 268435454].findIndex((most) => size <= most);
  return next < 0 ? 5 : next + 1;
};

function entryBytes(view: DataView, at: number): number {
  const head = view.getUint8(at);
  if (head < 0x80) return 1;
  if (head < 0xc0) return 1 + (head & 63);
  if (head < 0xe0) return 2;
  if (head < 0xf0) return 2 + (view.getUint16(at) & 0xfff);
  if (head === 0xf0) return 5 + view.getUint32(at + 1, true);
  return { 241: 3, 242: 4, 243: 5, 244: 9 }[head] ?? 0;
}

const STRIDE: Readonly<Record<string, number>> = { set: 1, zset: 2, hash: 2 };

/** Null where all is well. */
function faultOf(value: Value): string | null {
  if (isString(value)) return null;
  if (value.length === 0 && value.type !== 'stream') return 'it is empty';
  const { structure } = value;
  if (structure.kind === 'quicklist') {
    const nodes = structure.quicklist.nodes();
    const isSound = nodes.every(({ listpack, element }) =>
      listpack ? elementsOf(listpack.toUint8Array())?.length : element.length > 0,
    );
    return isSound ? null : 'a node is unsound';
  }
  if (structure.kind === 'stream') {
    const nodes = [...structure.log.nodes()];
    return nodes.every(({ listpack }) => elementsOf(listpack.toUint8Array())?.length)
      ? null
      : 'a node is unsound';
  }
  if (structure.kind !== 'listpack') return null;
  const elements = elementsOf(structure.listpack.toUint8Array());
  if (elements === null) return 'the listpack is unsound';
  if (value.type === 'list') return null;
  const stride = value.encoding === 'listpackex' ? 3 : (STRIDE[value.type] ?? 1);
  const names = elements.filter((_, i) => i % stride === 0);
  if (elements.length % stride !== 0) return 'something is left over';
  return new Set(names).size === names.length ? null : 'something is there twice';
}

// ----

function soundPayloads(engine: TestEngine): string[] {
  const client = engine.client();
  const { keyspace, version } = engine.node.server;
  const made = [...damagedValues.map(({ make }) => make), ...withExpiries].flatMap((make) => {
    client.run('FLUSHALL');
    for (const argv of make) send(client, argv);
    const value = keyspace.databases[0]?.entries.get('k');
    return value === undefined ? [] : [bytesOf(dumpValue(value, version, true))];
  });
  return [...made, ...damagedOldValues.map((value) => sealed(payloadOf(value)))];
}

describe.each(['7.2', '7.4'])(`damaged payloads under %s (seed ${seed})`, (emulated) => {
  const engine = testEngine({ 'emulate-version': emulated });
  const { keyspace, version } = engine.node.server;
  const database = keyspace.databases[0]!;
  const client = engine.client();

  /** What is wrong with how the payload is taken; null where nothing is. */
  function fault(payload: string): string | null {
    client.run('FLUSHALL');
    client.run('SET k before');
    const said = send(client, ['RESTORE', 'k', '0', payload, 'REPLACE']);
    if (said !== 'OK') {
      if (said !== '(error) ERR Bad data format') return said;
      const after = `${client.run('DBSIZE')} ${client.run('GET k')}`;
      return after === '(integer) 1 "before"' ? null : `refused, but ${after}`;
    }
    const value = database.entries.get('k');
    const wrong = value === undefined ? 'it is not there' : faultOf(value);
    if (wrong !== null || value === undefined) return wrong;
    const dumped = bytesOf(dumpValue(value, version, true));
    const again = send(client, ['RESTORE', 'again', '0', dumped]);
    if (again !== 'OK') return `another time: ${again}`;
    for (const line of READINGS) {
      client.run(line);
      const counted = recountedBytes(database);
      if (database.account.dataBytes(false) !== counted) {
        return `after ${line} ${misjudgedKeys(database)} (${counted})`;
      }
    }
    return engine.messages.find((message) => /nternal error/.test(message)) ?? null;
  }

  test(`${count} payloads`, () => {
    const sound = soundPayloads(engine);
    for (const payload of sound) expect(fault(payload)).toBeNull();
    const damager = new PayloadDamager(seededRandom(seed));
    const found: string[] = [];
    for (let n = 0; n < count && found.length < 10; n++) {
      const payload = damager.damage(sound[n % sound.length] ?? '');
      const wrong = fault(payload);
      if (wrong !== null) found.push(`${Buffer.from(payload, 'latin1').toString('hex')}: ${wrong}`);
    }
    expect(found.join('\n')).toBe('');
  });
});
