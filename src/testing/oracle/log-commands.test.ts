/**
 * What commands leave in the append-only file, beside a real redis-server: the same commands, in the
 * same order, in the same transactions. Moments (13 digits) differ, and what is drawn by lot.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOf } from '../../base/bytes.ts';
import { splitArguments } from '../../protocol/split-arguments.ts';
import { ask, findReal, OracleClient, type OracleServer, startOurs, startReal } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;
const replyTimeoutMs = 10_000;

interface Row {
  readonly title: string;
  /**
   * Commands, one a line. `a>` and `b>` are clients of their own, which are not waited for where the
   * line ends in ` &`: the next line comes when one more client is blocked. `sleep N` is N ms.
   */
  readonly lines: string;
  /** What is drawn by lot. */
  readonly blur?: RegExp;
}

const STREAM = `XADD s 1-1 f v
  XADD s 2-1 f v
  XADD s 3-1 f v
  XGROUP CREATE s g 0`;

const ROWS: readonly Row[] = [
  // ---- Streams ----
  { title: 'XREADGROUP to a new consumer', lines: `${STREAM}\nXREADGROUP GROUP g c STREAMS s >` },
  {
    title: 'XREADGROUP one after the other, then nothing',
    lines: `${STREAM}
      XREADGROUP GROUP g c COUNT 2 STREAMS s >
      XREADGROUP GROUP g c STREAMS s >
      XREADGROUP GROUP g c STREAMS s >
      XREADGROUP GROUP g d STREAMS s >`,
  },
  {
    title: 'XREADGROUP of the history, known and new consumer',
    lines: `${STREAM}
      XREADGROUP GROUP g c COUNT 2 STREAMS s >
      XREADGROUP GROUP g c STREAMS s 0
      XREADGROUP GROUP g new STREAMS s 0`,
  },
  { title: 'XREADGROUP NOACK', lines: `${STREAM}\nXREADGROUP GROUP g c NOACK STREAMS s >` },
  {
    title: 'XREADGROUP within MULTI',
    lines: `${STREAM}
      MULTI
      XREADGROUP GROUP g c COUNT 2 STREAMS s >
      XREADGROUP GROUP g c STREAMS s >
      EXEC
      MULTI
      XREADGROUP GROUP g c STREAMS s >
      XREADGROUP GROUP g e NOACK STREAMS s >
      EXEC`,
  },
  {
    title: 'XREADGROUP of two streams',
    lines: `${STREAM}
      XADD t 1-1 f v
      XGROUP CREATE t g 0
      XREADGROUP GROUP g c STREAMS s t > >`,
  },
  {
    title: 'XREADGROUP blocked and served',
    lines: `XGROUP CREATE s g $ MKSTREAM
      a> XREADGROUP GROUP g c BLOCK 0 STREAMS s > &
      XADD s 5-1 f v`,
  },
  {
    title: 'XREADGROUP NOACK blocked, served within MULTI',
    lines: `XGROUP CREATE s g $ MKSTREAM
      a> XREADGROUP GROUP g c BLOCK 0 NOACK STREAMS s > &
      MULTI
      XADD s 5-1 f v
      XADD s 6-1 f v
      EXEC`,
  },
  {
    title: 'XCLAIM',
    lines: `${STREAM}
      XREADGROUP GROUP g c COUNT 2 STREAMS s >
      XCLAIM s g d 0 1-1 2-1
      XCLAIM s g d 0 3-1
      XCLAIM s g e 0 3-1 FORCE JUSTID
      XCLAIM s g e 0 9-9 LASTID 5-5
      XDEL s 1-1
      XCLAIM s g f 0 1-1
      XCLAIM s g h 100000 2-1`,
  },
  {
    title: 'XAUTOCLAIM',
    lines: `${STREAM}
      XREADGROUP GROUP g c STREAMS s >
      XDEL s 2-1
      XAUTOCLAIM s g d 0 0 COUNT 2
      XAUTOCLAIM s g d 0 0 JUSTID
      XAUTOCLAIM s g new 100000 0`,
  },
  {
    title: 'claims within MULTI',
    lines: `${STREAM}
      XREADGROUP GROUP g c STREAMS s >
      MULTI
      XCLAIM s g d 0 1-1 2-1
      XAUTOCLAIM s g e 0 0
      EXEC`,
  },
  {
    title: 'other commands of streams',
    lines: `XADD s NOMKSTREAM 1-1 f v
      XADD s 1-* f v
      XADD s MAXLEN ~ 100 2-1 f v
      XADD s MAXLEN 1 3-1 f v
      XADD s MINID = 3 4-1 f v
      XADD s MINID ~ 3 LIMIT 10 5-1 f v
      XTRIM s MAXLEN = 1
      XTRIM s MAXLEN ~ 1
      XSETID s 9-9
      XGROUP CREATE s g $
      XGROUP CREATECONSUMER s g c
      XGROUP CREATECONSUMER s g c
      XGROUP DELCONSUMER s g c
      XGROUP SETID s g 0 ENTRIESREAD 1
      XACK s g 1-1
      XDEL s 5-1
      XGROUP DESTROY s g`,
  },
  // ---- Expiry ----
  {
    title: 'times to live',
    lines: `SET a 1 EX 100
      SET b 1 PX 100000
      SET c 1 EXAT 33333333333
      SET d 1 PXAT 33333333333000 GET
      SETEX e 100 v
      PSETEX f 100000 v
      SET a 2 KEEPTTL
      SET a 3 XX GET
      EXPIRE a 100
      PEXPIRE a 100000
      EXPIREAT a 33333333333
      PEXPIREAT a 33333333333000
      EXPIRE a 10 NX
      EXPIRE a 10 LT
      GETEX a
      GETEX a EX 100
      GETEX a PXAT 33333333333000
      GETEX a PERSIST
      GETEX a PERSIST
      PERSIST b
      EXPIRE b -1
      PEXPIREAT c 1
      GETEX d PXAT 1
      SET e v PXAT 1
      GET e
      GETDEL f
      GETDEL none
      SETNX n 1
      SETNX n 2
      MSETNX n 1 o 1
      MSETNX p 1 q 1`,
  },
  {
    title: 'expired keys: read, written, in a transaction',
    lines: `DEBUG SET-ACTIVE-EXPIRE 0
      SET a 1 PX 10
      SET b 1 PX 10
      SET c 1 PX 10
      SET d 1 PX 10
      sleep 30
      GET a
      INCR b
      MULTI
      GET c
      SET x 1
      GET d
      EXEC
      DEBUG SET-ACTIVE-EXPIRE 1`,
  },
  {
    title: 'what goes lazily',
    lines: `CONFIG SET lazyfree-lazy-expire yes lazyfree-lazy-user-del yes
      SET a 1
      EXPIRE a -1
      SET b 1
      GETEX b PXAT 1
      SET c 1
      DEL c
      SET d 1 PX 1
      sleep 100
      GET d
      FLUSHDB
      CONFIG SET lazyfree-lazy-expire no lazyfree-lazy-user-del no`,
  },
  { title: 'expired by itself', lines: 'SET a 1 PX 10\nsleep 300\nSET b 1' },
  {
    title: 'RESTORE with a time',
    lines: 'SET a 1\nRESTORE b 100000 "\\x00\\x01a\\x0a\\x00\\xe8\\x14\\xd8{\\xbb\\xe3\\xe0\\xcb"',
  },
  {
    title: 'COPY and RENAME',
    lines:
      'SET a 1 PXAT 33333333333000\nCOPY a b\nCOPY a b\nCOPY a b REPLACE\nRENAME b c\nRENAMENX a c\nMOVE a 3\nSELECT 3\nGET a\nDEL a\nSELECT 0',
  },
  // ---- Numbers ----
  {
    title: 'floats',
    lines: `INCRBYFLOAT f 1.5
      INCRBYFLOAT f 0.1
      SET g 1 PXAT 33333333333000
      INCRBYFLOAT g 1
      HINCRBYFLOAT h f 0.1
      HINCRBYFLOAT h f 3e2
      HINCRBY h n 3
      INCR n
      DECRBY n 5
      ZINCRBY z 0.1 m
      ZADD z INCR 1.5 m
      ZADD z GT CH 1 m
      ZADD z NX 1 m
      GEOADD geo 13.361389 38.115556 Palermo`,
  },
  // ---- Sets and lists ----
  {
    title: 'SPOP',
    blur: /(?<=^SREM \S+ ).*/,
    lines: `SADD one a
      SPOP one
      SADD s a b c d e f
      SPOP s
      SPOP s 2
      SPOP s 0
      SPOP s 100
      SPOP s
      SADD big 1 2 3 4 5 6 7 8 9 10 11 12
      SPOP big 11
      MULTI
      SADD t a b c
      SPOP t
      SPOP t 2
      EXEC`,
  },
  {
    title: 'moves between lists',
    lines: `RPUSH a 1 2 3
      LMOVE a b LEFT RIGHT
      RPOPLPUSH a b
      BLMOVE a b LEFT LEFT 0
      BRPOPLPUSH b c 0
      LPUSHX none 1
      LTRIM b 5 10
      RPUSH l 1 2 3 4 5 6
      LPOP l 2
      LMPOP 2 none l LEFT COUNT 2
      BLMPOP 0 2 none l LEFT COUNT 1
      BLPOP none l 0
      BRPOP c 0`,
  },
  {
    title: 'BLPOP, BRPOP, BLMOVE, BRPOPLPUSH served',
    lines: `a> BLPOP l m 0 &
      RPUSH m 1
      a> BRPOP l 0 &
      RPUSH l 1 2
      a> BLMOVE src dst LEFT RIGHT 0 &
      RPUSH src 1
      a> BRPOPLPUSH src dst 0 &
      MULTI
      RPUSH src 1
      RPUSH other 1
      EXEC
      a> BLMPOP 0 2 x y LEFT COUNT 2 &
      RPUSH y 1 2 3`,
  },
  {
    title: 'two served at once, one through the other',
    lines: `a> BLPOP l 0 &
      b> BLMOVE l m LEFT LEFT 0 &
      RPUSH l 1 2
      a> BLMOVE p q LEFT LEFT 0 &
      b> BLPOP q 0 &
      RPUSH p 1`,
  },
  {
    title: 'sorted sets served',
    lines: `a> BZPOPMIN z 0 &
      ZADD z 1 a 2 b
      a> BZPOPMAX y 0 &
      ZADD y 1 a 2 b
      a> BZMPOP 0 2 u v MIN COUNT 2 &
      ZADD v 1 a 2 b 3 c
      ZPOPMIN v
      ZMPOP 2 u y MAX COUNT 5
      BZPOPMIN z 0
      ZREMRANGEBYRANK none 0 -1`,
  },
  {
    title: 'results that are kept',
    lines: `SADD a 1 2
      SADD b 2 3
      SINTERSTORE c a b
      SINTERSTORE c a none
      SINTERSTORE c a none
      ZADD z 1 a 2 b
      ZRANGESTORE y z 0 -1
      ZUNIONSTORE x 2 z y
      ZDIFFSTORE x 2 z y
      SORT a STORE l
      SORT none STORE l
      BITOP NOT d e
      SETRANGE r 3 x
      SETRANGE r 0 ""
      APPEND r ""
      PFADD hll a
      PFADD hll a
      PFMERGE hll2 hll
      PFCOUNT hll2 hll
      PFCOUNT hll2
      GEORADIUS none 1 1 1 m STORE k`,
  },
  // ---- Transactions ----
  {
    title: 'transactions',
    lines: `MULTI
      SET a 1
      EXEC
      MULTI
      SET a 1
      INCR a
      GET a
      SELECT 2
      SET a 2
      SELECT 0
      EXEC
      MULTI
      GET a
      EXEC
      MULTI
      SET a 1
      DISCARD
      MULTI
      LPUSH a 1
      SET b 1
      EXEC
      MULTI
      SELECT 4
      SET b 1
      EXEC
      SELECT 0
      MULTI
      SET a 1
      FLUSHALL
      EXEC
      MULTI
      FLUSHDB ASYNC
      FLUSHALL SYNC
      EXEC
      SWAPDB 0 1
      FUNCTION FLUSH`,
  },
  // ---- Scripts ----
  {
    title: 'scripts',
    lines: `EVAL "redis.call('set', KEYS[1], 1)" 1 a
      EVAL "redis.call('set', KEYS[1], 1); redis.call('incr', KEYS[1]); redis.call('get', KEYS[1])" 1 a
      EVAL "redis.call('select', 3); redis.call('set', 'x', 1); redis.call('select', 0); redis.call('set', 'x', 1)" 0
      EVAL "redis.call('set', 'e', 1, 'px', 100000); redis.call('incrbyfloat', 'f', 0.1)" 0
      EVAL "return redis.call('get', KEYS[1])" 1 a
      EVAL "redis.call('sadd', 's', 'a'); redis.call('spop', 's')" 0
      EVAL "redis.set_repl(redis.REPL_NONE); redis.call('set', 'n', 1)" 0
      EVAL "redis.call('set', 'a', 5); return redis.call('lpush', 'a', 1)" 0
      MULTI
      EVAL "redis.call('set', KEYS[1], 1); redis.call('incr', KEYS[1])" 1 a
      SET b 1
      EXEC
      SCRIPT LOAD "return 1"
      FUNCTION LOAD "#!lua name=lib\\nredis.register_function('f', function(keys) redis.call('set', keys[1], 1); return redis.call('incr', keys[1]) end)"
      FCALL f 1 k
      FUNCTION DELETE lib`,
  },
  {
    title: 'scripts that serve, and read what has expired',
    lines: `a> BLPOP l 0 &
      EVAL "redis.call('rpush', 'l', 1, 2); redis.call('set', 'x', 1)" 0
      DEBUG SET-ACTIVE-EXPIRE 0
      SET a 1 PX 10
      sleep 30
      EVAL "redis.call('get', 'a'); redis.call('set', 'b', 1)" 0
      EVAL "redis.call('get', 'a')" 0
      DEBUG SET-ACTIVE-EXPIRE 1`,
  },
  // ---- Eviction ----
  {
    title: 'eviction before a write, and within a transaction',
    blur: /(?<=^(DEL|SET) k:).*/,
    lines: `SET k:a 1
      SET k:b 1
      CONFIG SET maxmemory-policy allkeys-random maxmemory 1
      SET k:c 1
      CONFIG SET maxmemory 0
      SET k:a 1
      CONFIG SET maxmemory 1
      GET k:d
      CONFIG SET maxmemory 0 maxmemory-policy noeviction`,
  },
  // ---- The rest ----
  {
    title: 'deletions',
    lines: `SET a 1
      SET b 1
      DEL a none b
      UNLINK none
      SET a 1
      UNLINK a
      HSET h f v
      HDEL h f g
      HDEL h f
      HSET h f v
      HSETNX h f w
      HSET h f v
      LPUSH l a
      LREM l 0 b
      LSET l 0 a
      LINSERT l BEFORE a b
      LINSERT l BEFORE none b
      SMOVE none other a
      SADD s a
      SADD s a
      SMOVE s other a
      SETBIT bits 3 1
      SETBIT bits 3 1
      BITFIELD bits SET u8 0 5 GET u8 0
      BITFIELD bits GET u8 0
      TOUCH s
      PUBLISH channel message
      FLUSHDB
      FLUSHALL`,
  },
];

/** The requests that the bytes hold, a line each. */
function requestsIn(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  const text = bytesOf(bytes);
  let at = 0;
  const number = (): number => {
    const end = text.indexOf('\r\n', at);
    const value = Number(text.slice(at + 1, end));
    at = end + 2;
    return value;
  };
  while (at < text.length) {
    const words: string[] = [];
    for (let left = number(); left > 0; left--) {
      const length = number();
      words.push(text.slice(at, at + length));
      at += length + 2;
    }
    // Redis writes names as they were given, and those of its own in the one case or the other.
    lines.push([(words[0] ?? '').toUpperCase(), ...words.slice(1)].join(' '));
  }
  return lines;
}

const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** One server and its log: what has been added since the last look. */
class Logged {
  private readonly server: OracleServer;
  private folder = '';
  private seen = 0;

  constructor(server: OracleServer) {
    this.server = server;
  }

  async open(): Promise<void> {
    const [dir] = await ask(this.server, [['CONFIG', 'GET', 'dir']]);
    this.folder = join(dir?.items[1]?.text ?? '', 'appendonlydir');
    this.news();
  }

  private news(): string[] {
    const [name = ''] = readdirSync(this.folder).filter((file) => file.endsWith('.incr.aof'));
    const bytes = readFileSync(join(this.folder, name));
    const added = requestsIn(bytes.subarray(this.seen));
    this.seen = bytes.length;
    return added;
  }

  private async blockedClients(): Promise<number> {
    const [info] = await ask(this.server, [['INFO', 'clients']]);
    return Number(/blocked_clients:(\d+)/.exec(info?.text ?? '')?.[1]);
  }

  private async waitForBlocked(count: number): Promise<void> {
    for (let tries = 0; (await this.blockedClients()) !== count; tries++) {
      if (tries === 200) throw new Error(`${count} clients were to be blocked`);
      await pause(10);
    }
  }

  async play({ lines, blur }: Row): Promise<string[]> {
    const clients = new Map<string, OracleClient>();
    const waiting: Promise<unknown>[] = [];
    let blocked = 0;
    const clientOf = async (name: string): Promise<OracleClient> => {
      const client = clients.get(name) ?? (await OracleClient.open(this.server.path));
      clients.set(name, client);
      return client;
    };
    for (const line of `FLUSHALL\n${lines}`.split('\n')) {
      const [, name = '', command = '', background] = /^\s*(?:(\w)> )?(.*?)( &)?$/.exec(line) ?? [];
      if (command.startsWith('sleep ')) {
        await pause(Number(command.slice('sleep '.length)));
        continue;
      }
      const client = await clientOf(name);
      const running = client.run([splitArguments(command) ?? []], replyTimeoutMs);
      if (background === undefined) await running;
      else {
        waiting.push(running);
        await this.waitForBlocked(++blocked);
        continue;
      }
      // What has been served counts no more.
      if (blocked > 0) blocked = await this.blockedClients();
    }
    await Promise.all(waiting);
    for (const client of clients.values()) client.close();
    return this.news().map((line) => {
      const blurred = line.replace(/\b\d{13}\b/g, 'MOMENT');
      return blur ? blurred.replace(blur, '?') : blurred;
    });
  }
}

describe.skipIf(!isKnownVersion)('the append-only file beside redis-server', () => {
  const servers: OracleServer[] = [];
  let logs: Logged[];

  beforeAll(async () => {
    servers.push(await startReal(real!, '--appendonly', 'yes', '--appendfsync', 'always'));
    servers.push(await startOurs('7.0', 'appendonly yes', 'appendfsync always'));
    logs = servers.map((server) => new Logged(server));
    for (const log of logs) await log.open();
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });

  test.each(ROWS)('$title', async (row) => {
    const [wanted, got] = await Promise.all(logs.map((log) => log.play(row)));
    expect(got).toEqual(wanted);
  });
});
