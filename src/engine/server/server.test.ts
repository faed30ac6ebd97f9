/** The server through RESP: protocol errors, sessions, transactions, blocking, Pub/Sub, expiry. */
import { describe, expect, test } from 'vitest';
import { toUint8Array } from '../../base/bytes.ts';
import { script, testEngine } from '../../testing/test-engine.ts';

describe('the wire', () => {
  const check = (sent: string, shown: string, closes = false): void => {
    const client = testEngine().client();
    client.send(toUint8Array(sent));
    expect(client.heard()).toBe(shown);
    expect(client.isClosed).toBe(closes);
  };
  test('inline commands', () => {
    check('PING\r\n', 'PONG');
    check('ping "a b"\n', '"a b"');
    check('\r\n  \r\nPING\r\n', 'PONG');
    check('SET k "v\\x41"\r\nGET k\r\n', 'OK\n"vA"');
  });
  test('a request in pieces is one request', () => {
    const client = testEngine().client();
    for (const byte of '*2\r\n$4\r\nECHO\r\n$12\r\nhello\r\nworld\r\n')
      client.send(toUint8Array(byte));
    expect(client.heard()).toBe('"hello\\r\\nworld"');
  });
  test('empty and negative arrays are passed over', () => check('*0\r\n*-1\r\nPING\r\n', 'PONG'));
  test('what cannot be is refused and the connection closed', () => {
    check('*1\r\n+PING\r\n', "(error) ERR Protocol error: expected '$', got '+'", true);
    check('*x\r\n', '(error) ERR Protocol error: invalid multibulk length', true);
    check('*2147483648\r\n', '(error) ERR Protocol error: invalid multibulk length', true);
    check('*1\r\n$-5\r\n', '(error) ERR Protocol error: invalid bulk length', true);
    check('*1\r\n$99999999999\r\n', '(error) ERR Protocol error: invalid bulk length', true);
    check('PING "unclosed\r\n', '(error) ERR Protocol error: unbalanced quotes in request', true);
    check('x'.repeat(70_000), '(error) ERR Protocol error: too big inline request', true);
    check(`*${'1'.repeat(70_000)}`, '(error) ERR Protocol error: too big mbulk count string', true);
  });
  test('who speaks HTTP is cut off without a word, and the log tells it once a minute', () => {
    check('POST / HTTP/1.1\r\nPING\r\n', '', true);
    check('Host: x\r\nPING\r\n', '', true);
    check('*1\r\n$4\r\npost\r\n', '', true);
    check('PING\r\npost\r\n', '', true);
    check('POST/ x\r\n', "(error) ERR unknown command 'POST/', with args beginning with: 'x' ");
    const engine = testEngine();
    const told = (): number =>
      engine.messages.filter((text) => text.startsWith('Possible SECURITY ATTACK')).length;
    for (const [afterMs, times] of [
      [0, 1],
      [59_000, 1],
      [1_000, 2],
    ] as const) {
      engine.advance(afterMs);
      engine.client().run('POST /');
      expect(told()).toBe(times);
    }
  });
});

describe('transactions', () => {
  test('queue, run together, and see their own writes', () =>
    script(`
    > MULTI
    OK
    > SET a 1
    QUEUED
    > INCR a
    QUEUED
    > EXEC
    1) OK
    2) (integer) 2`));
  test('an error while queueing aborts, one while running does not', () =>
    script(`
    > MULTI
    OK
    > NOPE
    (error) ERR unknown command 'NOPE', with args beginning with: 
    > EXEC
    (error) EXECABORT Transaction discarded because of previous errors.
    > MULTI
    OK
    > SET a x
    QUEUED
    > INCR a
    QUEUED
    > EXEC
    1) OK
    2) (error) ERR value is not an integer or out of range
    > EXEC
    (error) ERR EXEC without MULTI
    > DISCARD
    (error) ERR DISCARD without MULTI`));
  test('HELLO changes the protocol from its own reply on', () => {
    const client = testEngine().client();
    for (const line of ['HSET h a 1', 'MULTI', 'HELLO 3', 'HGETALL h', 'HELLO 2', 'HGETALL h']) {
      client.run(line);
    }
    const replies = client.run('EXEC');
    expect(replies).toContain('2) 1# "a" => "1"');
    expect(replies).toMatch(/4\) 1\) "a"\n +2\) "1"$/);
    expect(client.run('HGETALL h')).toBe('1) "a"\n2) "1"');
  });
  test('what EXEC is refused for, and what it refuses', () =>
    script(`
    > MULTI
    OK
    > EXEC x
    (error) EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command
    > MULTI
    OK
    > MONITOR
    QUEUED
    > EXEC
    1) (error) ERR MONITOR isn't allowed for DENY BLOCKING client`));
  test('WATCH notices other clients, FLUSHALL, SWAPDB and expiry', () => {
    const rows: readonly [string, string][] = [
      ['2> SET a 2', 'OK'],
      ['2> DEL a', '(integer) 1'],
      ['2> FLUSHALL', 'OK'],
      ['2> SWAPDB 0 1', 'OK'],
      ['2> EXPIRE a 100', '(integer) 1'],
      ['2> COPY b a REPLACE', '(integer) 1'],
    ];
    for (const [change, reply] of rows) {
      script(`
    > MSET a 1 b 1
    OK
    > WATCH a
    OK
    ${change}
    ${reply}
    > MULTI
    OK
    > GET a
    QUEUED
    > EXEC
    (nil)`);
    }
  });
  test('a watched key that expires fails EXEC', () => {
    const engine = testEngine();
    const client = engine.client();
    for (const line of ['DEBUG SET-ACTIVE-EXPIRE 0', 'SET a 1 PX 50', 'WATCH a']) client.run(line);
    engine.advance(60);
    client.run('MULTI');
    client.run('PING');
    expect(client.run('EXEC')).toBe('(nil)');
  });
});

describe('to WATCH, an expired key and none are the same', () => {
  const EXPIRED = 'SET a 1 PX 50';
  test.each([
    ['FLUSHDB', [EXPIRED], 'FLUSHDB', '1) PONG'],
    ['SWAPDB, one for none', [EXPIRED], 'SWAPDB 0 1', '1) PONG'],
    ['SWAPDB, none for one', ['SELECT 1', EXPIRED, 'SELECT 0'], 'SWAPDB 0 1', '1) PONG'],
    ['SWAPDB, one for one', ['SELECT 1', EXPIRED, 'SELECT 0', EXPIRED], 'SWAPDB 0 1', '1) PONG'],
    ['SWAPDB, one for a key', ['SELECT 1', 'SET a 2', 'SELECT 0', EXPIRED], 'SWAPDB 0 1', '(nil)'],
    ['SWAPDB, a key for one', ['SELECT 1', EXPIRED, 'SELECT 0', 'SET a 2'], 'SWAPDB 0 1', '(nil)'],
  ])('%s', (_name, before, change, reply) => {
    const engine = testEngine();
    const client = engine.client();
    for (const line of ['DEBUG SET-ACTIVE-EXPIRE 0', ...before]) client.run(line);
    engine.advance(60);
    for (const line of ['WATCH a', change, 'MULTI', 'PING']) client.run(line);
    expect(client.run('EXEC')).toBe(reply);
  });
});

describe('blocking', () => {
  test('clients are served in the order they came', () => {
    const engine = testEngine();
    const [first, second, pusher] = [engine.client(), engine.client(), engine.client()];
    expect(first.run('BLPOP q 0')).toBe('');
    expect(second.run('BLPOP q 0')).toBe('');
    expect(pusher.run('RPUSH q a b')).toBe('(integer) 2');
    expect(first.heard()).toBe('1) "q"\n2) "a"');
    expect(second.heard()).toBe('1) "q"\n2) "b"');
    expect(pusher.run('EXISTS q')).toBe('(integer) 0');
  });
  test('a timeout answers nil, to the millisecond', () => {
    const engine = testEngine();
    const client = engine.client();
    client.run('BZPOPMIN z 0.25');
    engine.advance(249);
    expect(client.heard()).toBe('');
    engine.advance(1);
    expect(client.heard()).toBe('(nil)');
  });
  test('input sent while blocked runs afterwards, in order', () => {
    const engine = testEngine();
    const [client, other] = [engine.client(), engine.client()];
    client.run('BLPOP q 0');
    expect(client.run('PING')).toBe('');
    other.run('RPUSH q x');
    expect(client.heard()).toBe('1) "q"\n2) "x"\nPONG');
  });
  test('a key of another type does not wake', () =>
    script(`
    > BLPOP q 0
    2> SET q text
    OK
    2> DEL q
    (integer) 1
    2> RPUSH q x
    (integer) 1
    2> EXISTS q
    (integer) 0`));
  test('a chain of moves runs to its end', () => {
    const engine = testEngine();
    const [a, b, c] = [engine.client(), engine.client(), engine.client()];
    a.run('BLMOVE one two LEFT LEFT 0');
    b.run('BLPOP two 0');
    c.run('RPUSH one x');
    expect(a.heard()).toBe('"x"');
    expect(b.heard()).toBe('1) "two"\n2) "x"');
  });
  test('CLIENT UNBLOCK and KILL end a wait', () => {
    const engine = testEngine();
    const [client, operator] = [engine.client(), engine.client()];
    client.run('BLPOP q 0');
    expect(operator.run(`CLIENT UNBLOCK ${client.id} ERROR`)).toBe('(integer) 1');
    expect(client.heard()).toBe('(error) UNBLOCKED client unblocked via CLIENT UNBLOCK');
    client.run('BLPOP q 0');
    expect(operator.run(`CLIENT KILL ID ${client.id}`)).toBe('(integer) 1');
    expect(client.isClosed).toBe(true);
    expect(operator.run('RPUSH q x')).toBe('(integer) 1');
    expect(operator.run('LLEN q')).toBe('(integer) 1');
  });
  test('of a filter of CLIENT KILL that is given twice the last counts', () => {
    const engine = testEngine();
    const [idle, other, operator] = [engine.client(), engine.client(), engine.client()];
    expect(operator.run(`CLIENT KILL ID 999999 ID ${idle.id}`)).toBe('(integer) 1');
    expect(idle.isClosed).toBe(true);
    expect(operator.run('CLIENT KILL TYPE pubsub TYPE normal')).toBe('(integer) 1');
    expect(other.isClosed).toBe(true);
  });
  test('inside MULTI nothing waits', () =>
    script(`
    > MULTI
    OK
    > BLPOP q 0
    QUEUED
    > EXEC
    1) (nil)`));
});

describe('Pub/Sub', () => {
  test('channels and patterns', () => {
    const engine = testEngine();
    const [listener, speaker] = [engine.client(), engine.client()];
    listener.run('SUBSCRIBE news');
    listener.run('PSUBSCRIBE n*');
    expect(speaker.run('PUBLISH news hi')).toBe('(integer) 2');
    expect(listener.heard()).toBe(
      '1) "message"\n2) "news"\n3) "hi"\n1) "pmessage"\n2) "n*"\n3) "news"\n4) "hi"',
    );
    expect(listener.run('GET a')).toBe(
      "(error) ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    );
    expect(speaker.run('PUBSUB NUMSUB news other')).toBe(
      '1) "news"\n2) (integer) 1\n3) "other"\n4) (integer) 0',
    );
  });
  test('keyspace notifications', () => {
    const engine = testEngine({ 'notify-keyspace-events': 'KEA' });
    const [listener, writer] = [engine.client(), engine.client()];
    listener.run('PSUBSCRIBE __key*__:*');
    writer.run('SET a 1 PX 10');
    engine.advance(200);
    const events = listener
      .heard()
      .split('\n')
      .filter((line) => line.startsWith('4)'));
    expect(events).toEqual([
      '4) "set"',
      '4) "a"',
      '4) "expire"',
      '4) "a"',
      '4) "expired"',
      '4) "a"',
    ]);
  });
});

describe('clients', () => {
  test('PAUSE WRITE holds writes back and lets reads through', () => {
    const engine = testEngine();
    const [writer, reader] = [engine.client(), engine.client()];
    reader.run('CLIENT PAUSE 1000 WRITE');
    expect(writer.run('SET a 1')).toBe('');
    expect(reader.run('GET a')).toBe('(nil)');
    engine.advance(1000);
    expect(writer.heard()).toBe('OK');
  });
  test('PAUSE keeps what expires until it is over, unseen', () => {
    const engine = testEngine();
    const client = engine.client();
    const expired = (): string =>
      /expired_keys:\d+/.exec(client.run('INFO stats'))?.[0] ?? 'not told';
    for (const line of ['MULTI', 'SET a 1 PX 10', 'SET b 1 PX 10', 'CLIENT PAUSE 9000 WRITE'])
      client.run(line);
    client.run('EXEC');
    engine.advance(20);
    expect(['GET a', 'EXISTS b', 'DBSIZE'].map((line) => client.run(line))).toEqual([
      ...['(nil)', '(integer) 0', '(integer) 2'],
    ]);
    expect(client.run('RANDOMKEY')).toMatch(/"[ab]"/);
    expect(expired()).toBe('expired_keys:0');
    for (const line of ['CLIENT UNPAUSE', 'GET a', 'GET b']) client.run(line);
    expect(expired()).toBe('expired_keys:2');
  });
  test('a transaction that pauses writes over what had expired', () => {
    const engine = testEngine();
    const client = engine.client();
    for (const line of ['DEBUG SET-ACTIVE-EXPIRE 0', 'SET a 1 PX 10']) client.run(line);
    engine.advance(20);
    for (const line of ['MULTI', 'CLIENT PAUSE 9000 WRITE', 'SET a 2', 'DBSIZE']) client.run(line);
    expect(client.run('EXEC')).toBe('1) OK\n2) OK\n3) (integer) 1');
    expect(client.run('GET a')).toBe('"2"');
  });
  test('PAUSE WRITE holds back what others may come to hear of', () => {
    const check = (waits: boolean, line: string, ...before: readonly string[]): void => {
      const engine = testEngine();
      const [client, operator] = [engine.client(), engine.client()];
      for (const earlier of before) client.run(earlier);
      operator.run('CLIENT PAUSE 1000 WRITE');
      expect(client.run(line) === '', line).toBe(waits);
      operator.run('CLIENT UNPAUSE');
      expect(client.heard() !== '', line).toBe(waits);
    };
    for (const line of ['PUBLISH a b', 'SPUBLISH a b', 'PFCOUNT a', 'EVAL "return 1" 0']) {
      check(true, line);
      check(true, line, 'MULTI');
      check(true, 'EXEC', 'MULTI', line);
    }
    check(false, 'GET a');
    check(false, 'EXEC', 'MULTI', 'GET a');
    check(true, String.raw`EVAL "#!lua\nreturn 1" 0`);
    check(false, String.raw`EVAL "#!lua flags=no-writes\nreturn 1" 0`);
    check(false, 'EXEC', 'MULTI', String.raw`EVAL "#!lua flags=no-writes\nreturn 1" 0`);
  });
  test('PAUSE for ever ends when it is told to', () => {
    const engine = testEngine();
    const [writer, operator] = [engine.client(), engine.client()];
    expect(operator.run('CLIENT PAUSE 9000000000000000 WRITE')).toBe('OK');
    expect(writer.run('SET a 1')).toBe('');
    engine.advance(3000);
    expect(writer.heard()).toBe('');
    expect(operator.run('CLIENT UNPAUSE')).toBe('OK');
    expect(writer.heard()).toBe('OK');
  });
  test('REPLY SKIP said again skips no more than the next', () => {
    const client = testEngine().client();
    for (const line of ['CLIENT REPLY SKIP', 'CLIENT REPLY SKIP', 'ECHO 1']) {
      expect(client.run(line)).toBe('');
    }
    expect(client.run('ECHO 2')).toBe('"2"');
  });
  test('INFO counts errors by their first word, in order and one a line', () => {
    const client = testEngine().client();
    client.run('NOPE');
    for (const text of [String.raw`A\\r\\nB c`, 'ABC', '-X y', ' q', `${'L'.repeat(40)} q`]) {
      client.run(`EVAL "return {err='${text}'}" 0`);
    }
    expect(client.run('INFO errorstats')).toBe(
      String.raw`"# Errorstats\r\nerrorstat_:count=1\r\nerrorstat_-X:count=1\r\nerrorstat_A:count=1\r\nerrorstat_ERR:count=3\r\n"`,
    );
  });
  test('REPLY OFF and SKIP', () => {
    const client = testEngine().client();
    client.run('CLIENT REPLY SKIP');
    expect(client.run('PING')).toBe('');
    expect(client.run('PING')).toBe('PONG');
    expect(client.run('CLIENT REPLY OFF')).toBe('');
    expect(client.run('PING')).toBe('');
    // Confirmations and messages are no replies: redis-server 7.0.15 sends them all the same.
    client.run('HELLO 3');
    client.run('CLIENT REPLY OFF');
    expect(client.run('SUBSCRIBE x')).toContain('subscribe');
    expect(client.run('CLIENT REPLY ON')).toBe('OK');
  });
  test('CLIENT LIST tells the last command, and what a transaction has queued', () => {
    const engine = testEngine();
    const [client, observer] = [engine.client(), engine.client()];
    client.run('CLIENT SETNAME watched');
    const rows: [string, string][] = [
      ['MULTI', 'cmd=multi multi=0'],
      ['SET k 1', 'cmd=set multi=1'],
      ['NOSUCH x', 'cmd=NULL multi=1'],
      ['GET', 'cmd=get multi=1'],
      ['CLIENT FOO', 'cmd=NULL multi=1'],
      ['CONFIG GET hz', 'cmd=config|get multi=1'],
      ['EXEC', 'cmd=exec multi=-1'],
    ];
    for (const [line, told] of rows) {
      client.run(line);
      const list = observer.run('CLIENT LIST').split('\n');
      const shown = list.find((one) => one.includes('name=watched')) ?? '';
      expect([/ cmd=\S+/, / multi=\S+/].map((part) => part.exec(shown)?.[0].trim()).join(' ')).toBe(
        told,
      );
    }
  });
  test('requirepass', () => {
    const client = testEngine({ requirepass: 'secret' }).client();
    expect(client.run('GET a')).toBe('(error) NOAUTH Authentication required.');
    expect(client.run('AUTH nope')).toBe(
      '(error) WRONGPASS invalid username-password pair or user is disabled.',
    );
    expect(client.run('AUTH default secret')).toBe('OK');
    expect(client.run('INFO stats')).toContain('acl_access_denied_auth:1');
    expect(client.run('GET a')).toBe('(nil)');
  });
  test('MONITOR shows what others do, and no secrets', () => {
    const engine = testEngine();
    const [monitor, other] = [engine.client(), engine.client()];
    monitor.run('MONITOR');
    other.run('SET a "x y"');
    expect(monitor.heard()).toMatch(/^\d+\.\d{6} \[0 127\.0\.0\.1:50000\] "SET" "a" "x y"$/);
    other.run('AUTH secret');
    expect(monitor.heard()).toContain('"AUTH" "(redacted)"');
  });
});

describe('expiry', () => {
  test('lazily on access, actively without', () => {
    const engine = testEngine();
    const client = engine.client();
    client.run('SET lazy 1 PX 100');
    engine.advance(101);
    expect(client.run('GET lazy')).toBe('(nil)');
    for (let i = 0; i < 100; i++) client.run(`SET k${i} 1 PX 50`);
    engine.advance(1000);
    expect(client.run('DBSIZE')).toBe('(integer) 0');
    expect(client.run('INFO stats')).toContain('expired_keys:101');
  });
});

test('INFO keysizes counts keys by size, in doubling classes', () => {
  const client = testEngine().client();
  client.run(`SET a ${'x'.repeat(1500)}`);
  for (const line of ['SET b 12', 'SET c 123', 'SET d ""', 'RPUSH l 1 2 3 4 5', 'SELECT 1']) {
    client.run(line);
  }
  client.run('HSET h f v');
  expect(client.run('INFO keysizes')).toBe(
    '"# Keysizes\\r\\ndb0_distrib_strings_sizes:0=1,2=2,1K=1\\r\\n' +
      'db0_distrib_lists_items:4=1\\r\\ndb1_distrib_hashes_items:1=1\\r\\n"',
  );
  expect(client.run('INFO everything')).not.toContain('Keysizes');
});
