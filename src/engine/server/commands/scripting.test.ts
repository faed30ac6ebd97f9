import { expect, test } from 'vitest';
import { MemoryDisk } from '../../../hosts/simulated/memory-disk.ts';
import {
  effectsOf,
  openEngine,
  script,
  type TestEngine,
  testEngine,
} from '../../../testing/test-engine.ts';

const FOREVER = 'while true do end';

/** A node whose scripts are slow after 10 ms. */
const slowEngine = (): TestEngine => testEngine({ 'busy-reply-threshold': '10' });

test('EVAL returns what the script returns', () => {
  script(`
    > EVAL "return {KEYS[1], ARGV[1], ARGV[2], 3.9, false, {ok='fine'}}" 1 k a b
    1) "k"
    2) "a"
    3) "b"
    4) (integer) 3
    5) (nil)
    6) fine
    > EVAL "return redis.call('SET', KEYS[1], ARGV[1])" 1 k v
    OK
    > EVAL "return redis.call('GET', KEYS[1])" 1 k
    "v"
    > SCRIPT LOAD "return 5"
    "4ca238f611c9d0ae4e9a75a5dbac22aedc379801"
    > EVALSHA 4CA238F611C9D0AE4E9A75A5DBAC22AEDC379801 0
    (integer) 5
    > SCRIPT FLUSH
    OK
    > EVALSHA 4ca238f611c9d0ae4e9a75a5dbac22aedc379801 0
    (error) NOSCRIPT No matching script. Please use EVAL.
    > EVAL "return redis.call('LPUSH', KEYS[1], 'x')" 1 k
    (error) WRONGTYPE Operation against a key holding the wrong kind of value script: c0f4e07d13acc8c1c810243d737b96cf873d836e, on @user_script:1.
  `);
});

test('SELECT inside a script stays inside, blocking commands do not block', () => {
  script(`
    > EVAL "redis.call('SELECT', 3) redis.call('SET', 'k', 'three') return redis.call('GET', 'k')" 0
    "three"
    > GET k
    (nil)
    > EVAL "return redis.call('BLPOP', 'nokey', 0)" 0
    (nil)
    > SELECT 3
    OK
    > GET k
    "three"
  `);
});

test("a script's writes are propagated together, as their effects", () => {
  const engine = testEngine();
  const client = engine.client();
  const effects = effectsOf(engine);
  client.run('EVAL "return 1" 0');
  client.run(`EVAL "redis.call('SET', 'a', 1)" 0`);
  client.run(`EVAL "redis.call('SET', 'a', 1, 'EX', 10) redis.call('INCR', 'a')" 0`);
  client.run('MULTI');
  client.run(`EVAL "redis.call('SET', 'b', 1)" 0`);
  client.run('SET c 1 EX 5');
  client.run('EXEC');
  client.run(`EVAL "redis.set_repl(redis.REPL_NONE) redis.call('SET', 'd', 1)" 0`);
  client.run(`EVAL "redis.call('SELECT', 2) redis.call('SET', 'e', 1)" 0`);
  expect(effects).toEqual([
    'SET a 1',
    'MULTI',
    'SET a 1 PXAT 1767225610000',
    'INCR a',
    'EXEC',
    'MULTI',
    'SET b 1',
    'SET c 1 PXAT 1767225605000',
    'EXEC',
    'SET e 1',
  ]);
});

test('what a script changes breaks WATCH and notifies', () => {
  script(`
    > CONFIG SET notify-keyspace-events KEA
    OK
    2> SUBSCRIBE __keyevent@0__:set
    1) "subscribe"
    2) "__keyevent@0__:set"
    3) (integer) 1
    > WATCH k
    OK
    3> EVAL "return redis.call('SET', 'k', 'x')" 0
    OK
    > MULTI
    OK
    > GET k
    QUEUED
    > EXEC
    (nil)
  `);
});

test('INFO counts, errors are counted once', () => {
  const engine = testEngine();
  const client = engine.client();
  client.run('SET k v');
  client.run('CONFIG RESETSTAT');
  client.run(`EVAL "return redis.pcall('LPUSH', 'k', 'x')" 0`);
  client.run(`EVAL "return redis.call('LPUSH', 'k', 'x')" 0`);
  client.run(`EVAL "error('x')" 0`);
  const errors = client.run('INFO errorstats');
  expect(errors).toContain('errorstat_WRONGTYPE:count=2');
  expect(errors).toContain('errorstat_ERR:count=1');
  expect(client.run('INFO memory')).toMatch(/number_of_cached_scripts:3/);
  expect(client.run('INFO commandstats')).toMatch(/cmdstat_eval:calls=3.*failed_calls=3/);
});

test('a set that is not to be sorted is in scripts; what precedes a reply is not seen there', () => {
  const client = testEngine({ 'enable-debug-command': 'yes' }).client();
  client.run('SADD s b a c aa');
  const sorted = (words: string): string =>
    client.run(`EVAL "return table.concat(redis.call('SORT', 's', ${words}), ' ')" 0`);
  expect(sorted("'BY', '_'")).toBe('"a aa b c"');
  expect(sorted("'BY', '_', 'DESC'")).toBe('"c b aa a"');
  expect(sorted("'BY', '_', 'LIMIT', 1, 2")).toBe('"aa b"');
  client.run('DEBUG SET-DISABLE-DENY-SCRIPTS 1');
  for (const resp of [2, 3]) {
    const code = `redis.setresp(${resp}) return redis.call('DEBUG', 'PROTOCOL', 'ATTRIB')`;
    expect(client.run(`EVAL "${code}" 0`)).toBe('"Some real reply following the attribute"');
  }
});

test('DEBUG OBJECT shows what has expired until somebody meets it', () => {
  const engine = testEngine({ 'enable-debug-command': 'yes' });
  const client = engine.client();
  client.run('DEBUG SET-ACTIVE-EXPIRE 0');
  client.run('SET k v PX 1');
  engine.advance(2);
  expect(client.run('DEBUG OBJECT k')).toMatch(/^Value at/);
  expect(client.run('EXISTS k')).toBe('(integer) 0');
  expect(client.run('DEBUG OBJECT k')).toBe('(error) ERR no such key');
});

test('the slow log and MONITOR show EVAL and what it calls', () => {
  const engine = testEngine();
  const [client, monitor] = [engine.client(), engine.client()];
  monitor.run('MONITOR');
  client.run('CONFIG SET slowlog-log-slower-than 0');
  client.run(`EVAL "return redis.call('GET', 'a')" 0`);
  expect(client.run('SLOWLOG GET 2')).toMatch(/EVAL/);
  expect(monitor.heard()).toMatch(/\[0 127.0.0.1:50000\] "EVAL".*\n.*\[0 lua\] "GET" "a"/);
});

test('past the threshold others are told so, and may end the script', () => {
  const engine = slowEngine();
  const [busy, other, third] = [engine.client(), engine.client(), engine.client()];
  expect(busy.run(`EVAL "${FOREVER}" 0`)).toBe('');
  expect(other.run('PING')).toBe('');
  engine.advance(12);
  const told =
    '(error) BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.';
  expect(other.heard()).toBe(told);
  expect(other.run('GET k')).toBe(told);
  expect(third.run('FUNCTION KILL')).toBe(told);
  expect(third.run('MULTI')).toBe('OK');
  expect(third.run('GET k')).toBe(told);
  expect(third.run('EXEC')).toBe(
    `(error) EXECABORT Transaction discarded because of: ${told.slice('(error) '.length)}`,
  );
  expect(other.run('SCRIPT KILL')).toBe('OK');
  engine.advance(10);
  expect(busy.heard()).toMatch(/^\(error\) ERR .*Script killed by user with SCRIPT KILL/);
  expect(other.run('PING')).toBe('PONG');
  expect(busy.run('EVAL "return 1" 0')).toBe('(integer) 1');
  expect(engine.messages.join()).toMatch(/Slow script detected/);
});

test('a script that has written cannot be killed; its effects leave when it ends', () => {
  const engine = slowEngine();
  const [busy, other] = [engine.client(), engine.client()];
  const effects = effectsOf(engine);
  const slow = `redis.call('SET', 'k', 1) for i = 1, 3e6 do end redis.call('INCR', 'k') return 'done'`;
  busy.run(`EVAL "${slow}" 0`);
  busy.run('GET k');
  engine.node.config.set([['busy-reply-threshold', '1']]);
  engine.advance(3);
  expect(other.run('SCRIPT KILL')).toMatch(/UNKILLABLE/);
  expect(effects).toEqual([]);
  engine.advance(1000);
  expect(busy.heard()).toBe('"done"\n"2"');
  expect(effects).toEqual(['MULTI', 'SET k 1', 'INCR k', 'EXEC']);
});

test('who waits for a key is served when the script that made it is over', () => {
  const engine = slowEngine();
  const [busy, waiting, other] = [engine.client(), engine.client(), engine.client()];
  waiting.run('BLPOP k 0');
  busy.run(
    `EVAL "redis.call('LPUSH', 'k', 'y') for i = 1, 3e6 do end redis.call('LPUSH', 'k', 'z')" 0`,
  );
  engine.node.config.set([['busy-reply-threshold', '1']]);
  engine.advance(3);
  expect(other.run('GET k')).toMatch(/BUSY/);
  expect(other.run('RESET')).toBe('RESET');
  expect(waiting.heard()).toBe('');
  engine.advance(1000);
  expect(waiting.heard()).toBe('1) "k"\n2) "z"');
});

test('a script in MULTI pauses too, and the queue goes on behind it', () => {
  const engine = slowEngine();
  const client = engine.client();
  for (const line of [
    'MULTI',
    'SET a 1',
    `EVAL "for i = 1, 1e6 do end return 'slow'" 0`,
    'INCR a',
    `EVAL "for i = 1, 1e6 do end return 'again'" 0`,
  ]) {
    client.run(line);
  }
  const effects = effectsOf(engine);
  expect(client.run('EXEC')).toBe('');
  engine.advance(1000);
  expect(client.heard()).toBe('1) OK\n2) "slow"\n3) (integer) 2\n4) "again"');
  expect(effects).toEqual(['MULTI', 'SET a 1', 'INCR a', 'EXEC']);
});

test.each([
  ['a loop around pcall', 'while true do pcall(error) end'],
  ['a loop inside pcall', 'while true do pcall(function() while true do end end) end'],
  ['a coroutine', 'local f = coroutine.wrap(function() while true do end end) f()'],
  ['a sort', 'table.sort({3, 1, 2, 5, 4}, function() while true do end end)'],
  ['a substitution', `string.gsub('aaa', 'a', function() while true do end end)`],
  [
    'a metamethod',
    'local t = setmetatable({}, {__index = function() while true do end end}) return t.x',
  ],
])('SCRIPT KILL ends %s', (_name, code) => {
  const engine = slowEngine();
  const [busy, other] = [engine.client(), engine.client()];
  busy.run(`EVAL "${code}" 0`);
  engine.advance(12);
  expect(other.run('SCRIPT KILL')).toBe('OK');
  engine.advance(5);
  expect(busy.heard()).toMatch(/killed by user/);
  expect(busy.run('PING')).toBe('PONG');
});

test.each([
  ['deep recursion', 'local function f() return 1 + f() end return f()', /stack overflow/],
  ['deep pcall', 'local function f() return pcall(f) end return f()', /.*/],
  ['all memory', `local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1e6) .. i end`, /memory/],
  ['a huge string', `return string.rep('x', 1e9)`, /memory/],
  ['a huge argument', `local s = string.rep('x', 5e6) return #redis.call('ECHO', s)`, /5000000/],
  ['deep nesting', 'local a = {} a[1] = a return a', /reached lua stack limit/],
  ['deep patterns', `return string.find(string.rep('a', 3000), '.-b')`, /.*/],
])(
  '%s neither hangs nor kills the node',
  (_name, code, answer) => {
    const engine = testEngine();
    const client = engine.client();
    const said = client.run(`EVAL "${code}" 0`);
    engine.advance(3000);
    expect(said + client.heard()).toMatch(answer);
    expect(client.run('EVAL "return 1" 0')).toBe('(integer) 1');
  },
  60_000,
);

const COUNTER = `"#!lua name=lib\\nlocal n = 0\\nredis.register_function('up', function() n = n + 1 return n end)"`;

test('a library keeps its upvalues between calls', () => {
  script(`
    > FUNCTION LOAD ${COUNTER}
    "lib"
    > FCALL up 0
    (integer) 1
    > FCALL up 0
    (integer) 2
    > FUNCTION LOAD ${COUNTER}
    (error) ERR Library 'lib' already exists
    > FCALL up 0
    (integer) 3
  `);
});

test('functions come back from the append-only file, in their place among the data', async () => {
  const disk = new MemoryDisk();
  const first = await openEngine(disk);
  const client = first.client();
  client.run('SELECT 2');
  client.run('SET before 1');
  client.run(`FUNCTION LOAD ${COUNTER}`);
  client.run('MULTI');
  client.run('SET inside 1');
  client.run(`FUNCTION LOAD ${COUNTER.replace('name=lib', 'name=two').replace("'up'", "'down'")}`);
  client.run('EXEC');
  client.run('SET after 1');
  await first.node.shutdown();
  const second = await openEngine(disk);
  const again = second.client();
  expect(second.outcome.notices).toEqual([]);
  expect(again.run('FCALL up 0')).toBe('(integer) 1');
  expect(again.run('FCALL down 0')).toBe('(integer) 1');
  again.run('SELECT 2');
  expect(again.run('MGET before inside after')).toBe('1) "1"\n2) "1"\n3) "1"');
});

test('FUNCTION KILL ends a function, FUNCTION STATS tells of it', () => {
  const engine = slowEngine();
  const [busy, other] = [engine.client(), engine.client()];
  busy.run(
    `FUNCTION LOAD "#!lua name=l\\nredis.register_function('spin', function() ${FOREVER} end)"`,
  );
  busy.run('FCALL spin 0');
  engine.advance(12);
  expect(other.run('SCRIPT KILL')).toMatch(/FUNCTION KILL/);
  expect(other.run('FUNCTION STATS')).toMatch(/"spin"/);
  expect(other.run('FUNCTION KILL')).toBe('OK');
  engine.advance(5);
  expect(busy.heard()).toMatch(/Script killed by user with FUNCTION KILL/);
  expect(other.run('PING')).toBe('PONG');
});

test('a library whose loading does not end is refused', () => {
  const client = testEngine().client();
  const code = '"#!lua name=l\\nwhile true do end"';
  expect(client.run(`FUNCTION LOAD ${code}`)).toMatch(/FUNCTION LOAD timeout/);
  expect(client.run('FUNCTION LIST')).toBe('(empty array)');
}, 60_000);
