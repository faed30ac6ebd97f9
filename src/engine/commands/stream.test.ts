import { expect, test } from 'vitest';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('entries are added, counted and read', () =>
  script(`
    > XADD s 1-1 a 1 b 2
    "1-1"
    > XADD s 1-* a 3
    "1-2"
    > XADD s 5 a 4
    "5-0"
    > XLEN s
    (integer) 3
    > XRANGE s - +
    1) 1) "1-1"
       2) 1) "a"
          2) "1"
          3) "b"
          4) "2"
    2) 1) "1-2"
       2) 1) "a"
          2) "3"
    3) 1) "5-0"
       2) 1) "a"
          2) "4"
    > XRANGE s (1-1 5 COUNT 1
    1) 1) "1-2"
       2) 1) "a"
          2) "3"
    > XREVRANGE s + (1-1
    1) 1) "5-0"
       2) 1) "a"
          2) "4"
    2) 1) "1-2"
       2) 1) "a"
          2) "3"
    > XRANGE s - + COUNT 0
    (nil)
    > XRANGE none - +
    (empty array)
    > XLEN none
    (integer) 0
    > TYPE s
    stream
    > OBJECT ENCODING s
    "stream"
    > COPY s copy
    (integer) 1
    > XDEL s 1-1 9-9
    (integer) 1
    > XLEN copy
    (integer) 3
    > SCAN 0 TYPE stream COUNT 100
    1) "0"
    2) 1) "s"
       2) "copy"
  `));

test('the clock chooses IDs that ascend', () => {
  const engine = testEngine();
  const client = engine.client();
  const first = client.run('XADD s * a 1');
  expect(first).toBe('"1767225600000-0"');
  expect(client.run('XADD s * a 1')).toBe('"1767225600000-1"');
  engine.advance(5);
  expect(client.run('XADD s * a 1')).toBe('"1767225600005-0"');
  client.run('XADD s 1767225609999-7 a 1');
  expect(client.run('XADD s * a 1')).toBe('"1767225609999-8"');
  expect(client.run('XADD s 1767225609999-* a 1')).toBe('"1767225609999-9"');
});

test('what XADD refuses', () =>
  script(`
    > XADD s 0-0 a 1
    (error) ERR The ID specified in XADD must be greater than 0-0
    > EXISTS s
    (integer) 0
    > XADD s NOMKSTREAM 1-1 a 1
    (nil)
    > XADD s 0-* a 1
    "0-1"
    > XADD s 0-1 a 1
    (error) ERR The ID specified in XADD is equal or smaller than the target stream top item
    > XADD s 5-5 a
    (error) ERR wrong number of arguments for 'xadd' command
    > XADD s x a 1
    (error) ERR Invalid stream ID specified as stream command argument
    > XADD s MAXLEN 1 MINID 2 1-1 a 1
    (error) ERR syntax error, MAXLEN and MINID options at the same time are not compatible
    > XADD s MAXLEN -1 1-1 a 1
    (error) ERR The MAXLEN argument must be >= 0.
    > XADD s LIMIT 1 1-1 a 1
    (error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
    > XADD s MAXLEN 1 LIMIT 1 1-1 a 1
    (error) ERR syntax error, LIMIT cannot be used without the special ~ option
    > XADD s 18446744073709551615-18446744073709551615 a 1
    "18446744073709551615-18446744073709551615"
    > XADD s * a 1
    (error) ERR The stream has exhausted the last possible ID, unable to add more items
    > SET k v
    OK
    > XADD k * a 1
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('trimming', () =>
  script(`
    > CONFIG SET stream-node-max-entries 2
    OK
    > XADD s 1-0 a 1
    "1-0"
    > XADD s 2-0 a 1
    "2-0"
    > XADD s 3-0 a 1
    "3-0"
    > XADD s 4-0 a 1
    "4-0"
    > XADD s MAXLEN ~ 3 5-0 a 1
    "5-0"
    > XLEN s
    (integer) 3
    > XTRIM s MAXLEN ~ 2
    (integer) 0
    > XTRIM s MAXLEN 2
    (integer) 1
    > XTRIM s MINID ~ 5
    (integer) 1
    > XTRIM s MAXLEN = 0
    (integer) 1
    > EXISTS s
    (integer) 1
    > XTRIM s MAXLEN ~ 0 LIMIT 1
    (integer) 0
    > XTRIM s LIMIT 1
    (error) ERR syntax error, LIMIT cannot be used without specifying a trimming strategy
    > XTRIM s LIMIT 0
    (error) ERR syntax error, XTRIM must be called with a trimming strategy
  `));

test('a stream stays when its last entry goes, with its counters', () =>
  script(`
    > XADD s 1-1 a 1
    "1-1"
    > XDEL s 1-1
    (integer) 1
    > XINFO STREAM s
     1) "length"
     2) (integer) 0
     3) "radix-tree-keys"
     4) (integer) 0
     5) "radix-tree-nodes"
     6) (integer) 1
     7) "last-generated-id"
     8) "1-1"
     9) "max-deleted-entry-id"
    10) "1-1"
    11) "entries-added"
    12) (integer) 1
    13) "recorded-first-entry-id"
    14) "0-0"
    15) "groups"
    16) (integer) 0
    17) "first-entry"
    18) (nil)
    19) "last-entry"
    20) (nil)
    > XSETID s 1-0
    (error) ERR The ID specified in XSETID is smaller than current max_deleted_entry_id
    > XSETID s 5-0 ENTRIESADDED 7 MAXDELETEDID 2-0
    OK
    > XADD s 4-0 a 1
    (error) ERR The ID specified in XADD is equal or smaller than the target stream top item
    > XADD s 6-0 a 1
    "6-0"
    > XSETID s 5-0
    (error) ERR The ID specified in XSETID is smaller than the target stream top item
    > XSETID s 6-0 ENTRIESADDED 0
    (error) ERR The entries_added specified in XSETID is smaller than the target stream length
    > XSETID none 1-0
    (error) ERR no such key
    > XINFO STREAM none
    (error) ERR no such key
    > XINFO STREAM s FULL COUNT
    (error) ERR unknown subcommand or wrong number of arguments for 'STREAM'. Try XINFO HELP.
  `));

test('maps in RESP3', () => {
  const client = testEngine().client();
  client.run('HELLO 3');
  client.run('XADD s 1-1 a 1');
  client.run('XGROUP CREATE s g 0');
  expect(client.run('XREAD STREAMS s 0')).toMatch(/^1# "s" => \n {3}1\) 1\) "1-1"/);
  expect(client.run('XREADGROUP GROUP g c STREAMS s >')).toMatch(/^1# "s" => \n {3}1\) 1\) "1-1"/);
  expect(client.run('XREAD STREAMS s 5')).toBe('(nil)');
  expect(client.run('XINFO GROUPS s').split('\n')).toEqual([
    '1) 1# "name" => "g"',
    '   2# "consumers" => (integer) 1',
    '   3# "pending" => (integer) 1',
    '   4# "last-delivered-id" => "1-1"',
    '   5# "entries-read" => (integer) 1',
    '   6# "lag" => (integer) 0',
  ]);
  expect(client.run('XINFO STREAM s')).toMatch(/^ 1# "length" => \(integer\) 1/);
});

test('events', () => {
  const engine = testEngine({ 'notify-keyspace-events': 'Kt' });
  const listener = engine.client();
  listener.run('PSUBSCRIBE __keyspace@0__:*');
  const client = engine.client();
  for (const line of [
    ...['XADD s 1-1 a 1', 'XADD s MAXLEN 1 2-1 a 1', 'XGROUP CREATE s g 0', 'XSETID s 3-0'],
    ...['XREADGROUP GROUP g c STREAMS s >', 'XGROUP CREATECONSUMER s g d', 'XDEL s 2-1'],
    ...['XGROUP DELCONSUMER s g d', 'XGROUP SETID s g 0', 'XGROUP DESTROY s g', 'XTRIM s MAXLEN 0'],
  ]) {
    client.run(line);
  }
  const events = [...listener.heard().matchAll(/4\) "([^"]*)"/g)].map(([, event]) => event);
  expect(events).toEqual([
    ...['xadd', 'xadd', 'xtrim', 'xgroup-create', 'xsetid', 'xgroup-createconsumer'],
    ...['xgroup-createconsumer', 'xdel', 'xgroup-delconsumer', 'xgroup-setid', 'xgroup-destroy'],
  ]);
});

test('what is propagated says what has happened', () => {
  const engine = testEngine();
  const client = engine.client();
  const effects = effectsOf(engine);
  for (const line of [
    ...['XADD s 1-1 a 1', 'XADD s 2-* a 1', 'XADD s * a 1'],
    ...['XADD s MAXLEN ~ 1 LIMIT 5 1767225600000-9 a 1', 'XADD s MINID ~ 2 1767225600001-0 a 1'],
    ...['XTRIM s MAXLEN ~ 1', 'XTRIM s MAXLEN 4', 'XTRIM s MAXLEN ~ 0', 'XDEL s 5-5'],
    ...['XADD t 1-1 a 1', 'XTRIM t MINID ~ 9'],
  ]) {
    client.run(line);
  }
  expect(effects).toEqual([
    'XADD s 1-1 a 1',
    'XADD s 2-0 a 1',
    'XADD s 1767225600000-0 a 1',
    'XADD s MAXLEN = 4 LIMIT 5 1767225600000-9 a 1',
    'XADD s MINID = 1-1 1767225600001-0 a 1',
    'XTRIM s MAXLEN 4',
    'XTRIM s MAXLEN = 0',
    'XADD t 1-1 a 1',
    'XTRIM t MINID = 18446744073709551615-18446744073709551615',
  ]);
});

test('the last command of a transaction is propagated once', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('RPUSH l a b');
  const effects = effectsOf(engine);
  for (const line of ['MULTI', 'XADD s 1-* a 1', 'EXEC', 'MULTI', 'BLPOP l 0', 'EXEC'])
    client.run(line);
  expect(effects).toEqual(['XADD s 1-0 a 1', 'LPOP l']);
});

test('IDs are read as C reads them', () =>
  script(`
    > XADD s 5-5 a 1
    "5-5"
    > XDEL s 05-05
    (integer) 1
    > XDEL s 5--05
    (integer) 0
    > XDEL s 5--5
    (error) ERR Invalid stream ID specified as stream command argument
    > XDEL s 5-
    (error) ERR Invalid stream ID specified as stream command argument
    > XDEL s 18446744073709551616
    (error) ERR Invalid stream ID specified as stream command argument
    > XRANGE s (18446744073709551615-18446744073709551615 +
    (error) ERR invalid start ID for the interval
    > XRANGE s - (0-0
    (error) ERR invalid end ID for the interval
    > XRANGE s (- +
    (error) ERR Invalid stream ID specified as stream command argument
  `));

test('memory as the real server counts it', () => {
  const client = testEngine().client();
  const usage = (key: string) => client.run(`MEMORY USAGE ${key}`);
  client.run('XADD a 1-1 f v');
  // 7.0 says so; a consumer takes 8 bytes more from 7.2 on.
  expect(usage('a')).toBe('(integer) 4728');
  for (let i = 1; i <= 300; i++)
    client.run(`XADD b ${1700000000000 + i * 37}-0 name u${i} age ${i}`);
  client.run('XGROUP CREATE b g 0');
  client.run('XREADGROUP GROUP g cons COUNT 200 STREAMS b >');
  expect(usage('b')).toBe(`(integer) ${231660 + 8}`);
});
