import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('bits are set and read; the string grows', () =>
  script(`
    > SETBIT b 7 1
    (integer) 0
    > SETBIT b 7 1
    (integer) 1
    > GET b
    "\\x01"
    > SETBIT b 17 1
    (integer) 0
    > GET b
    "\\x01\\x00@"
    > GETBIT b 17
    (integer) 1
    > GETBIT b 16
    (integer) 0
    > GETBIT b 100000
    (integer) 0
    > GETBIT none 0
    (integer) 0
    > OBJECT ENCODING b
    "raw"
    > SET n 10
    OK
    > GETBIT n 3
    (integer) 1
    > SETBIT n 0 0
    (integer) 0
    > OBJECT ENCODING n
    "raw"
    > INCR n
    (integer) 11
  `));

test('offsets and bits out of range', () =>
  script(`
    > SETBIT b 4294967296 1
    (error) ERR bit offset is not an integer or out of range
    > SETBIT b -1 1
    (error) ERR bit offset is not an integer or out of range
    > SETBIT b abc 2
    (error) ERR bit offset is not an integer or out of range
    > SETBIT b 0 2
    (error) ERR bit is not an integer or out of range
    > CONFIG SET proto-max-bulk-len 1mb
    OK
    > SETBIT b 8388608 1
    (error) ERR bit offset is not an integer or out of range
    > SETRANGE b 1048576 x
    (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
    > SETBIT b 8388607 1
    (integer) 0
    > STRLEN b
    (integer) 1048576
    > LPUSH l a
    (integer) 1
    > SETBIT l 0 1
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > GETBIT l 0
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('BITCOUNT by bytes and by bits', () =>
  script(`
    > SET s foobar
    OK
    > BITCOUNT s
    (integer) 26
    > BITCOUNT s 0 0
    (integer) 4
    > BITCOUNT s 1 1 BYTE
    (integer) 6
    > BITCOUNT s 5 30 BIT
    (integer) 17
    > BITCOUNT s -2 -1
    (integer) 7
    > BITCOUNT s -1 -2
    (integer) 0
    > BITCOUNT s 0
    (error) ERR syntax error
    > BITCOUNT s 0 1 HALF
    (error) ERR syntax error
    > BITCOUNT none 0 x
    (error) ERR value is not an integer or out of range
    > BITCOUNT none
    (integer) 0
  `));

test('before 7.2 a missing key answers before its arguments are read', () =>
  script(
    `
    > BITCOUNT none 0 x
    (integer) 0
    > BITPOS none 1 a b c
    (integer) -1
    > SET s foobar
    OK
    > BITCOUNT s -1 -2 HALF
    (integer) 0
  `,
    testEngine({ 'emulate-version': '7.0' }),
  ));

test('BITPOS: a missing end pads the right with zeros', () =>
  script(`
    > SET s \\xff\\xf0\\x00
    OK
    > BITFIELD f SET u24 0 16773120
    1) (integer) 0
    > BITPOS f 0
    (integer) 12
    > BITPOS f 1 2
    (integer) -1
    > BITPOS f 1 -3 -1
    (integer) 0
    > BITPOS f 1 5 8 BIT
    (integer) 5
    > BITPOS f 0 0 11 BIT
    (integer) -1
    > BITFIELD ones SET u16 0 65535
    1) (integer) 0
    > BITPOS ones 0
    (integer) 16
    > BITPOS ones 0 0
    (integer) 16
    > BITPOS ones 0 0 -1
    (integer) -1
    > BITPOS ones 0 5
    (integer) -1
    > BITPOS none 0
    (integer) 0
    > BITPOS none 1
    (integer) -1
    > BITPOS f 2
    (error) ERR The bit argument must be 1 or 0.
    > BITPOS none 1 0 1 HALF
    (error) ERR syntax error
  `));

test('BITOP', () =>
  script(`
    > MSET a abc b ab c a
    OK
    > BITOP AND d a b c
    (integer) 3
    > GET d
    "a\\x00\\x00"
    > BITOP or d a b
    (integer) 3
    > GET d
    "abc"
    > BITOP XOR d a b none
    (integer) 3
    > GET d
    "\\x00\\x00c"
    > BITOP NOT d c
    (integer) 1
    > GET d
    "\\x9e"
    > BITOP NOT d a b
    (error) ERR BITOP NOT must be called with a single source key.
    > BITOP NAND d a b
    (error) ERR syntax error
    > BITOP AND d none
    (integer) 0
    > EXISTS d
    (integer) 0
  `));

test('BITFIELD: types, offsets, overflow', () =>
  script(`
    > BITFIELD f SET i8 0 -1 GET u4 2 GET u8 #0 INCRBY u2 100 1
    1) (integer) 0
    2) (integer) 15
    3) (integer) 255
    4) (integer) 1
    > BITFIELD f OVERFLOW SAT INCRBY u2 100 7 OVERFLOW WRAP INCRBY u2 100 1 OVERFLOW FAIL INCRBY u2 100 4
    1) (integer) 3
    2) (integer) 0
    3) (nil)
    > BITFIELD f SET i64 0 9223372036854775807 INCRBY i64 0 1 GET i64 0
    1) (integer) -72057594037927936
    2) (integer) -9223372036854775808
    3) (integer) -9223372036854775808
    > BITFIELD f OVERFLOW SAT INCRBY i64 0 -1 SET u63 0 -1 GET u63 0
    1) (integer) -9223372036854775808
    2) (integer) 4611686018427387904
    3) (integer) 9223372036854775807
    > BITFIELD g OVERFLOW FAIL SET u8 0 256
    1) (nil)
    > STRLEN g
    (integer) 1
    > BITFIELD f GET u64 0
    (error) ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.
    > BITFIELD f OVERFLOW never
    (error) ERR Invalid OVERFLOW type specified
    > BITFIELD f SET u8 0
    (error) ERR syntax error
    > BITFIELD f GET u8 #-1
    (error) ERR bit offset is not an integer or out of range
    > BITFIELD f
    (empty array)
    > BITFIELD_RO f GET u8 0 SET u8 0 1
    (error) ERR BITFIELD_RO only supports the GET subcommand
    > BITFIELD_RO none GET u63 1000
    1) (integer) 0
  `));

test('a change is told once, and only where there was one', () => {
  const engine = testEngine({ 'notify-keyspace-events': 'KEA' });
  const effects = effectsOf(engine);
  const listener = engine.client();
  listener.run('PSUBSCRIBE __keyevent*');
  const client = engine.client();
  for (const line of [
    'SETBIT b 1 1',
    'SETBIT b 1 1',
    'SETBIT b 20 0',
    'BITFIELD b SET u8 0 64',
    'BITFIELD b SET u8 0 65 SET u8 8 1',
    'BITOP NOT c b',
    'BITOP AND c none',
  ]) {
    client.run(line);
  }
  const events = listener.heard().match(/__:(\w+)"\n\d\) "\w"/g) ?? [];
  expect(events.map((event) => event.replace(/__:|"|\n\d\)/g, ''))).toEqual([
    ...['setbit b', 'setbit b', 'setbit b', 'set c', 'del c'],
  ]);
  expect(effects).toEqual([
    'SETBIT b 1 1',
    'SETBIT b 20 0',
    'BITFIELD b SET u8 0 65 SET u8 8 1',
    'BITOP NOT c b',
    'BITOP AND c none',
  ]);
});

test('a reply inside a transaction keeps what it saw', () => {
  const client = testEngine().client();
  client.run('SETBIT b 1 1');
  for (const line of ['MULTI', 'GET b', 'SETBIT b 2 1', 'GET b']) client.run(line);
  expect(client.run('EXEC')).toBe('1) "@"\n2) (integer) 0\n3) "`"');
});

const seed = Number(process.env.SEED ?? 20260101);

describe(`BITFIELD against a model of bigints (seed ${seed})`, () => {
  test('sets and increments', () => {
    const random = seededRandom(seed);
    const client = testEngine().client();
    let memory = 0n;
    const size = 160;
    const whole = BigInt(size);
    for (let round = 0; round < 3000; round++) {
      const signed = random.below(2) === 0;
      const bits = 1 + random.below(signed ? 64 : 63);
      const at = random.below(size - bits + 1);
      const low = BigInt(size - at - bits);
      const width = BigInt(bits);
      const how = (['WRAP', 'SAT', 'FAIL'] as const)[random.below(3)]!;
      const operand = BigInt.asIntN(
        1 + random.below(64),
        BigInt(random.below(2 ** 32)) * 0x9e37_79b9_7f4a_7c15n,
      );
      const isSet = random.below(2) === 0;
      const raw = (memory >> low) & ((1n << width) - 1n);
      const old = signed ? BigInt.asIntN(bits, raw) : raw;
      const max = (1n << (signed ? width - 1n : width)) - 1n;
      const min = signed ? -max - 1n : 0n;
      const given = signed ? operand : BigInt.asUintN(64, operand);
      let next: bigint | null = isSet ? given : old + operand;
      if (next > max || next < min) {
        if (how === 'SAT') next = next > max ? max : min;
        else if (how === 'FAIL') next = null;
        else next = signed ? BigInt.asIntN(bits, next) : BigInt.asUintN(bits, next);
      }
      const line = `BITFIELD f OVERFLOW ${how} ${isSet ? 'SET' : 'INCRBY'} ${signed ? 'i' : 'u'}${bits} ${at} ${operand}`;
      const shown = next === null ? '(nil)' : `(integer) ${isSet ? old : next}`;
      expect(`${line} -> ${client.run(line)}`).toBe(`${line} -> 1) ${shown}`);
      if (next === null) continue;
      const mask = ((1n << width) - 1n) << low;
      memory = (memory & ~mask) | (BigInt.asUintN(bits, next) << low);
    }
    const high = client.run(`BITFIELD f GET i64 0 GET i64 64 GET i32 128`);
    const parts = [64n, 64n, 32n].map((width, n) => {
      const low = whole - [64n, 128n, 160n][n]!;
      return BigInt.asIntN(Number(width), memory >> low);
    });
    expect(high).toBe(parts.map((part, n) => `${n + 1}) (integer) ${part}`).join('\n'));
  });
});
