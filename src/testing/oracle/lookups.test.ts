/**
 * keyspace_hits and keyspace_misses against a real redis-server: every command that looks up keys,
 * where they are there, missing, of another type, or past their time; and the `keymiss` events.
 */

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FrameReader, requestBytes } from './frames.ts';
import { findReal, ServerPair } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

/** `k` is the key that the states are about; `o` is a string, `l` a list, and both are there. */
const CALLS = `
GET k|GETEX k|GETDEL k|GETSET k v|GETRANGE k 0 1|SUBSTR k 0 1|STRLEN k|APPEND k x|SETRANGE k 1 x
INCR k|DECRBY k 2|INCRBYFLOAT k 1.5|SET k v|SET k v NX|SET k v XX|SET k v GET|SETNX k v|MGET k o k
MSET k v|MSETNX k v|GETBIT k 3|SETBIT k 3 1|BITCOUNT k|BITPOS k 1|BITFIELD k GET u8 0
BITFIELD k SET u8 0 1|BITFIELD_RO k GET u8 0|BITOP AND d k o|BITOP NOT d k
EXISTS k k|DEL k|UNLINK k|TOUCH k o|TYPE k|TTL k|PTTL k|EXPIRETIME k|EXPIRE k 100|EXPIRE k 100 XX
PERSIST k|DUMP k|OBJECT ENCODING k|OBJECT REFCOUNT k|OBJECT FREQ k|OBJECT IDLETIME k|MEMORY USAGE k
RENAME k d|RENAMENX k o|COPY k d|COPY o k|MOVE k 1|SORT k|SORT k BY nosort GET o|SORT_RO k
LLEN k|LRANGE k 0 -1|LINDEX k 0|LPOS k a|LSET k 0 v|LPUSH k v|RPUSHX k v|LPOP k|RPOP k 2|LREM k 0 a
LTRIM k 0 1|LINSERT k BEFORE a b|LMOVE k l LEFT RIGHT|LMOVE l k LEFT RIGHT|RPOPLPUSH k l|LMPOP 1 k LEFT
SADD k a|SREM k a|SCARD k|SISMEMBER k a|SMISMEMBER k a b|SMEMBERS k|SRANDMEMBER k|SPOP k
SINTER k k|SUNION k|SDIFF k k|SINTERSTORE d k|SUNIONSTORE d k|SINTERCARD 1 k|SMOVE k d a|SSCAN k 0
HSET k f v|HSETNX k f v|HGET k f|HMGET k f|HGETALL k|HDEL k f|HLEN k|HSTRLEN k f|HEXISTS k f|HKEYS k
HINCRBY k f 1|HINCRBYFLOAT k f 1|HRANDFIELD k|HRANDFIELD k 2|HSCAN k 0
ZADD k 1 a|ZADD k XX 1 a|ZINCRBY k 1 a|ZREM k a|ZSCORE k a|ZMSCORE k a b|ZRANK k a|ZCARD k
ZCOUNT k 0 1|ZLEXCOUNT k - +|ZRANGE k 0 -1|ZRANGEBYSCORE k 0 1|ZRANGESTORE d k 0 -1|ZPOPMIN k
ZRANDMEMBER k|ZRANDMEMBER k 2|ZSCAN k 0|ZUNION 1 k|ZINTER 2 k k|ZDIFF 1 k|ZUNIONSTORE d 1 k
ZINTERCARD 1 k|ZMPOP 1 k MIN|ZREMRANGEBYRANK k 0 1|ZREMRANGEBYSCORE k 0 1
GEOADD k 1 1 a|GEODIST k a b|GEOPOS k a|GEOHASH k a|GEOSEARCH k FROMLONLAT 1 1 BYRADIUS 1 m
GEOSEARCHSTORE d k FROMLONLAT 1 1 BYRADIUS 1 m|GEORADIUS k 1 1 1 m|GEORADIUS k 1 1 1 m STORE d
PFADD k a|PFCOUNT k|PFCOUNT k o|PFMERGE d k|PFMERGE k
XADD k * f v|XADD k NOMKSTREAM * f v|XLEN k|XRANGE k - +|XDEL k 1-1|XTRIM k MAXLEN 1|XINFO STREAM k
XINFO GROUPS k|XGROUP CREATE k g $|XGROUP CREATE k g $ MKSTREAM|XGROUP DESTROY k g
XACK k g 1-1|XPENDING k g|XCLAIM k g c 0 1-1|XAUTOCLAIM k g c 0 0
LCS k o|LCS o k LEN|LCS l k|SPOP k 1|SPOP k 2|SPOP k 9|SPOP k 0|XREAD STREAMS k 0|XREAD STREAMS k $
XREAD COUNT 1 STREAMS k k 0 9-9|XREAD STREAMS k l 0 0|XREAD BLOCK 10 STREAMS k $
XREADGROUP GROUP g c STREAMS k >|XREADGROUP GROUP g c STREAMS k 0|XREADGROUP GROUP g c STREAMS k k > 0
XREADGROUP GROUP g c BLOCK 10 STREAMS k 9-9|XREADGROUP GROUP h c STREAMS k >
XSETID k 9-9|BLPOP k 0.01|BLMOVE k l LEFT LEFT 0.01|BZPOPMIN k 0.01|WATCH k
`
  .trim()
  .split(/[\n|]/);

const STATES: readonly { readonly name: string; readonly make: readonly string[] }[] = [
  { name: 'missing', make: [] },
  { name: 'string', make: ['SET k 1'] },
  { name: 'list', make: ['RPUSH k a b c'] },
  { name: 'set', make: ['SADD k a b'] },
  { name: 'hash', make: ['HSET k f 1'] },
  { name: 'sorted set', make: ['ZADD k 1 a 2 b'] },
  { name: 'stream', make: ['XADD k 1-1 f v', 'XGROUP CREATE k g 0'] },
  { name: 'expired', make: ['DEBUG SET-ACTIVE-EXPIRE 0', 'SET k v PXAT 1'] },
];

const MISS_CHANNEL = '__keyevent@0__:keymiss';

/** Hears which keys were missed on one server, with what else is published there. */
class MissListener {
  private readonly socket: Socket;
  private readonly messages: string[] = [];
  private heard: () => void = () => {};

  private constructor(socket: Socket, subscribed: () => void) {
    const reader = new FrameReader();
    this.socket = socket;
    socket.on('data', (bytes) => {
      for (const { items } of reader.feed(bytes)) {
        if (items[0]?.text === 'subscribe') subscribed();
        else this.messages.push(items[2]?.text ?? '');
      }
      this.heard();
    });
    socket.write(requestBytes([['SUBSCRIBE', MISS_CHANNEL]]));
  }

  static open(path: string): Promise<MissListener> {
    return new Promise((resolve, reject) => {
      const socket = connect(path).once('error', reject);
      const listener = new MissListener(socket, () => resolve(listener));
    });
  }

  async messagesUntil(last: string): Promise<readonly string[]> {
    while (!this.messages.includes(last)) {
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    }
    this.socket.destroy();
    return this.messages;
  }
}

describe.skipIf(!isKnownVersion)('hits and misses', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    pair = await ServerPair.start(real!, '7.0');
  });
  afterAll(() => pair.stop());

  test.each(STATES)('keymiss events: $name', async ({ make }) => {
    const listeners = await Promise.all(pair.paths.map((path) => MissListener.open(path)));
    const rounds = CALLS.map((call) => [
      ...['CONFIG SET notify-keyspace-events A', 'FLUSHALL', 'SET o 5', 'RPUSH l z', ...make],
      ...['CONFIG SET notify-keyspace-events KEAm', call, 'UNWATCH'],
      `PUBLISH ${MISS_CHANNEL} ${call.replaceAll(' ', '_')}`,
    ]);
    await pair.run(rounds.flat().map((line) => line.split(' ')));
    const end = (CALLS.at(-1) ?? '').replaceAll(' ', '_');
    const [wanted, got] = await Promise.all(listeners.map((one) => one.messagesUntil(end)));
    expect(got).toEqual(wanted);
  });

  test.each(STATES)('$name', async ({ make }) => {
    const rounds = CALLS.map((call) => [
      ...['FLUSHALL', 'SET o 5', 'RPUSH l z', ...make, 'CONFIG RESETSTAT'],
      ...[call, 'INFO stats', 'UNWATCH'],
    ]);
    const frames = await pair.run(rounds.flat().map((line) => line.split(' ')));
    const counts = frames.map((replies) =>
      replies.flatMap(({ text }) => {
        const found = /keyspace_hits:(\d+)\r\nkeyspace_misses:(\d+)/.exec(text ?? '');
        return found === null ? [] : [`${found[1]} hits, ${found[2]} misses`];
      }),
    );
    const [wanted, got] = counts.map((side) => CALLS.map((call, i) => `${call}: ${side[i]}`));
    expect(got).toEqual(wanted);
  });
});
