import { expect, test } from 'vitest';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('fields are set, read and removed', () =>
  script(`
    > HSET h a 1 b 2
    (integer) 2
    > HSET h a 3 c 4
    (integer) 1
    > HMSET h d 5
    OK
    > HSETNX h a 9
    (integer) 0
    > HSETNX h e 6
    (integer) 1
    > HGETALL h
     1) "a"
     2) "3"
     3) "b"
     4) "2"
     5) "c"
     6) "4"
     7) "d"
     8) "5"
     9) "e"
    10) "6"
    > HGET h a
    "3"
    > HMGET h a x b
    1) "3"
    2) (nil)
    3) "2"
    > HKEYS h
    1) "a"
    2) "b"
    3) "c"
    4) "d"
    5) "e"
    > HLEN h
    (integer) 5
    > HSTRLEN h a
    (integer) 1
    > HEXISTS h x
    (integer) 0
    > HDEL h a b x
    (integer) 2
    > HVALS h
    1) "4"
    2) "5"
    3) "6"
    > HDEL h c d e
    (integer) 3
    > EXISTS h
    (integer) 0
    > HGETALL h
    (empty array)
    > HMGET h a
    1) (nil)
  `));

test('counting', () =>
  script(`
    > HINCRBY h n 5
    (integer) 5
    > HINCRBY h n -7
    (integer) -2
    > HINCRBYFLOAT h n 0.5
    "-1.5"
    > HINCRBY h n 1
    (error) ERR hash value is not an integer
    > HSET h t text big 9223372036854775807
    (integer) 2
    > HINCRBYFLOAT h t 1
    (error) ERR hash value is not a float
    > HINCRBY h big 1
    (error) ERR increment or decrement would overflow
    > HINCRBYFLOAT h n x
    (error) ERR value is not a valid float
    > HINCRBYFLOAT h n inf
    (error) ERR value is NaN or Infinity
    > HINCRBY h n x
    (error) ERR value is not an integer or out of range
    > HGET h n
    "-1.5"
  `));

test('the encoding gives way to many or long fields, for good', () =>
  script(`
    > CONFIG SET hash-max-listpack-entries 2 hash-max-listpack-value 4
    OK
    > HSET h a 1 b 2
    (integer) 2
    > OBJECT ENCODING h
    "listpack"
    > HSET h c 3
    (integer) 1
    > OBJECT ENCODING h
    "hashtable"
    > HDEL h b c
    (integer) 2
    > OBJECT ENCODING h
    "hashtable"
    > HSET v f 12345
    (integer) 1
    > OBJECT ENCODING v
    "hashtable"
    > HINCRBY n f 12345
    (integer) 12345
    > OBJECT ENCODING n
    "hashtable"
    > HSET same f 1 f 2 f 3
    (integer) 1
    > OBJECT ENCODING same
    "hashtable"
  `));

test('errors', () =>
  script(`
    > HSET h a 1 b
    (error) ERR wrong number of arguments for 'hset' command
    > HMSET h a 1 b
    (error) ERR wrong number of arguments for 'hmset' command
    > HRANDFIELD h x
    (error) ERR value is not an integer or out of range
    > HRANDFIELD h 1 VALUES
    (error) ERR syntax error
    > HRANDFIELD h 9223372036854775807 WITHVALUES
    (error) ERR value is out of range
    > HSCAN h x
    (error) ERR invalid cursor
    > SET text 1
    OK
    > HGET text a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > HINCRBY text a 1
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('RESP3 has maps, and drawn fields come in pairs', () =>
  script(`
    > HSET h a 1
    (integer) 1
    > HRANDFIELD h -2 WITHVALUES
    1) "a"
    2) "1"
    3) "a"
    4) "1"
    > HELLO 3
    1# "server" => "redis"
    2# "version" => "7.4.2"
    3# "proto" => (integer) 3
    4# "id" => (integer) 1
    5# "mode" => "standalone"
    6# "role" => "master"
    7# "modules" => (empty array)
    > HGETALL h
    1# "a" => "1"
    > HGETALL nothing
    (empty hash)
    > HRANDFIELD h -2 WITHVALUES
    1) 1) "a"
       2) "1"
    2) 1) "a"
       2) "1"
    > HRANDFIELD h
    "a"
    > HRANDFIELD nothing 1
    (empty array)
  `));

test('HSCAN', () => {
  script(`
    > HSET h a 1 b 2
    (integer) 2
    > HSCAN h 0 MATCH b
    1) "0"
    2) 1) "b"
       2) "2"
    > HSCAN h 0 NOVALUES
    1) "0"
    2) 1) "a"
       2) "b"
  `);
  const old = testEngine({ 'emulate-version': '7.2' }).client();
  old.run('HSET h a 1');
  expect(old.run('HSCAN h 0 NOVALUES')).toBe('(error) ERR syntax error');
});

// ---- fields that expire ----

const timed = () => testEngine({ 'emulate-version': '7.4' });

test('each field answers with its own code', () =>
  script(
    `
    > HEXPIRE nothing 10 FIELDS 2 a b
    1) (integer) -2
    2) (integer) -2
    > HSET h a 1 b 2 c 3
    (integer) 3
    > HEXPIRE h 100 FIELDS 2 a x
    1) (integer) 1
    2) (integer) -2
    > HTTL h FIELDS 3 a b x
    1) (integer) 100
    2) (integer) -1
    3) (integer) -2
    > HPTTL h FIELDS 1 a
    1) (integer) 100000
    > HEXPIRETIME h FIELDS 1 a
    1) (integer) 1767225700
    > HPEXPIRETIME h FIELDS 1 a
    1) (integer) 1767225700000
    > HEXPIRE h 50 GT FIELDS 2 a b
    1) (integer) 0
    2) (integer) 0
    > HEXPIRE h 50 LT FIELDS 2 a b
    1) (integer) 1
    2) (integer) 1
    > HEXPIRE h 50 NX FIELDS 2 a c
    1) (integer) 0
    2) (integer) 1
    > HEXPIRE h 0 FIELDS 1 c
    1) (integer) 2
    > HPERSIST h FIELDS 3 a c b
    1) (integer) 1
    2) (integer) -2
    3) (integer) 1
    > HPERSIST h FIELDS 1 a
    1) (integer) -1
    > HGETALL h
    1) "a"
    2) "1"
    3) "b"
    4) "2"
  `,
    timed(),
  ));

test('expiry changes the encoding, and a table keeps the times', () =>
  script(
    `
    > HSET h a 1 b 2
    (integer) 2
    > HEXPIRE h 10 FIELDS 1 nothing
    1) (integer) -2
    > OBJECT ENCODING h
    "listpackex"
    > HEXPIRE h 10 FIELDS 1 b
    1) (integer) 1
    > HGETALL h
    1) "b"
    2) "2"
    3) "a"
    4) "1"
    > CONFIG SET hash-max-listpack-entries 2
    OK
    > HSET h c 3
    (integer) 1
    > OBJECT ENCODING h
    "hashtable"
    > HTTL h FIELDS 3 a b c
    1) (integer) -1
    2) (integer) 10
    3) (integer) -1
    > COPY h copy
    (integer) 1
    > HTTL copy FIELDS 1 b
    1) (integer) 10
  `,
    timed(),
  ));

test('expired fields are met by nobody, and the last one takes the key with it', () => {
  for (const entries of ['128', '1']) {
    const engine = testEngine({
      'emulate-version': '7.4',
      'hash-max-listpack-entries': entries,
      'notify-keyspace-events': 'Eghx',
    });
    const client = engine.client();
    const listener = engine.client();
    client.run('HSET h a 1 b 2');
    client.run('HPEXPIRE h 100 FIELDS 1 a');
    client.run('HPEXPIRE h 200 FIELDS 1 b');
    engine.node.server.cron.activeExpire = false;
    engine.advance(100);
    expect(client.run('HGET h a')).toBe('"1"');
    engine.advance(1);
    listener.run('PSUBSCRIBE *');
    const effects = effectsOf(engine);
    expect(client.run('HLEN h')).toBe('(integer) 1');
    expect(client.run('HKEYS h')).toBe('1) "b"');
    engine.advance(100);
    expect(client.run('HSET h c 3')).toBe('(integer) 1');
    expect(client.run('HKEYS h')).toBe('1) "c"');
    expect(effects).toEqual(['HDEL h a', 'MULTI', 'HDEL h b', 'HSET h c 3', 'EXEC']);
    const events = listener.heard().match(/(?<=:)h?(expired|del|set)/g);
    expect(events).toEqual(['hexpired', 'hexpired', 'del', 'hset']);
  }
});

test('HSET makes a field immortal, counting does not', () => {
  const engine = timed();
  const effects = effectsOf(engine);
  script(
    `
    > HSET h a 1 b 2 c 3
    (integer) 3
    > HEXPIRE h 100 FIELDS 3 a b c
    1) (integer) 1
    2) (integer) 1
    3) (integer) 1
    > HSET h a 2
    (integer) 0
    > HINCRBY h b 1
    (integer) 3
    > HINCRBYFLOAT h c 1
    "4"
    > HTTL h FIELDS 3 a b c
    1) (integer) -1
    2) (integer) 100
    3) (integer) 100
  `,
    engine,
  );
  expect(effects.slice(1)).toEqual([
    'HPEXPIREAT h 1767225700000 FIELDS 3 a b c',
    'HSET h a 2',
    'HINCRBY h b 1',
    'MULTI',
    'HSET h c 4',
    'HPEXPIREAT h 1767225700000 FIELDS 1 c',
    'EXEC',
  ]);
});

test('a command that fails is not propagated, though fields had expired', () => {
  const failing = ['HPERSIST h FIELDS 2 b', 'HINCRBY h b 1', 'HINCRBYFLOAT h b 1'];
  for (const line of failing) {
    const engine = timed();
    engine.node.server.cron.activeExpire = false;
    const client = engine.client();
    client.run('HSET h a 1 b word');
    client.run('HPEXPIRE h 5 FIELDS 1 a');
    engine.advance(10);
    const effects = effectsOf(engine);
    expect(client.run(line)).toContain('(error)');
    expect(effects, line).toEqual(['HDEL h a']);
  }
});

test('a time that has passed is propagated as a deletion', () => {
  const engine = timed();
  const client = engine.client();
  client.run('HSET h a 1 b 2');
  const effects = effectsOf(engine);
  client.run('HEXPIREAT h 1 FIELDS 2 a x');
  client.run('HPEXPIRE h 5 XX FIELDS 1 b');
  client.run('HPEXPIRE h 5 NX FIELDS 2 b x');
  expect(effects).toEqual(['HDEL h a', 'HPEXPIREAT h 1767225600005 NX FIELDS 1 b']);
});

test('errors of the expiring commands', () =>
  script(
    `
    > HSET h a 1
    (integer) 1
    > HEXPIRE h -1 FIELDS 1 a
    (error) ERR invalid expire time, must be >= 0
    > HEXPIRE h x FIELDS 1 a
    (error) ERR value is not an integer or out of range
    > HEXPIRE h 9223372036854775807 FIELDS 1 a
    (error) ERR invalid expire time in 'hexpire' command
    > HPEXPIREAT h 70368744177664 FIELDS 1 a
    (error) ERR invalid expire time in 'hpexpireat' command
    > HEXPIRE h 1 FIELD 1 a
    (error) ERR Mandatory argument FIELDS is missing or not at the right position
    > HEXPIRE h 1 NX 1 a
    (error) ERR Mandatory argument FIELDS is missing or not at the right position
    > HEXPIRE h 1 FIELDS 0 a
    (error) ERR Parameter \`numFields\` should be greater than 0
    > HEXPIRE h 1 FIELDS 2 a
    (error) ERR The \`numfields\` parameter must match the number of arguments
    > HTTL h FIELDS 0 a
    (error) ERR Number of fields must be a positive integer
    > HPERSIST h FIELDS 2 a
    (error) ERR The \`numfields\` parameter must match the number of arguments
    > SET text 1
    OK
    > HTTL text FIELDS 0 a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > HEXPIRE h 1
    (error) ERR wrong number of arguments for 'hexpire' command
  `,
    timed(),
  ));

test('before 7.4 there are no such commands', () => {
  const client = testEngine({ 'emulate-version': '7.2' }).client();
  expect(client.run('HEXPIRE h 1 FIELDS 1 a')).toContain('ERR unknown command');
});
