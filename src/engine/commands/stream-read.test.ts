import { describe, expect, test } from 'vitest';
import { script, testEngine } from '../../testing/test-engine.ts';

test('XREAD gives what is newer, stream by stream', () =>
  script(`
    > XADD a 1-1 f 1
    "1-1"
    > XADD a 2-1 f 2
    "2-1"
    > XADD b 1-5 g 3
    "1-5"
    > XREAD COUNT 1 STREAMS a b none 0 1-4 0
    1) 1) "a"
       2) 1) 1) "1-1"
             2) 1) "f"
                2) "1"
    2) 1) "b"
       2) 1) 1) "1-5"
             2) 1) "g"
                2) "3"
    > XREAD STREAMS a b 2-1 $
    (nil)
    > XREAD STREAMS a +
    1) 1) "a"
       2) 1) 1) "2-1"
             2) 1) "f"
                2) "2"
    > XDEL a 2-1
    (integer) 1
    > XREAD STREAMS a none + +
    1) 1) "a"
       2) 1) 1) "1-1"
             2) 1) "f"
                2) "1"
    > XREAD STREAMS a b 0
    (error) ERR Unbalanced 'xread' list of streams: for each stream key an ID, '+', or '$' must be specified.
    > XREAD STREAMS a >
    (error) ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.
    > XREAD GROUP g c STREAMS a 0
    (error) ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.
    > XREAD COUNT 1 a 0
    (error) ERR syntax error
    > XREAD BLOCK x STREAMS a 0
    (error) ERR timeout is not an integer or out of range
  `));

test('XREADGROUP gives each entry to one consumer, and each consumer its history', () =>
  script(`
    > XADD s 1-1 f 1
    "1-1"
    > XADD s 1-2 f 2
    "1-2"
    > XADD s 1-3 f 3
    "1-3"
    > XGROUP CREATE s g 0
    OK
    > XREADGROUP GROUP g ann COUNT 1 STREAMS s >
    1) 1) "s"
       2) 1) 1) "1-1"
             2) 1) "f"
                2) "1"
    > XREADGROUP GROUP g bob STREAMS s >
    1) 1) "s"
       2) 1) 1) "1-2"
             2) 1) "f"
                2) "2"
          2) 1) "1-3"
             2) 1) "f"
                2) "3"
    > XREADGROUP GROUP g ann STREAMS s >
    (nil)
    > XDEL s 1-2
    (integer) 1
    > XREADGROUP GROUP g bob STREAMS s 0
    1) 1) "s"
       2) 1) 1) "1-2"
             2) (nil)
          2) 1) "1-3"
             2) 1) "f"
                2) "3"
    > XACK s g 1-2 1-3 7-7
    (integer) 2
    > XREADGROUP GROUP g bob STREAMS s 0
    1) 1) "s"
       2) (empty array)
    > XPENDING s g
    1) (integer) 1
    2) "1-1"
    3) "1-1"
    4) 1) 1) "ann"
          2) "1"
    > XREADGROUP GROUP g bob STREAMS s $
    (error) ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.
    > XREADGROUP GROUP h bob STREAMS s >
    (error) NOGROUP No such key 's' or consumer group 'h' in XREADGROUP with GROUP option
    > XREADGROUP STREAMS a b c d e f
    (error) ERR Missing GROUP option for XREADGROUP
    > XADD s 2-0 f 4
    "2-0"
    > XREADGROUP GROUP g cat NOACK STREAMS s >
    1) 1) "s"
       2) 1) 1) "2-0"
             2) 1) "f"
                2) "4"
    > XPENDING s g - + 9 cat
    (empty array)
  `));

describe('waiting', () => {
  test('a reader wakes for what is newer than its ID, in order of arrival', () =>
    script(
      `
      > XADD s 5-0 f 1
      "5-0"
      > XREAD BLOCK 0 STREAMS s $
      2> XREAD BLOCK 0 STREAMS other s 0 9-0
      3> XADD s 6-0 f 2
      "6-0"
      > PING
      1) 1) "s"
         2) 1) 1) "6-0"
               2) 1) "f"
                  2) "2"
      PONG
      3> XADD s 10-0 f 3
      "10-0"
      2> PING
      1) 1) "s"
         2) 1) 1) "10-0"
               2) 1) "f"
                  2) "3"
      PONG
    `.replaceAll('\n      ', '\n    '),
    ));

  test('one entry goes to the consumer that waited longest', () => {
    const engine = testEngine();
    const [ann, bob, other] = [engine.client(), engine.client(), engine.client()];
    other.run('XGROUP CREATE s g $ MKSTREAM');
    ann.run('XREADGROUP GROUP g ann BLOCK 0 STREAMS s >');
    bob.run('XREADGROUP GROUP g bob BLOCK 0 STREAMS s >');
    other.run('XADD s 1-0 f 1');
    expect(ann.heard()).toContain('"1-0"');
    expect(bob.heard()).toBe('');
    other.run('XADD s 2-0 f 1');
    expect(bob.heard()).toContain('"2-0"');
    expect(other.run('XINFO CONSUMERS s g')).toContain('"bob"');
  });

  test('time runs out, and in MULTI there is no waiting', () => {
    const engine = testEngine();
    const client = engine.client();
    client.run('XREAD BLOCK 100 STREAMS s $');
    engine.advance(99);
    expect(client.heard()).toBe('');
    engine.advance(2);
    expect(client.heard()).toBe('(nil)');
    for (const line of ['MULTI', 'XREAD BLOCK 0 STREAMS s $']) client.run(line);
    expect(client.run('EXEC')).toBe('1) (nil)');
  });

  test('a plain reader keeps waiting when its key goes or changes its type', () => {
    const engine = testEngine();
    const [reader, other] = [engine.client(), engine.client()];
    other.run('XADD s 1-0 f 1');
    reader.run('XREAD BLOCK 0 STREAMS s $');
    for (const line of ['DEL s', 'SET s text', 'DEL s', 'XADD s 0-5 f 1']) other.run(line);
    expect(reader.heard()).toBe('');
    other.run('XADD s 1-1 f 2');
    expect(reader.heard()).toContain('"1-1"');
  });

  const noGroup =
    "(error) NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option";
  const gone = '(error) UNBLOCKED the stream key no longer exists';
  const wrongType = '(error) WRONGTYPE Operation against a key holding the wrong kind of value';
  test.each([
    ['7.4', ['XGROUP DESTROY s g'], noGroup],
    ['7.4', ['DEL s'], noGroup],
    ['7.4', ['FLUSHALL'], noGroup],
    ['7.4', ['SWAPDB 0 1'], noGroup],
    ['7.4', ['RENAME s t'], noGroup],
    ['7.4', ['SET s text'], wrongType],
    ['7.4', ['MULTI', 'DEL s', 'RPUSH s a', 'EXEC'], wrongType],
    [
      '7.0',
      ['XGROUP DESTROY s g'],
      '(error) NOGROUP the consumer group this client was blocked on no longer exists',
    ],
    ['7.0', ['DEL s'], gone],
    ['7.0', ['FLUSHALL'], gone],
    ['7.0', ['SET s text'], gone],
  ])("a group's reader in %s hears of %s", (version, lines, error) => {
    const engine = testEngine({ 'emulate-version': version });
    const [reader, other] = [engine.client(), engine.client()];
    other.run('XGROUP CREATE s g $ MKSTREAM');
    reader.run('XREADGROUP GROUP g c BLOCK 0 STREAMS s >');
    for (const line of lines) other.run(line);
    expect(reader.heard()).toBe(error);
    expect(reader.run('PING')).toBe('PONG');
  });

  test("a group's reader hears when its key expires", () => {
    const engine = testEngine();
    const [reader, other] = [engine.client(), engine.client()];
    other.run('XGROUP CREATE s g $ MKSTREAM');
    other.run('PEXPIRE s 50');
    reader.run('XREADGROUP GROUP g c BLOCK 0 STREAMS s >');
    engine.advance(1000);
    expect(reader.heard()).toBe(noGroup);
  });
});

describe('what is propagated', () => {
  const check = (lines: readonly string[], wanted: readonly string[]) => {
    const engine = testEngine();
    const client = engine.client();
    for (const line of ['XADD s 1-0 f 1', 'XADD s 2-0 f 1', 'XGROUP CREATE s g 0'])
      client.run(line);
    const effects: string[] = [];
    engine.node.server.propagation.sink = (_db, request) => {
      const words = new TextDecoder().decode(request).split('\r\n');
      effects.push(words.filter((_, i) => i > 0 && i % 2 === 0).join(' '));
    };
    for (const line of lines) client.run(line);
    expect(effects.filter((line) => line !== 'MULTI' && line !== 'EXEC')).toEqual(wanted);
  };
  const at = 'TIME 1767225600000';
  test('a delivery', () =>
    check(
      ['XREADGROUP GROUP g c STREAMS s >', 'XREADGROUP GROUP g c STREAMS s 0'],
      [
        `XCLAIM s g c 0 1-0 ${at} RETRYCOUNT 1 FORCE JUSTID LASTID 1-0`,
        `XCLAIM s g c 0 2-0 ${at} RETRYCOUNT 1 FORCE JUSTID LASTID 2-0`,
        'XGROUP SETID s g 2-0 ENTRIESREAD 2',
      ],
    ));
  test('a delivery that needs no acknowledgement', () =>
    check(
      ['XREADGROUP GROUP g c NOACK STREAMS s >'],
      ['XGROUP CREATECONSUMER s g c', 'XGROUP SETID s g 2-0 ENTRIESREAD 2'],
    ));
  test('a consumer that got nothing', () =>
    check(['XREADGROUP GROUP g c STREAMS s 0'], ['XGROUP CREATECONSUMER s g c']));
  test('claims', () =>
    check(
      [
        ...['XCLAIM s g c 0 1-0 FORCE', 'XCLAIM s g d 0 1-0', 'XCLAIM s g e 9 1-0'],
        ...['XAUTOCLAIM s g c 0 0 JUSTID', 'XDEL s 1-0', 'XAUTOCLAIM s g c 0 0'],
        ...['XCLAIM s g c 0 9-9 LASTID 5-0'],
      ],
      [
        `XCLAIM s g c 0 1-0 ${at} RETRYCOUNT 2 FORCE JUSTID LASTID 0-0`,
        `XCLAIM s g d 0 1-0 ${at} RETRYCOUNT 3 FORCE JUSTID LASTID 0-0`,
        'XGROUP CREATECONSUMER s g e',
        `XCLAIM s g c 0 1-0 ${at} RETRYCOUNT 3 FORCE JUSTID LASTID 0-0`,
        'XDEL s 1-0',
        `XCLAIM s g c 0 1-0 ${at} RETRYCOUNT 3 FORCE JUSTID LASTID 0-0`,
        'XGROUP SETID s g 5-0 ENTRIESREAD -1',
      ],
    ));
});
