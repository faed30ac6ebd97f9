import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { RawString } from '../engine/keyspace/string-value.ts';
import {
  addElement,
  DENSE_BYTES,
  denseRegister,
  emptyHyperLogLog,
  estimate,
  histogramOf,
  isHyperLogLog,
  isSparse,
  mergeInto,
  REGISTERS,
  raiseRegister,
  sparseRuns,
  toDense,
} from './hyperloglog.ts';
import { murmurHash64A } from './murmur-hash.ts';

const empty = (): RawString => new RawString(emptyHyperLogLog());
const countOf = (hll: RawString): number => estimate(histogramOf(hll.view())!);

/** The published definition, in bigints. */
function murmurModel(text: string, seed: bigint): bigint {
  const wrap = (v: bigint): bigint => BigInt.asUintN(64, v);
  const m = 0xc6a4a7935bd1e995n;
  let h = seed ^ wrap(BigInt(text.length) * m);
  const eighth = (at: number): bigint => {
    let value = 0n;
    for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(text.charCodeAt(at + i) || 0);
    return value;
  };
  let at = 0;
  for (; at + 8 <= text.length; at += 8) {
    let k = wrap(eighth(at) * m);
    k = wrap((k ^ (k >> 47n)) * m);
    h = wrap((h ^ k) * m);
  }
  if (at < text.length) h = wrap((h ^ eighth(at)) * m);
  h = wrap((h ^ (h >> 47n)) * m);
  return h ^ (h >> 47n);
}

test('the hash is MurmurHash64A', () => {
  const random = seededRandom(7);
  for (let length = 0; length < 40; length++) {
    for (let round = 0; round < 20; round++) {
      const text = Array.from({ length }, () => String.fromCharCode(random.below(256))).join('');
      const { high, low } = murmurHash64A(text, 0xadc83b19);
      expect((BigInt(high) << 32n) | BigInt(low)).toBe(murmurModel(text, 0xadc83b19n));
    }
  }
});

const seeds = [11, 23, 42, 57, 101, 333, 4096, 65537];

describe(`sparse and dense against an array of registers (seeds ${seeds})`, () => {
  test.each(seeds)('seed %i', (seed) => {
    const random = seededRandom(seed);
    const sparse = empty();
    const dense = empty();
    toDense(dense);
    const model = new Uint8Array(REGISTERS);
    // Near neighbours, so that runs of values are split and joined.
    const around = random.below(REGISTERS - 200);
    for (let step = 0; step < 3000; step++) {
      const index = random.below(4) === 0 ? random.below(REGISTERS) : around + random.below(200);
      const value = 1 + random.below(random.below(20) === 0 ? 32 : 5);
      const wanted = value > model[index]! ? 'changed' : 'same';
      expect(raiseRegister(sparse, index, value, 20_000)).toBe(wanted);
      expect(raiseRegister(dense, index, value, 20_000)).toBe(wanted);
      model[index] = Math.max(model[index]!, value);
    }
    expect(isSparse(sparse.view())).toBe(true);
    const runs = [...sparseRuns(sparse.view())];
    expect(runs.flatMap(({ length, value }) => Array<number>(length).fill(value))).toEqual([
      ...model,
    ]);
    expect(histogramOf(sparse.view())).toEqual(histogramOf(dense.view()));
    const merged = new Uint8Array(REGISTERS);
    expect(mergeInto(merged, sparse.view())).toBe(true);
    expect(merged).toEqual(model);
    toDense(sparse);
    expect([...sparse.view().subarray(16)]).toEqual([...dense.view().subarray(16)]);
    expect(denseRegister(dense.view(), around)).toBe(model[around]);
  });
});

test('a value over 32, or too many bytes, makes it dense', () => {
  const large = empty();
  raiseRegister(large, 16383, 32, 3000);
  expect(isSparse(large.view())).toBe(true);
  raiseRegister(large, 16383, 33, 3000);
  expect(large.length).toBe(DENSE_BYTES);
  expect(denseRegister(large.view(), 16383)).toBe(33);
  const many = empty();
  while (isSparse(many.view())) {
    addElement(many, `${many.length}`, 22);
    addElement(many, `x${many.length}`, 22);
  }
  expect(many.length).toBe(DENSE_BYTES);
});

test('what is none, and what is corrupt', () => {
  expect(isHyperLogLog(new Uint8Array(100))).toBe(false);
  expect(isHyperLogLog(emptyHyperLogLog().subarray(0, 15))).toBe(false);
  const short = new RawString(emptyHyperLogLog());
  short.splice(16, 2, [0x3f]);
  expect(isHyperLogLog(short.view())).toBe(true);
  expect(histogramOf(short.view())).toBe(null);
  expect(toDense(short)).toBe(false);
  expect(raiseRegister(short, 64, 1, 3000)).toBe('corrupt');
  expect(mergeInto(new Uint8Array(REGISTERS), short.view())).toBe(false);
});

test(`the standard error is about 0.81 % (seeds 1..60)`, () => {
  const cardinalities = [200, 3000, 20_000];
  for (const wanted of cardinalities) {
    let squares = 0;
    const rounds = wanted > 10_000 ? 30 : 60;
    for (let seed = 1; seed <= rounds; seed++) {
      const hll = empty();
      for (let n = 0; n < wanted; n++) addElement(hll, `${seed}/${n}`, 3000);
      squares += (countOf(hll) / wanted - 1) ** 2;
    }
    const error = Math.sqrt(squares / rounds);
    // 1.04 / sqrt(16384) is 0.0081; of so few rounds the root mean square itself varies by a tenth.
    expect(error).toBeLessThan(0.0105);
    if (wanted > 10_000) expect(error).toBeGreaterThan(0.005);
  }
});
