import { expect, test } from 'vitest';
import { effectsOf, script, testEngine } from '../../testing/test-engine.ts';

test('places are added, moved and read', () =>
  script(`
    > GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
    (integer) 2
    > GEOADD Sicily XX CH 13.361389 38.115556 Palermo 1 1 Nowhere
    (integer) 0
    > GEOADD Sicily NX 0 0 Palermo
    (integer) 0
    > GEOPOS Sicily Palermo Nowhere
    1) 1) "13.36138933897018433"
       2) "38.11555639549629859"
    2) (nil)
    > GEODIST Sicily Palermo Catania
    "166274.1516"
    > GEODIST Sicily Palermo Catania km
    "166.2742"
    > GEODIST Sicily Palermo Catania MI
    "103.3182"
    > GEODIST Sicily Palermo Nowhere
    (nil)
    > GEOHASH Sicily Palermo Catania Nowhere
    1) "sqc8b49rny0"
    2) "sqdtr74hyu0"
    3) (nil)
    > ZSCORE Sicily Palermo
    "3479099956230698"
    > TYPE Sicily
    zset
    > GEOPOS none a
    1) (nil)
    > GEODIST none a b
    (nil)
  `));

test('searches', () =>
  script(`
    > GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
    (integer) 2
    > GEOADD Sicily 12.758489 38.788135 edge1 17.241510 38.788135 edge2
    (integer) 2
    > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 200 km ASC
    1) "Catania"
    2) "Palermo"
    > GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHCOORD WITHDIST
    1) 1) "Catania"
       2) "56.4413"
       3) 1) "15.08726745843887329"
          2) "37.50266842333162032"
    2) 1) "Palermo"
       2) "190.4424"
       3) 1) "13.36138933897018433"
          2) "38.11555639549629859"
    3) 1) "edge2"
       2) "279.7403"
       3) 1) "17.24151045083999634"
          2) "38.78813451624225195"
    4) 1) "edge1"
       2) "279.7405"
       3) 1) "12.7584877610206604"
          2) "38.78813451624225195"
    > GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 100 km WITHHASH
    1) 1) "Palermo"
       2) (integer) 3479099956230698
    2) 1) "edge1"
       2) (integer) 3479273021651468
    > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 300 km COUNT 1
    1) "Catania"
    > GEOSEARCH Sicily FROMLONLAT 15 37 BYRADIUS 300 km DESC COUNT 1
    1) "edge1"
    > GEOSEARCH none FROMMEMBER x BYRADIUS 300 km
    (empty array)
    > GEORADIUS Sicily 15 37 200 km WITHDIST DESC
    1) 1) "Palermo"
       2) "190.4424"
    2) 1) "Catania"
       2) "56.4413"
    > GEORADIUSBYMEMBER_RO Sicily Catania 0 m
    1) "Catania"
  `));

test('storing', () =>
  script(`
    > GEOADD g 0 0 a 0.001 0 b 0.002 0 c
    (integer) 3
    > GEOSEARCHSTORE d g FROMMEMBER a BYRADIUS 150 m
    (integer) 2
    > ZRANGE d 0 -1 WITHSCORES
    1) "a"
    2) "3377699720527872"
    3) "b"
    4) "3377699720563336"
    > GEORADIUS g 0 0 1 km COUNT 2 STOREDIST d
    (integer) 2
    > OBJECT ENCODING d
    "listpack"
    > GEOSEARCHSTORE d none FROMMEMBER a BYRADIUS 150 m
    (integer) 0
    > EXISTS d
    (integer) 0
  `));

test('errors, in their order', () =>
  script(`
    > GEOADD g 200 10 a
    (error) ERR invalid longitude,latitude pair 200.000000,10.000000
    > GEOADD g 0 x a
    (error) ERR value is not a valid float
    > GEOADD g NX XX 0 0 a
    (error) ERR syntax error
    > GEOADD g 0 0 a 1
    (error) ERR syntax error
    > GEOADD g 0 0 a
    (integer) 1
    > GEODIST g a a foo
    (error) ERR unsupported unit provided. please use M, KM, FT, MI
    > GEOSEARCH g FROMMEMBER b BYRADIUS 1 m
    (error) ERR could not decode requested zset member
    > GEOSEARCH g FROMMEMBER a FROMLONLAT 0 0 BYRADIUS 1 m
    (error) ERR syntax error
    > GEOSEARCH g BYRADIUS 1 m ASC WITHDIST
    (error) ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for GEOSEARCH
    > GEOSEARCH g FROMLONLAT 0 0 ASC WITHDIST
    (error) ERR exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH
    > GEOSEARCH g FROMLONLAT 0 0 BYRADIUS -1 m
    (error) ERR radius cannot be negative
    > GEOSEARCH g FROMLONLAT 0 0 BYRADIUS x parsec
    (error) ERR need numeric radius
    > GEOSEARCH g FROMLONLAT 0 0 BYBOX 1 -1 m
    (error) ERR height or width cannot be negative
    > GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 1 m COUNT 0
    (error) ERR COUNT must be > 0
    > GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 1 m ANY
    (error) ERR the ANY argument requires COUNT argument
    > GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m WITHDIST
    (error) ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options
    > GEORADIUS g 0 0 1 m STORE d WITHDIST
    (error) ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options
    > GEORADIUS_RO g 0 0 1 m STORE d
    (error) ERR syntax error
    > GEORADIUSBYMEMBER none x abc foo
    (empty array)
    > SET s text
    OK
    > GEOADD s 0 0 a
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
    > GEOSEARCH s FROMLONLAT 0 x BYRADIUS 1 m
    (error) WRONGTYPE Operation against a key holding the wrong kind of value
  `));

test('adding is propagated as the ZADD that it is', () => {
  const engine = testEngine();
  const effects = effectsOf(engine);
  const client = engine.client();
  client.run('GEOADD g CH 13.361389 38.115556 Palermo');
  client.run('GEOADD g NX 0 0 Palermo');
  client.run('GEORADIUS g 13 38 100 km STORE d');
  client.run('GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m');
  expect(effects).toEqual([
    'ZADD g CH 3479099956230698 Palermo',
    'GEORADIUS g 13 38 100 km STORE d',
    'GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m',
  ]);
});

test('in RESP3 coordinates are doubles, distances are not', () => {
  const client = testEngine().client();
  client.run('HELLO 3');
  client.run('GEOADD g 0 0 a');
  expect(client.run('GEOSEARCH g FROMLONLAT 0 0 BYRADIUS 1 m WITHDIST WITHCOORD')).toBe(
    [
      '1) 1) "a"',
      '   2) "0.3300"',
      '   3) 1) (double) 0.00000268220901489',
      '      2) (double) 0.00000126736058093',
    ].join('\n'),
  );
});

test('the key that GEORADIUS stores to is a key of the command', () =>
  script(`
    > COMMAND GETKEYS GEORADIUS g 0 0 1 m STORE x STOREDIST y
    1) "g"
    2) "x"
    3) "y"
    > COMMAND GETKEYS GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m
    1) "d"
    2) "g"
  `));
