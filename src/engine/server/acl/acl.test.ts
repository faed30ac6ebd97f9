/** ACL as 7.2 and 7.4 have it (the oracle compares 7.0), and what only time and clients show. */
import { expect, test } from 'vitest';
import { script, testEngine } from '../../../testing/test-engine.ts';

test('rules are shown as they were given', () =>
  script(`
    > ACL SETUSER u on nopass +@read -get +config|get +config -@dangerous ~a* %R~b &c
    OK
    > ACL LIST
    1) "user default on nopass sanitize-payload ~* &* +@all"
    2) "user u on nopass sanitize-payload ~a* %R~b resetchannels &c -@all +@read -get +config -@dangerous"
    > ACL SETUSER u +@all
    OK
    > ACL GETUSER u
     1) "flags"
     2) 1) "on"
        2) "nopass"
        3) "sanitize-payload"
     3) "passwords"
     4) (empty array)
     5) "commands"
     6) "+@all"
     7) "keys"
     8) "~a* %R~b"
     9) "channels"
    10) "&c"
    11) "selectors"
    12) (empty array)`));

test('a denial names the user from 7.2 on', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('ACL SETUSER u on nopass +get +publish ~a &a');
  client.run('AUTH u x');
  expect(client.run('SET a 1')).toBe(
    "(error) NOPERM User u has no permissions to run the 'set' command",
  );
  expect(client.run('GET b')).toBe('(error) NOPERM No permissions to access a key');
  expect(client.run('PUBLISH b m')).toBe('(error) NOPERM No permissions to access a channel');
  const admin = engine.client();
  expect(admin.run('ACL DRYRUN u GET b')).toBe(`"User u has no permissions to access the 'b' key"`);
  expect(admin.run('INFO stats')).toMatch(
    /denied_cmd:1\\r\\nacl_access_denied_key:1\\r\\nacl_access_denied_channel:1/,
  );
});

test('like denials are one entry for a minute', () => {
  const engine = testEngine();
  const admin = engine.client();
  const client = engine.client();
  admin.run('ACL SETUSER u on nopass +get ~a');
  client.run('AUTH u x');
  const counts = () =>
    admin
      .run('ACL LOG')
      .match(/"count"\n *\d+\) \(integer\) \d+/g)
      ?.map((c) => c.slice(-1));
  client.run('GET b');
  engine.advance(59_000);
  client.run('GET b');
  expect(counts()).toEqual(['2']);
  engine.advance(61_000);
  client.run('GET b');
  expect(counts()).toEqual(['1', '2']);
  admin.run('CONFIG SET acllog-max-len 1');
  client.run('GET c');
  expect(counts()).toEqual(['1']);
  expect(admin.run('ACL LOG RESET')).toBe('OK');
  expect(admin.run('ACL LOG')).toBe('(empty array)');
});

test('who loses permissions loses the connection that used them', () => {
  const engine = testEngine();
  const admin = engine.client();
  admin.run('ACL SETUSER u on nopass +@all ~* &news.*');
  const [listener, reader] = [engine.client(), engine.client()];
  for (const client of [listener, reader]) client.run('AUTH u x');
  listener.run('SUBSCRIBE news.a');
  admin.run('ACL SETUSER u +@all');
  expect(listener.isClosed).toBe(false);
  admin.run('ACL SETUSER u resetchannels');
  expect(listener.isClosed).toBe(true);
  expect(reader.isClosed).toBe(false);
  expect(reader.run('GET k')).toBe('(nil)');
  admin.run('ACL DELUSER u');
  expect(reader.isClosed).toBe(true);
});

test('acl-pubsub-default holds from when it is set, for users there are, too', () => {
  const client = testEngine().client();
  client.run('ACL SETUSER old on');
  client.run('CONFIG SET acl-pubsub-default allchannels');
  for (const name of ['old', 'new', 'default']) {
    client.run(`ACL SETUSER ${name} reset on nopass +@all`);
    expect(client.run(`ACL DRYRUN ${name} PUBLISH channel message`)).toBe('OK');
  }
});

test('a transaction is checked again when it runs', () => {
  const engine = testEngine();
  const admin = engine.client();
  const client = engine.client();
  admin.run('ACL SETUSER u on nopass +@all ~*');
  client.run('AUTH u x');
  client.run('MULTI');
  client.run('SET a 1');
  client.run('GET a');
  admin.run('ACL SETUSER u -set');
  expect(client.run('EXEC')).toBe(
    '1) (error) NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: no permission to execute the command or subcommand\n2) (nil)',
  );
});

test('secrets do not reach MONITOR and the slow log', () => {
  const engine = testEngine({ 'slowlog-log-slower-than': '0' });
  const [client, monitor] = [engine.client(), engine.client()];
  monitor.run('MONITOR');
  for (const line of [
    'ACL SETUSER al on >secret +@all ~*',
    'AUTH al secret',
    'HELLO 2 AUTH al secret SETNAME x',
    'CONFIG SET requirepass secret hz 10',
    'ACL GETUSER al',
  ]) {
    client.run(line);
  }
  const slow = client.run('SLOWLOG GET 20');
  expect(slow).not.toContain('secret');
  expect(slow).toContain('"(redacted)"');
  expect(monitor.heard()).not.toContain('secret');
});

test('SORT by or with other keys needs every key to be readable', () => {
  const by = '(error) ERR BY option of SORT denied due to insufficient ACL permissions.';
  const get = '(error) ERR GET option of SORT denied due to insufficient ACL permissions.';
  const engine = testEngine();
  const admin = engine.client();
  admin.run('RPUSH l 1');
  admin.run('SET w_1 5');
  const check = (rules: string, line: string, reply: string): void => {
    admin.run(`ACL SETUSER u reset on nopass ${rules}`);
    const client = engine.client();
    client.run('AUTH u x');
    expect(client.run(line), `${rules}: ${line}`).toBe(reply);
  };
  check('+@all ~l', 'SORT l BY w_*', by);
  check('+@all ~l', 'SORT l BY nosort', '1) "1"');
  check('+@all ~l', 'SORT l GET #', get);
  check('+@all ~l', 'SORT_RO l GET w_*', get);
  check('+@all ~l', 'SORT l BY w_* NOPE', by);
  check('+@all ~l', `EVAL "return redis.pcall('SORT','l','BY','w_*')" 0`, by);
  check('+@all ~l %W~*', 'SORT l GET w_*', get);
  check('+@all ~l %R~*', 'SORT l BY w_* GET w_*', '1) "5"');
  check('+@all ~*', 'SORT l GET w_*', '1) "5"');
  check('+@all ~l (+get ~*)', 'SORT l GET w_*', get);
  check('+@all ~l (+sort ~*)', 'SORT l GET w_*', '1) "5"');
  check('+@all ~l (+sort ~*)', 'SORT_RO l GET w_*', get);
});

test('%R without a pattern is one with an empty pattern', () => {
  const client = testEngine().client();
  for (const [rule, shown] of [
    ['%R', '"%R~"'],
    ['%rw', '"~"'],
    ['%W~', '"%W~"'],
  ] as const) {
    expect(client.run(`ACL SETUSER u reset ${rule}`)).toBe('OK');
    expect(client.run('ACL GETUSER u')).toContain(`"keys"\n 8) ${shown}`);
  }
  for (const rule of ['%', '%~a', '%RR~a', '%Ra']) {
    expect(client.run(`ACL SETUSER u ${rule}`)).toBe(
      `(error) ERR Error in ACL SETUSER modifier '${rule}': Syntax error`,
    );
  }
});

test('what has no order is a set in RESP3', () => {
  const client = testEngine().client();
  client.run('HELLO 3');
  for (const [line, shape] of [
    ['ACL GETUSER default', /"flags" => *\n +1~ "on"\n +2~ "nopass"/],
    ['COMMAND INFO get', / 8\) \(empty set\)\n +9\) +1~ [\s\S]*\n +10\) \(empty set\)/],
    ['COMMAND INFO config', / 9\) \(empty set\)\n +10\) +1\) +1\) "config\|/],
    ['COMMAND DOCS client|pause', /"flags" => *\n? *1~ optional/],
  ] as const) {
    expect(client.run(line), line).toMatch(shape);
  }
});
