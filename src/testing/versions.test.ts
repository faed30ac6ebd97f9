/**
 * What Redis 7.2 and 7.4 changed, row by row: the older version's answer and the newer one's. No
 * real server of these versions was at hand; the rows are from their release notes and behaviour.
 */
import { describe, expect, test } from 'vitest';
import { script, testEngine } from './test-engine.ts';

type Version = '7.0' | '7.2' | '7.4';
const versions: readonly Version[] = ['7.0', '7.2', '7.4'];

/** The same script against each of the versions; `text` answers may differ by version. */
const check = (version: Version, text: string, config: Record<string, string> = {}): void =>
  script(text, testEngine({ 'emulate-version': version, ...config }));

const since = (first: Version): readonly Version[] => versions.slice(versions.indexOf(first));
const before = (first: Version): readonly Version[] => versions.slice(0, versions.indexOf(first));

const ask = (version: Version, line: string): string =>
  testEngine({ 'emulate-version': version }).client().run(line);

test('redis_version', () => {
  const wanted = { '7.0': /7\.0\.\d+/, '7.2': /7\.2\.\d+/, '7.4': /7\.4\.\d+/ };
  for (const version of versions) {
    expect(ask(version, 'INFO server')).toMatch(
      new RegExp(`redis_version:${wanted[version].source}`),
    );
    expect(ask(version, 'LOLWUT')).toMatch(wanted[version]);
    expect(ask(version, 'HELLO')).toMatch(
      new RegExp(`"version"\\n *4\\) "${wanted[version].source}`),
    );
  }
});

describe('commands an older version does not know', () => {
  const unknown = (name: string, word: string): string =>
    `(error) ERR unknown command '${name}', with args beginning with: '${word}' `;
  test.each(['HEXPIRE', 'HPEXPIRE', 'HEXPIREAT', 'HPEXPIREAT', 'HTTL', 'HPTTL', 'HPERSIST'])(
    '%s came with 7.4',
    (name) => {
      for (const version of before('7.4'))
        expect(ask(version, `${name} h`)).toBe(unknown(name, 'h'));
      const wrong = `(error) ERR wrong number of arguments for '${name.toLowerCase()}' command`;
      expect(ask('7.4', `${name} h`)).toBe(wrong);
    },
  );
  test('WAITAOF came with 7.2', () => {
    expect(ask('7.0', 'WAITAOF 0 0 0')).toBe(
      "(error) ERR unknown command 'WAITAOF', with args beginning with: '0' '0' '0' ",
    );
    for (const version of since('7.2')) {
      expect(ask(version, 'WAITAOF 0 0 0')).toBe('1) (integer) 0\n2) (integer) 0');
      expect(ask(version, 'WAITAOF 1 0 0')).toBe(
        '(error) ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.',
      );
      expect(ask(version, 'WAITAOF 2 0 0')).toBe(
        '(error) ERR value is out of range, value must between 0 and 1',
      );
    }
  });
  test.each(['NO-TOUCH on', 'SETINFO lib-name x'])('CLIENT %s came with 7.2', (words) => {
    const word = words.split(' ')[0];
    expect(ask('7.0', `CLIENT ${words}`)).toBe(
      `(error) ERR unknown subcommand '${word}'. Try CLIENT HELP.`,
    );
    for (const version of since('7.2')) expect(ask(version, `CLIENT ${words}`)).toBe('OK');
  });
  test('COMMAND INFO, DOCS and COUNT know what the version knows', () => {
    expect(ask('7.2', 'COMMAND INFO hexpire')).toBe('1) (nil)');
    expect(ask('7.2', 'COMMAND DOCS hexpire')).toBe('(empty array)');
    expect(ask('7.4', 'COMMAND DOCS hexpire')).toContain('"hexpire"');
    expect(ask('7.0', 'COMMAND DOCS set')).not.toContain('display_text');
    for (const version of since('7.2')) {
      const docs = ask(version, 'COMMAND DOCS bitcount');
      // Start, end, unit's two words and the key: not the blocks around them.
      expect(docs.match(/"display_text"/g)).toHaveLength(5);
      expect(docs).toMatch(
        /"key"\n.*"type"\n.*"key"\n.*"display_text"\n.*"key"\n.*"key_spec_index"/,
      );
    }
    const counts = versions.map((version) =>
      Number(/\d+/.exec(ask(version, 'COMMAND COUNT'))?.[0]),
    );
    expect(counts[0]).toBeLessThan(counts[1]!);
    expect(counts[1]).toBeLessThan(counts[2]!);
  });
});

describe('encodings', () => {
  test('small sets are listpacks since 7.2', () => {
    for (const version of versions) {
      check(
        version,
        `
    > SADD s a b
    (integer) 2
    > OBJECT ENCODING s
    "${version === '7.0' ? 'hashtable' : 'listpack'}"
    > SADD i 1 2
    (integer) 2
    > OBJECT ENCODING i
    "intset"
    > SADD i x
    (integer) 1
    > OBJECT ENCODING i
    "${version === '7.0' ? 'hashtable' : 'listpack'}"`,
      );
    }
  });
  test('set-max-listpack-entries and -value', () => {
    for (const version of since('7.2')) {
      check(
        version,
        `
    > SADD s a b c
    (integer) 3
    > OBJECT ENCODING s
    "listpack"
    > SADD s d
    (integer) 1
    > OBJECT ENCODING s
    "hashtable"
    > SREM s d c b
    (integer) 3
    > OBJECT ENCODING s
    "hashtable"
    > SADD long 12345
    (integer) 1
    > SADD long abcdef
    (integer) 1
    > OBJECT ENCODING long
    "hashtable"`,
        { 'set-max-listpack-entries': '3', 'set-max-listpack-value': '5' },
      );
    }
    expect(ask('7.0', 'CONFIG GET set-max-listpack-*')).toBe('(empty array)');
    expect(ask('7.0', 'CONFIG SET set-max-listpack-entries 3')).toContain('Unknown option');
  });
  test('small lists are listpacks since 7.2, and become them again', () => {
    check(
      '7.0',
      `
    > RPUSH l a
    (integer) 1
    > OBJECT ENCODING l
    "quicklist"`,
    );
    for (const version of since('7.2')) {
      check(
        version,
        `
    > RPUSH l a b c d
    (integer) 4
    > OBJECT ENCODING l
    "listpack"
    > RPUSH l e
    (integer) 5
    > OBJECT ENCODING l
    "quicklist"
    > RPOP l
    "e"
    > LPOP l
    "a"
    > OBJECT ENCODING l
    "quicklist"
    > LPOP l
    "b"
    > OBJECT ENCODING l
    "listpack"`,
        { 'list-max-listpack-size': '4' },
      );
    }
  });
  test('hashes whose fields expire', () => {
    check(
      '7.4',
      `
    > HSET h a 1 b 2
    (integer) 2
    > OBJECT ENCODING h
    "listpack"
    > HEXPIRE h 100 FIELDS 1 a
    1) (integer) 1
    > OBJECT ENCODING h
    "listpackex"
    > HPERSIST h FIELDS 1 a
    1) (integer) 1
    > OBJECT ENCODING h
    "listpackex"`,
    );
  });
});

describe('replies', () => {
  test('ZRANK and ZREVRANK take WITHSCORE since 7.2', () => {
    const wrong = (name: string) => `(error) ERR wrong number of arguments for '${name}' command`;
    check(
      '7.0',
      `
    > ZADD z 1 a 2.5 b
    (integer) 2
    > ZRANK z b WITHSCORE
    ${wrong('zrank')}
    > ZREVRANK z b WITHSCORE
    ${wrong('zrevrank')}`,
    );
    for (const version of since('7.2')) {
      check(
        version,
        `
    > ZADD z 1 a 2.5 b
    (integer) 2
    > ZRANK z b WITHSCORE
    1) (integer) 1
    2) "2.5"
    > ZREVRANK z b WITHSCORE
    1) (integer) 0
    2) "2.5"
    > ZRANK z nobody WITHSCORE
    (nil)
    > ZRANK z b
    (integer) 1
    > ZRANK z b NOPE
    (error) ERR syntax error`,
      );
    }
  });
  test('doubles are %.17g before 7.2, the shortest digits since', () => {
    check(
      '7.0',
      `
    > ZADD z 3.3 a 0.1 b 1e20 c
    (integer) 3
    > ZRANGE z 0 -1 WITHSCORES
    1) "b"
    2) "0.10000000000000001"
    3) "a"
    4) "3.2999999999999998"
    5) "c"
    6) "1e+20"
    > ZINCRBY z 0.2 b
    "0.30000000000000004"`,
    );
    for (const version of since('7.2')) {
      check(
        version,
        `
    > ZADD z 3.3 a 0.1 b 1e20 c
    (integer) 3
    > ZRANGE z 0 -1 WITHSCORES
    1) "b"
    2) "0.1"
    3) "a"
    4) "3.3"
    5) "c"
    6) "1e+20"
    > ZINCRBY z 0.2 b
    "0.30000000000000004"`,
      );
    }
  });
  test('HSCAN takes NOVALUES since 7.4', () => {
    for (const version of before('7.4')) {
      check(
        version,
        `
    > HSET h a 1
    (integer) 1
    > HSCAN h 0 NOVALUES
    (error) ERR syntax error`,
      );
    }
    check(
      '7.4',
      `
    > HSET h a 1 b 2
    (integer) 2
    > HSCAN h 0 NOVALUES
    1) "0"
    2) 1) "a"
       2) "b"
    > HSCAN h 0
    1) "0"
    2) 1) "a"
       2) "1"
       3) "b"
       4) "2"`,
    );
  });
});

describe('a client that waits for several keys, and a transaction that fills them', () => {
  const rows: readonly [wait: string, fill: readonly string[], old: string, now: string][] = [
    ['BLPOP a b 0', ['RPUSH b 1', 'RPUSH a 2'], '"b"', '"a"'],
    ['BLMPOP 0 2 a b LEFT', ['RPUSH b 1', 'RPUSH a 2'], '"b"', '"a"'],
    ['BZPOPMIN a b 0', ['ZADD b 1 x', 'ZADD a 1 x'], '"b"', '"a"'],
    ['BZMPOP 0 2 a b MIN', ['ZADD b 1 x', 'ZADD a 1 x'], '"b"', '"a"'],
    ['XREAD BLOCK 0 STREAMS a b $ $', ['XADD b 1-1 f v', 'XADD a 1-1 f v'], '"b"', '"a"'],
  ];
  test.each(rows)('%s', (wait, fill, old, now) => {
    for (const version of versions) {
      const engine = testEngine({ 'emulate-version': version });
      const [waiting, filling] = [engine.client(), engine.client()];
      expect(waiting.run(wait)).toBe('');
      for (const line of ['MULTI', ...fill, 'EXEC']) filling.run(line);
      const [served] = /"[ab]"/.exec(waiting.heard()) ?? [];
      expect([version, served]).toEqual([version, version === '7.0' ? old : now]);
    }
  });
});

describe('clients', () => {
  const fields = (version: Version): string[] =>
    ask(version, 'CLIENT LIST')
      .trim()
      .split(' ')
      .map((field) => field.slice(0, field.indexOf('=')));
  test('CLIENT LIST has more fields', () => {
    expect(fields('7.0')).not.toContain('lib-name');
    expect(fields('7.2').slice(-2)).toEqual(['lib-name', 'lib-ver']);
    expect(fields('7.2')).not.toContain('watch');
    expect(fields('7.4')).toContain('watch');
    expect(fields('7.4').filter((name) => !fields('7.2').includes(name))).toEqual(['watch']);
  });
  test('CLIENT SETINFO shows, and refuses what is not printable', () => {
    for (const version of since('7.2')) {
      const client = testEngine({ 'emulate-version': version }).client();
      expect(client.run('CLIENT SETINFO LIB-NAME mine')).toBe('OK');
      expect(client.run('CLIENT SETINFO lib-ver 1.2')).toBe('OK');
      expect(client.run('CLIENT INFO')).toContain('lib-name=mine lib-ver=1.2');
      expect(client.run('CLIENT SETINFO LIB-NAME "a b"')).toBe(
        '(error) ERR lib-name cannot contain spaces, newlines or special characters.',
      );
      expect(client.run('CLIENT SETINFO nope x')).toBe("(error) ERR Unrecognized option 'nope'");
    }
  });
  test('CLIENT KILL takes MAXAGE since 7.4', () => {
    for (const version of before('7.4')) {
      expect(ask(version, 'CLIENT KILL MAXAGE 1')).toBe('(error) ERR syntax error');
    }
    const engine = testEngine();
    const [old, operator] = [engine.client(), engine.client()];
    engine.advance(10_000);
    const young = engine.client();
    expect(operator.run('CLIENT KILL MAXAGE 100')).toBe('(integer) 0');
    expect(operator.run('CLIENT KILL MAXAGE 5')).toBe('(integer) 1');
    expect([old.isClosed, young.isClosed]).toEqual([true, false]);
  });
  test('CLIENT NO-TOUCH leaves the idle time alone', () => {
    const engine = testEngine({ 'emulate-version': '7.2' });
    const client = engine.client();
    client.run('SET a 1');
    client.run('CLIENT NO-TOUCH on');
    expect(client.run('CLIENT INFO')).toContain('flags=T ');
    engine.advance(5000);
    client.run('GET a');
    expect(client.run('OBJECT IDLETIME a')).toBe('(integer) 5');
    client.run('TOUCH a');
    expect(client.run('OBJECT IDLETIME a')).toBe('(integer) 0');
  });
});

describe('fields that expire (7.4)', () => {
  test('one code for each field', () => {
    check(
      '7.4',
      `
    > HSET h a 1 b 2 c 3
    (integer) 3
    > HEXPIRE h 100 FIELDS 2 a nope
    1) (integer) 1
    2) (integer) -2
    > HEXPIRE h 50 GT FIELDS 2 a b
    1) (integer) 0
    2) (integer) 0
    > HEXPIRE h 50 LT FIELDS 1 a
    1) (integer) 1
    > HTTL h FIELDS 3 a b nope
    1) (integer) 50
    2) (integer) -1
    3) (integer) -2
    > HEXPIRE nothing 50 FIELDS 1 a
    1) (integer) -2
    > HPEXPIREAT h 1 FIELDS 1 c
    1) (integer) 2
    > HLEN h
    (integer) 2
    > HSET h a new
    (integer) 0
    > HTTL h FIELDS 1 a
    1) (integer) -1
    > HEXPIRE h 10 FIELDS 2 a
    (error) ERR The \`numfields\` parameter must match the number of arguments
    > HEXPIRE h 10 a
    (error) ERR wrong number of arguments for 'hexpire' command`,
    );
  });
  test('they go by themselves, the hash with the last of them', () => {
    const engine = testEngine({ 'notify-keyspace-events': 'KEA' });
    const [client, listener] = [engine.client(), engine.client()];
    client.run('HSET h a 1 b 2');
    client.run('HPEXPIRE h 150 FIELDS 1 a');
    client.run('HPEXPIRE h 450 FIELDS 1 b');
    client.run('HSET kept a 1 b 2');
    client.run('HPEXPIRE kept 100 FIELDS 1 a');
    expect(client.run('INFO keyspace')).toContain('subexpiry=2');
    listener.run('PSUBSCRIBE __keyspace@0__:*');
    engine.advance(300);
    expect(listener.heard()).toContain('"hexpired"');
    expect(client.run('INFO stats')).toContain('expired_subkeys:2');
    expect(client.run('INFO keyspace')).toContain('keys=2,expires=0,avg_ttl=0,subexpiry=1');
    engine.advance(300);
    expect(client.run('DBSIZE')).toBe('(integer) 1');
    expect(client.run('TYPE h')).toBe('none');
    expect(client.run('EXISTS h kept')).toBe('(integer) 1');
    expect(client.run('INFO stats')).toContain('expired_subkeys:3');
    expect(listener.heard()).toContain('"del"');
  });
  test('they follow their hash through RENAME, COPY, SWAPDB; and end with it', () => {
    const engine = testEngine();
    const client = engine.client();
    const subexpiry = () =>
      [...client.run('INFO keyspace').matchAll(/subexpiry=(\d+)/g)].map(([, count]) =>
        Number(count),
      );
    const make = () => {
      client.run('FLUSHALL');
      client.run('HSET h a 1');
      client.run('HPEXPIRE h 1000 FIELDS 1 a');
    };
    make();
    client.run('RENAME h g');
    client.run('COPY g other DB 3');
    expect(subexpiry()).toEqual([1, 1]);
    client.run('SWAPDB 3 5');
    engine.advance(1200);
    expect(client.run('INFO keyspace')).not.toContain('db');
    for (const end of ['DEL h', 'SET h text', 'HDEL h a', 'FLUSHDB', 'MOVE h 1']) {
      make();
      client.run(end);
      client.run('SET b 1');
      engine.advance(200);
      expect([end, subexpiry()[0]]).toEqual([end, 0]);
    }
  });
  test('CLIENT PAUSE and DEBUG SET-ACTIVE-EXPIRE hold them', () => {
    const engine = testEngine();
    const client = engine.client();
    client.run('DEBUG SET-ACTIVE-EXPIRE 0');
    client.run('HSET h a 1');
    client.run('HPEXPIRE h 50 FIELDS 1 a');
    engine.advance(500);
    expect(client.run('DBSIZE')).toBe('(integer) 1');
    expect(client.run('HGET h a')).toBe('(nil)');
    expect(client.run('DBSIZE')).toBe('(integer) 0');
  });
});
