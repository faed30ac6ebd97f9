import { expect, test } from 'vitest';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('adding and counting', () =>
  script(`
    > PFADD p a b c
    (integer) 1
    > PFADD p a
    (integer) 0
    > PFCOUNT p
    (integer) 3
    > PFADD q
    (integer) 1
    > PFADD q
    (integer) 0
    > PFCOUNT q
    (integer) 0
    > PFADD q c d
    (integer) 1
    > PFCOUNT p q none
    (integer) 4
    > PFCOUNT none
    (integer) 0
    > PFMERGE m p q
    OK
    > PFCOUNT m
    (integer) 4
    > PFMERGE e
    OK
    > PFCOUNT e
    (integer) 0
  `));

test('the bytes, and the count that is kept in them', () =>
  script(`
    > PFADD p
    (integer) 1
    > GET p
    "HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80\\x7f\\xff"
    > PFADD p a
    (integer) 1
    > GET p
    "HYLL\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x80q\\xa6\\x84NW"
    > PFCOUNT p
    (integer) 1
    > GET p
    "HYLL\\x01\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00q\\xa6\\x84NW"
    > PFDEBUG DECODE p
    "Z:12711 v:2,1 Z:3672"
    > PFDEBUG ENCODING p
    sparse
    > OBJECT ENCODING p
    "raw"
    > PFDEBUG TODENSE p
    (integer) 1
    > PFDEBUG todense p
    (integer) 0
    > PFDEBUG ENCODING p
    dense
    > STRLEN p
    (integer) 12304
    > PFCOUNT p
    (integer) 1
    > PFDEBUG DECODE p
    (error) ERR HLL encoding is not sparse
  `));

test('values that are none, and corrupt ones', () =>
  script(`
    > MSET s text n 5
    OK
    > PFADD s a
    (error) WRONGTYPE Key is not a valid HyperLogLog string value.
    > PFCOUNT n
    (error) WRONGTYPE Key is not a valid HyperLogLog string value.
    > PFMERGE d s
    (error) WRONGTYPE Key is not a valid HyperLogLog string value.
    > LPUSH l a
    (integer) 1
    > PFADD l a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > PFCOUNT l
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > PFADD c a
    (integer) 1
    > SETRANGE c 16 \\x00
    (integer) 21
    > SETRANGE c 16 x
    (integer) 21
    > PFCOUNT c
    (error) INVALIDOBJ Corrupted HLL object detected
    > PFMERGE d c
    (error) INVALIDOBJ Corrupted HLL object detected
    > PFCOUNT c none
    (error) INVALIDOBJ Corrupted HLL object detected
    > EXISTS d
    (integer) 0
    > PFDEBUG ENCODING none
    (error) ERR The specified key does not exist
    > PFDEBUG nothing c
    (error) ERR Unknown PFDEBUG subcommand 'nothing'
    > PFSELFTEST
    OK
  `));

test('what is propagated: changes, and counts that had to be made', () => {
  const engine = testEngine();
  const effects = effectsOf(engine);
  const client = engine.client();
  for (const line of [
    'PFADD p a',
    'PFADD p a',
    'PFCOUNT p',
    'PFCOUNT p',
    'PFCOUNT p none',
    'PFMERGE q p',
    'PFDEBUG ENCODING p',
    'PFDEBUG GETREG p',
    'PFDEBUG GETREG p',
  ]) {
    client.run(line);
  }
  expect(effects).toEqual(['PFADD p a', 'PFCOUNT p', 'PFMERGE q p', 'PFDEBUG GETREG p']);
});

test('hll-sparse-max-bytes is followed at once', () =>
  script(`
    > CONFIG SET hll-sparse-max-bytes 20
    OK
    > PFADD p a
    (integer) 1
    > PFDEBUG ENCODING p
    dense
    > CONFIG SET hll-sparse-max-bytes 3000
    OK
    > PFADD q a
    (integer) 1
    > PFDEBUG ENCODING q
    sparse
    > PFMERGE q p
    OK
    > PFDEBUG ENCODING q
    dense
  `));
