/**
 * Makes src/engine/scripting/redis-lua.wasm from the redis_lua.wasm of the package lua-redis-wasm:
 * Redis's own Lua 5.1 with its libraries, driven through Lua's C API instead of the package's
 * `eval`, and able to stop in the middle of a script and go on later.
 *
 *   node scripts/build/lua-wasm.mjs
 *
 * It writes lua-wasm.lock.json beside itself, which a test compares with what is there.
 *
 * Six changes, all by binaryen:
 *   1. Functions of Lua's C API are exported. The binary has no names; they are known by their
 *      index, which the pinned version of the package keeps. Linkers keep the order of the sources
 *      (lapi.c, ldebug.c, ... as listed in API), and a test runs every one of them.
 *   2. The C function behind redis.call becomes `host_c`, an import: every function of the host's is
 *      a C closure over it, told apart by its first upvalue.
 *   3. The count hook becomes `host_hook`, an import.
 *   4. The matcher of string.find and its like calls `host_step` every so many steps: a pattern can
 *      run for ever without Lua's hook being called.
 *   5. Two things in cmsgpack are as on a 64-bit machine: one check, and the sign of integers.
 *   6. Binaryen's asyncify pass lets `host_hook` and `host_step` unwind the stack to the event loop and rewind it
 *      later; `invoke_vii` (the trampoline of setjmp) lies between, so it is named too.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import binaryen from 'binaryen';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const source = join(root, 'node_modules/lua-redis-wasm/dist/redis_lua.wasm');
export const target = join(root, 'src/engine/scripting/redis-lua.wasm');
export const lockFile = join(root, 'scripts/build/lua-wasm.lock.json');

/** The package's exports that stay; the rest, and what only they used, goes. */
const KEPT = [
  'memory',
  '__wasm_call_ctors',
  'init',
  '__indirect_function_table',
  'setThrew',
  '_emscripten_stack_restore',
  'emscripten_stack_get_current',
];

/** Lua's C API, by the index of the function in the package's binary. */
const API = {
  lua_checkstack: 32,
  lua_insert: 38,
  lua_replace: 39,
  lua_pushvalue: 40,
  lua_isnumber: 44,
  lua_tonumber: 46,
  lua_tolstring: 49,
  lua_pushlstring: 56,
  lua_pushcclosure: 59,
  lua_rawget: 65,
  lua_rawgeti: 66,
  lua_createtable: 67,
  lua_getmetatable: 68,
  lua_rawset: 71,
  lua_rawseti: 72,
  lua_setmetatable: 73,
  lua_pcall: 76,
  lua_gc: 79,
  lua_error: 80,
  lua_next: 81,
  lua_concat: 82,
  lua_enablereadonlytable: 85,
  lua_isreadonlytable: 86,
  lua_getstack: 116,
  lua_getinfo: 117,
  luaL_argerror: 220,
  luaL_where: 223,
  luaL_checkinteger: 231,
  luaL_loadbuffer: 243,
  malloc: 488,
  free: 489,
};
const C_FUNCTION = '23';
const COUNT_HOOK = '8';
/** match(MatchState *, subject, pattern) of lstrlib.c, which calls itself. */
const MATCH = '307';
const STEPS = 20_000;
/** mp_encode_lua_type of lua_cmsgpack.c. */
const PACK_NUMBER = '366';
/** mp_decode_to_lua_type of lua_cmsgpack.c. */
const UNPACK = '369';

/** The transformed binary; the same bytes for the same packages. */
export function makeLuaWasm() {
  const { i32 } = binaryen;
  const module = binaryen.parseText(mendedText(binaryen.readBinary(readFileSync(source))));
  const { MutableGlobals, SignExt, BulkMemory, BulkMemoryOpt, NontrappingFPToInt } =
    binaryen.Features;
  module.setFeatures(MutableGlobals | SignExt | BulkMemory | BulkMemoryOpt | NontrappingFPToInt);
  const two = binaryen.createType([i32, i32]);
  module.addFunctionImport('host_c', 'env', 'host_c', i32, i32);
  module.addFunctionImport('host_hook', 'env', 'host_hook', two, binaryen.none);
  const first = module.local.get(0, i32);
  const second = module.local.get(1, i32);
  setBody(module, C_FUNCTION, module.call('host_c', [first], i32));
  setBody(module, COUNT_HOOK, module.call('host_hook', [first, second], binaryen.none));
  addSteps(module);
  for (let i = module.getNumExports() - 1; i >= 0; i--) {
    const { name } = binaryen.getExportInfo(module.getExportByIndex(i));
    if (!KEPT.includes(name)) module.removeExport(name);
  }
  for (const [name, index] of Object.entries(API)) module.addFunctionExport(String(index), name);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setPassArgument('asyncify-imports', 'env.host_hook,env.host_step,env.invoke_vii');
  module.runPasses(['remove-unused-module-elements', 'asyncify']);
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * The compiler has taken cmsgpack's "is this number a 64-bit integer" for "has it no fraction", which
 * C's rules allow it: a number beyond 64 bits must be packed as a double all the same. And where
 * lua_Integer has 64 bits, an unsigned integer beyond them comes out negative.
 *
 * @param {any} module
 */
function mendedText(module) {
  /** @type {string} */
  const text = withSignedIntegers(module.emitText());
  const start = text.indexOf(`(func $${PACK_NUMBER} `);
  const at = text.indexOf('(f64.eq', start);
  const end = text.indexOf('(f64.const inf)', at);
  if (end - at > 300) throw new Error('the check of numbers to pack is not where it was');
  const check = text.slice(at + '(f64.eq'.length, end);
  const rest = text.slice(end + '(f64.const inf)'.length);
  const [, number = ''] = /local\.tee (\$\d+)/.exec(check) ?? [];
  const beyond = `(f64.ge${check}(f64.const 9223372036854775808))`;
  const notLeast = `(f64.ne (local.get ${number}) (f64.const -9223372036854775808))`;
  return `${text.slice(0, at)}(i32.and ${beyond} ${notLeast}${rest}`;
}

/** @param {string} text */
function withSignedIntegers(text) {
  const start = text.indexOf(`(func $${UNPACK} `);
  const at = text.indexOf('f64.convert_i64_u', start);
  if (at < 0 || text.indexOf('\n (func ', start) < at) {
    throw new Error('the unsigned integers to unpack are not where they were');
  }
  return `${text.slice(0, at)}f64.convert_i64_s${text.slice(at + 'f64.convert_i64_u'.length)}`;
}

/**
 * Counts the matcher's calls down, and calls the host with the MatchState at zero.
 *
 * @param {any} module
 */
function addSteps(module) {
  const { i32, none } = binaryen;
  module.addFunctionImport('host_step', 'env', 'host_step', i32, none);
  module.addGlobal('steps', i32, true, module.i32.const(STEPS));
  const left = module.i32.sub(module.global.get('steps', i32), module.i32.const(1));
  const isZero = module.i32.eqz(module.global.get('steps', i32));
  const restart = module.block(null, [
    module.global.set('steps', module.i32.const(STEPS)),
    module.call('host_step', [module.local.get(0, i32)], none),
  ]);
  const { Function: functions } = /** @type {any} */ (binaryen);
  const body = functions.getBody(module.getFunction(MATCH));
  const counted = [module.global.set('steps', left), module.if(isZero, restart), body];
  setBody(module, MATCH, module.block(null, counted, i32));
}

/**
 * @param {any} module
 * @param {string} name
 * @param {number} body
 */
function setBody(module, name, body) {
  const { Function: functions } = /** @type {any} */ (binaryen);
  functions.setBody(module.getFunction(name), body);
}

const sha256 = (/** @type {string} */ file) =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/**
 * What the machine was made from, and what came of it, as hashes: making it again takes half a
 * minute, comparing these none. A change in any of them means that this script has to run again.
 */
export function lockOf() {
  const binaryenPackage = readFileSync(join(root, 'node_modules/binaryen/package.json'), 'utf8');
  return {
    package: sha256(source),
    script: sha256(fileURLToPath(import.meta.url)),
    binaryen: JSON.parse(binaryenPackage).version,
    wasm: sha256(target),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const bytes = makeLuaWasm();
  writeFileSync(target, bytes);
  writeFileSync(lockFile, `${JSON.stringify(lockOf(), null, 2)}\n`);
  process.stdout.write(`${target}: ${bytes.length} bytes\n`);
}
