/**
 * cjson, cmsgpack, struct and bit against a real redis-server: calls drawn from a seed, with values
 * at the limits of each library, and what they answer compared byte for byte.
 *
 *   LUA_CALLS=20000 LUA_SEED=7   how many are drawn, and from what; a failure prints the seed
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Random } from '../../base/ports.ts';
import { seededRandom } from '../../base/random.ts';
import { findReal, ServerPair } from './servers.ts';

const calls = Number(process.env.LUA_CALLS ?? 800);
const seed = Number(process.env.LUA_SEED ?? 1);
const batch = 50;
const shownMax = 10;
const real = findReal();

const words = (text: string): string[] => text.trim().split(/\s+/);
const numbers = words(`
  0 1 -1 1.5 -0.5 1e15 1e17 123456789012345678 1e300 -1e308 2^31 2^32 2^53 2^63 -2^63 2^64 0.1 1/3
  255 256 65535 65536 -128 -129 32768 -32769 0/0 1/0 -1/0 1e-300 4294967295 9007199254740993 3.0`);
const texts = words(String.raw`
  '' 'a' '\0' '\255' 'a\nb' '"' '\\' '/' '\127' '\226\152\131' '\1' '1' '1e5' string.rep('x',300)`);
const keys = [...texts.slice(1, 5), ...words('1 2 3 5 12 40 -1 0 1.5 true')];
const documents = [
  ...words(`1 -0 1e400 -1e400 1e-400 0x10 01 1. .5 +1 nan NaN Infinity -inf [] [1,2] [1,] [,1] {}
    {"a":1} {"a":1,} {a:1} {1:1} null true nul " ["a" {"a": 1e 1e+ 1E5 00 -01 truex [1,null,3]
    123456789012345678901234567890 9007199254740993 {"a":1,"a":2} [[[[[[]]]]]] - --1`),
  ...[String.raw`"\u0041"`, String.raw`"\ud83d\ude00"`, String.raw`"\ud800"`, String.raw`"\udc00"`],
  ...[String.raw`"\u00"`, String.raw`"\x"`, String.raw`"\/\b\f\n\r\t"`, '"a\nb"', '"\x01"'],
  ...['"\xff"', ' 1 ', '1 2', '\t[1]\n', '\xef\xbb\xbf1', '', ' '],
];
const formats = [
  ...'bBhHlLTiIfdsx><= !zy',
  ...words('i1 i2 i3 i4 i8 I1 I3 I8 i9 i16 I0 i33 c0 c1 c5 x3 !4 !8 !3 !16 ic0'),
];
const settings = [
  ...['encode_sparse_array(true,1,2)', 'encode_sparse_array(false,0,0)', 'encode_max_depth(1)'],
  ...['encode_max_depth(0)', 'decode_max_depth(2)', "decode_max_depth('x')"],
  ...['encode_number_precision(3)', 'encode_number_precision(17)', 'encode_number_precision()'],
  ...[
    'encode_keep_buffer(false)',
    "encode_invalid_numbers('null')",
    'encode_invalid_numbers(true)',
  ],
  ...['decode_invalid_numbers(false)', "decode_invalid_numbers('x')"],
];
const RESET =
  'cjson.encode_sparse_array(false,2,10) cjson.encode_max_depth(1000) cjson.decode_max_depth(1000) cjson.encode_number_precision(14) cjson.encode_keep_buffer(true) cjson.encode_invalid_numbers(false) cjson.decode_invalid_numbers(true)';
/** Shows any value as text, tables with their keys in order. */
const SHOW = `local function show(v) if type(v)=='table' then local o={} for k,x in pairs(v) do
o[#o+1]=show(k)..'='..show(x) end table.sort(o) return '{'..table.concat(o,',')..'}' end
if type(v)=='number' then return string.format('%.17g',v) end if v==cjson.null then return 'null' end
if type(v)=='string' then return '"'..v..'"' end return tostring(v) end
local function all(...) local o={} for i=1,select('#',...) do o[i]=show((select(i,...))) end return o end `;

const quoted = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\0/g, '\\0')}'`;

class Calls {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): string {
    const kinds = ['encode', 'decode', 'pack', 'unpack', 'write', 'read', 'bits', 'set'] as const;
    return this.#call(this.#one(kinds));
  }

  #call(kind: 'encode' | 'decode' | 'pack' | 'unpack' | 'write' | 'read' | 'bits' | 'set'): string {
    if (kind === 'encode') return `return cjson.encode(${this.#value(0)})`;
    if (kind === 'decode') return `${SHOW}return show(cjson.decode(${this.#document()}))`;
    if (kind === 'pack') return `return cmsgpack.pack(${this.#list(4, () => this.#value(0))})`;
    if (kind === 'unpack') return `${SHOW}return all(cmsgpack.unpack(${this.#bytes(12, 192)}))`;
    if (kind === 'write') {
      const value = () => (this.#below(4) === 0 ? this.#one(texts) : this.#one(numbers));
      return `return struct.pack(${[this.#format(), this.#list(4, value)].filter(Boolean).join()})`;
    }
    if (kind === 'read') {
      const from = this.#one(['', '', ',1', ',2', ',5', ',0', ',-1', ',100', ',1.5']);
      return `${SHOW}return all(struct.unpack(${this.#format()},${this.#bytes(20, 0)}${from}))`;
    }
    if (kind === 'set') {
      const call = this.#below(2) === 0 ? `cjson.encode(${this.#value(0)})` : 'cjson.decode("[1]")';
      return `${SHOW}${RESET} local a=all(pcall(cjson.${this.#one(settings).replace('(', ',')})
        local b=all(pcall(function() return ${call} end)) ${RESET} return {a,b}`.replace(',)', ')');
    }
    const names = words('tobit tohex bnot band bor bxor lshift rshift arshift rol ror bswap');
    return `return tostring(bit.${this.#one(names)}(${this.#list(3, () => this.#one(numbers))}))`;
  }

  #value(depth: number): string {
    const draw = this.#below(20);
    if (draw < 8) return this.#one(numbers);
    if (draw < 13) return this.#one(texts);
    if (draw < 14 || depth > 3) return this.#one(['true', 'false', 'nil', 'cjson.null']);
    if (draw < 17) return `{${this.#list(4, () => this.#value(depth + 1))}}`;
    return `{[${this.#one(keys)}]=${this.#value(depth + 1)}}`;
  }

  #document(): string {
    if (this.#below(3) > 0) return quoted(this.#one(documents));
    const parts = ['[', ']', '{', '}', ',', ':', '"a"', '1', 'null', ' ', '"', '\\', '-', '.'];
    return quoted(Array.from({ length: 1 + this.#below(8) }, () => this.#one(parts)).join(''));
  }

  #format(): string {
    return quoted(Array.from({ length: this.#below(5) }, () => this.#one(formats)).join(''));
  }

  /** So many bytes at most, half of them `from` or above. */
  #bytes(max: number, from: number): string {
    const one = () =>
      `\\${this.#below(2) === 0 ? this.#below(256) : from + this.#below(256 - from)}`;
    return `'${Array.from({ length: this.#below(max) }, one).join('')}'`;
  }

  #list(max: number, one: () => string): string {
    return Array.from({ length: this.#below(max) }, one).join(', ');
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#below(of.length)] as T;
  }

  #below(n: number): number {
    return this.#random.uint32() % n;
  }
}

describe.skipIf(real === null)('the libraries of scripts', () => {
  let pair: ServerPair;
  beforeAll(async () => {
    if (real) pair = await ServerPair.start(real, real.version.slice(0, 3));
  });
  afterAll(() => pair.stop());

  test(`${calls} drawn calls, seed ${seed}`, async () => {
    const drawn = new Calls(seededRandom(seed));
    const differences: string[] = [];
    for (let done = 0; done < calls && differences.length < shownMax; done += batch) {
      const scripts = Array.from({ length: batch }, () => drawn.next());
      const [wanted, got] = await pair.run([
        ...scripts.map((script) => ['EVAL', script, '0']),
        ['SCRIPT', 'FLUSH'],
      ]);
      for (const [at, script] of scripts.entries()) {
        const [theirs, ours] = [wanted[at]?.raw, got[at]?.raw];
        if (theirs === ours) continue;
        const call = script.replace(SHOW, '');
        differences.push(
          `${call}\n  real ${JSON.stringify(theirs)}\n  ours ${JSON.stringify(ours)}`,
        );
      }
    }
    expect(differences.join('\n'), `seed ${seed}`).toBe('');
  });
});
