/**
 * Replies as redis-cli prints them on a terminal: the same commands are run by the real redis-cli and,
 * through our reader and renderer, on a connection of our own to the same server.
 *
 * `FAKETTY` makes redis-cli print for a terminal where there is none. Big numbers and attributes are
 * missing here: redis-cli 7.0 ends when it meets one.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toUint8Array, utf8ToBytes } from '../../base/bytes.ts';
import { printsRaw, renderCli, showBytes } from '../../client/render-cli.ts';
import { RespReader } from '../../client/resp-reader.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { findReal, OracleClient, type OracleServer, startReal } from './servers.ts';

const real = findReal();
const program = real && join(dirname(real.program), 'redis-cli');
/** A line that redis-cli answers by itself, in a transaction too: it stands between replies. */
const APART = '"';
const SAID_APART = 'Invalid argument(s)\n';

const lines = String.raw`
SET s "plain"
GET s
GET none
SET s "\x00\x01\n\r\t\a\b\"\\\x7f\xff'"
GET s
SET s 값
GET s
GETRANGE s 0 0
SET s ""
GET s
INCR s
INCR n
DEL s nothing
EXISTS s
TYPE n
RPUSH l a b c
LRANGE l 0 -1
LRANGE l 5 6
LPOP l 2
LPOP none 2
RPUSH ten 1 2 3 4 5 6 7 8 9 10 11
LRANGE ten 0 -1
LPOS ten 3 COUNT 0
HSET h f v "a b" "c\"d" 한 글
HGETALL h
HGET h f
HMGET h f none
HRANDFIELD h 0
SADD set a
SMEMBERS set
SMEMBERS none
SMISMEMBER set a b
ZADD z 1 a 2.5 b inf c -inf d
ZRANGE z 0 -1 WITHSCORES
ZSCORE z a
ZSCORE z none
ZMSCORE z a none
ZRANDMEMBER z 0
XADD x 1-1 f v g w
XADD x 1-2 f v
XRANGE x - +
XREAD COUNT 2 STREAMS x 0
XINFO STREAM x
GEOADD g 13.361389 38.115556 p 15.087269 37.502669 q
GEOPOS g p none
GEOSEARCH g FROMMEMBER p BYRADIUS 200 km ASC WITHCOORD WITHDIST WITHHASH
GEOHASH g p
OBJECT ENCODING l
CONFIG GET appendfsync
CONFIG GET "none*"
ECHO "two\nlines"
PING
PING "pong pong"
NOSUCH a b
GET
LPUSH n a
MULTI
SET a 1
INCR l
LRANGE l 0 -1
HGETALL h
EXEC
MULTI
NOSUCH
EXEC
EVAL "return {1, 'a', {2, {3, false}}, redis.status_reply('fine'), redis.error_reply('my error')}" 0
EVAL "return {}" 0
EVAL "return {{}, {{}}}" 0
EVAL "return redis.error_reply('값')" 0
EVAL "return redis.status_reply('값')" 0
PUBSUB CHANNELS
PUBSUB NUMSUB a b
COMMAND COUNT
COMMAND GETKEYS SET a b
COMMAND DOCS GET
COMMAND INFO GET nosuch
SLOWLOG GET
ACL CAT nosuch
ACL GETUSER default
CLIENT TRACKINGINFO
CLIENT GETNAME
MEMORY DOCTOR
LATENCY DOCTOR
DEBUG PROTOCOL string
DEBUG PROTOCOL integer
DEBUG PROTOCOL double
DEBUG PROTOCOL null
DEBUG PROTOCOL array
DEBUG PROTOCOL set
DEBUG PROTOCOL map
DEBUG PROTOCOL true
DEBUG PROTOCOL false
DEBUG PROTOCOL verbatim
`
  .trim()
  .split('\n');

/** Aggregates within aggregates, of one line and of several. */
const nested = [
  '{a={1}}',
  '{a={1,2}}',
  '{a={}}',
  '{a={set={x=true}}}',
  '{a={map={x=1}}}',
  '{a={map={}}}',
  '{a={{1,2}}}',
  '{a={map={x={map={y={1,2}}}}}}',
  '{a={double=1.5}}',
].map((map) => `EVAL "redis.setresp(3) return {{map=${map}}, {map=${map}}}" 0`);

/** What redis-cli prints for each line. */
async function printed(path: string, commands: readonly string[]): Promise<string[]> {
  const child = spawn(program ?? '', ['-s', path], { env: { ...process.env, FAKETTY: '1' } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((done) => child.once('close', done));
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.stdin.end(commands.map((line) => `${line}\n${APART}\n`).join(''));
  await ended;
  clearTimeout(timer);
  // A terminal shows UTF-8 as text.
  return Buffer.concat(chunks).toString('utf8').split(SAID_APART).slice(0, -1);
}

function decode(raw: string) {
  const reader = new RespReader();
  reader.feed(toUint8Array(raw));
  return reader.next() ?? { kind: 'none' as const };
}

/** The same by our own renderer. */
async function rendered(path: string, commands: readonly string[]): Promise<string[]> {
  const client = await OracleClient.open(path);
  const argvs = commands.map((line) => splitArguments(utf8ToBytes(line)) ?? []);
  const replies = await client.run(argvs, 10_000);
  client.close();
  return replies.map(({ raw }, at) => {
    const reply = decode(raw);
    const isText = reply.kind === 'bulk' || reply.kind === 'verbatim';
    const isBare = isText && printsRaw(argvs[at] ?? []);
    return isBare
      ? showBytes(reply.text, { utf8: true })
      : `${renderCli(reply, { utf8: false })}\n`;
  });
}

describe.skipIf(!program || !existsSync(program))('replies look as redis-cli prints them', () => {
  let server: OracleServer;
  beforeAll(async () => {
    server = await startReal(real!);
  });
  afterAll(() => server.stop());

  async function check(protocol: 2 | 3, commands: readonly string[]): Promise<void> {
    const all = ['FLUSHALL', `HELLO ${protocol}`, ...commands];
    const theirs = await printed(server.path, all);
    const ours = await rendered(server.path, all);
    // The reply to HELLO has the connection's number.
    const told = (outputs: readonly string[]) =>
      commands.map((line, at) => `> ${line}\n${outputs[at + 2]}`);
    expect(told(ours)).toEqual(told(theirs));
  }

  test('in RESP2', () => check(2, lines));
  test('in RESP3', () => check(3, [...lines, ...nested]));
});
