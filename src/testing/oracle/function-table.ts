/** Data table: function libraries whose answers are compared with a real server, byte for byte. */

const load = (code: string, ...options: string[]): string[] => [
  'FUNCTION',
  'LOAD',
  ...options,
  code,
];
const library = (name: string, code: string): string => `#!lua name=${name}\n${code}`;

/** What a library's code may do wrong; each is loaded as `bad`. */
const bad = [
  '',
  'x = = 1',
  'x = 1',
  'return redis.call("get", "x")',
  'local s = string.rep("a", 3)',
  'return 1',
  'redis.register_function()',
  'redis.register_function("f")',
  'redis.register_function("f", 1)',
  'redis.register_function(1, function() end)',
  'redis.register_function("f", function() end, 1)',
  'redis.register_function("a b", function() end)',
  'redis.register_function("", function() end)',
  'redis.register_function("f", function() end)\nredis.register_function("f", function() end)',
  'redis.register_function({})',
  'redis.register_function({function_name="f"})',
  'redis.register_function({callback=function() end})',
  'redis.register_function({function_name=1, callback=function() end})',
  'redis.register_function({function_name="f", callback=1})',
  'redis.register_function({function_name="f", callback=function() end, flags="x"})',
  'redis.register_function({function_name="f", callback=function() end, flags={"x"}})',
  'redis.register_function({function_name="f", callback=function() end, flags={1}})',
  'redis.register_function({function_name="f", callback=function() end, description=1})',
  'redis.register_function({function_name="f", callback=function() end, other=1})',
  'redis.register_function({function_name="f", callback=function() end, [1]=1})',
  'error("boo")',
  'error({err="E x"})',
  'redis.log(redis.LOG_NOTICE, "x")',
  'redis.log()',
  'redis.nosuch()',
  'redis.sha1hex("")',
  'redis.setresp(3)',
  'return redis.REDIS_VERSION .. redis.REPL_ALL',
  'local t = redis.LOG_DEBUG redis.register_function(1)',
  'redis.register_function("good1", function() end)',
];

const tools = `
local count = 0
local function helper(a) return a * 2 end
redis.register_function('echo', function(keys, args) return {keys, args} end)
redis.register_function('count', function() count = count + 1 return count end)
redis.register_function('double', function(keys, args) return helper(tonumber(args[1])) end)
redis.register_function{function_name='readonly', callback=function(keys) return redis.call('get', keys[1]) end, flags={'no-writes'}, description='reads'}
redis.register_function{function_name='write', callback=function(keys, args) return redis.call('set', keys[1], args[1]) end, flags={'allow-oom', 'allow-stale'}}
redis.register_function{function_name='cheat', callback=function(keys) return redis.call('set', keys[1], 'x') end, flags={'no-writes'}}
redis.register_function('fails', function() error('boo') end)
redis.register_function('raises', function() error({err='E x'}) end)
redis.register_function('wrongtype', function() return redis.call('lpush', 'str', 'x') end)
redis.register_function('keysglobal', function() return KEYS end)
redis.register_function('setglobal', function() leak = 1 end)
redis.register_function('nestedregister', function() redis.register_function('x', function() end) end)
redis.register_function('globals', function() local t = {} for k in pairs(_G) do t[#t + 1] = k end table.sort(t) return t end)
redis.register_function('api', function() local t = {} for k in pairs(redis) do t[#t + 1] = k end table.sort(t) return t end)
redis.register_function('meta', function() getmetatable(_G).__index = 1 end)
redis.register_function('resp3', function() redis.setresp(3) return redis.call('hgetall', 'hash') end)
redis.register_function('nothing', function() end)
redis.register_function('many', function() return 1, 2, 3 end)
redis.register_function('breakpoint', function() return redis.breakpoint() end)`;

const calls = [
  'count',
  'count',
  'count',
  'fails',
  'raises',
  'wrongtype',
  'keysglobal',
  'setglobal',
  'nestedregister',
  'globals',
  'api',
  'meta',
  'resp3',
  'nothing',
  'many',
  'breakpoint',
];

export const functionRows: readonly (readonly string[])[] = [
  ['FUNCTION', 'FLUSH'],
  ['FUNCTION', 'LIST'],
  ['FUNCTION', 'STATS'],
  ['FUNCTION', 'DUMP'],
  load('return 1'),
  load('#!lua'),
  load('#!lua\nreturn 1'),
  load('#!\nreturn 1'),
  load('#!lua name=\nreturn 1'),
  load('#!lua name=a name=b\nreturn 1'),
  load('#!lua name=a-b\nreturn 1'),
  load('#!lua other=1\nreturn 1'),
  load('#!js name=a\nreturn 1'),
  load('#!lua "\nreturn 1'),
  load('#!lua NAME=a\nreturn 1'),
  load('#!LUA name=a\nreturn 1'),
  ['FUNCTION', 'LOAD'],
  ['FUNCTION', 'LOAD', 'REPLACE'],
  ['FUNCTION', 'LOAD', 'x', 'y'],
  ['FUNCTION', 'LOAD', 'REPLACE', 'x', 'y'],
  load(library('good', "redis.register_function('good1', function() return 1 end)")),
  ...bad.flatMap((code) => [load(library('bad', code)), ['FUNCTION', 'DELETE', 'bad']]),
  ['FUNCTION', 'LIST', 'WITHCODE'],
  load(library('good', "redis.register_function('good2', function() return 2 end)")),
  load(library('good', "redis.register_function('good2', function() return 2 end)"), 'REPLACE'),
  ['FCALL', 'good1', '0'],
  ['FCALL', 'good2', '0'],
  load(library('good', 'error("no")'), 'REPLACE'),
  ['FCALL', 'good2', '0'],
  ['FUNCTION', 'DUMP'],
  ['FUNCTION', 'DELETE', 'nosuch'],
  ['FUNCTION', 'DELETE', 'good'],
  ['FCALL', 'good2', '0'],
  load(library('tools', tools)),
  ['FUNCTION', 'DUMP'],
  ['FCALL', 'echo', '2', 'a', 'b', 'c', 'd\0'],
  ['FCALL', 'echo', '0'],
  ['FCALL', 'echo', 'x'],
  ['FCALL', 'echo', '2', 'a'],
  ['FCALL', 'echo', '-1'],
  ['FCALL', 'nosuch', 'x'],
  ['FCALL', 'ECHO', '0'],
  ['FCALL', 'double', '0', '21'],
  ['FCALL', 'double', '0', 'x'],
  ['FCALL', 'write', '1', 'tmp', 'v'],
  ['FCALL', 'readonly', '1', 'tmp'],
  ['FCALL_RO', 'readonly', '1', 'tmp'],
  ['FCALL_RO', 'write', '1', 'tmp', 'v'],
  ['FCALL_RO', 'echo', '0'],
  ['FCALL', 'cheat', '1', 'tmp'],
  ...calls.map((name) => ['FCALL', name, '0']),
  load(
    library(
      'single',
      "redis.register_function{function_name='Only', callback=function() return 1 end, flags={'no-writes', 'allow-stale'}, description='d'}",
    ),
  ),
  load(library('other', "redis.register_function('ONLY', function() return 1 end)")),
  load(library('Single', "redis.register_function('x', function() return 1 end)")),
  ['FUNCTION', 'DELETE', 'Single'],
  ['FCALL', 'oNLY', '0'],
  ['FUNCTION', 'LIST', 'LIBRARYNAME', 'sing*'],
  ['FUNCTION', 'LIST', 'LIBRARYNAME', 'SING*', 'WITHCODE'],
  ['FUNCTION', 'LIST', 'LIBRARYNAME', 'x*'],
  ['FUNCTION', 'LIST', 'LIBRARYNAME'],
  ['FUNCTION', 'LIST', 'WITHCODE', 'WITHCODE'],
  ['FUNCTION', 'LIST', 'x'],
  ['FUNCTION', 'STATS'],
  ['FUNCTION', 'KILL'],
  ['SCRIPT', 'FLUSH'],
  ['FCALL', 'count', '0'],
  ['FUNCTION', 'FLUSH', 'x'],
  ['FUNCTION', 'FLUSH', 'SYNC', 'x'],
  ['FUNCTION', 'RESTORE', 'x'],
  ['FUNCTION', 'RESTORE', 'xxxxxxxxxxxxxxxxxxxxxxxx'],
  ['FUNCTION', 'RESTORE', 'x', 'y'],
  ['FUNCTION', 'RESTORE', 'x', 'FLUSH', 'z'],
  ['FUNCTION', 'nosuch'],
  ['FUNCTION', 'FLUSH', 'ASYNC'],
  ['FUNCTION', 'LIST'],
];
