import { expect, test } from 'vitest';
import { script, testEngine } from '../../testing/test-engine.ts';

test('groups come and go', () =>
  script(`
    > XGROUP CREATE s g $
    (error) ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.
    > XGROUP CREATE s g x MKSTREAM
    (error) ERR Invalid stream ID specified as stream command argument
    > EXISTS s
    (integer) 0
    > XGROUP CREATE s g $ MKSTREAM ENTRIESREAD 3
    OK
    > XGROUP CREATE s g 0
    (error) BUSYGROUP Consumer Group name already exists
    > XGROUP CREATE s h 0 ENTRIESREAD -2
    (error) ERR value for ENTRIESREAD must be positive or -1
    > XGROUP create s h 0 FOO
    (error) ERR unknown subcommand or wrong number of arguments for 'create'. Try XGROUP HELP.
    > XGROUP SETID s h 0
    (error) NOGROUP No such consumer group 'h' for key name 's'
    > XGROUP SETID s g 7-7 ENTRIESREAD 2
    OK
    > XGROUP CREATECONSUMER s g ann
    (integer) 1
    > XGROUP CREATECONSUMER s g ann
    (integer) 0
    > XGROUP DELCONSUMER s g bob
    (integer) 0
    > XINFO GROUPS s
    1)  1) "name"
        2) "g"
        3) "consumers"
        4) (integer) 1
        5) "pending"
        6) (integer) 0
        7) "last-delivered-id"
        8) "7-7"
        9) "entries-read"
       10) (integer) 2
       11) "lag"
       12) (integer) 0
    > XGROUP DESTROY s g
    (integer) 1
    > XGROUP DESTROY s g
    (integer) 0
    > XINFO CONSUMERS s g
    (error) NOGROUP No such consumer group 'g' for key name 's'
    > XACK s g 1-1
    (integer) 0
    > XGROUP NOSUCH s g
    (error) ERR unknown subcommand 'NOSUCH'. Try XGROUP HELP.
  `));

test('claiming changes hands, counts deliveries and clears what is deleted', () =>
  script(`
    > XADD s 1-1 f 1
    "1-1"
    > XADD s 1-2 f 2
    "1-2"
    > XADD s 1-3 f 3
    "1-3"
    > XGROUP CREATE s g 0
    OK
    > XREADGROUP GROUP g ann COUNT 2 STREAMS s >
    1) 1) "s"
       2) 1) 1) "1-1"
             2) 1) "f"
                2) "1"
          2) 1) "1-2"
             2) 1) "f"
                2) "2"
    > XCLAIM s g bob 0 1-1 1-3
    1) 1) "1-1"
       2) 1) "f"
          2) "1"
    > XCLAIM s g bob 0 1-3 FORCE JUSTID RETRYCOUNT 7
    1) "1-3"
    > XPENDING s g - + 10
    1) 1) "1-1"
       2) "bob"
       3) (integer) 0
       4) (integer) 2
    2) 1) "1-2"
       2) "ann"
       3) (integer) 0
       4) (integer) 1
    3) 1) "1-3"
       2) "bob"
       3) (integer) 0
       4) (integer) 7
    > XPENDING s g (1-1 + 1
    1) 1) "1-2"
       2) "ann"
       3) (integer) 0
       4) (integer) 1
    > XPENDING s g IDLE 1 - + 10
    (empty array)
    > XCLAIM s g ann 1 1-1
    (empty array)
    > XCLAIM s g ann 0 1-1 IDLE 5000 JUSTID
    1) "1-1"
    > XPENDING s g IDLE 5000 - + 10 ann
    1) 1) "1-1"
       2) "ann"
       3) (integer) 5000
       4) (integer) 2
    > XDEL s 1-2
    (integer) 1
    > XAUTOCLAIM s g cat 0 0 COUNT 2
    1) "1-3"
    2) 1) 1) "1-1"
          2) 1) "f"
             2) "1"
    3) 1) "1-2"
    > XAUTOCLAIM s g cat 0 1-3 JUSTID
    1) "0-0"
    2) 1) "1-3"
    3) (empty array)
    > XGROUP DELCONSUMER s g cat
    (integer) 2
    > XPENDING s g
    1) (integer) 0
    2) (nil)
    3) (nil)
    4) (nil)
    > XCLAIM s g ann 0 1-1 WHAT
    (error) ERR Unrecognized XCLAIM option 'WHAT'
    > XCLAIM s g ann x 1-1
    (error) ERR Invalid min-idle-time argument for XCLAIM
    > XCLAIM s h ann 0 1-1
    (error) NOGROUP No such key 's' or consumer group 'h'
    > XAUTOCLAIM s g ann 0 0 COUNT 0
    (error) ERR COUNT must be > 0
    > XPENDING s g - +
    (error) ERR syntax error
  `));

test('a consumer is seen when it asks, active when it is given something', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('XGROUP CREATE s g 0 MKSTREAM');
  client.run('XREADGROUP GROUP g ann STREAMS s >');
  engine.advance(1000);
  const about = () => client.run('XINFO CONSUMERS s g').match(/\(integer\) (-?\d+)/g);
  expect(about()).toEqual(['(integer) 0', '(integer) 1000', '(integer) -1']);
  client.run('XADD s 1-0 f 1');
  client.run('XREADGROUP GROUP g ann STREAMS s >');
  engine.advance(500);
  client.run('XREADGROUP GROUP g ann STREAMS s >');
  engine.advance(100);
  expect(about()).toEqual(['(integer) 1', '(integer) 100', '(integer) 600']);
});

test('before 7.2 there was no trace of a consumer that got nothing, nor of activity', () => {
  const client = testEngine({ 'emulate-version': '7.0' }).client();
  client.run('XGROUP CREATE s g 0 MKSTREAM');
  client.run('XREADGROUP GROUP g ann STREAMS s >');
  expect(client.run('XINFO CONSUMERS s g')).toBe('(empty array)');
  client.run('XGROUP CREATECONSUMER s g ann');
  expect(client.run('XINFO CONSUMERS s g')).not.toContain('inactive');
});

test('lag is known while nothing is deleted ahead of the group', () => {
  const client = testEngine().client();
  const lag = () => {
    const lines = client.run('XINFO GROUPS s').split('\n');
    const fieldOf = (name: string) =>
      lines[lines.findIndex((line) => line.includes(`"${name}"`)) + 1]?.replace(/^ *\d+\) /, '');
    return [fieldOf('entries-read'), fieldOf('lag')];
  };
  for (let i = 1; i <= 5; i++) client.run(`XADD s ${i}-0 f 1`);
  client.run('XGROUP CREATE s g 0');
  expect(lag()).toEqual(['(nil)', '(integer) 5']);
  client.run('XREADGROUP GROUP g c COUNT 1 STREAMS s >');
  expect(lag()).toEqual(['(integer) 1', '(integer) 4']);
  client.run('XDEL s 4-0');
  expect(lag()).toEqual(['(integer) 1', '(nil)']);
  client.run('XREADGROUP GROUP g c STREAMS s >');
  expect(lag()).toEqual(['(integer) 5', '(integer) 0']);
  client.run('XTRIM s MAXLEN 0');
  expect(lag()).toEqual(['(integer) 5', '(integer) 0']);
});

test('a change in a group is no change of the key for WATCH', () => {
  const engine = testEngine();
  const [client, other] = [engine.client(), engine.client()];
  client.run('XADD s 1-0 f 1');
  client.run('XGROUP CREATE s g 0');
  for (const line of ['WATCH s', 'MULTI', 'PING']) client.run(line);
  other.run('XREADGROUP GROUP g c STREAMS s >');
  other.run('XACK s g 1-0');
  expect(client.run('EXEC')).toBe('1) PONG');
  for (const line of ['WATCH s', 'MULTI', 'PING']) client.run(line);
  other.run('XDEL s 1-0');
  expect(client.run('EXEC')).toBe('(nil)');
});

test('a copy is a stream of its own', () => {
  const client = testEngine().client();
  for (let i = 1; i <= 250; i++) client.run(`XADD s ${i}-0 f ${i}`);
  client.run('XGROUP CREATE s g 0');
  client.run('XREADGROUP GROUP g c COUNT 3 STREAMS s >');
  client.run('XDEL s 7-0');
  const before = client.run('XINFO STREAM s FULL COUNT 0');
  client.run('COPY s t');
  expect(client.run('XINFO STREAM t FULL COUNT 0')).toBe(before);
  client.run('XACK t g 1-0');
  client.run('XTRIM t MAXLEN 5');
  client.run('XADD t 300-0 f 1');
  expect(client.run('XINFO STREAM s FULL COUNT 0')).toBe(before);
});
