import { expect, test } from 'vitest';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('members are added once, counted and removed', () =>
  script(`
    > SADD s a b a
    (integer) 2
    > SADD s b c
    (integer) 1
    > SCARD s
    (integer) 3
    > SISMEMBER s a
    (integer) 1
    > SMISMEMBER s a x c
    1) (integer) 1
    2) (integer) 0
    3) (integer) 1
    > SREM s a x
    (integer) 1
    > SREM s b c d
    (integer) 2
    > EXISTS s
    (integer) 0
    > SMEMBERS s
    (empty array)
  `));

test('the encoding follows the members: intset, listpack, hashtable', () =>
  script(`
    > SADD s 3 1 2
    (integer) 3
    > OBJECT ENCODING s
    "intset"
    > SMEMBERS s
    1) "1"
    2) "2"
    3) "3"
    > SADD s 01
    (integer) 1
    > OBJECT ENCODING s
    "listpack"
    > CONFIG SET set-max-listpack-entries 4 set-max-intset-entries 2
    OK
    > SADD s four
    (integer) 1
    > OBJECT ENCODING s
    "hashtable"
    > SREM s four 01
    (integer) 2
    > OBJECT ENCODING s
    "hashtable"
    > SADD ints 1 2
    (integer) 2
    > OBJECT ENCODING ints
    "intset"
    > SADD ints 3
    (integer) 1
    > OBJECT ENCODING ints
    "hashtable"
    > SADD many 1 2 3
    (integer) 3
    > OBJECT ENCODING many
    "listpack"
    > SADD long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    (integer) 1
    > OBJECT ENCODING long
    "hashtable"
  `));

test('version 7.0 has no listpack sets', () =>
  script(
    `
    > SADD s a
    (integer) 1
    > OBJECT ENCODING s
    "hashtable"
    > SADD i 1 2
    (integer) 2
    > SADD i x
    (integer) 1
    > OBJECT ENCODING i
    "hashtable"
  `,
    testEngine({ 'emulate-version': '7.0' }),
  ));

test('sets are combined', () =>
  script(`
    > SADD a 1 2 3 4
    (integer) 4
    > SADD b 3 4 5
    (integer) 3
    > SADD c 4
    (integer) 1
    > SINTER a b
    1) "3"
    2) "4"
    > SINTER a nothing
    (empty array)
    > SUNION a b c
    1) "1"
    2) "2"
    3) "3"
    4) "4"
    5) "5"
    > SDIFF a b
    1) "1"
    2) "2"
    > SDIFF a b a
    (empty array)
    > SINTERCARD 2 a b
    (integer) 2
    > SINTERCARD 2 a b LIMIT 1
    (integer) 1
    > SINTERSTORE to a b
    (integer) 2
    > OBJECT ENCODING to
    "intset"
    > SDIFFSTORE to a a
    (integer) 0
    > EXISTS to
    (integer) 0
    > SUNIONSTORE a a c
    (integer) 4
  `));

test('a stored intersection becomes an intset again', () =>
  script(`
    > SADD mixed 1 2 x
    (integer) 3
    > SADD words 1 2 y
    (integer) 3
    > SINTERSTORE to mixed words
    (integer) 2
    > OBJECT ENCODING to
    "intset"
    > SUNIONSTORE to mixed words
    (integer) 4
    > OBJECT ENCODING to
    "listpack"
  `));

test('SMOVE', () =>
  script(`
    > SADD a x
    (integer) 1
    > SMOVE a b nothing
    (integer) 0
    > SMOVE a a x
    (integer) 1
    > SMOVE a b x
    (integer) 1
    > EXISTS a b
    (integer) 1
    > SMOVE nothing b x
    (integer) 0
    > SET text 1
    OK
    > SMOVE nothing text x
    (integer) 0
    > SMOVE b text x
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('errors', () =>
  script(`
    > SINTERCARD 0 a
    (error) ERR numkeys should be greater than 0
    > SINTERCARD x a
    (error) ERR numkeys should be greater than 0
    > SINTERCARD 3 a b
    (error) ERR Number of keys can't be greater than number of args
    > SINTERCARD 1 a LIMIT -1
    (error) ERR LIMIT can't be negative
    > SINTERCARD 1 a LIMIT
    (error) ERR syntax error
    > SPOP s -1
    (error) ERR value is out of range, must be positive
    > SPOP s 1 2
    (error) ERR syntax error
    > SRANDMEMBER s x
    (error) ERR value is not an integer or out of range
    > SSCAN s x
    (error) ERR invalid cursor
    > SSCAN s 0 COUNT 0
    1) "0"
    2) (empty array)
    > SADD s a
    (integer) 1
    > SSCAN s 0 COUNT 0
    (error) ERR syntax error
    > SET text 1
    OK
    > SADD text a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > SUNION s text
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('RESP3 has sets, but what may repeat is an array', () =>
  script(`
    > HELLO 3 SETNAME x
    1# "server" => "redis"
    2# "version" => "7.4.2"
    3# "proto" => (integer) 3
    4# "id" => (integer) 1
    5# "mode" => "standalone"
    6# "role" => "master"
    7# "modules" => (empty array)
    > SADD s 1
    (integer) 1
    > SMEMBERS s
    1~ "1"
    > SRANDMEMBER s -2
    1) "1"
    2) "1"
    > SINTER s nothing
    (empty set)
    > SPOP s 5
    1~ "1"
    > SPOP s
    (nil)
    > SPOP s 1
    (empty set)
  `));

test('members drawn by lot are members, and different without a negative count', () => {
  const engine = testEngine({ 'set-max-listpack-entries': '10' });
  const client = engine.client();
  for (const size of [5, 50]) {
    client.run('DEL s');
    for (let i = 0; i < size; i++) client.run(`SADD s m${i}`);
    for (const count of [1, 2, size - 1, size, size + 1]) {
      const drawn = client.run(`SRANDMEMBER s ${count}`).match(/"m\d+"/g) ?? [];
      expect(new Set(drawn).size).toBe(Math.min(count, size));
    }
    expect(client.run('SRANDMEMBER s -100').match(/"m\d+"/g)?.length).toBe(100);
    const popped = client.run(`SPOP s ${size - 2}`).match(/"m\d+"/g) ?? [];
    expect(new Set(popped).size).toBe(size - 2);
    expect(client.run('SCARD s')).toBe('(integer) 2');
    for (const member of popped) expect(client.run(`SISMEMBER s ${member}`)).toBe('(integer) 0');
  }
});

test('SPOP is propagated as what it removed', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('SADD s a');
  client.run('SADD t a b');
  const effects = effectsOf(engine);
  client.run('SPOP s');
  client.run('SPOP t 2');
  client.run('SPOP t 2');
  expect(effects).toEqual(['SREM s a', 'DEL t']);
});

test('SSCAN meets every member, whatever the encoding', () => {
  const engine = testEngine({ 'set-max-listpack-entries': '10' });
  const client = engine.client();
  for (let i = 0; i < 100; i++) client.run(`SADD s m${i}`);
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const reply = client.run(`SSCAN s ${cursor} COUNT 7`);
    cursor = /^1\) "(\d+)"/.exec(reply)?.[1] ?? '0';
    for (const member of reply.match(/m\d+/g) ?? []) seen.add(member);
  } while (cursor !== '0');
  expect(seen.size).toBe(100);
  expect(client.run('SSCAN s 0 MATCH m7 COUNT 1000')).toContain('m7');
});

test('events', () =>
  script(`
    > CONFIG SET notify-keyspace-events Esg
    OK
    2> SUBSCRIBE __keyevent@0__:del
    1) "subscribe"
    2) "__keyevent@0__:del"
    3) (integer) 1
    > SADD s 1
    (integer) 1
    > SADD s 1
    (integer) 0
    > SPOP s
    "1"
    2> PING
    1) "message"
    2) "__keyevent@0__:del"
    3) "s"
    1) "pong"
    2) ""
  `));
