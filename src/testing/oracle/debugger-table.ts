/** The sessions with the Lua debugger that are played to a real redis-server and to ours. Data. */

export interface DebuggedScript {
  readonly script: string;
  readonly commands: readonly string[];
  /** Another command than `EVAL script 2 k1 k2 first second`. */
  readonly call?: readonly string[];
  /** Both forked and synchronous, where nothing else is said. */
  readonly modes?: readonly ('YES' | 'SYNC')[];
}

const lines = (...text: string[]): string => text.join('\n');
const steps = (count: number): string[] => Array.from({ length: count }, () => 's');

export const sessions: Readonly<Record<string, DebuggedScript>> = {
  'step by step, with commands and replies': {
    script: lines(
      'local a = 1',
      'local t = {1, 2, {x = "y"}}',
      'redis.call("SET", KEYS[1], a)',
      'local r = redis.call("GET", KEYS[1])',
      'redis.call("RPUSH", KEYS[2], "a", "b\\r\\nc")',
      'local l = redis.call("LRANGE", KEYS[2], 0, -1)',
      'return r',
    ),
    commands: ['s', 'step', 'p', 'n', 'p t', 'next', 'S', 'STEP', 'p', 'p l', 's', 's'],
  },
  'errors of commands and of the library': {
    script: lines(
      'local a = redis.pcall("NOPE")',
      'local b = redis.pcall("GET")',
      'redis.call("SET", "k1", "x")',
      'local c = redis.pcall("LPUSH", "k1", "1")',
      'local d = redis.error_reply("My ERR")',
      'local e = redis.error_reply("-ERR foo bar")',
      'local f = redis.pcall()',
      'local g = redis.pcall("SUBSCRIBE", "x")',
      'local h = redis.pcall("GET", {})',
      'local i = redis.status_reply("FINE")',
      'local j = redis.error_reply(1, 2)',
      'local k = redis.pcall("CLIENT", "NOSUCH")',
      'local m = redis.pcall("CONFIG")',
      'redis.log(1)',
    ),
    commands: [...steps(13), 'p', 's'],
  },
  'an error ends the script': {
    script: lines('local a = 1', 'local b = a .. nil', 'return b'),
    commands: ['s', 's', 's'],
  },
  'redis.call raises': {
    script: lines('redis.call("SET", "k1", "v")', 'redis.call("LPUSH", "k1", "w")', 'return 1'),
    commands: ['s', 's'],
  },
  'nested functions, upvalues and a backtrace': {
    script: lines(
      'local up = "above"',
      'local function inner(n)',
      '  local here = n * 2',
      '  return here + #up',
      'end',
      'local function outer(n)',
      '  local there = inner(n)',
      '  return there',
      'end',
      'local x = outer(20)',
      'return outer(x)',
    ),
    commands: [
      'b 4',
      'c',
      't',
      'p',
      'p n',
      'p here',
      'p there',
      'p up',
      'p outer',
      'p nosuch',
      'e up',
    ].concat(['s', 't', 'p', 's', 'c', 't', 'b 0', 'c']),
  },
  'pcall, and errors in it': {
    script: lines(
      'local function bad()',
      '  local inside = true',
      '  error("boom")',
      'end',
      'local ok, err = pcall(bad)',
      'local ok2, err2 = pcall(redis.call, "NOPE")',
      'redis.debug(pcall(bad))',
      'local ok3 = pcall(function()',
      '  local deep = 1',
      '  redis.call("SET", "k1", deep)',
      'end)',
      'return {ok, err}',
    ),
    commands: [
      's',
      's',
      's',
      't',
      'p ok',
      'p arg',
      's',
      'p',
      's',
      's',
      's',
      's',
      't',
      's',
      's',
      's',
      'p',
    ].concat(['s', 's', 's', 's', 's']),
  },
  'values of every kind': {
    script: lines(
      'local s, n, f, b, z = "a\\n\\0\\255\\"q", 3, 1.5, false, nil',
      'local big, small, inf, nan = 1e15, 1e-7, 1/0, 0/0',
      'local tie, more, minus, zero = 100000.5, 1234567, -0.1, -0',
      'local arr, rec, mix, none = {1, "two", {3}}, {a = 1}, {1, 2, x = 3}, {}',
      'local holes = {1, nil, 3}',
      'local self = {}; self.me = self',
      'local ring = {}; ring[1] = {ring}',
      // One key each: the order of several goes by addresses.
      'local keyed, yes, half = {[{1}] = {2}}, {[true] = false}, {[1.5] = "x"}',
      'local fn, co = function() end, coroutine.create(function() end)',
      'local deep = {{{{{{{{{{{{1}}}}}}}}}}}}',
      'redis.debug(s, n, f, b, z, arr)',
      'redis.debug()',
      'return 1',
    ),
    commands: [
      'maxlen 0',
      ...steps(10),
      'p',
      'p self',
      'p ring',
      'p KEYS',
      'p ARGV',
      'p deep',
      's',
      's',
      'c',
    ],
  },
  breakpoints: {
    script: lines('local a = 1', '', 'local b = 2', 'local c = 3', 'return a + b + c', '', ''),
    commands: [
      'b',
      'b 1 3 4',
      'b 99',
      'b 6',
      'b 5',
      'b -2',
      'b -4',
      'b x',
      'b 1.5',
      'b +1',
      'b 007',
    ]
      .concat([
        'b 99999999999999999999',
        'break',
        'w',
        'c',
        'l',
        'l 1',
        'l 1 0',
        'list 3 1',
        'l x y',
      ])
      .concat(['b 3', 'break 0', 'b', 'c']),
  },
  'redis.breakpoint and redis.debug': {
    script: lines(
      'local x = redis.breakpoint()',
      'redis.debug("x is", x)',
      'for i = 1, 3 do',
      '  redis.debug(i)',
      'end',
      'redis.breakpoint()',
      'return 1',
    ),
    commands: ['c', 'p', 'c', 'c'],
  },
  'evaluated expressions and statements': {
    script: lines('local a = 1', 'return a'),
    commands: [
      'e 1+1',
      'e a',
      'e local x = 3 return x',
      'e x=',
      'e error("boo")',
      'e nosuch',
      'e {1,{2}}',
    ]
      .concat(['eval 1, 2', 'e', 'e redis.call("SET", "k1", "e")', 'e redis.call("GET", "k1")'])
      .concat([
        'e KEYS[1]',
        'e return ARGV',
        'e redis.breakpoint()',
        'e (function() return "f" end)()',
      ])
      .concat(['e redis.pcall("NOPE")', 'e for i = 1, 10 do local y = i end', 's', 'p', 's']),
  },
  'commands from the debugger': {
    script: lines('local a = 1', 'return redis.call("GET", "k1")'),
    commands: ['r set k1 1', 'r nope', 'r', 'redis get k1', 'r lrange k1 0 1', 'r rpush k2 a b c d']
      .concat(['r lrange k2 0 -1', 'r lrange k2 5 6', 'r get k3', 'r type k2', 'r subscribe x'])
      .concat([
        'r mset k3 a k3 b k3 c k3 d k3 e k3 f',
        'r time x',
        'r sort k2 alpha get nosuch-*',
        's',
        's',
      ]),
  },
  'replies in RESP3': {
    script: lines(
      'redis.setresp(3)',
      'redis.call("HSET", "k1", "f", "v", "g", "w")',
      'redis.call("HGETALL", "k1")',
      'redis.call("SADD", "k2", "m")',
      'redis.call("SMEMBERS", "k2")',
      'redis.call("GET", "nosuch")',
      'redis.call("ZADD", "k3", "1.5", "m")',
      'redis.call("ZSCORE", "k3", "m")',
      'redis.call("ZRANGE", "k3", 0, -1, "WITHSCORES")',
      'redis.setresp(2)',
      'redis.call("HGETALL", "k1")',
      'return 1',
    ),
    commands: [...steps(9), 'r debug protocol verbatim', 'r debug protocol true', 's', 's', 's'],
  },
  'long values are trimmed': {
    script: lines(
      'local s = string.rep("x", 400)',
      'redis.call("SET", "k1", s)',
      'redis.call("GET", "k1")',
      'return s',
    ),
    commands: [
      'm',
      's',
      'p',
      'p s',
      's',
      's',
      'm 10',
      'p',
      'm 100',
      'p s',
      'm -5',
      'm abc',
      'p s',
      'm 0 1',
      'm 61',
      's',
    ],
  },
  'the hint comes once, unless maxlen is known': {
    script: lines('local s = string.rep("y", 400)', 'return s'),
    commands: ['maxlen 300', 's', 'p s', 'maxlen 0', 'c'],
  },
  abort: { script: lines('redis.call("SET", "k1", 1)', 'local b = 2'), commands: ['s', 'a', 's'] },
  'abort where pcall catches': {
    script: lines(
      'local function f()',
      '  local b = 2',
      '  return b',
      'end',
      'local ok, err = pcall(f)',
      'redis.call("SET", "k1", tostring(ok))',
      'return err',
    ),
    commands: ['b 2', 'c', 'abort', 'c'],
  },
  'loops and branches': {
    script: lines(
      'local total = 0',
      'for i = 1, 3 do',
      '  if i % 2 == 1 then',
      '    total = total + i',
      '  else',
      '    total = total - i end',
      'end',
      'while total > 1 do total = total - 1 end',
      'repeat local again = total; total = total + 1 until total > 2',
      'for k, v in pairs({a = 1}) do redis.debug(k, v) end',
      'return total',
    ),
    commands: [...steps(9), 'p', ...steps(3), 'p total', ...steps(12)],
  },
  coroutines: {
    script: lines(
      'local co = coroutine.wrap(function(x)',
      '  local got = coroutine.yield(x + 1)',
      '  return got * 2',
      'end)',
      'local a = co(1)',
      'local b = co(5)',
      'return {a, b}',
    ),
    commands: ['s', 's', 'p', 't', 's', 's', 'p', 'e 1 + 1', 'p a', 's', 's', 'p', 's'],
  },
  'code of strings, and of one line': {
    script: lines(
      'local f = loadstring("local inner = 1\\nreturn inner + 1")',
      'redis.debug(f())',
      'local g = loadstring("return 7", "@user_script_too")',
      'local v = g()',
      'local a = 1; local b = 2; redis.debug(a, b)',
      'string.gsub("ab", ".", function(c) redis.debug(c) end)',
      'table.sort({3, 1, 2}, function(x, y)',
      '  return x < y',
      'end)',
      'return v',
    ),
    commands: [...steps(8), 't', ...steps(10)],
  },
  'varargs, tail calls, methods and names': {
    script: lines(
      'local t = {n = 1}',
      'function t.plain(...)',
      '  local first = ...',
      '  return select("#", ...)',
      'end',
      'function t:method(x)',
      '  return t.plain(self.n, x)',
      'end',
      'local r = t:method(5)',
      'return r',
    ),
    commands: ['b 4', 'c', 't', 'p', 'p self', 'p (*temporary)', 'p arg', 'c'],
  },
  'unknown commands, help': {
    script: 'return 1',
    commands: ['h', 'HELP', 'foo', 'ste', 'p a b', 'r', 'quit', 'restart', 'l 1 2 3', 'w x', 'c'],
  },
  'more arguments than are shown': {
    script: lines(
      'redis.call("RPUSH", "k1", 1, 2, 3, 4, 5, 6, 7, 8)',
      'redis.call("RPUSH", "k1", 1, 2, 3, 4, 5, 6, 7, 8, 9)',
      'return redis.call("LLEN", "k1")',
    ),
    commands: ['s', 's', 's'],
  },
  'a script that is empty': { script: '', commands: ['w', 'l', 's'] },
  'a script of line ends': { script: '\n\r\n\n', commands: ['w', 's'] },
  'with line ends of Windows': { script: 'local a = 1\r\nreturn a\r\n', commands: ['w', 's', 's'] },
  'with a shebang': {
    script: lines('#!lua flags=no-writes', 'local a = 1', 'return redis.pcall("SET", "k1", 1)'),
    commands: ['w', 's', 's'],
  },
  'a script that does not compile': { script: 'local', commands: ['s'] },
  'a wrong number of keys': { script: '', call: ['EVAL', 'return 1', 'x'], commands: ['s'] },
  'more keys than arguments': { script: '', call: ['EVAL', 'return 1', '3', 'a'], commands: ['s'] },
  'a wrong number of arguments': { script: '', call: ['EVAL', 'return 1'], commands: ['PING'] },
  EVAL_RO: {
    script: '',
    call: ['EVAL_RO', 'return redis.call("SET", "k1", "b")', '0'],
    commands: ['s', 's'],
  },
  EVALSHA: { script: '', call: ['EVALSHA', 'a'.repeat(40), '0'], commands: ['PING'] },
  'EVALSHA of no SHA': { script: '', call: ['EVALSHA', 'abc', '0'], commands: ['PING'] },
};

export const scenarios: Readonly<Record<string, readonly string[]>> = {
  'what a transaction says behind a session is not heard': [
    ...['a> SCRIPT DEBUG SYNC', 'a> MULTI', 'a> SET x 1', 'a> EVAL "return 3" 0', 'a> INCR x'],
    ...['a> GET x', 'a> EXEC', 'a> c', 'b> GET x'],
  ],
  'the words of SCRIPT DEBUG': [
    ...['a> SCRIPT DEBUG', 'a> SCRIPT DEBUG maybe', 'a> SCRIPT DEBUG YES NO', 'a> script debug no'],
    ...['a> SCRIPT DEBUG yes', 'a> SCRIPT DEBUG NO', 'a> EVAL "return 1" 0'],
    ...['a> PING; SCRIPT DEBUG YES', "a> EVAL \"return redis.call('SCRIPT', 'DEBUG', 'YES')\" 0"],
    ...['a> MULTI; SCRIPT DEBUG YES; EXEC'],
  ],
  'a function is not debugged': [
    'a> FUNCTION LOAD "#!lua name=lib\\nredis.register_function(\'f\', function() return 5 end)"',
    ...['a> SCRIPT DEBUG SYNC', 'a> FCALL f 0', 'a> FUNCTION FLUSH'],
  ],
  'others go on beside a forked session': [
    ...['a> SELECT 3', 'a> SET x old', 'a> SCRIPT DEBUG YES'],
    ...["a> EVAL \"redis.call('SET', 'x', 'mine')\\nreturn redis.call('GET', 'x')\" 0"],
    ...[
      'b> SELECT 3',
      'b> GET x',
      'a> s',
      'b> GET x',
      'b> SET x theirs',
      'a> r get x',
      'a> s',
      'b> GET x',
    ],
    ...['b> DBSIZE'],
  ],
  'others wait for a synchronous session': [
    ...['a> SET x old', 'a> SCRIPT DEBUG SYNC'],
    ...["a> EVAL \"redis.call('SET', 'x', 'mine')\\nreturn redis.call('GET', 'x')\" 0"],
    ...['b? GET x', 'b? PING', 'c? SCRIPT KILL', 'a> s', 'a> s', 'b<', 'c<', 'b> GET x'],
  ],
  'they wait past busy-reply-threshold, too': [
    ...['a> CONFIG SET busy-reply-threshold 20', 'a> SCRIPT DEBUG SYNC'],
    ...['a> EVAL "local i = 0\\nreturn 1" 0', 'b? PING', 'b? PING', 'a> s', 'a> c', 'b<'],
    ...['b> CONFIG SET busy-reply-threshold 5000'],
  ],
  'an endless loop is stopped after a while': [
    ...['a> CONFIG SET busy-reply-threshold 50', 'a> SCRIPT DEBUG YES'],
    ...['a> EVAL "local i = 0\\nwhile true do i = i + 1 end" 0', 'a> c', 'a> t', 'a> a'],
    ...['b> CONFIG SET busy-reply-threshold 5000'],
  ],
  'a synchronous session whose client leaves runs on': [
    ...['a> SCRIPT DEBUG SYNC', "a> EVAL \"local a = 1\\nredis.call('SET', 'x', 'left')\" 0"],
    ...['b? GET x', 'a!', 'b<', 'b> GET x'],
  ],
  'and is ended where it never would': [
    ...['a> CONFIG SET busy-reply-threshold 50', 'a> SCRIPT DEBUG SYNC'],
    ...['a> EVAL "local a = 1\\nwhile true do end" 0', 'b? PING', 'a!', 'b<'],
    ...['b> CONFIG SET busy-reply-threshold 5000'],
  ],
  'a forked session whose client leaves': [
    ...['a> SCRIPT DEBUG YES', "a> EVAL \"redis.call('SET', 'x', 'left')\" 0", 'a!', 'b> EXISTS x'],
  ],
  'commands sent together: only the first counts': [
    ...[
      'a> SCRIPT DEBUG YES',
      'a> EVAL "local a = 1\\nlocal b = 2\\nreturn 3" 0',
      'a> s; s; s',
      'a> c',
    ],
  ],
  'what is sent behind EVAL is lost': [
    ...['a> SCRIPT DEBUG YES', 'a> EVAL "local a = 1\\nreturn 3" 0; s; s; PING', 'a> s', 'a> s'],
  ],
  'debugging begun in one batch': [
    'a> SCRIPT DEBUG SYNC; EVAL "local a = 1\\nreturn 3" 0',
    'a> s',
    'a> s',
  ],
  'in a transaction, synchronously': [
    ...['a> SCRIPT DEBUG SYNC', 'a> MULTI', 'a> SET x 1', 'a> EVAL "local a = 1\\nreturn 3" 0'],
    ...['a> EXEC', 'a> s', 'a> s', 'b> GET x'],
  ],
  'with replies turned off': [
    ...['a? CLIENT REPLY OFF', 'a? SCRIPT DEBUG YES', 'a> EVAL "local a = 1\\nreturn 3" 0'],
    ...['a> s', 'a> s'],
  ],
  'in RESP3 the debugger speaks as in RESP2': [
    ...['a> HELLO 3', 'a> SCRIPT DEBUG YES', 'a> EVAL "local a = 1\\nreturn {3, false}" 0'],
    ...['a> s', 'a> r get nosuch', 'a> s'],
    ...['b> HELLO 3', 'b> SCRIPT DEBUG SYNC', 'b> EVAL "return {3, false}" 0', 'b> c'],
  ],
  'RESET leaves the debugger on': [
    ...['a> SCRIPT DEBUG SYNC', 'a> RESET', 'a> EVAL "return 3" 0', 'a> s'],
  ],
  'beside subscriptions': ['a> SUBSCRIBE ch', 'a> SCRIPT DEBUG SYNC'],
  'others watch and wait for keys': [
    ...['b> WATCH x', 'b> MULTI', 'b> GET x', 'c? BLPOP list 0', 'a> SCRIPT DEBUG YES'],
    ...[
      "a> EVAL \"redis.call('SET', 'x', 1)\\nredis.call('RPUSH', 'list', 'v')\" 0",
      'a> s',
      'a> s',
    ],
    ...['b> EXEC', 'b> WATCH x', 'b> MULTI', 'b> GET x'],
    ...[
      'd> SCRIPT DEBUG SYNC',
      "d> EVAL \"redis.call('SET', 'x', 1)\\nredis.call('RPUSH', 'list', 'v')\" 0",
    ],
    ...['d> s', 'd> s', 'c<', 'b> EXEC', 'b> EXISTS list'],
  ],
  'scripts known afterwards': [
    ...['a> SCRIPT FLUSH', 'a> SCRIPT DEBUG YES', 'a> EVAL "return 41" 0', 'a> c'],
    ...['b> SCRIPT EXISTS 6e2b3dc3e5a1a2b4a9f0b0ad0c0e0a0a0a0a0a0a', 'b> SCRIPT DEBUG SYNC'],
    ...['b> EVAL "return 42" 0', 'b> c', 'c> INFO nosuch'],
  ],
};
