import { expect, test } from 'vitest';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('pushing, popping and looking', () =>
  script(`
    > RPUSH l b c
    (integer) 2
    > LPUSH l a z
    (integer) 4
    > LRANGE l 0 -1
    1) "z"
    2) "a"
    3) "b"
    4) "c"
    > LRANGE l -2 100
    1) "b"
    2) "c"
    > LRANGE l 3 1
    (empty array)
    > LINDEX l -1
    "c"
    > LINDEX l 9
    (nil)
    > LPOP l
    "z"
    > RPOP l 2
    1) "c"
    2) "b"
    > LPOP l 0
    (empty array)
    > LPOP l 9
    1) "a"
    > EXISTS l
    (integer) 0
    > LPOP l
    (nil)
    > LPOP l 1
    (nil)
    > LPUSHX l a
    (integer) 0
    > LLEN l
    (integer) 0
  `));

test('changing in the middle', () =>
  script(`
    > RPUSH l a b c b
    (integer) 4
    > LINSERT l BEFORE b x
    (integer) 5
    > LINSERT l AFTER c y
    (integer) 6
    > LINSERT l after nothing y
    (integer) -1
    > LSET l 0 A
    OK
    > LRANGE l 0 -1
    1) "A"
    2) "x"
    3) "b"
    4) "c"
    5) "y"
    6) "b"
    > LPOS l b
    (integer) 2
    > LPOS l b RANK -1
    (integer) 5
    > LPOS l b COUNT 0
    1) (integer) 2
    2) (integer) 5
    > LPOS l b COUNT 0 MAXLEN 3
    1) (integer) 2
    > LPOS l nothing
    (nil)
    > LREM l -1 b
    (integer) 1
    > LTRIM l 1 2
    OK
    > LRANGE l 0 -1
    1) "x"
    2) "b"
    > LTRIM l 5 9
    OK
    > EXISTS l
    (integer) 0
  `));

test('a listpack grows into a quicklist and shrinks back at half the limit', () =>
  script(`
    > CONFIG SET list-max-listpack-size 4
    OK
    > RPUSH l a b c d
    (integer) 4
    > OBJECT ENCODING l
    "listpack"
    > RPUSH l e
    (integer) 5
    > OBJECT ENCODING l
    "quicklist"
    > RPOP l 2
    1) "e"
    2) "d"
    > OBJECT ENCODING l
    "quicklist"
    > RPOP l
    "c"
    > OBJECT ENCODING l
    "listpack"
    > LRANGE l 0 -1
    1) "a"
    2) "b"
    > LREM l 0 b
    (integer) 1
    > LREM l 0 a
    (integer) 1
    > EXISTS l
    (integer) 0
  `));

test('version 7.0 has quicklists only', () =>
  script(
    `
    > RPUSH l a
    (integer) 1
    > OBJECT ENCODING l
    "quicklist"
  `,
    testEngine({ 'emulate-version': '7.0' }),
  ));

test('moving between lists', () =>
  script(`
    > RPUSH a 1 2 3
    (integer) 3
    > LMOVE a b LEFT RIGHT
    "1"
    > RPOPLPUSH a b
    "3"
    > LRANGE b 0 -1
    1) "3"
    2) "1"
    > LMOVE b b left right
    "3"
    > LRANGE b 0 -1
    1) "1"
    2) "3"
    > LMOVE nothing b LEFT LEFT
    (nil)
    > LMPOP 2 nothing b LEFT COUNT 5
    1) "b"
    2) 1) "1"
       2) "3"
    > LMPOP 1 b LEFT
    (nil)
  `));

test('errors', () =>
  script(`
    > LPOP l 1 2
    (error) ERR wrong number of arguments for 'lpop' command
    > LPOP l -1
    (error) ERR value is out of range, must be positive
    > LPOP l x
    (error) ERR value is out of range, must be positive
    > LSET l 0 x
    (error) ERR no such key
    > RPUSH l a
    (integer) 1
    > LSET l 1 x
    (error) ERR index out of range
    > LSET l x x
    (error) ERR value is not an integer or out of range
    > LINSERT l BESIDE a b
    (error) ERR syntax error
    > LPOS l a RANK 0
    (error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list
    > LPOS l a RANK -9223372036854775808
    (error) ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807
    > LPOS l a COUNT -1
    (error) ERR COUNT can't be negative
    > LPOS l a MAXLEN x
    (error) ERR MAXLEN can't be negative
    > LMPOP 0 l LEFT
    (error) ERR numkeys should be greater than 0
    > LMPOP 1 l UP
    (error) ERR syntax error
    > LMPOP 1 l LEFT COUNT 0
    (error) ERR count should be greater than 0
    > LMPOP 1 l LEFT COUNT 1 COUNT 1
    (error) ERR syntax error
    > LMOVE l l LEFT UP
    (error) ERR syntax error
    > SET text 1
    OK
    > RPUSH text a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > LMOVE l text LEFT LEFT
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > BLPOP nothing x
    (error) ERR timeout is not a float or out of range
    > BLPOP nothing -1
    (error) ERR timeout is negative
    > BLPOP nothing 1e300
    (error) ERR timeout is out of range
    > BLMOVE a b LEFT LEFT inf
    (error) ERR timeout is out of range
    > BLPOP nothing text 1
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('a blocked client is served by a push, oldest first', () =>
  script(`
    2> BLPOP a b 0
    3> BRPOP b 0
    > RPUSH b 1 2 3
    (integer) 3
    2> PING
    1) "b"
    2) "1"
    PONG
    3> PING
    1) "b"
    2) "3"
    PONG
    > LRANGE b 0 -1
    1) "2"
  `));

test('waiting ends when its time is up', () => {
  const engine = testEngine();
  const [one, two] = [engine.client(), engine.client()];
  expect(one.run('BLPOP l 0.5')).toBe('');
  expect(two.run('BLMOVE l m LEFT LEFT 0.7')).toBe('');
  engine.advance(499);
  expect(one.heard()).toBe('');
  engine.advance(2);
  expect(one.heard()).toBe('(nil)');
  engine.advance(200);
  expect(two.heard()).toBe('(nil)');
});

test('inside a transaction nothing waits', () =>
  script(`
    > MULTI
    OK
    > BLPOP l 0
    QUEUED
    > BLMOVE l m LEFT LEFT 0
    QUEUED
    > BLMPOP 0 1 l LEFT
    QUEUED
    > EXEC
    1) (nil)
    2) (nil)
    3) (nil)
  `));

test('one push hands an element down a chain of blocked moves', () =>
  script(`
    2> BLMOVE a b LEFT RIGHT 0
    3> BRPOPLPUSH b c 0
    4> BLMPOP 0 2 x c RIGHT COUNT 2
    > RPUSH a one
    (integer) 1
    2> PING
    "one"
    PONG
    3> PING
    "one"
    PONG
    4> PING
    1) "c"
    2) 1) "one"
    PONG
    > DBSIZE
    (integer) 0
  `));

test('a key of another type does not wake', () =>
  script(`
    2> BLPOP l 0
    > SET l text
    OK
    > DEL l
    (integer) 1
    > RPUSH l a
    (integer) 1
    2> PING
    1) "l"
    2) "a"
    PONG
  `));

test('what waits is propagated as what does not', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('RPUSH l a b c d e f');
  const effects = effectsOf(engine);
  client.run('BLPOP x l 1');
  client.run('BRPOP l 1');
  client.run('BLMOVE l m LEFT RIGHT 1');
  client.run('BRPOPLPUSH l m 1');
  client.run('LMPOP 1 l LEFT COUNT 9');
  client.run('BLMPOP 1 1 m RIGHT');
  expect(effects).toEqual([
    'LPOP l',
    'RPOP l',
    'LMOVE l m LEFT RIGHT',
    'RPOPLPUSH l m',
    'LPOP l 2',
    'RPOP m 1',
  ]);
});
